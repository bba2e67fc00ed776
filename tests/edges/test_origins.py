"""Which sites may embed the Messenger, and what browsers are told."""

import aiohttp
import pytest

SHOP = "https://shop.example"
EVIL = "https://evil.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


async def test_any_site_may_ask_and_none_with_credentials(messenger):
    async with messenger.client.options("/messenger/boot", headers={"Origin": SHOP, **PREFLIGHT}) as response:
        assert response.status == 204
        assert response.headers["Access-Control-Allow-Origin"] == SHOP
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "authorization" in response.headers["Access-Control-Allow-Headers"]
        assert "Origin" in response.headers["Vary"]


async def test_errors_can_be_read_by_the_site_too(messenger):
    async with messenger.client.post("/messenger/boot", json=[], headers={"Origin": SHOP}) as response:
        assert response.status == 400
        assert response.headers["Access-Control-Allow-Origin"] == SHOP


async def test_a_site_that_is_not_on_the_list_gets_nothing(make_messenger):
    messenger = await make_messenger(allowed_origins=[SHOP])
    for method, path in (("OPTIONS", "/messenger/boot"), ("POST", "/messenger/boot")):
        async with messenger.client.request(
            method, path, headers={"Origin": EVIL, **PREFLIGHT}, json={"app_id": "demo"}
        ) as response:
            assert response.status == 403
            assert "Access-Control-Allow-Origin" not in response.headers
            assert "visitor_token" not in await response.text()


@pytest.mark.parametrize("origin", [SHOP, "HTTPS://SHOP.example", "http://127.0.0.1:8080"])
async def test_a_site_on_the_list_and_our_own_are_served(make_messenger, origin):
    messenger = await make_messenger(allowed_origins=[SHOP + ":443"])
    async with messenger.client.post(
        "/messenger/boot", json={"app_id": "demo"}, headers={"Origin": origin}
    ) as response:
        assert response.status == 200
        assert response.headers["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize("origin", ["null", "https://shop.example.evil.example", "http://shop.example", ""])
async def test_look_alikes_are_not_on_the_list(make_messenger, origin):
    messenger = await make_messenger(allowed_origins=[SHOP])
    async with messenger.client.post(
        "/messenger/boot", json={"app_id": "demo"}, headers={"Origin": origin}
    ) as response:
        assert response.status == 403


async def test_a_foreign_site_gets_no_socket(make_messenger):
    messenger = await make_messenger(allowed_origins=[SHOP])
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await messenger.client.ws_connect("/messenger/socket", origin=EVIL)
    assert refused.value.status == 403
    ws = await messenger.client.ws_connect("/messenger/socket", origin=SHOP)
    await ws.close()
