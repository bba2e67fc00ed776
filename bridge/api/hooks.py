"""`POST /hooks/{token}`: an outside system resumes the procedure that waits for it, once.

Answers: 200 resumed, 202 kept until the run gets there, 409 the same key is under way, 410 over, 404 unknown,
422 it does not match the example or the key was used for another body.

Source of the key's meaning: Intercom help, "Wait for webhook": `Idempotency-Key`, for 24 hours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import orjson
from aiohttp import web

from bridge.core.words.entries import Line, Why
from bridge.core.words.events import HookReceived
from bridge.core.words.ids import derived
from bridge.runtime.turn import Turned, Turns, UnknownConversation
from bridge.web.answers import json_answer
from bridge.web.bodies import read_at_most
from bridge.web.errors import EdgeError, not_found
from bridge.web.hook_tokens import HookTokens
from connectors.outputs import DEEPEST, is_deeper

BODY_BYTES = 256 * 1024
KEY_CHARS = 255

_ANSWERS: dict[str, tuple[int, str]] = {"resumed": (200, "resumed"), "kept": (202, "kept")}


class Hooks:
    """The route.

    Args:
        turns: Where callbacks go.
        tokens: Reads the addresses that we gave away.
        now: The time, aware UTC.
    """

    def __init__(self, turns: Turns, tokens: HookTokens, now: Callable[[], datetime]) -> None:
        self._turns = turns
        self._tokens = tokens
        self._now = now
        self._under_way: set[str] = set()

    def add_routes(self, app: web.Application) -> None:
        """Its one route."""
        app.router.add_post("/hooks/{token}", self.post)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Checks token and body, turns the wheel, answers."""
        token = request.match_info["token"]
        try:
            conversation_id, run_id, name = self._tokens.read(token)
        except ValueError:
            raise not_found("webhook") from None
        key = _key(request)
        body = await read_at_most(request, BODY_BYTES)
        payload = _payload(body)
        digest = hashlib.sha256(body).hexdigest()[:32]
        event_id = derived("evt", "hook", conversation_id, run_id, name, key or digest)
        if event_id in self._under_way:
            raise EdgeError(
                409, "conflict", "A request with this Idempotency-Key is under way.", retry_after_s=1
            )
        event = HookReceived(
            conversation_id=conversation_id,
            at=self._now(),
            run_id=run_id,
            name=name,
            payload=payload,
            digest=digest,
        )
        self._under_way.add(event_id)
        try:
            turned = await self._turns.turn(event_id, [event])
        except UnknownConversation:
            raise not_found("webhook") from None
        finally:
            self._under_way.discard(event_id)
        return _answer(turned, name, digest)


def _answer(turned: Turned, name: str, digest: str) -> web.StreamResponse:
    reply = turned.reply
    if turned.again:
        reply, first = _told(turned.lines, name)
        if first != digest:
            raise EdgeError(422, "idempotency_key_reused", "This Idempotency-Key was used for another body.")
    if reply == "gone":
        raise EdgeError(410, "gone", "The procedure that waited for this is over.")
    if reply == "mismatch":
        raise EdgeError(422, "structure_mismatch", turned.refused or "It does not match the example.")
    if reply not in _ANSWERS:
        raise EdgeError(410, "gone", turned.refused or "Nothing waits for this.")
    status, word = _ANSWERS[reply]
    return json_answer({"status": word, "conversation_id": turned.conversation.id}, status=status)


def _told(lines: Sequence[Line], name: str) -> tuple[str, str]:
    """What the first request was answered, and the digest of its body, as the log has it."""
    for line in lines:
        entry = line.entry
        if isinstance(entry, Why) and entry.what in ("hook_resumed", "hook_kept"):
            told, _, digest = entry.detail.partition(" ")
            if told == name:
                return entry.what.removeprefix("hook_"), digest
    return "gone", ""


def _key(request: web.Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > KEY_CHARS or not key.isascii() or not key.isprintable():
        raise EdgeError(
            400,
            "parameter_invalid",
            f"Idempotency-Key has at most {KEY_CHARS} visible ASCII characters.",
            field="Idempotency-Key",
        )
    return key


def _payload(body: bytes) -> Any:
    try:
        payload = orjson.loads(body) if body else None
    except orjson.JSONDecodeError:
        raise EdgeError(400, "bad_json", "The body is not valid JSON.") from None
    if is_deeper(payload, DEEPEST):
        raise EdgeError(400, "bad_json", "The body is nested too deeply.")
    return payload
