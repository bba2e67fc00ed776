"""The sandbox as an application: whole, alone, and gone when it is over."""

from __future__ import annotations

import aiohttp
import pytest

from connectors.sandbox.serving import build_app, serve
from connectors.sandbox.state import SandboxState
from connectors.sandbox.web import STATE


async def test_it_is_at_the_address_that_it_tells() -> None:
    async with (
        serve(host="127.0.0.1") as app,
        aiohttp.ClientSession() as session,
        session.get(app[STATE].origin, allow_redirects=False) as response,
    ):
        assert (response.status, response.headers["Location"]) == (302, "/agent")
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectionError):
            await session.get(app[STATE].origin)


async def test_a_given_state_is_gone_on_with() -> None:
    state = SandboxState()
    state.add_user(name="Cora", external_id="u1")
    assert build_app(state)[STATE] is state


async def test_an_option_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(TypeError, match="colour"):
        build_app(colour="red")


@pytest.mark.parametrize(
    "path", ["/users/me", "/tickets", "/triggers", "/webhooks", "/incremental/tickets/cursor"]
)
async def test_each_part_answers_with_and_without_json(path: str) -> None:
    async with serve() as app, aiohttp.ClientSession() as session:
        login = aiohttp.encode_basic_auth("fin@sandbox.test/token", "sandbox-token")
        for ending in ("", ".json"):
            url = f"{app[STATE].origin}/api/v2{path}{ending}?start_time=1"
            async with session.get(url, headers={"Authorization": login}) as response:
                assert response.status == 200, await response.text()
