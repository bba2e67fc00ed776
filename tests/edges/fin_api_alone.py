"""The channel of Fin's API on a database of its own, without anybody who answers."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.channels.fin_api.channel import FinApi
from bridge.channels.fin_api.needs import FinApiParts
from bridge.core.conversation.rules import Rules
from bridge.runtime.clock import ManualClock
from bridge.runtime.limits import RateLimit
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns
from bridge.web.middleware import HttpMetrics, edge
from bridge.web.tokens import Token, Tokens
from tests.edges.fin_api_server import TOKEN

START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


class Alone:
    """The channel without anybody who answers."""

    def __init__(self, store: Store, *, per_minute: int = 0, **options: object) -> None:
        self.store = store
        self.clock = ManualClock(START)
        self.live = Live()
        self.turns = Turns(store, Rules, self.live, self.clock)
        self.channel = FinApi(
            FinApiParts(
                store=store,
                turns=self.turns,
                live=self.live,
                clock=self.clock,
                tokens=Tokens([Token(token=TOKEN, name="x", scopes=frozenset({"write_conversations"}))]),
                written=dict,
                app_id="demo",
                base_url="",
                keys=("a key",),
                fin_name="Fin",
                calls=RateLimit(self.clock, per_minute, at_once=per_minute // 6),
                **options,
            )
        )
        self.app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
        self.channel.add_routes(self.app)
        self.contact = ""
