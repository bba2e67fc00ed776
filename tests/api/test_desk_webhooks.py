"""Foreign webhooks: verified over the raw bytes, kept before they are acknowledged."""

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.desk_webhooks import DeskWebhooks, lane_of
from bridge.runtime import schema
from bridge.runtime.clock import SystemClock
from bridge.runtime.deliveries import Deliveries
from bridge.runtime.store import Store, StoreBusy
from bridge.web.middleware import HttpMetrics, edge


class Kept:
    """Keeps in memory; `busy` stands for a disk that is full."""

    def __init__(self):
        self.rows = []
        self.busy = False

    async def keep(self, source, key, lane, body):
        if self.busy:
            raise StoreBusy("full")
        is_new = key not in [row[1] for row in self.rows]
        self.rows.append((source, key, lane, body))
        return is_new


def verify(headers, _body):
    return headers.get("x-test-verdict", "bad")


@pytest.fixture
async def world(aiohttp_client):
    kept = Kept()
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    DeskWebhooks(verify, kept, CollectorRegistry()).add_routes(app)
    client = await aiohttp_client(app)
    client.kept = kept
    return client


async def post(client, body, **headers):
    async with client.post("/zendesk/webhooks", data=body, headers=headers) as response:
        return response.status, await response.json(), response.headers


GOOD = {"X-Test-Verdict": "ok", "X-Zendesk-Webhook-Invocation-Id": "inv-1"}


async def test_a_good_one_is_kept_as_it_came_and_acknowledged(world):
    body = b'{\n  "ticket_id": "35436" }'
    status, answer, _ = await post(world, body, **GOOD)
    assert (status, answer) == (200, {})
    assert world.kept.rows == [("zendesk", "inv-1", "ticket:35436", body)]


async def test_a_duplicate_is_acknowledged_too(world):
    await post(world, b"{}", **GOOD)
    assert (await post(world, b"{}", **GOOD))[0] == 200


@pytest.mark.parametrize("verdict", ["bad", "stale"])
async def test_a_bad_or_stale_one_is_401_and_not_kept(world, verdict):
    status, answer, _ = await post(world, b'{"ticket_id": 1}', **{"X-Test-Verdict": verdict})
    assert status == 401
    assert answer["errors"][0]["code"] == "unauthorized"
    assert world.kept.rows == []


async def test_without_an_invocation_id_the_body_is_its_own_key(world):
    headers = {"X-Test-Verdict": "ok"}
    for body in (b'{"ticket_id": 1}', b'{"ticket_id": 1}', b'{"ticket_id": 2}'):
        await post(world, body, **headers)
    assert len({key for _, key, _, _ in world.kept.rows}) == 2


async def test_a_store_that_cannot_keep_it_is_503_and_they_send_it_again(world):
    world.kept.busy = True
    status, _, headers = await post(world, b"{}", **GOOD)
    assert (status, headers["Retry-After"]) == (503, "5")


async def test_one_that_is_too_large_is_413(world):
    assert (await post(world, b"x" * (256 * 1024 + 1), **GOOD))[0] == 413
    assert world.kept.rows == []


@pytest.mark.parametrize(
    ("body", "lane"),
    [
        (b'{"ticket_id": 7}', "ticket:7"),
        (b'{"ticket_id": "007"}', "ticket:7"),
        (b'{"ticket_id": true}', "unreadable"),
        (b'{"ticket_id": "7; DROP"}', "unreadable"),
        (b'{"ticket_id": null}', "unreadable"),
        (b"[7]", "unreadable"),
        (b"{", "unreadable"),
        (b"", "unreadable"),
        (b"\xff", "unreadable"),
    ],
)
def test_the_lane_is_the_ticket(body, lane):
    assert lane_of(body) == lane


async def test_what_was_acknowledged_is_in_the_database(aiohttp_client, tmp_path):
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)

    async def never(_batch):
        raise AssertionError("nobody asked to understand it")

    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    deliveries = Deliveries(store, SystemClock(), never)
    DeskWebhooks(verify, deliveries, CollectorRegistry()).add_routes(app)
    client = await aiohttp_client(app)
    for _ in range(3):
        assert (await post(client, b'{"ticket_id": 7}', **GOOD))[0] == 200
    await client.close()
    await store.close()
    again = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    from sqlalchemy import text

    count = await again.read(lambda conn: conn.execute(text("SELECT count(*) FROM deliveries")).scalar_one())
    assert count == 1
    await again.close()
