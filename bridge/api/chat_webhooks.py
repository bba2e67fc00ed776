"""What live chats tell us: the webhook's secret compared, each event kept, acknowledged; understood later.

Answers: 200 stored (duplicate, foreign and unreadable ones too), 401 wrong key, 413, 503 for a conversation
that we do not know yet, and while nothing can be stored. Nothing else: after 400, 403 or 404 Zendesk would
never ask again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter

from bridge.api.desk_webhooks import Keeps
from bridge.web.bodies import read_at_most
from bridge.web.errors import EdgeError
from handoff.chat_inbound import SOURCE, UNREADABLE, Hint, Ring

BODY_BYTES = 2 * 1024 * 1024
"""Several events come in one request, each with a message of at most 100 KB."""
AGAIN_S = 5

Verify: TypeAlias = Callable[[Mapping[str, str]], bool]

logger = structlog.get_logger(__name__)


class ChatWebhooks:
    """`POST /zendesk/conversations/webhooks`.

    Args:
        verify: Whether the headers hold the secret.
        rings: The events of a body. Raises ValueError for what is none.
        hints: Who types, by a body of which the events were read.
        typing: Shows it to whoever looks now; nothing of it is kept.
        knows: Whether a conversation of ours is in the store.
        deliveries: Where events are kept.
        registry: Where they are counted.
    """

    def __init__(
        self,
        verify: Verify,
        rings: Callable[[bytes], Sequence[Ring]],
        hints: Callable[[bytes], Sequence[Hint]],
        typing: Callable[[Hint], Awaitable[None]],
        knows: Callable[[str], Awaitable[bool]],
        deliveries: Keeps,
        registry: CollectorRegistry,
    ) -> None:
        self._verify = verify
        self._rings = rings
        self._hints = hints
        self._typing = typing
        self._knows = knows
        self._deliveries = deliveries
        counter = Counter(
            "bridge_chat_events_total", "Events of live chats' webhooks.", ["verdict"], registry=registry
        )
        self._counters = {
            verdict: counter.labels(verdict) for verdict in ("stored", "duplicate", "unknown", "bad")
        }

    def add_routes(self, app: web.Application) -> None:
        """Its one route."""
        app.router.add_post("/zendesk/conversations/webhooks", self.post)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Verify, keep, acknowledge. A store that cannot keep it becomes 503 further out."""
        if not self._verify(request.headers):  # first: who guesses keys shall not make us read his bodies
            self._counters["bad"].inc()
            logger.warning("chat_webhook_refused", size_bytes=request.content_length)
            raise EdgeError(401, "unauthorized", "X-API-Key is missing or wrong.")
        body = await read_at_most(request, BODY_BYTES)
        for ring in await self._known(body):
            is_new = await self._deliveries.keep(SOURCE, ring.key, ring.lane, ring.body)
            self._counters["stored" if is_new else "duplicate"].inc()
        return web.Response(body=b"{}", content_type="application/json")

    async def _known(self, body: bytes) -> Sequence[Ring]:
        """The events to keep: what cannot be read is kept whole, to be parked where an operator sees it."""
        try:
            rings = self._rings(body)
        except ValueError:
            key = hashlib.blake2b(body, digest_size=20).hexdigest()
            return [Ring(key=key, lane=UNREADABLE, body=body, conversation_id=None)]
        for conversation_id in {one.conversation_id for one in rings} - {None}:
            if conversation_id is not None and not await self._knows(conversation_id):
                self._counters["unknown"].inc()
                raise EdgeError(
                    503, "not_known_yet", "The conversation is not known yet.", retry_after_s=AGAIN_S
                )
        for hint in self._hints(body):
            await self._typing(hint)
        return rings
