"""Agents' files are fetched with our credentials from our account, and from nowhere but Zendesk."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from connectors.failures import NotSent, Refused
from connectors.sandbox.app import Sandbox
from connectors.zendesk.conversation_calls import login_of
from connectors.zendesk.files import ZendeskFiles
from connectors.zendesk.oauth import ApiToken, ClientCredentials
from connectors.zendesk.support import Support

MOST = 1_000_000


@pytest.fixture
async def desk() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0, private_attachments=True, sc_private_attachments=True) as zendesk:
        yield zendesk


def opened(zendesk: Sandbox) -> ZendeskFiles:
    options = zendesk.state.options
    return ZendeskFiles(
        account=zendesk.base_url,
        authorizer=ClientCredentials(zendesk.base_url, options.oauth_client_id, options.oauth_client_secret),
        chats=f"{zendesk.base_url}/sc",
        chats_login=login_of(options.sc_key_id, options.sc_secret),
    )


async def in_ticket(zendesk: Sandbox, data: bytes) -> str:
    """A file of an agent in a ticket; its address."""
    login = ApiToken(zendesk.state.options.email, zendesk.state.options.api_token)
    support = Support(base_url=zendesk.base_url, subdomain="", authorizer=login)
    try:
        await support.upload("offer.pdf", "application/pdf", data)
    finally:
        await support.close()
    [file] = zendesk.state.attachments.values()
    return f"{zendesk.base_url}/attachments/token/{file.token}/?name=offer.pdf"


async def test_a_closed_file_of_a_ticket_is_fetched_with_our_credentials(desk: Sandbox) -> None:
    url = await in_ticket(desk, b"%PDF-1.7 offer")
    async with opened(desk) as files:
        assert await files.fetch(url, MOST) == b"%PDF-1.7 offer"


async def test_a_closed_file_of_a_chat_is_fetched_with_the_apps_key(desk: Sandbox) -> None:
    chats = desk.state.chats
    from connectors.sandbox.sc_records import ChatFile

    chats.files["f1"] = ChatFile(
        id="f1", name="a b.pdf", content_type="application/pdf", data=b"%PDF", conversation_id=None
    )
    async with opened(desk) as files:
        assert await files.fetch(f"{desk.base_url}/sc/attachments/v2/f1/a%20b.pdf", MOST) == b"%PDF"


async def test_a_token_that_ended_is_renewed(desk: Sandbox) -> None:
    url = await in_ticket(desk, b"%PDF-1.7 offer")
    async with opened(desk) as files:
        await files.fetch(url, MOST)
        desk.revoke_tokens()
        assert await files.fetch(url, MOST) == b"%PDF-1.7 offer"


async def test_an_account_that_is_down_is_asked_again_later(desk: Sandbox) -> None:
    url = await in_ticket(desk, b"%PDF-1.7 offer")
    desk.fault("503", method="GET", path_regex="/attachments/token/")
    async with opened(desk) as files:
        with pytest.raises(NotSent):
            await files.fetch(url, MOST)


async def test_a_file_that_is_too_large_is_refused(desk: Sandbox) -> None:
    url = await in_ticket(desk, b"%PDF" + b"\0" * 5000)
    async with opened(desk) as files:
        with pytest.raises(Refused) as refused:
            await files.fetch(url, 5000)
        assert refused.value.status == 200


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/attachments/x",
        "https://zendesk.com.evil.example/attachments/x",
        "https://evilzendesk.com/attachments/x",
        "http://acme.zendesk.com/attachments/x",
        "https://169.254.169.254/latest/meta-data",
        "https://user:secret@acme.zendesk.com/x",
        "file:///etc/passwd",
        "not an address",
        "",
    ],
)
async def test_nothing_is_fetched_from_elsewhere(desk: Sandbox, url: str) -> None:
    async with opened(desk) as files:
        with pytest.raises(Refused):
            await files.fetch(url, MOST)


async def test_our_credentials_open_files_and_nothing_else(desk: Sandbox) -> None:
    async with opened(desk) as files:
        for path in (
            "/api/v2/users.json",
            "/sc/v2/apps/5f00000000000000000000a1",
            "/attachments/../api/v2/users",
        ):
            with pytest.raises(Refused):
                await files.fetch(desk.base_url + path, MOST)


async def test_a_redirect_leaves_neither_zendesk_nor_its_credentials_behind(desk: Sandbox) -> None:
    asked: list[str | None] = []

    async def elsewhere(request: web.Request) -> web.Response:
        asked.append(request.headers.get("Authorization"))
        return web.Response(body=b"stolen")

    async def away(request: web.Request) -> web.Response:
        raise web.HTTPFound(str(request.query["to"]))

    stranger = web.Application()
    stranger.router.add_get("/x", elsewhere)
    stranger.router.add_get("/attachments/token/1/", away)
    runner = web.AppRunner(stranger)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    place = f"http://127.0.0.1:{runner.addresses[0][1]}"
    login = ApiToken("fin@shop.example", "a token")
    try:
        async with ZendeskFiles(account=place, authorizer=login) as files:
            with pytest.raises(Refused):
                await files.fetch(f"{place}/attachments/token/1/?to={desk.base_url}/x", MOST)
            assert await files.fetch(f"{place}/attachments/token/1/?to={place}/x", MOST) == b"stolen"
    finally:
        await runner.cleanup()
    assert len(asked) == 1
