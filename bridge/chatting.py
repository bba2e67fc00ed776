"""What the operator's settings mean to live chats: the app, our name and place in it, its secrets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import orjson

from bridge.runtime import log
from bridge.runtime.store import Store
from bridge.runtime.vault import Vault
from bridge.settings import Settings

if TYPE_CHECKING:
    from connectors.zendesk.conversations import Conversations
    from connectors.zendesk.support import Support
    from handoff.chats import LiveChats

CHATS_POLLED = 500
"""Conversations that people have, the latest: older chats are quiet, and ring themselves."""

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
    from connectors.zendesk.conversations import Conversations  # only where there are live chats

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
    from handoff.desks.zendesk_chats import ZendeskChats  # only where there are live chats

    async with client:
        yield ZendeskChats(
            client,
            support,
            place=place_of(settings),
            installation=installation(settings),
            name=settings.brand.name,
            fin_id=settings.zendesk.fin_agent_id,
        )


async def chats_waiting(store: Store) -> int:
    """How many customers wait in a live chat that no agent has taken."""
    chats = [one.chat for one in await log.with_team(store, limit=CHATS_POLLED)]
    return sum(1 for chat in chats if chat is not None and chat.is_live and not chat.is_taken)


@asynccontextmanager
async def agents_files(
    settings: Settings, support: Support | None
) -> AsyncIterator[Callable[[str, int], Awaitable[bytes]] | None]:
    """What fetches the files that agents sent, in tickets and in chats; None without an account."""
    if support is None:
        yield None
        return
    from connectors.zendesk.conversation_calls import login_of  # only where there is an account
    from connectors.zendesk.files import ZendeskFiles

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
