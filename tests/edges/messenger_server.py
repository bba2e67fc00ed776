"""A Messenger on a real server with a real database, and a customer who talks to it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.channels.messenger.channel import UNTIMED, Messenger
from bridge.channels.messenger.needs import IdentityNeeds, Limits, MessengerParts
from bridge.core.conversation.rules import Rules
from bridge.runtime import schema
from bridge.runtime.clock import ManualClock
from bridge.runtime.limits import RateLimit
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.switches import Switches
from bridge.runtime.turn import Turns
from bridge.web.middleware import HttpMetrics, edge

WEB_SECRET = "the web secret, long enough for anybody"
IOS_SECRET = "the ios secret, long enough for anybody"
START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


@dataclass
class Running:
    """A Messenger that answers."""

    store: Store
    turns: Turns
    live: Live
    clock: ManualClock
    switches: Switches
    app: web.Application
    messenger: Messenger
    client: Any = None

    def customer(self) -> "Customer":
        return Customer(self.client)


async def running(
    tmp_path,
    *,
    messages=0,
    boots=0,
    enforce=False,
    allowed_origins=(),
    upload_bytes=200_000,
    connections=10,
    trusted_proxies=0,
    hello_s=10.0,
    poll_s=25.0,
    session_hours=24.0,
    brand=None,
    rules=None,
) -> Running:
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)
    clock = ManualClock(START)
    live = Live()
    turns = Turns(store, lambda: rules or Rules(), live, clock)
    switches = Switches(store, clock, ttl_s=5)
    messenger = Messenger(
        MessengerParts(
            store=store,
            turns=turns,
            live=live,
            clock=clock,
            switches=switches,
            identity=IdentityNeeds(
                secrets={"web": (WEB_SECRET, "the web secret before, long enough too"), "ios": (IOS_SECRET,)},
                enforce=enforce,
                session_hours=session_hours,
            ),
            limits=Limits(
                boots=RateLimit(clock, boots),
                messages=RateLimit(clock, messages),
                upload_bytes=upload_bytes,
                connections=connections,
                trusted_proxies=trusted_proxies,
            ),
            app_id="demo",
            base_url="http://127.0.0.1:8080",
            keys=("a key for the addresses of files",),
            brand={"name": "Fin", "greeting": "Hello!", "brand": brand or {}},
            allowed_origins=frozenset(allowed_origins),
            hello_s=hello_s,
            poll_s=poll_s,
        )
    )
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()), untimed=UNTIMED)])
    messenger.add_routes(app)
    return Running(
        store=store, turns=turns, live=live, clock=clock, switches=switches, app=app, messenger=messenger
    )


class Customer:
    """What a widget does, as plainly as a test needs it."""

    def __init__(self, client) -> None:
        self.client = client
        self.session = ""
        self.visitor_token = None
        self.contact: dict[str, Any] = {}

    async def boot(self, expect=200, headers=None, **fields) -> dict[str, Any]:
        body = {"app_id": "demo", **fields}
        if self.visitor_token and "visitor_token" not in body:
            body["visitor_token"] = self.visitor_token
        async with self.client.post("/messenger/boot", json=body, headers=headers) as response:
            answer = await response.json()
            assert response.status == expect, answer
        if expect == 200:
            self.session = answer["session"]
            self.visitor_token = answer.get("visitor_token")
            self.contact = answer["contact"]
        return answer

    @property
    def auth(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session}"}

    async def call(self, method, path, expect=None, **options):
        headers = {**self.auth, **options.pop("headers", {})}
        async with self.client.request(method, path, headers=headers, **options) as response:
            answer = await response.json() if response.status != 204 else None
            if expect is not None:
                assert response.status == expect, answer
            return answer

    async def begin(self, body="hello", client_id="client-id-0001", expect=201, **more):
        return await self.call(
            "POST",
            "/messenger/conversations",
            expect,
            json={"client_id": client_id, "body": body, **more},
        )

    async def write(self, conversation_id, body, client_id, expect=201, **more):
        return await self.call(
            "POST",
            f"/messenger/conversations/{conversation_id}/parts",
            expect,
            json={"client_id": client_id, "body": body, **more},
        )

    async def show(self, conversation_id, after=0, expect=200):
        return await self.call("GET", f"/messenger/conversations/{conversation_id}?after={after}", expect)

    async def socket(self, cursors=None) -> aiohttp.ClientWebSocketResponse:
        ws = await self.client.ws_connect("/messenger/socket")
        await ws.send_json({"type": "hello", "session": self.session, "cursors": cursors or {}})
        assert await ws.receive_json(timeout=5) == {"type": "ready"}
        return ws


async def frames_until(ws, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """Frames up to the first that is wanted."""
    frames = []
    while not frames or not wanted(frames[-1]):
        frames.append(await ws.receive_json(timeout=5))
    return frames


def bodies(frames) -> list[str]:
    return [frame["part"]["body"] for frame in frames if frame["type"] == "part"]


async def until(condition: Callable[[], Awaitable[Any]], deadline_s=5.0) -> Any:
    end = time.monotonic() + deadline_s
    while not (value := await condition()):
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.01)
    return value


async def closed_with(ws) -> int:
    """The code that the server closed the socket with, whatever comes before.

    Not `ws.close_code`: aiohttp's client forgets it when the server is gone before the client has answered.
    """
    while True:
        message = await ws.receive(timeout=5)
        if message.type is aiohttp.WSMsgType.CLOSE:
            return message.data
        assert message.type is aiohttp.WSMsgType.TEXT, message
