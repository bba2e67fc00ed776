"""Data connectors by API: what there is, and what their latest calls did."""

from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.data_connectors import DataConnectors
from bridge.core.procedures.connector import Connector, Input
from bridge.runtime import schema
from bridge.runtime.executions import Executed, keep
from bridge.runtime.store import Store
from bridge.web.middleware import HttpMetrics, edge
from bridge.web.tokens import Token, Tokens
from tests.play import START

PAYS = Connector(
    description="Pays.",
    url="https://x.example/{{ number }}",
    method="POST",
    effect="idempotent",
    headers={"Authorization": "Bearer {{ secrets.TOKEN }}"},
    inputs={"number": Input(required=True)},
    outputs={"id": "refund.id"},
)
TOKENS = [
    Token(token="reads", name="R", scopes=frozenset({"read_conversations"})),  # noqa: S106 - a test's own
    Token(token="other", name="O", scopes=frozenset({"content"})),  # noqa: S106 - a test's own
]


def execution(number, **more):
    fine = Executed(
        id=f"exe_{number}",
        at=START + timedelta(seconds=number),
        connector="pays",
        conversation_id="cnv_1",
        method="POST",
        url="x.example/7",
        status=200,
        milliseconds=12,
        outcome="done",
        error_type=None,
        error="",
        excerpt="{}",
    )
    return replace(fine, **more)


@pytest.fixture
async def ask(aiohttp_client, tmp_path):
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)
    keep(store, execution(1))
    failed = {"outcome": "refused", "status": 422, "error_type": "3rd_party_error", "error": "It said no."}
    keep(store, execution(2, **failed))
    await store.write(lambda _conn: None, key="executions")  # behind the two
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    DataConnectors(lambda: {"pays": PAYS}, store, Tokens(TOKENS)).add_routes(app)
    client = await aiohttp_client(app)

    async def ask(path, token="reads"):  # noqa: S107 - a test's own
        async with client.get(path, headers={"Authorization": f"Bearer {token}"}) as response:
            return response.status, await response.json()

    yield ask
    await client.close()
    await store.close()


async def test_connectors_are_listed_and_shown_without_a_secret(ask):
    status, body = await ask("/data_connectors")
    assert (status, [one["id"] for one in body["data"]]) == (200, ["pays"])
    status, body = await ask("/data_connectors/pays")
    assert body["headers"] == [{"name": "Authorization", "value": "Bearer {{ secrets.TOKEN }}"}]
    assert body["data_inputs"][0]["required"] is True


async def test_the_latest_calls_come_first_and_failures_alone_when_they_are_wanted(ask):
    _, body = await ask("/data_connectors/pays/execution_results")
    assert [one["id"] for one in body["data"]] == ["exe_2", "exe_1"]
    _, body = await ask("/data_connectors/pays/execution_results?success=false")
    assert [(one["http_status"], one["error_message"]) for one in body["data"]] == [(422, "It said no.")]
    status, body = await ask("/data_connectors/pays/execution_results/exe_1")
    assert (status, body["execution_time_ms"], body["success"]) == (200, 12, True)


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        ("/data_connectors", "other", 403),
        ("/data_connectors", "none", 401),
        ("/data_connectors/none", "reads", 404),
        ("/data_connectors/none/execution_results", "reads", 404),
        ("/data_connectors/pays/execution_results/exe_9", "reads", 404),
        ("/data_connectors/pays/execution_results?per_page=0", "reads", 400),
        ("/data_connectors/pays/execution_results?per_page=1000", "reads", 400),
    ],
)
async def test_what_is_not_there_or_not_allowed_is_said(ask, path, token, status):
    assert (await ask(path, token))[0] == status
