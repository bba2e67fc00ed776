"""Webhooks leave in the background: signed, tried again, logged; tests may hold, drop, double and shuffle."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp

from connectors.sandbox.background import Background
from connectors.sandbox.clock import stamp
from connectors.sandbox.ids import ulid
from connectors.sandbox.records import Attempt, Invocation, Webhook
from connectors.sandbox.state import ACCOUNT_ID

BREAKER_WINDOW_S = 300.0
BREAKER_SHARE = 0.7
BREAKER_ERRORS = 1000
BREAKER_LEAST = 10
"""Below this many attempts a share says nothing."""

AGAIN = {409, 429}
SERVER_ERROR = 500
TEST_SECRET = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=="  # noqa: S105 - public: Zendesk signs tests of unsaved webhooks with it


log = logging.getLogger(__name__)


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Base64 of HMAC-SHA256 over timestamp and raw body; the secret is used as text, not decoded.

    Source: developer.zendesk.com, "Verifying webhook authenticity".
    """
    return base64.b64encode(hmac.digest(secret.encode(), timestamp.encode() + body, hashlib.sha256)).decode()


class Deliveries(Background[tuple[Webhook, Invocation], Invocation]):
    """Sends invocations."""

    def send(self, webhook_id: str, body: bytes) -> None:
        """One invocation, in the background. An unknown or inactive webhook is skipped, as in Zendesk."""
        webhook = self._state.webhooks.get(webhook_id)
        if webhook is None or webhook.fields.get("status") != "active":
            return
        now = self._state.now()
        invocation = Invocation(id=ulid(now), webhook_id=webhook.id, body=body, created_at=now)
        webhook.invocations.append(invocation)
        self.sent.append(invocation)
        if self.dropping > 0:
            self.dropping -= 1
            invocation.status = "throttled"
        elif webhook.paused_until > now:
            invocation.status = "circuit broken"
        elif self.is_holding:
            self.held.append((webhook, invocation))
        else:
            for _ in range(self.copies):
                self._spawn(webhook, invocation)

    def release(self, *, copies: int = 1, shuffle: bool = False, seed: int | None = None) -> int:
        """Sends what is held, `copies` times each, one after the other; holding ends.

        Returns: How many requests will be made.
        """
        batch = self._let_go(copies=copies, shuffle=shuffle, seed=seed)
        for webhook, invocation in batch:
            self._spawn(webhook, invocation)
        return len(batch)

    def repeat(self, invocation: Invocation, times: int = 1) -> None:
        """Sends a past invocation again, with its own id, as a late retry."""
        for _ in range(times):
            self._spawn(self._state.webhook(invocation.webhook_id), invocation)

    async def attempt(
        self, webhook: Webhook, body: bytes, *, invocation_id: str, secret: str | None = None
    ) -> Attempt:
        """One request to the webhook's endpoint; also what `POST /webhooks/test` makes."""
        if self._client is None:
            raise RuntimeError("this sandbox is not running: open it before webhooks are delivered")
        fields, method = webhook.fields, str(webhook.fields.get("http_method", "POST"))
        moment = stamp(self._state.now())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Zendesk Webhook",
            "X-Zendesk-Account-Id": ACCOUNT_ID,
            "X-Zendesk-Webhook-Id": webhook.id,
            "X-Zendesk-Webhook-Invocation-Id": invocation_id,
            "X-Zendesk-Webhook-Signature": signature(secret or webhook.secret, moment, body),
            "X-Zendesk-Webhook-Signature-Timestamp": moment,
            **_authentication(fields.get("authentication")),
            **(fields.get("custom_headers") or {}),
        }
        request = {
            "headers": [{"key": key, "value": value} for key, value in headers.items()],
            "method": method,
            "payload": body.decode("utf-8", "replace"),
            "url": fields["endpoint"],
        }
        status, code, response = "timeout", None, None
        try:
            async with self._client.request(
                method,
                fields["endpoint"],
                data=body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self._state.options.webhook_timeout_s),
            ) as answer:
                code, text = answer.status, await answer.text(errors="replace")
                got = [{"key": key, "value": value} for key, value in answer.headers.items()]
                response = {"headers": got, "payload": text[:1000], "status_code": code}
                status = "success" if answer.ok else "failed"
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            response = {"headers": [], "payload": type(error).__name__, "status_code": 0}
        return Attempt(
            id=ulid(self._state.now()),
            status=status,
            completed_at=self._state.now(),
            request=request,
            response=response,
            status_code=code,
        )

    def _spawn(self, webhook: Webhook, invocation: Invocation) -> None:
        if self._group is None:
            self.held.append((webhook, invocation))
            return
        self._begin(self._group, self._watched(webhook, invocation), f"webhook {invocation.id}")

    async def _watched(self, webhook: Webhook, invocation: Invocation) -> None:
        try:
            await self._deliver(webhook, invocation)
        except Exception:  # one message that cannot be sent must not end all others
            invocation.status = "terminated"
            log.exception("sandbox could not deliver %s", invocation.id)

    async def _deliver(self, webhook: Webhook, invocation: Invocation) -> None:
        options = self._state.options
        await asyncio.sleep(options.webhook_delay_s)
        for pause_s in (*options.webhook_retry_delays_s[:3], None):
            attempt = await self.attempt(webhook, invocation.body, invocation_id=invocation.id)
            invocation.attempts.append(attempt)
            invocation.status_code, invocation.latest_completed_at = attempt.status_code, attempt.completed_at
            self._count(webhook, failed=attempt.status != "success")
            code = attempt.status_code
            is_final = code is not None and code not in AGAIN and code < SERVER_ERROR
            if is_final or pause_s is None:
                invocation.status = "success" if attempt.status == "success" else "terminated"
                return
            await asyncio.sleep(pause_s)

    def _count(self, webhook: Webhook, *, failed: bool) -> None:
        now, options = self._state.now(), self._state.options
        webhook.tries_at = [one for one in webhook.tries_at if one > now - BREAKER_WINDOW_S] + [now]
        webhook.errors_at = [one for one in webhook.errors_at if one > now - BREAKER_WINDOW_S]
        if failed:
            webhook.errors_at.append(now)
        if not options.circuit_breaker or len(webhook.tries_at) < BREAKER_LEAST:
            return
        share = len(webhook.errors_at) / len(webhook.tries_at)
        if share >= BREAKER_SHARE or len(webhook.errors_at) > BREAKER_ERRORS:
            webhook.paused_until = now + options.circuit_pause_s
            webhook.tries_at, webhook.errors_at = [], []


def _authentication(auth: Mapping[str, Any] | None) -> dict[str, str]:
    data = (auth or {}).get("data") or {}
    match (auth or {}).get("type"):
        case "bearer_token":
            return {"Authorization": f"Bearer {data.get('token', '')}"}
        case "basic_auth":
            login = aiohttp.encode_basic_auth(data.get("username", ""), data.get("password", ""))
            return {"Authorization": login}
        case "api_key":
            return {str(data.get("name", "X-API-Key")): str(data.get("value", ""))}
        case _:
            return {}
