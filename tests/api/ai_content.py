"""The AI Content API on a real server, with the library that reads what was sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from prometheus_client import CollectorRegistry

from bridge.api.content_sources import ContentSources
from bridge.api.external_pages import ExternalPages
from bridge.core.words.reading import Reading
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.knowledge.library import Library
from bridge.knowledge.pages import stored_pages
from bridge.runtime import schema
from bridge.runtime.clock import SystemClock
from bridge.runtime.store import Store
from bridge.web.middleware import HttpMetrics, edge
from bridge.web.tokens import Token, Tokens

TOKENS = [
    Token(token="writes", name="W", scopes=frozenset({"content"})),
    Token(token="other", name="O", scopes=frozenset({"operate"})),
]


class Watch:
    """A clock that the test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class AiContent:
    base: str
    library: Library
    watch: Watch
    session: ClientSession

    async def send(
        self, method: str, path: str, body: Any = None, *, token: str = "writes"
    ) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {token}", "Intercom-Version": "Preview"}
        async with self.session.request(method, self.base + path, json=body, headers=headers) as response:
            return response.status, await response.json() if response.status != 204 else None

    async def asked(self, text: str) -> Reading:
        """What another process's Fin says a second later."""
        self.watch.now += 1.0
        return await EmbeddedBrain(self.library).read(Question(text=text))


@asynccontextmanager
async def ai_content(folder: Path) -> AsyncIterator[AiContent]:
    url = f"sqlite:///{folder}/bridge.db"
    store, other = await Store.open(url), await Store.open(url)
    await schema.ensure(store)
    watch = Watch()
    library = await asyncio.to_thread(
        lambda: Library(folder / "content", pages=stored_pages(other), monotonic=watch)
    )
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    now = SystemClock().now
    ContentSources(store, Tokens(TOKENS), now).add_routes(app)
    ExternalPages(store, Tokens(TOKENS), now).add_routes(app)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        async with ClientSession() as session:
            yield AiContent(f"http://127.0.0.1:{port}", library, watch, session)
    finally:
        await runner.cleanup()
        await store.close()
        await other.close()
