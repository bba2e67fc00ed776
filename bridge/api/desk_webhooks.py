"""What the help desk tells us: verified over the raw bytes, kept, acknowledged; understood later.

Answers: 200 stored (duplicates too), 401 bad signature or stale, 413, 503. Nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol, TypeAlias

import orjson
import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter

from bridge.web.bodies import read_at_most
from bridge.web.errors import EdgeError

BODY_BYTES = 256 * 1024
"""Source: developer.zendesk.com, Webhooks: a payload is smaller than 256 KB."""

INVOCATION = "X-Zendesk-Webhook-Invocation-Id"
KEY_CHARS = 128
SOURCE = "zendesk"

Verdict: TypeAlias = Literal["ok", "stale", "bad"]
Verify: TypeAlias = Callable[[Mapping[str, str], bytes], Verdict]

logger = structlog.get_logger(__name__)


class Keeps(Protocol):
    """The part of `runtime.deliveries` that is used here."""

    async def keep(self, source: str, key: str, lane: str, body: bytes) -> bool:
        """Stores a delivery durably; False for one that is there already."""
        ...


class DeskWebhooks:
    """`POST /zendesk/webhooks`.

    Args:
        verify: The desk's check of signature and age over the raw body.
        deliveries: Where they are kept.
        registry: Where they are counted.
    """

    def __init__(self, verify: Verify, deliveries: Keeps, registry: CollectorRegistry) -> None:
        self._verify = verify
        self._deliveries = deliveries
        counter = Counter(
            "bridge_desk_webhooks_total", "Webhooks of the help desk.", ["verdict"], registry=registry
        )
        self._counters = {
            verdict: counter.labels(verdict) for verdict in ("stored", "duplicate", "stale", "bad")
        }

    def add_routes(self, app: web.Application) -> None:
        """Its one route."""
        app.router.add_post("/zendesk/webhooks", self.post)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Verify, keep, acknowledge. A store that cannot keep it becomes 503 further out."""
        body = await read_at_most(request, BODY_BYTES)
        verdict = self._verify(request.headers, body)
        if verdict != "ok":
            self._counters[verdict].inc()
            logger.warning("webhook_refused", verdict=verdict, size_bytes=len(body))
            raise EdgeError(401, "unauthorized", "The signature is missing, wrong or too old.")
        key = request.headers.get(INVOCATION, "")
        if not key or len(key) > KEY_CHARS or not key.isascii() or not key.isprintable():
            key = hashlib.blake2b(body, digest_size=20).hexdigest()
        is_new = await self._deliveries.keep(SOURCE, key, lane_of(body), body)
        self._counters["stored" if is_new else "duplicate"].inc()
        return web.Response(body=b"{}", content_type="application/json")


def lane_of(body: bytes) -> str:
    """What must stay in order together: one ticket's deliveries; unreadable ones share a lane."""
    try:
        data: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return "unreadable"
    ticket_id = data.get("ticket_id") if isinstance(data, dict) else None
    if isinstance(ticket_id, str) and ticket_id.isascii() and ticket_id.isdigit():
        ticket_id = int(ticket_id[:20])
    if not isinstance(ticket_id, int) or isinstance(ticket_id, bool):
        return "unreadable"
    return f"ticket:{ticket_id}"
