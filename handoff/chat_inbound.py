"""A live chat's webhooks become events: they only ring, what agents wrote is read by API, in order."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
import structlog

from bridge.core.words.chat_events import ChatEnded, ChatReplied
from bridge.core.words.ids import derived
from bridge.runtime.clock import Clock
from bridge.runtime.deliveries import Delivery, Incoming, Understood
from bridge.runtime.verdict import NotSent, Refused
from connectors.zendesk.conversation_events import TYPING, ChatEvent, delivery_in
from handoff.asking import ReadConversation
from handoff.chats import AgentMessage, ChatGone, ChatPlace, LiveChats
from handoff.inbound import PLACES_KEPT, Seen

logger = structlog.get_logger(__name__)

SOURCE = "chats"
"""The source of deliveries of live chats."""
LANE = "chat:"
UNREADABLE = f"{LANE}unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One event of a request, to be kept as a delivery of its own.

    Args:
        key: The event's own id.
        lane: The chat's.
        conversation_id: Ours, when the request tells it.
    """

    key: str
    lane: str
    body: bytes
    conversation_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """An agent types in a conversation of ours, or stopped; worth nothing a moment later."""

    conversation_id: str
    active: bool


def hints_in(body: bytes, chats: LiveChats) -> list[Hint]:
    """Who types, by a request that `rings_in` has read."""
    hints = []
    for event in delivery_in(body).events:
        place = chats.place_in(event.conversation.metadata) if event.conversation is not None else None
        if event.types is not None and place is not None:
            hints.append(Hint(conversation_id=place.conversation_id, active=event.types))
    return hints


def rings_in(body: bytes, chats: LiveChats) -> list[Ring]:
    """The events of a request that are kept, each with enough around it to be understood alone.

    Raises:
        ValueError: It is no such request.
    """
    delivery_in(body)
    raw = orjson.loads(body)
    rings = []
    for one in raw["events"]:
        alone = orjson.dumps({"app": raw["app"], "webhook": raw.get("webhook"), "events": [one]})
        (event,) = delivery_in(alone).events
        if event.type == TYPING:
            continue
        conversation = event.conversation
        place = chats.place_in(conversation.metadata) if conversation is not None else None
        rings.append(
            Ring(
                key=event.id,
                lane=f"{LANE}{conversation.id if conversation is not None else ''}",
                body=alone,
                conversation_id=place.conversation_id if place is not None else None,
            )
        )
    return rings


@dataclass(slots=True)
class _Place:
    """How far a chat is read: `cursor` for certain, `next_cursor` once all of `event_ids` are stored."""

    cursor: str = ""
    next_cursor: str = ""
    event_ids: tuple[str, ...] = ()


class ChatInbound:
    """Understands the deliveries of one chat at a time.

    Args:
        chats: The other side.
        app_id: Of the app that is ours; events of another are foreign.
        conversation: Ours, by its id.
        seen: Which events had their turn.
        clock: When a chat was found to be over.
    """

    def __init__(
        self, chats: LiveChats, *, app_id: str, conversation: ReadConversation, seen: Seen, clock: Clock
    ) -> None:
        self._chats = chats
        self._app_id = app_id
        self._conversation = conversation
        self._seen = seen
        self._clock = clock
        self._places: OrderedDict[str, _Place] = OrderedDict()

    async def __call__(self, batch: Sequence[Delivery]) -> Understood:
        """Reads the chat that the batch is about, once, whatever the number and order of its deliveries.

        Raises:
            ValueError: A delivery cannot be read; it is parked as it came.
            NotSent: The chat is still being opened.
        """
        told = [delivery_in(one.body) for one in batch]
        events = [event for one in told if one.app_id == self._app_id for event in one.events]
        known = [event.conversation for event in events if event.conversation is not None]
        if not known:
            return Understood(verdict="foreign")
        chat_id = known[-1].id
        place = next((found for one in known if (found := self._chats.place_in(one.metadata))), None)
        if place is None and not any(one.metadata for one in known):
            place = await self._chats.place_of(chat_id)
        conversation = await self._conversation(place.conversation_id) if place is not None else None
        if place is None or conversation is None:
            return Understood(verdict="foreign")
        chat = conversation.chat
        if chat is not None and chat.number == place.number and chat.state == "opening":
            raise NotSent("The live chat is still being opened.")
        is_about_control = any(
            event.type.startswith(("switchboard:", "conversation:remove")) for event in events
        )
        ticket = conversation.ticket
        is_its = chat is not None and chat.number == place.number and chat.is_linked and ticket is not None
        try:
            incoming = await self._read(chat_id, place, events, is_about_control=is_about_control)
        except ChatGone:
            said = await self._from_log(chat_id, place, ticket.id if is_its and ticket is not None else None)
            incoming = (*said, self._ended(chat_id, place, ""))
        except Refused as refused:  # a key that ended, say: what agents write still reaches the customer
            logger.warning("chat_not_read", conversation=conversation.id, reason=refused.reason)
            if not is_its or ticket is None:
                raise
            incoming = await self._from_log(chat_id, place, ticket.id)
        return Understood(verdict="done", incoming=incoming)

    async def _from_log(self, chat_id: str, place: ChatPlace, ticket_id: int | None) -> tuple[Incoming, ...]:
        """What the chat's ticket tells of it, where the chat itself cannot be read."""
        if ticket_id is None:
            return ()
        return tuple(_replied(place, chat_id, one) for one in await self._chats.read_log(ticket_id))

    async def _read(
        self, chat_id: str, place: ChatPlace, events: Sequence[ChatEvent], *, is_about_control: bool
    ) -> tuple[Incoming, ...]:
        # Asked before the messages are read: what was written before the end must come before it.
        is_over = is_about_control and not await self._chats.is_open(chat_id)
        kept = await self._place(chat_id)
        read = await self._chats.read_since(chat_id, kept.cursor)
        incoming = tuple(_replied(place, chat_id, one) for one in read.messages)
        kept.next_cursor = read.cursor
        kept.event_ids = tuple(one.event_id for one in incoming)
        if not is_over:
            return incoming
        reason = next((event.reason for event in events if event.reason), "")
        return (*incoming, self._ended(chat_id, place, reason))

    def _ended(self, chat_id: str, place: ChatPlace, reason: str) -> Incoming:
        event = ChatEnded(
            conversation_id=place.conversation_id,
            at=self._clock.now(),
            number=place.number,
            reason=reason,
        )
        return Incoming(event_id=derived("evt", "chat_ended", chat_id), event=event)

    async def _place(self, chat_id: str) -> _Place:
        """Where to read on: past the last reading only if all that it brought has been stored."""
        place = self._places.setdefault(chat_id, _Place())
        self._places.move_to_end(chat_id)
        if len(self._places) > PLACES_KEPT:
            self._places.popitem(last=False)
        if set(place.event_ids) <= await self._seen(place.event_ids):
            place.cursor = place.next_cursor or place.cursor
        return place


def _replied(place: ChatPlace, chat_id: str, message: AgentMessage) -> Incoming:
    event = ChatReplied(
        conversation_id=place.conversation_id,
        at=message.at,
        number=place.number,
        message_id=message.message_id,
        author=message.author,
        body=message.body,
        attachments=message.attachments,
    )
    return Incoming(event_id=derived("evt", "chat", chat_id, message.message_id), event=event)
