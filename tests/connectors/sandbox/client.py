"""Speaks to the sandbox over HTTP, and listens for its webhooks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from aiohttp import web
from multidict import CIMultiDict

from connectors.sandbox.app import Sandbox

CREDENTIALS = {
    "grant_type": "client_credentials",
    "client_id": "sandbox-client",
    "client_secret": "sandbox-secret",
    "scope": "read write",
}

TAG = "intercom-messenger"


@dataclass
class Answer:
    status: int
    headers: CIMultiDict[str]
    raw: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.raw)


class Api:
    """Calls with a token; `answer = await api("GET", "/users/me")`."""

    def __init__(self, zd: Sandbox, session: aiohttp.ClientSession) -> None:
        self.zd, self.session = zd, session
        self.auth: dict[str, str] = {}

    async def login(self, **changed: Any) -> Answer:
        answer = await self.raw("POST", "/oauth/tokens", json={**CREDENTIALS, **changed})
        if answer.status == 201:
            self.auth = {"Authorization": f"Bearer {answer.json['access_token']}"}
        return answer

    async def raw(self, method: str, path: str, **kwargs: Any) -> Answer:
        async with self.session.request(method, self.zd.base_url + path, **kwargs) as response:
            return Answer(response.status, CIMultiDict(response.headers), await response.read())

    async def __call__(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, **kwargs: Any
    ) -> Answer:
        if body is not None:
            kwargs["json"] = body
        return await self.raw(method, f"/api/v2{path}", headers={**self.auth, **(headers or {})}, **kwargs)

    async def customer(self, external_id: str = "u1", name: str = "Cora Customer", **more: Any) -> int:
        user = {"external_id": external_id, "name": name, **more}
        return int((await self("POST", "/users/create_or_update", {"user": user})).json["user"]["id"])

    async def ticket(self, requester_id: int | None = None, **more: Any) -> int:
        requester_id = requester_id or await self.customer()
        ticket = {
            "subject": "A question",
            "requester_id": requester_id,
            "tags": [TAG],
            "comment": {"html_body": "<p>Where is it?</p>", "public": True, "author_id": requester_id},
            **more,
        }
        answer = await self("POST", "/tickets", {"ticket": ticket})
        assert answer.status == 201, answer.raw
        return int(answer.json["ticket"]["id"])

    async def webhook(self, endpoint: str, **more: Any) -> str:
        webhook = {
            "name": "messenger-bridge",
            "status": "active",
            "endpoint": endpoint,
            "http_method": "POST",
            "request_format": "json",
            "subscriptions": ["conditional_ticket_events"],
            **more,
        }
        answer = await self("POST", "/webhooks", {"webhook": webhook})
        assert answer.status == 201, answer.raw
        return str(answer.json["webhook"]["id"])

    async def trigger(
        self, actions: list[dict[str, Any]], *, all_: list[Any] | None = None, any_: list[Any] | None = None
    ) -> int:
        body = {
            "trigger": {
                "title": "messenger-bridge: rule",
                "active": True,
                "conditions": {
                    "all": [{"field": f, "operator": o, "value": v} for f, o, v in all_ or []],
                    "any": [{"field": f, "operator": o, "value": v} for f, o, v in any_ or []],
                },
                "actions": actions,
            }
        }
        answer = await self("POST", "/triggers", body)
        assert answer.status == 201, answer.raw
        return int(answer.json["trigger"]["id"])


PAYLOAD = (
    '{"ticket_id":"{{ticket.id}}","external_id":"{{ticket.external_id}}",'
    '"comment_id":"{{ticket.public_comments[0].id}}","status":"{{ticket.status}}",'
    '"actor_id":"{{current_user.id}}","updated_at":"{{ticket.updated_at_with_timestamp}}"}'
)


@dataclass
class Received:
    headers: CIMultiDict[str]
    raw: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.raw)


@dataclass
class Listener:
    """A webhook's endpoint; `statuses` are answered one after the other, then 200."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.received.append(Received(CIMultiDict(request.headers), await request.read()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    def notify(self, webhook_id: str) -> list[dict[str, Any]]:
        return [{"field": "notification_webhook", "value": [webhook_id, PAYLOAD]}]


async def eventually(condition: Callable[[], Awaitable[bool] | bool], timeout_s: float = 5.0) -> None:
    """Waits for a condition, with a deadline."""
    async with asyncio.timeout(timeout_s):
        while True:
            held = condition()
            if held if isinstance(held, bool) else await held:
                return
            await asyncio.sleep(0.005)
