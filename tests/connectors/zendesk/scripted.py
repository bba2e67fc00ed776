"""A Zendesk that answers as a test says, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.support import Support, TicketWritten
from tests.connectors.outside import Answer

TICKET = {"id": 7, "status": "open", "tags": [], "requester_id": 3, "updated_at": "2026-01-01T00:00:00Z"}


class Scripted:
    """`answer` and `token` are replaced by what a test wants to happen."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any, dict[str, str]]] = []
        self.tokens = 0
        self.connections: set[Any] = set()
        self.answer: Answer = self.ticket
        self.token: Answer = self.give_token
        self.life_s = 1800.0
        app = web.Application()
        app.router.add_post("/oauth/tokens", self._token)
        app.router.add_route("*", "/api/v2/{rest:.*}", self._any)
        self.server = TestServer(app)

    @property
    def base(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    async def give_token(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        assert body["scope"] == "read write", "one string: a list gives a token that may do nothing"
        if body["client_secret"] != "right":
            return web.json_response({"error": "invalid_client"}, status=401)
        self.tokens += 1
        told = {"access_token": f"token-{self.tokens}", "expires_in": self.life_s, "scope": body["scope"]}
        return web.json_response(told, status=201)

    async def _token(self, request: web.Request) -> web.StreamResponse:
        return await self.token(request)

    async def _any(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = await request.json() if raw and request.content_type == "application/json" else raw
        self.asked.append((request.method, request.path, body, dict(request.headers)))
        self.connections.add(request.transport)
        return await self.answer(request)

    async def ticket(self, _request: web.Request) -> web.Response:
        events = [{"id": 11, "type": "Comment", "public": True}]
        audit = {"id": 1, "ticket_id": 7, "events": events}
        return web.json_response({"ticket": TICKET, "audit": audit})


def says(status: int = 200, text: str | None = None, **more: Any) -> Answer:
    """An answer that is always the same."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, text=text, **more)

    return answer


@asynccontextmanager
async def scripted() -> AsyncIterator[Scripted]:
    made = Scripted()
    await made.server.start_server()
    yield made
    await made.server.close()


@asynccontextmanager
async def support_of(zendesk: Scripted, secret: str = "right") -> AsyncIterator[Support]:
    made = Support(
        base_url=zendesk.base, subdomain="", authorizer=ClientCredentials(zendesk.base, "client", secret)
    )
    yield made
    await made.close()


async def update(support: Support) -> TicketWritten:
    return await support.update_ticket(
        7,
        comment_html="<p>hi</p>",
        comment_public=True,
        author_id=3,
        status="open",
        assignee_id=None,
        metadata={"messenger_bridge": "eff_1"},
    )


async def create(support: Support, **more: Any) -> TicketWritten:
    wanted: dict[str, Any] = {
        "subject": "s",
        "comment_html": "<p>hi</p>",
        "requester_id": 3,
        "author_id": 3,
        "public": True,
        "status": "new",
        "tags": ["a"],
        "assignee_id": None,
        "external_id": "cnv_1",
        "metadata": {},
        "via_followup_source_id": None,
        "uploads": (),
        "idempotency_key": "eff_1",
    }
    return await support.create_ticket(**(wanted | more))
