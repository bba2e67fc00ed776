"""A scripted Zendesk for what can go wrong, and a sandbox for what works."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from connectors.sandbox.app import Sandbox
from connectors.zendesk.conversations import Conversations
from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.support import Support
from tests.connectors.zendesk.scripted import Scripted, scripted, support_of


@pytest.fixture
async def zendesk() -> AsyncIterator[Scripted]:
    async with scripted() as made:
        yield made


@pytest.fixture
async def support(zendesk: Scripted) -> AsyncIterator[Support]:
    async with support_of(zendesk) as made:
        yield made


@pytest.fixture
async def zd() -> AsyncIterator[Sandbox]:
    async with Sandbox(incremental_lag_s=0, default_triggers=True, account_per_minute=500) as sandbox:
        yield sandbox


@pytest.fixture
async def account(zd: Sandbox) -> AsyncIterator[Support]:
    """The client on the sandbox's account."""
    authorizer = ClientCredentials(zd.base_url, "sandbox-client", "sandbox-secret")
    made = Support(base_url=zd.base_url, subdomain="", authorizer=authorizer)
    yield made
    await made.close()


@pytest.fixture
async def chats(zd: Sandbox) -> AsyncIterator[Conversations]:
    """The client on the sandbox's live chats."""
    options = zd.state.options
    async with Conversations(
        base_url=f"{zd.base_url}/sc",
        app_id=options.sc_app_id,
        key_id=options.sc_key_id,
        secret=options.sc_secret,
    ) as client:
        yield client
