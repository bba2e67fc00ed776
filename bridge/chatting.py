"""What the operator's settings mean to live chats: the app, our name and place in it, its secrets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import orjson

from bridge.runtime.vault import Vault
from bridge.settings import Settings
from connectors.zendesk.conversation_calls import login_of
from connectors.zendesk.conversations import Conversations
from connectors.zendesk.files import ZendeskFiles
from connectors.zendesk.support import Support
from handoff.chats import LiveChats
from handoff.desks.zendesk_chats import ZendeskChats

CHAT_SECRETS = "conversations.webhook_secrets"
"""Where `zendesk setup` keeps the chats' webhook secrets in the vault: a JSON list, newest first."""

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]")


def installation(settings: Settings) -> str:
    """This installation's name on the account: its workspace, and where it is reached."""
    where = hashlib.sha256(settings.base_url.encode()).hexdigest()[:8]
    return f"{settings.app_id}-{where}"


def place_of(settings: Settings) -> str:
    """The name of our place in the switchboard; letters, digits, `-` and `_`."""
    return _NOT_IN_NAMES.sub("-", f"messenger-bridge-{installation(settings)}")


def conversations_of(settings: Settings) -> Conversations | None:
    """The client of the configured app, to be opened; None when there is none."""
    chats = settings.conversations
    if not chats.app_id:
        return None
    return Conversations(
        base_url=_chats_url(settings),
        app_id=chats.app_id,
        key_id=chats.key_id,
        secret=chats.secret.get_secret_value(),
    )


async def chat_secrets(settings: Settings, vault: Vault) -> list[str]:
    """All webhook secrets that are valid now: the settings' and those that `setup` kept."""
    kept = await vault.get(CHAT_SECRETS)
    stored = orjson.loads(kept) if kept else []
    return [*(one.get_secret_value() for one in settings.conversations.webhook_secrets), *stored]


@asynccontextmanager
async def live_chats(settings: Settings, support: Support | None) -> AsyncIterator[LiveChats | None]:
    """Live chats, their connections closed at the end; None where nothing is configured for them."""
    client = conversations_of(settings)
    if client is None or support is None:
        yield None
        return
    async with client:
        yield ZendeskChats(
            client,
            support,
            place=place_of(settings),
            installation=installation(settings),
            name=settings.brand.name,
            fin_id=settings.zendesk.fin_agent_id,
        )


@asynccontextmanager
async def agents_files(
    settings: Settings, support: Support | None
) -> AsyncIterator[Callable[[str, int], Awaitable[bytes]] | None]:
    """What fetches the files that agents sent, in tickets and in chats; None without an account."""
    if support is None:
        yield None
        return
    chats = settings.conversations
    async with ZendeskFiles(
        account=settings.zendesk.origin,
        authorizer=support.credentials,
        chats=_chats_url(settings) if chats.app_id else "",
        chats_login=login_of(chats.key_id, chats.secret.get_secret_value()) if chats.app_id else "",
    ) as files:
        yield files.fetch


def _chats_url(settings: Settings) -> str:
    return settings.conversations.base_url or f"{settings.zendesk.origin}/sc"
