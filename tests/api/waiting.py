"""A service in which one procedure waits: real store, real turns, real HTTP."""

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.agent_input import AgentInput
from bridge.api.hooks import Hooks
from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.events import CustomerWrote, FinRead
from bridge.core.words.reading import Candidate, NoAnswer, StartProcedure
from bridge.core.words.values import Channel
from bridge.runtime import log, schema
from bridge.runtime.clock import ManualClock
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns
from bridge.web.hook_tokens import HookTokens
from bridge.web.middleware import HttpMetrics, edge
from bridge.web.tokens import Token, Tokens
from tests.play import ADA, START, catalog, defined

KEY = "a secret key that is long enough"
TOKEN = "token-of-bo"  # noqa: S105 - a test's own
READER = "token-of-a-reader"


@dataclass
class Waiting:
    """One conversation, `cnv_1`, in which the procedure `p` runs."""

    store: Store
    turns: Turns
    clock: ManualClock
    tokens: HookTokens
    app: web.Application
    client: Any = None
    count: int = field(default=0)

    async def happens(self, event):
        self.count += 1
        return await self.turns.turn(f"evt_{self.count}", [event])

    async def writes(self, text):
        return await self.writes_in("cnv_1", text)

    async def writes_in(self, conversation_id, text):
        return await self.happens(
            CustomerWrote(
                conversation_id=conversation_id, at=self.clock.now(), contact=ADA, channel=Channel.WEB,
                body=from_plain(text), client_id=f"line-{self.count}",
            )
        )  # fmt: skip

    async def begins(self):
        turned = await self.writes("please")
        found = StartProcedure(candidates=(Candidate(procedure="p", score=0.9),), otherwise=NoAnswer())
        turn = turned.conversation.turn
        return await self.happens(
            FinRead(conversation_id="cnv_1", at=self.clock.now(), turn=turn, reading=found)
        )

    async def parts(self):
        return [line.entry.body.text for line in await log.lines(self.store, "cnv_1")]

    async def run(self):
        return (await log.conversation(self.store, "cnv_1")).runs[-1]

    async def hook(self, name="paid"):
        return f"/hooks/{self.tokens.make('cnv_1', (await self.run()).id, name)}"


async def waiting(tmp_path, text) -> Waiting:
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)
    clock, tokens = ManualClock(START), HookTokens([KEY])
    rules = Rules(catalog=catalog([defined(text)]), hook_url=lambda c, run, name: f"/hooks/{run}/{name}")
    turns = Turns(store, lambda: rules, Live(), clock)
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    Hooks(turns, tokens, clock.now).add_routes(app)
    known = [
        Token(token=TOKEN, name="Bo", scopes=frozenset({"write_conversations"})),
        Token(token=READER, name="Kim", scopes=frozenset({"read_conversations"})),
    ]
    AgentInput(
        turns, Tokens(known), lambda id_: log.lines(store, id_, limit=10_000, parts_only=False), clock.now
    ).add_routes(app)
    return Waiting(store, turns, clock, tokens, app)
