"""Who understands what the help desk tells us, and who asks it for what it did not tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from prometheus_client import CollectorRegistry

from bridge.api.chat_webhooks import ChatWebhooks
from bridge.chatting import CHATS_POLLED
from bridge.core.conversation.state import Conversation
from bridge.runtime import log
from bridge.runtime.clock import Clock, SystemClock
from bridge.runtime.deliveries import Deliveries, Delivery, Handler, Understood
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.switches import read_switch, set_switch
from bridge.runtime.verdict import Failure
from connectors.zendesk.conversation_events import is_known
from handoff.asking import FindByTicket
from handoff.chat_inbound import SOURCE as CHATS
from handoff.chat_inbound import ChatInbound, hints_in, rings_in
from handoff.chat_reconcile import ChatReconciler
from handoff.chat_typing import AgentTyping
from handoff.chats import LiveChats
from handoff.desk import HelpDesk
from handoff.files import FilePath, with_own_files
from handoff.inbound import Inbound
from handoff.reconcile import Reconciler

RECONCILE_CURSOR = "zendesk.reconcile_cursor"

logger = structlog.get_logger(__name__)


def understanding(
    desk: HelpDesk,
    chats: LiveChats | None,
    *,
    app_id: str,
    store: Store,
    clock: Clock,
    by_ticket: FindByTicket,
    file_path: FilePath,
) -> Handler:
    """Who understands which delivery: a lane's are all of tickets, or all of chats."""

    async def conversation(conversation_id: str) -> Conversation | None:
        return await log.conversation(store, conversation_id)

    async def seen(event_ids: Sequence[str]) -> set[str]:
        return await log.seen(store, event_ids)

    in_chats = (
        ChatInbound(chats, app_id=app_id, conversation=conversation, seen=seen, clock=clock)
        if chats is not None
        else None
    )
    in_tickets = Inbound(desk, conversation=conversation, by_ticket=by_ticket, seen=seen)

    async def understand(batch: Sequence[Delivery], /) -> Understood:
        if batch[0].source != CHATS:
            return with_own_files(await in_tickets(batch), file_path)
        if in_chats is None:
            return Understood(verdict="foreign")
        return with_own_files(await in_chats(batch), file_path)

    return understand


def chat_webhooks(
    chats: LiveChats,
    keys: Sequence[str],
    *,
    store: Store,
    live: Live,
    clock: SystemClock,
    deliveries: Deliveries,
    registry: CollectorRegistry,
) -> ChatWebhooks:
    """The route of live chats' webhooks; `keys` are the secrets that are good now."""

    async def conversation(conversation_id: str) -> Conversation | None:
        return await log.conversation(store, conversation_id)

    async def knows(conversation_id: str) -> bool:
        return await conversation(conversation_id) is not None

    return ChatWebhooks(
        lambda headers: is_known(headers, keys),
        lambda body: rings_in(body, chats),
        lambda body: hints_in(body, chats),
        AgentTyping(live, conversation, clock.monotonic),
        knows,
        deliveries,
        registry,
    )


def reconciling(
    store: Store, desk: HelpDesk, deliveries: Deliveries, by_ticket: FindByTicket
) -> Callable[[], Any]:
    """The poll of changed tickets; a failure is logged, and the next poll asks again from the same cursor."""

    async def read_cursor() -> str:
        return str(await read_switch(store, RECONCILE_CURSOR) or "")

    async def keep_cursor(cursor: str) -> None:
        await set_switch(store, RECONCILE_CURSOR, cursor, "reconcile")

    reconciler = Reconciler(
        desk, deliveries, by_ticket=by_ticket, read_cursor=read_cursor, keep_cursor=keep_cursor
    )

    async def poll() -> None:
        try:
            await reconciler()
        except Failure as failure:  # the next poll asks again from the same cursor
            logger.warning("reconcile_failed", reason=failure.reason)

    return poll


def chats_polled(
    chats: LiveChats, deliveries: Deliveries, *, app_id: str, store: Store, clock: SystemClock
) -> Callable[[], Awaitable[int]]:
    """The poll of open live chats."""
    return ChatReconciler(
        chats,
        deliveries,
        app_id=app_id,
        with_team=lambda: log.with_team(store, limit=CHATS_POLLED),
        epoch=clock.epoch,
    )
