"""The ledger by API and on the terminal: counts, reopened ones, disputes with their reason."""

import asyncio
import json
from datetime import timedelta

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.outcomes import Outcomes
from bridge.core.words.reading import NoAnswer
from bridge.runtime import outcomes, schema
from bridge.runtime.clock import SystemClock
from bridge.runtime.store import Store
from bridge.web.middleware import HttpMetrics, edge
from bridge.web.tokens import Token, Tokens
from tests.cli.bridge_command import bridge
from tests.runtime.talks import Talks, answer

TOKENS = [
    Token(token="reads", name="R", scopes=frozenset({"read_conversations"})),  # noqa: S106 - a test's own
    Token(token="operates", name="Olga", scopes=frozenset({"operate"})),  # noqa: S106 - a test's own
]


class World:
    def __init__(self, config, talks, client):
        self.config, self.talks, self.client = config, talks, client

    async def ask(self, method, path, token, body=None):
        headers = {"Authorization": f"Bearer {token}"}
        async with self.client.request(method, path, json=body, headers=headers) as response:
            return response.status, await response.json()


@pytest.fixture
async def world(aiohttp_client, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "var").mkdir()
    store = await Store.open(f"sqlite:///{tmp_path}/var/bridge.db")
    await schema.ensure(store)
    talks = Talks(store)
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    Outcomes(talks.turns, store, Tokens(TOKENS), SystemClock().now).add_routes(app)
    yield World(tmp_path / "config", talks, await aiohttp_client(app))
    await store.close()


async def test_what_conversations_came_to_is_counted_and_a_disputed_one_is_no_resolution(world):
    first = await world.talks.asked("how do I return it?", answer("https://x.example/return"))
    again = await world.talks.asked("how long?", answer("https://x.example/long"))
    await world.talks.asked("do you sell zeppelins?", NoAnswer(), where=again)
    status, told = await world.ask("GET", "/outcomes?days=1", "reads")
    assert (status, told["outcomes"]) == (200, {"resolution_assumed": 1, "escalated": 1})
    assert (told["reopened"], told["resolution_rate"]) == (1, 0.5)

    dispute = f"/conversations/{first}/dispute"
    assert (await world.ask("POST", dispute, "reads", {"reason": "x"}))[0] == 403
    assert (await world.ask("POST", dispute, "operates", {}))[0] == 400
    status, told = await world.ask("POST", dispute, "operates", {"reason": "the wrong article"})
    assert (status, told["outcome"]) == (200, "disputed")
    assert (await world.ask("POST", dispute, "operates", {"reason": "the wrong article"}))[0] == 200
    _, told = await world.ask("GET", "/outcomes?days=1", "reads")
    assert (told["outcomes"], told["resolution_rate"]) == ({"disputed": 1, "escalated": 1}, 0.0)
    assert (await world.ask("POST", f"/conversations/{again}/dispute", "operates", {"reason": "x"}))[0] == 409
    assert (await world.ask("POST", "/conversations/cnv_x/dispute", "operates", {"reason": "x"}))[0] == 404
    assert (await world.ask("GET", "/outcomes?days=none", "reads"))[0] == 400


async def test_a_dispute_on_the_terminal_is_listed_with_its_reason(world):
    where = await world.talks.asked("how do I return it?", answer("https://x.example/return"))

    def run(*arguments):
        return asyncio.to_thread(bridge, "outcomes", *arguments, config=world.config)

    done = await run("dispute", where, "--reason", "He wrote to us by mail")
    assert (done.returncode, done.stdout) == (0, f"{where}: disputed\n"), done.stderr
    (row,) = [
        json.loads(line)
        for line in (await run("list", "--outcome", "disputed", "--json")).stdout.splitlines()
    ]
    assert row["id"] == where
    assert row["dispute"].startswith("resolution_assumed, by ")
    assert row["dispute"].endswith(": He wrote to us by mail")


async def test_the_terminal_counts_and_names_what_is_not_there(world):
    await world.talks.asked("how do I return it?", answer("https://x.example/return"))

    def run(*arguments):
        return asyncio.to_thread(bridge, "outcomes", *arguments, config=world.config)

    counted = (await run("report")).stdout
    assert "      1  resolution_assumed\n0 were reopened; resolved: 100.0%" in counted
    missing = await run("dispute", "cnv_none", "--reason", "x")
    assert (missing.returncode, "there is no such conversation" in missing.stderr) == (2, True)
    unknown = await run("dispute", "4711", "--reason", "x")
    assert unknown.stderr == "bridge: #4711: no conversation has this ticket\n"


async def test_what_is_open_has_a_name(world):
    await world.talks.asked("how do I return it?", answer("https://x.example/return"))
    found = await outcomes.ledger(world.talks.store, SystemClock().now() - timedelta(days=2000))
    assert found.outcomes == {"resolution_assumed": 1}
    rows = await outcomes.listed(world.talks.store, found.since, outcome=outcomes.OPEN)
    assert rows == []
