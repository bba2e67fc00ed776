"""The sandbox tells which agents are online."""

from __future__ import annotations

import aiohttp

from connectors.sandbox.app import Sandbox


async def test_agents_are_told_by_their_status() -> None:
    async with Sandbox(agents_away=True) as zd, aiohttp.ClientSession() as http:
        login = aiohttp.encode_basic_auth(f"{zd.state.options.email}/token", zd.state.options.api_token)
        url = f"{zd.base_url}/api/v2/agent_availabilities"
        found = []
        for status in (
            "",
            "?filter[channel_status]=messaging:online",
            "?filter[channel_status]=messaging:offline",
        ):
            async with http.get(url + status, headers={"Authorization": login}) as answer:
                assert answer.status == 200
                found.append(len((await answer.json())["data"]))
        assert found == [2, 0, 2]
