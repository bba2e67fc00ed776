"""Routes whose handlers are loaded later."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bridge.web.later import Later


class Added:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self, app: web.Application) -> None:
        self.times += 1
        app.router.add_get("/things/{id}", self.shown)
        app.router.add_post("/things", self.made)

    async def shown(self, request: web.Request) -> web.Response:
        return web.Response(text=request.match_info["id"])

    async def made(self, request: web.Request) -> web.Response:
        return web.Response(text=await request.text(), status=201)


ROUTES = ("GET /things/{id}", "POST /things")


async def test_the_first_request_loads_what_all_of_them_need():
    add, app = Added(), web.Application()
    Later(ROUTES, add).add_routes(app)
    async with TestClient(TestServer(app)) as client:
        assert add.times == 0
        assert await (await client.get("/things/7")).text() == "7"
        assert (await client.head("/things/7")).status == 200
        answer = await client.post("/things", data="new")
        assert (answer.status, await answer.text()) == (201, "new")
        assert (await client.put("/things", data="new")).status == 405
    assert add.times == 1


async def test_what_was_loaded_beforehand_is_not_loaded_again():
    add, app = Added(), web.Application()
    later = Later(ROUTES, add)
    later.add_routes(app)
    await later.load()
    await later.load()
    async with TestClient(TestServer(app)) as client:
        assert await (await client.get("/things/7")).text() == "7"
    assert add.times == 1


async def test_a_route_that_was_not_announced_or_not_added_is_named():
    later = Later(("GET /things/{id}", "GET /stuff"), Added())
    with pytest.raises(ValueError, match=r"added: GET /stuff, POST /things$"):
        await later.load()
