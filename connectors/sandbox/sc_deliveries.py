"""Events leave for webhooks in the background: several in a request, tried again; tests may meddle."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson

from connectors.sandbox.background import Background
from connectors.sandbox.sc_records import ChatHook
from connectors.sandbox.state import SandboxState

FINAL = frozenset({400, 401, 403, 404, 406})
"""Answers after which nothing is tried again. Source: Sunshine Conversations, Webhooks, Retry policy."""
TOGETHER_MOST = 50

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class ChatDelivery:
    """One request, however often it was tried; `statuses` holds 0 for no answer."""

    hook: ChatHook
    events: list[dict[str, Any]]
    body: bytes
    status: str = "in_progress"
    statuses: list[int] = field(default_factory=list)


class ChatDeliveries(Background[tuple[ChatHook, dict[str, Any]], ChatDelivery]):
    """Sends events, several for one webhook together."""

    def __init__(self, state: SandboxState) -> None:
        super().__init__(state)
        self._gathered: dict[str, tuple[ChatHook, list[dict[str, Any]]]] = {}

    def send(self, hook: ChatHook, event: dict[str, Any]) -> None:
        """One event, in the background, together with those that follow at once."""
        if self.dropping > 0:
            self.dropping -= 1
        elif self.is_holding or self._group is None:
            self.held.append((hook, event))
        elif hook.id in self._gathered:
            self._gathered[hook.id][1].append(event)
        else:
            self._gathered[hook.id] = (hook, [event])
            self._spawn(self._leave(hook.id), f"gather for {hook.id}")

    def release(
        self, *, copies: int = 1, shuffle: bool = False, seed: int | None = None, together: int = 1
    ) -> int:
        """Sends what is held, `copies` times each, `together` events in one request; holding ends.

        Returns: How many requests will be made.
        """
        batch = self._let_go(copies=copies, shuffle=shuffle, seed=seed)
        requests: list[tuple[ChatHook, list[dict[str, Any]]]] = []
        for hook, event in batch:
            if requests and requests[-1][0] is hook and len(requests[-1][1]) < together:
                requests[-1][1].append(event)
            else:
                requests.append((hook, [event]))
        for hook, events in requests:
            self._start(hook, events)
        return len(requests)

    def repeat(self, delivery: ChatDelivery, times: int = 1) -> None:
        """Sends a past request again, as a late retry."""
        for _ in range(times):
            self._spawn(self._deliver(delivery), "a late retry")

    async def _leave(self, hook_id: str) -> None:
        await asyncio.sleep(self._state.options.sc_batch_s)
        hook, events = self._gathered.pop(hook_id)
        for start in range(0, len(events), TOGETHER_MOST):
            self._start(hook, events[start : start + TOGETHER_MOST])

    def _start(self, hook: ChatHook, events: Sequence[dict[str, Any]]) -> None:
        body = orjson.dumps(
            {
                "app": {"id": self._state.chats.app_id},
                "webhook": {"id": hook.id, "version": "v2"},
                "events": events,
            }
        )
        delivery = ChatDelivery(hook=hook, events=list(events), body=body)
        self.sent.append(delivery)
        for _ in range(self.copies):
            self._spawn(self._deliver(delivery), f"events for {hook.id}")

    def _spawn(self, work: Any, name: str) -> None:
        if self._group is None:
            work.close()
            return
        self._begin(self._group, work, name)

    async def _deliver(self, delivery: ChatDelivery) -> None:
        for pause_s in (*self._state.options.sc_retry_delays_s[:4], None):
            status = await self._attempt(delivery)
            delivery.statuses.append(status)
            if 200 <= status < 300:  # noqa: PLR2004 - success
                delivery.status = "success"
                return
            if status in FINAL or pause_s is None:
                delivery.status = "terminated"
                return
            await asyncio.sleep(pause_s)

    async def _attempt(self, delivery: ChatDelivery) -> int:
        if self._client is None:
            return 0
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "smooch-webhook",
            "X-API-Key": delivery.hook.secret,
        }
        try:
            async with self._client.post(
                delivery.hook.target,
                data=delivery.body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=self._state.options.sc_timeout_s),
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            return 0
        except Exception:  # one request that cannot be sent must not end all others
            log.exception("sandbox could not deliver events to %s", delivery.hook.id)
            return 0
