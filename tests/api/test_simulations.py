"""A shared simulation is there for who has its link, and for nobody else."""

from datetime import timedelta

import orjson
import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.simulations import Simulations
from bridge.runtime import schema, simulations
from bridge.runtime.simulations import Kept
from bridge.runtime.store import Store
from bridge.web.middleware import HttpMetrics, edge
from tests.play import START
from tests.web.test_simulation_page import RESULT

ID = "sim_" + "a" * 32


@pytest.fixture
async def store(tmp_path):
    made = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(made)
    yield made
    await made.close()


@pytest.fixture
async def client(aiohttp_client, store):
    app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
    Simulations(store).add_routes(app)
    return await aiohttp_client(app)


async def test_the_link_shows_a_page_or_json(store, client):
    await simulations.keep(store, Kept(id=ID, at=START, results=orjson.dumps([RESULT]).decode()))
    async with client.get(f"/simulations/{ID}") as shown:
        assert (shown.status, shown.content_type) == (200, "text/html")
        assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
        assert "no-store" in shown.headers["Cache-Control"]
        assert "Refund times" in await shown.text()
    async with client.get(f"/simulations/{ID}", headers={"Accept": "application/json"}) as shown:
        told = await shown.json()
        assert (told["id"], told["data"][0]["run_id"]) == (ID, "run_1")


@pytest.mark.parametrize("id_", ["sim_" + "b" * 32, "sim_1", "x'--", "%00"])
async def test_what_is_not_there_is_404(client, id_):
    async with client.get(f"/simulations/{id_}") as shown:
        assert shown.status == 404


async def test_the_oldest_make_room(store):
    for number in range(simulations.MOST + 3):
        at = START + timedelta(minutes=number)
        await simulations.keep(store, Kept(id=f"sim_{number:032x}", at=at, results="[]"))
    assert await simulations.one(store, f"sim_{2:032x}") is None
    assert await simulations.one(store, f"sim_{3:032x}") is not None
