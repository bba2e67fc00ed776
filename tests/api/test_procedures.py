"""Procedures by API: counts for those who read, drafts for those who build, live for those who deploy."""

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.procedures import Procedures
from bridge.catalog.shelf import Shelf
from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.events import CustomerWrote, FinRead
from bridge.core.words.reading import Candidate, NoAnswer, StartProcedure
from bridge.core.words.values import Channel
from bridge.runtime import schema
from bridge.runtime.clock import ManualClock
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns
from bridge.web.middleware import HttpMetrics, edge
from bridge.web.tokens import Token, Tokens
from tests.play import ADA, START

ENDS = """\
when_to_use: {description: It is asked for.}
steps: [{say: Done.}, {end: {follow_up: false}}]
"""
HANDS_OVER = ENDS.replace("{end: {follow_up: false}}", "{handoff: {}}")
TOKENS = [
    Token(token="reads", name="R", scopes=frozenset({"read_conversations"})),  # noqa: S106 - a test's own
    Token(token="builds", name="B", scopes=frozenset({"build_procedures"})),  # noqa: S106 - a test's own
    Token(token="deploys", name="D", scopes=frozenset({"deploy_procedures"})),  # noqa: S106 - a test's own
]


class World:
    def __init__(self, root, store, shelf, turns, client):
        self.root, self.store, self.shelf, self.turns, self.client = root, store, shelf, turns, client

    async def runs(self, procedure, times=1):
        for number in range(times):
            id_ = f"cnv_{procedure}_{number}"
            wrote = CustomerWrote(
                conversation_id=id_, at=START, contact=ADA, channel=Channel.WEB, body=from_plain("please"),
                client_id="line-1",
            )  # fmt: skip
            turned = await self.turns.turn(f"evt_{id_}", [wrote])
            found = StartProcedure(
                candidates=(Candidate(procedure=procedure, score=0.9),), otherwise=NoAnswer()
            )
            read = FinRead(conversation_id=id_, at=START, turn=turned.conversation.turn, reading=found)
            await self.turns.turn(f"evt_{id_}_2", [read])

    async def ask(self, method, path, token, body=None):
        headers = {"Authorization": f"Bearer {token}"}
        async with self.client.request(method, path, json=body, headers=headers) as response:
            return response.status, await response.json()


@pytest.fixture
async def world(aiohttp_client, tmp_path):
    root = tmp_path / "config"
    (root / "procedures").mkdir(parents=True)
    (root / "procedures" / "ends.yaml").write_text(ENDS)
    (root / "procedures" / "hands_over.yaml").write_text(HANDS_OVER)
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)
    clock = ManualClock(START)
    shelf = Shelf(root, store, clock)
    await shelf.look()
    turns = Turns(store, lambda: Rules(catalog=shelf.catalog), Live(), clock)
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    Procedures(root, lambda: shelf.folder, store, Tokens(TOKENS), clock.now).add_routes(app)
    client = await aiohttp_client(app)
    yield World(root, store, shelf, turns, client)
    await client.close()
    await store.close()


async def test_runs_and_the_outcomes_of_their_conversations_are_counted(world):
    await world.runs("ends", 2)
    await world.runs("hands_over")
    status, body = await world.ask("GET", "/procedures?days=7", "reads")
    assert status == 200
    counts = {row["id"]: row["counts"] for row in body["data"]}
    assert counts["ends"] == {
        "began": 2,
        "under_way": 0,
        "ended": {"completed": 2},
        "conversations": 2,
        "outcomes": {"procedure_completed": 2},
        "resolution_rate": 1.0,
    }
    assert counts["hands_over"]["ended"] == {"handoff": 1}
    assert counts["hands_over"]["outcomes"] == {"procedure_handoff": 1}
    assert counts["hands_over"]["resolution_rate"] == 0.0


async def test_a_draft_is_checked_and_changes_nothing_until_it_is_deployed(world):
    new = ENDS.replace("Done.", "Done and more.")
    status, body = await world.ask("PUT", "/procedures/ends/draft", "builds", {"text": new})
    assert (status, body["problems"]) == (200, [])
    await world.shelf.look()
    assert world.shelf.folder.written["procedure", "ends"].text == ENDS
    assert (await world.ask("POST", "/procedures/ends/deploy", "deploys"))[0] == 200
    await world.shelf.look()
    assert world.shelf.folder.written["procedure", "ends"].text == new
    assert "ends" not in world.shelf.folder.drafts


async def test_a_workflow_is_drafted_and_deployed_the_same_way(world):
    text = {"text": "on: handoff\nsteps: [{handoff: {to: team}}]\n"}
    status, body = await world.ask("PUT", "/procedures/messenger/draft?kind=workflow", "builds", text)
    assert (status, body["problems"]) == (200, [])
    await world.shelf.look()
    assert "messenger" in world.shelf.folder.workflow_drafts
    assert world.shelf.catalog.workflow_on("handoff") is None
    assert (await world.ask("POST", "/procedures/messenger/deploy?kind=workflow", "deploys"))[0] == 200
    await world.shelf.look()
    assert world.shelf.catalog.workflow_on("handoff") is not None
    assert (await world.ask("POST", "/procedures/messenger/deploy?kind=song", "deploys"))[0] == 400


async def test_a_broken_draft_is_named_and_never_goes_live(world):
    status, body = await world.ask(
        "PUT", "/procedures/ends/draft", "builds", {"text": "steps: [{sing: loud}]"}
    )
    assert status == 200
    assert body["problems"]
    status, body = await world.ask("POST", "/procedures/ends/deploy", "deploys")
    assert (status, body["errors"][0]["code"]) == (422, "not_deployable")
    assert (world.root / "procedures" / "ends.yaml").read_text() == ENDS


async def test_an_earlier_version_is_shown_and_restored(world):
    (world.root / "procedures" / "ends.yaml").write_text(ENDS.replace("Done.", "Changed."))
    await world.shelf.look()
    _, body = await world.ask("GET", "/procedures/ends", "builds")
    assert "Changed." in body["live"]["text"]
    earlier = next(one["version"] for one in body["versions"] if one["version"] != body["live"]["version"])
    path = "/procedures/ends/restore"
    assert (await world.ask("POST", path, "deploys", {"version": earlier}))[0] == 200
    assert (world.root / "procedures" / "ends.yaml").read_text() == ENDS
    assert (await world.ask("POST", path, "deploys", {"version": "0" * 16}))[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "token", "status"),
    [
        ("GET", "/procedures", "builds", 403),
        ("GET", "/procedures", "nobody", 401),
        ("GET", "/procedures/ends", "reads", 403),
        ("PUT", "/procedures/ends/draft", "deploys", 403),
        ("POST", "/procedures/ends/deploy", "builds", 403),
        ("POST", "/procedures/ends/restore", "builds", 403),
        ("POST", "/procedures/none/deploy", "deploys", 422),
        ("GET", "/procedures/none", "builds", 404),
        ("GET", "/procedures?days=0", "reads", 400),
        ("GET", "/procedures?days=x", "reads", 400),
    ],
)
async def test_each_right_is_its_own_and_what_is_not_there_is_said(world, method, path, token, status):
    assert (await world.ask(method, path, token, {"text": "x"}))[0] == status


@pytest.mark.parametrize("id_", ["..%2F..%2Fetc", "a.b", "a%00b", "x" * 100])
async def test_an_id_that_is_a_path_writes_nothing(world, id_):
    status, _ = await world.ask("PUT", f"/procedures/{id_}/draft", "builds", {"text": ENDS})
    assert status in (404, 422)
    assert sorted(path.name for path in world.root.rglob("*.yaml")) == ["ends.yaml", "hands_over.yaml"]
