"""What live chats need of an app, made, checked or removed: an integration with a webhook, and a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.failures import OutsideFailure, Refused
from connectors.zendesk.conversation_objects import WORKSPACE
from connectors.zendesk.conversation_setup import (
    TRIGGERS,
    ChatWebhook,
    ConversationSetup,
    Integration,
    Switchboard,
    SwitchboardIntegration,
)
from connectors.zendesk.conversations import Conversations
from connectors.zendesk.doctor import SETUP, Check

KEYS = "Admin Center > Apps and integrations > APIs > Conversations API"
MESSAGING = "Admin Center > Channels > Messaging and social > Messaging > Manage settings"
MULTI = f"{MESSAGING} > Multi-conversation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatProvisioned:
    """What stands at the app now, and what had to be changed for it."""

    integration_id: str
    webhook_secret: str
    place_id: str
    changed: tuple[str, ...]


async def setup(chats: Conversations, *, target_url: str, name: str) -> ChatProvisioned:
    """Makes or mends integration, webhook and place; run twice, it changes nothing the second time.

    Our place is nobody's default and nobody's next, so that no other channel's way changes; settings of the
    account are never touched.

    Args:
        chats: The client, with a key of the app.
        target_url: Where events go: `{public url}/zendesk/conversations/webhooks`.
        name: Of integration and place; letters, digits, `-` and `_`.

    Raises:
        Refused: Messaging was never set up at this account.
    """
    work = ConversationSetup(chats)
    changed: list[str] = []
    board = await _board(work)
    if board is None:
        raise Refused(f"there is no switchboard: set up messaging first, in {MESSAGING}.", status=0)
    placed = [one.integration_id for one in await work.places(board.id) if one.name == name]
    integration, hook = await _integration(work, placed, target_url, name, changed)
    place_id = await _place(work, board, integration.id, name, changed)
    return ChatProvisioned(
        integration_id=integration.id,
        webhook_secret=hook.secret,
        place_id=place_id,
        changed=tuple(changed),
    )


async def teardown(chats: Conversations, *, name: str) -> Sequence[str]:
    """Removes what `setup` made: the place first, then the integration with its webhook."""
    work = ConversationSetup(chats)
    removed = []
    board = await _board(work)
    if board is not None:
        for place in await work.places(board.id):
            if place.name == name:
                await work.delete_place(board.id, place.id)
                removed.append(f"switchboard integration {name!r}")
    for one in await _ours(work, name):
        await work.delete_integration(one.id)
        removed.append(f"integration {one.id}")
    return removed


async def doctor(chats: Conversations, *, target_url: str, name: str) -> Sequence[Check]:
    """The checks, in the order in which one would mend them; the arguments are those of `setup`."""
    work = ConversationSetup(chats)
    try:
        app = await chats.app()
        checks = [Check(name="conversations app", ok=True, detail=f"{app.id} {app.name}".strip())]
        checks.append(_multi(is_on=app.is_multi_conversation))
        board = await _board(work)
        if board is None or not board.is_enabled:
            fix = f"Set up messaging in {MESSAGING}; then run setup again."
            return [*checks, Check(name="switchboard", ok=False, detail="none, or switched off", fix=fix)]
        checks += _standing(
            await _ours(work, name), await work.places(board.id), board, target_url=target_url, name=name
        )
    except OutsideFailure as failure:
        fix = f"Check BRIDGE_CONVERSATIONS__… first; keys are made in {KEYS}."
        return [Check(name="conversations app", ok=False, detail=str(failure), fix=fix)]
    return checks


def _multi(*, is_on: bool | None) -> Check:
    if is_on is None:
        return Check(name="multi-conversation", ok=True, detail="the app does not tell")
    if is_on:
        return Check(name="multi-conversation", ok=True, detail="on")
    fix = f"Switch it on in {MULTI}; it cannot be switched off again. Until then every hand-off is a ticket."
    return Check(name="multi-conversation", ok=False, detail="off", fix=fix)


def _standing(
    ours: Sequence[Integration],
    places: Sequence[SwitchboardIntegration],
    board: Switchboard,
    *,
    target_url: str,
    name: str,
) -> list[Check]:
    workspace = next((one for one in places if one.integration_type == WORKSPACE), None)
    place = next((one for one in places if one.name == name), None)
    hooks = [hook for one in ours for hook in one.webhooks]
    is_right = len(ours) == 1 and len(hooks) == 1 and _is_right(hooks[0], target_url)
    is_placed = place is not None and bool(ours) and place.integration_id == ours[0].id
    is_default = place is not None and board.default_id == place.id
    agents = f"Turn on the Agent Workspace and messaging in {MESSAGING}."
    default = "Zendesk's own bot or agents should be first: change the switchboard's default."
    return [
        Check(
            name="agent workspace",
            ok=workspace is not None,
            detail="in the switchboard" if workspace is not None else "not in the switchboard",
            fix="" if workspace is not None else agents,
        ),
        Check(
            name="chat webhook",
            ok=is_right,
            detail=f"→ {hooks[0].target}" if hooks else "there is none of ours",
            fix="" if is_right else SETUP,
        ),
        Check(
            name="place in the switchboard",
            ok=is_placed,
            detail=name if is_placed else "missing, or of another integration",
            fix="" if is_placed else SETUP,
        ),
        Check(
            name="other channels",
            ok=not is_default,
            detail="new conversations come to us first" if is_default else "their way is unchanged",
            fix=default if is_default else "",
        ),
    ]


async def _ours(work: ConversationSetup, name: str) -> list[Integration]:
    """Our integrations with their webhooks, the oldest first: more than one if two made them at once."""
    found = [one for one in await work.integrations() if one.name == name]
    return [
        Integration(
            id=one.id,
            type=one.type,
            name=one.name,
            status=one.status,
            webhooks=tuple(await work.webhooks(one.id)),
        )
        for one in sorted(found, key=lambda one: one.id)
    ]


async def _integration(
    work: ConversationSetup, placed: Sequence[str], target_url: str, name: str, changed: list[str]
) -> tuple[Integration, ChatWebhook]:
    """Our one integration: of several the one that has the place."""
    ours = sorted(await _ours(work, name), key=lambda one: one.id not in placed)
    if not ours:
        made = await work.create_integration(name, target_url)
        changed.append(f"integration {made.id} created")
        ours = await _ours(work, name)
    for surplus in ours[1:]:
        await work.delete_integration(surplus.id)
        changed.append(f"integration {surplus.id} removed: a second one of ours")
    first = ours[0]
    if not first.webhooks:
        hook = await work.create_webhook(first.id, target_url)
        changed.append(f"chat webhook {hook.id} created")
        return first, hook
    hook = first.webhooks[0]
    if not _is_right(hook, target_url):
        mended = await work.update_webhook(first.id, hook.id, target_url)
        changed.append(f"chat webhook {hook.id} mended")
        hook = ChatWebhook(
            id=mended.id,
            target=mended.target,
            triggers=mended.triggers,
            secret=mended.secret or hook.secret,
            include_full_user=mended.include_full_user,
        )
    return first, hook


async def _place(
    work: ConversationSetup, board: Switchboard, integration_id: str, name: str, changed: list[str]
) -> str:
    places = await work.places(board.id)
    workspace = next((one for one in places if one.integration_type == WORKSPACE), None)
    next_id = workspace.id if workspace is not None else None
    there = next((one for one in places if one.name == name), None)
    if there is not None and there.integration_id != integration_id:
        await work.delete_place(board.id, there.id)
        changed.append(f"switchboard integration {name!r} removed: of another integration")
        there = None
    if there is None:
        made = await work.create_place(board.id, name=name, integration_id=integration_id, next_id=next_id)
        changed.append(f"switchboard integration {name!r} created")
        return made.id
    if there.next_id != next_id:
        await work.update_place(board.id, there.id, next_id=next_id)
        changed.append(f"switchboard integration {name!r} mended")
    return there.id


async def _board(work: ConversationSetup) -> Switchboard | None:
    boards = await work.switchboards()
    return boards[0] if boards else None


def _is_right(hook: ChatWebhook, target_url: str) -> bool:
    return hook.target == target_url and set(TRIGGERS) <= set(hook.triggers) and hook.include_full_user
