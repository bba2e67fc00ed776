"""The whole bridge beside the Zendesk sandbox, each on its own port, as `make demo` runs them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bridge.app import Bridge, built
from bridge.chatting import CHAT_SECRETS, conversations_of, place_of
from bridge.configured import WEBHOOK_SECRETS, support_of
from bridge.core.words.entries import Why
from bridge.runtime import log
from bridge.runtime.vault import Vault
from bridge.settings import (
    IdentitySettings,
    LimitSettings,
    LlmSettings,
    Settings,
    TicketSettings,
    ZendeskSettings,
)
from connectors.sandbox.app import Sandbox
from connectors.zendesk import conversation_provisioning, provisioning

KEYS = ["a key for tests, long and random enough"]
SECRET = "identity-secret-for-tests"
OPERATOR = "a token for tests"
DEADLINE_S = 15.0


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def settings_for(
    folder: Path,
    zendesk: Sandbox,
    *,
    port: int,
    pending_timeout: float = 180.0,
    mode: str = "ticket",
    chat_timeout: float = 180.0,
    has_chats: bool = True,
    reconcile_s: float = 1,
    tags: Mapping[str, str] | None = None,
    **ticket: Any,
) -> Settings:
    options = zendesk.state.options
    app = {"app_id": options.sc_app_id, "key_id": options.sc_key_id, "secret": options.sc_secret}
    return Settings(
        port=port,
        database_url=f"sqlite:///{folder}/bridge.db",
        config_dir=Path("config"),
        identity=IdentitySettings(secrets=[SECRET]),
        limits=LimitSettings(messages_per_minute=0, boots_per_minute=0),
        ticket=TicketSettings(**ticket),
        tags=dict(tags or {}),
        handoff={"mode": mode, "pending_timeout": pending_timeout, "chat_timeout": chat_timeout},
        conversations=app if has_chats and mode != "ticket" else {},
        api_tokens=[{"token": OPERATOR, "name": "Olga", "scopes": ["operate"]}],
        zendesk=ZendeskSettings(
            base_url=zendesk.base_url,
            oauth_client_id="sandbox-client",
            oauth_client_secret="sandbox-secret",
            reconcile_s=reconcile_s,
        ),
    )


@dataclass
class Customer:
    """A Messenger without a browser."""

    base: str
    http: aiohttp.ClientSession
    session: str = ""
    conversation: str = ""
    count: int = 0
    options: dict[str, str] = field(default_factory=dict)

    async def boot(self, user_id: str | None = None, **more: Any) -> dict[str, Any]:
        body: dict[str, Any] = {"app_id": "demo", **more}
        if user_id is not None:
            made = hmac.new(SECRET.encode(), user_id.encode(), hashlib.sha256).hexdigest()
            body |= {"user_id": user_id, "user_hash": made}
        async with self.http.post(f"{self.base}/messenger/boot", json=body) as answer:
            assert answer.status == 200, await answer.text()
            told = await answer.json()
        self.session = told["session"]
        return told

    async def say(self, text: str, *, option: str | None = None, **more: Any) -> dict[str, Any]:
        self.count += 1
        body: dict[str, Any] = {"client_id": f"line-{self.count:08d}", "body": text, **more}
        if option is not None:
            body["reply_option"] = option
        path = f"/{self.conversation}/parts" if self.conversation else ""
        url = f"{self.base}/messenger/conversations{path}"
        async with self.http.post(url, json=body, headers=self.headers) as answer:
            assert answer.status == 201, await answer.text()
            told = await answer.json()
        self.conversation = self.conversation or told["conversation"]["id"]
        return told

    async def parts(self) -> list[dict[str, Any]]:
        url = f"{self.base}/messenger/conversations/{self.conversation}"
        async with self.http.get(url, headers=self.headers) as answer:
            assert answer.status == 200, await answer.text()
            return (await answer.json())["parts"]

    async def hears(self, author: str, words: str = "") -> dict[str, Any]:
        """Waits until somebody said it."""

        async def heard() -> dict[str, Any] | None:
            for part in reversed(await self.parts()):
                if part["author"]["type"] == author and words in part["body"]:
                    return part
            return None

        return await eventually(heard, f"{author} never said {words!r}")

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session}"}


@dataclass
class World:
    zendesk: Sandbox
    bridge: Bridge
    customer: Customer
    settings: Settings

    async def ticket(self, index: int = 0) -> Callable[[], dict[str, Any]]:
        """The ticket as it is whenever it is asked for; waits until it is there."""

        async def there() -> bool:
            return len(self.zendesk.tickets()) > index

        await eventually(there, "no ticket was created")
        ticket_id = sorted(one["id"] for one in self.zendesk.tickets())[index]
        return lambda: self.zendesk.ticket(ticket_id)

    async def conversation(self) -> Any:
        """As it is now."""
        return await log.conversation(self.bridge.store, self.customer.conversation)

    async def why(self) -> list[str]:
        """The lines that only operators see."""
        lines = await log.lines(self.bridge.store, self.customer.conversation, parts_only=False)
        return [f"{one.entry.what}: {one.entry.detail}" for one in lines if isinstance(one.entry, Why)]

    async def becomes(self, what: str, is_so: Callable[[], bool]) -> None:
        async def so() -> bool:
            return is_so()

        await eventually(so, what)


async def eventually(ask: Callable[[], Awaitable[Any]], what: str, *, deadline_s: float = DEADLINE_S) -> Any:
    try:
        async with asyncio.timeout(deadline_s):
            while not (found := await ask()):
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(what) from None
    return found


@asynccontextmanager
async def world(
    folder: Path,
    *,
    llm: LlmSettings | None = None,
    sandbox: dict[str, Any] | None = None,
    config: Path | None = None,
    changes: dict[str, Any] | None = None,
    **options: Any,
) -> AsyncIterator[World]:
    async with Sandbox(port=0, incremental_lag_s=0, **(sandbox or {})) as zendesk:
        settings = settings_for(folder, zendesk, port=free_port(), **options)
        if config is not None:
            settings = settings.model_copy(update={"config_dir": config})
        if llm is not None:
            settings = settings.model_copy(update={"llm": llm})
        settings = settings.model_copy(update=changes or {})
        async with built(settings, KEYS) as bridge, aiohttp.ClientSession() as http:
            await _set_up(settings, bridge)
            stop = asyncio.Event()
            runner = web.AppRunner(bridge.web, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", settings.port).start()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(bridge.outbox.run(stop))
                tasks.create_task(bridge.deliveries.run(stop))
                bridge.ticker.start()
                bridge.tick_all.start()
                try:
                    yield World(zendesk, bridge, Customer(settings.base_url, http), settings)
                finally:
                    stop.set()
                    await bridge.ticker.stop()
                    await bridge.tick_all.stop()
                    await runner.cleanup()


async def _set_up(settings: Settings, bridge: Bridge) -> None:
    support = support_of(settings)
    assert support is not None
    made = await provisioning.setup(
        support, target_url=f"{settings.base_url}/zendesk/webhooks", tag=settings.tags.channel, name="test"
    )
    vault = Vault(bridge.store, KEYS)
    await vault.put(WEBHOOK_SECRETS, json.dumps([made.signing_secret]))
    if (client := conversations_of(settings)) is not None:
        async with client:
            chats = await conversation_provisioning.setup(
                client,
                target_url=f"{settings.base_url}/zendesk/conversations/webhooks",
                name=place_of(settings),
            )
        await vault.put(CHAT_SECRETS, json.dumps([chats.webhook_secret]))
    await bridge.read_secrets()
    await support.close()
