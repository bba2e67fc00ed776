"""Performs the orders of live chats: opened, spoken in, ended, and linked with the ticket before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from bridge.core.conversation.state import Conversation
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.chat_events import ChatLinked, ChatOpened, ChatOver
from bridge.core.words.entries import Line, Part
from bridge.core.words.events import Event
from bridge.core.words.values import TicketStatus
from bridge.runtime.verdict import NotSent, Refused
from handoff.asking import ReadConversation
from handoff.chats import ChatGone, ChatPlace, LiveChats, NewChat
from handoff.desk import DeskComment, HelpDesk, TicketEnded, TicketUpdate
from handoff.packet import said_in
from handoff.sent_files import ReadUpload, sent_files
from handoff.tickets import Now, ReadLines

logger = structlog.get_logger(__name__)

if TYPE_CHECKING:
    from bridge.runtime.perform import Attempt

NONE = "No live chats are configured: set BRIDGE_CONVERSATIONS__APP_ID, __KEY_ID and __SECRET."
BEFORE_PARTS = 50


class ChatOpener:
    """Performs OpenChat."""

    def __init__(self, chats: LiveChats | None, *, lines: ReadLines, upload: ReadUpload, now: Now) -> None:
        self._chats = chats
        self._lines = lines
        self._upload = upload
        self._now = now

    async def __call__(self, attempt: Attempt[OpenChat], /) -> Sequence[Event]:
        """Opens it, with what was said and sent before.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        effect = attempt.effect
        if self._chats is None:
            raise Refused(NONE)
        lines = [one for one in await self._lines(effect.conversation_id) if one.seq <= effect.upto]
        before, asked = _told(lines)
        chat = NewChat(
            place=ChatPlace(conversation_id=effect.conversation_id, number=effect.number),
            contact=effect.contact,
            before=before,
            asked=asked or effect.subject or "…",
            tags=effect.tags,
            subject=effect.subject or "Messenger conversation",
            files=await sent_files(lines, self._upload),
            fields=dict(effect.fields),
        )
        chat_id = await self._chats.open(chat)
        opened = ChatOpened(
            conversation_id=effect.conversation_id, at=self._now(), number=effect.number, chat_id=chat_id
        )
        return (opened,)


class ChatSpeaker:
    """Performs SayInChat."""

    def __init__(
        self,
        chats: LiveChats | None,
        *,
        conversation: ReadConversation,
        upload: ReadUpload,
        now: Now,
    ) -> None:
        self._chats = chats
        self._conversation = conversation
        self._upload = upload
        self._now = now

    async def __call__(self, attempt: Attempt[SayInChat], /) -> Sequence[Event]:
        """Says it, or reports that the chat is over.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        effect = attempt.effect
        conversation = await self._conversation(effect.conversation_id)
        chat_id = _opened(conversation, effect.number)
        if self._chats is None or chat_id is None:
            return self._over(effect, "it was never opened")
        found = [await self._upload(one.id) for one in effect.attachments]
        files = [one for one in found if one is not None]
        try:
            await self._chats.say(
                chat_id,
                effect.person,
                effect.body.text,
                files,
                attempt.effect_id,
                again=attempt.number > 1,
            )
        except ChatGone as gone:
            return self._over(effect, str(gone))
        return ()

    def _over(self, effect: SayInChat, reason: str) -> Sequence[Event]:
        return (ChatOver(conversation_id=effect.conversation_id, at=self._now(), say=effect, reason=reason),)


class ChatEnder:
    """Performs EndChat."""

    def __init__(self, chats: LiveChats | None, *, conversation: ReadConversation) -> None:
        self._chats = chats
        self._conversation = conversation

    async def __call__(self, attempt: Attempt[EndChat], /) -> Sequence[Event]:
        """Ends it, if it ever was open.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        conversation = await self._conversation(attempt.effect.conversation_id)
        chat_id = _opened(conversation, attempt.effect.number)
        if self._chats is None or chat_id is None:
            return ()
        await self._chats.end(chat_id)
        return ()


class ChatLinker:
    """Performs LinkChat."""

    def __init__(
        self,
        chats: LiveChats | None,
        desk: HelpDesk,
        *,
        conversation: ReadConversation,
        now: Now,
    ) -> None:
        self._chats = chats
        self._desk = desk
        self._conversation = conversation
        self._now = now

    async def __call__(self, attempt: Attempt[LinkChat], /) -> Sequence[Event]:
        """Finds the chat's ticket, and leads agents there from the one before.

        Raises:
            NotSent, Refused, Unsure: Of bridge.runtime.verdict.
        """
        effect = attempt.effect
        conversation = await self._conversation(effect.conversation_id)
        if self._chats is None or conversation is None:
            raise Refused(NONE)
        try:
            found = await self._chats.ticket_of(effect.chat_id)
        except Refused as refused:  # the chat goes on without it; parked, it would hold up the desk's lane
            logger.warning("chat_not_linked", conversation=conversation.id, reason=refused.reason)
            return (self._none(effect),)
        if found is None:
            if _is_live(conversation, effect.number):
                raise NotSent("The live chat has no ticket yet.")
            return (self._none(effect),)
        await self._lead(attempt, conversation, found.ticket_id)
        linked = ChatLinked(
            conversation_id=effect.conversation_id,
            at=self._now(),
            number=effect.number,
            ticket_id=found.ticket_id,
            requester_id=found.requester_id,
            status=found.status,
            assignee=found.assignee,
        )
        return (linked,)

    def _none(self, effect: LinkChat) -> ChatLinked:
        return ChatLinked(conversation_id=effect.conversation_id, at=self._now(), number=effect.number)

    async def _lead(self, attempt: Attempt[LinkChat], conversation: Conversation, ticket_id: int) -> None:
        """The ticket before is solved with a note; one that is over needs none."""
        old = conversation.ticket
        if old is None or old.id is None or old.episode != attempt.effect.old_episode:
            return
        said = f"<p>This goes on as a live chat, in ticket #{ticket_id}. Please answer there.</p>"
        update = TicketUpdate(
            comment=DeskComment(html=said, public=False),
            status=TicketStatus.SOLVED,
            add_tags=(),
            remove_tags=attempt.effect.remove_tags,
            assignee="fin",
        )
        try:
            await self._desk.apply(old.id, update, attempt.effect_id, again=attempt.number > 1)
        except TicketEnded:
            return


def _opened(conversation: Conversation | None, number: int) -> str | None:
    """The id of that live chat, if it ever was open and no other has followed."""
    chat = conversation.chat if conversation is not None else None
    return chat.id if chat is not None and chat.number == number else None


def _is_live(conversation: Conversation, number: int) -> bool:
    chat = conversation.chat
    return chat is not None and chat.number == number and chat.is_live


def _told(lines: Sequence[Line]) -> tuple[str, str]:
    """What was said before, and the customer's latest words, which wait for people."""
    parts = [one.entry for one in lines if isinstance(one.entry, Part)]
    by_customer = [place for place, part in enumerate(parts) if part.author.type == "user"]
    last = by_customer[-1] + 1 if by_customer else 0
    first = last
    while first and parts[first - 1].author.type == "user":
        first -= 1
    told = [f"{part.author.name}: {said_in(part)}" for part in (*parts[:first], *parts[last:])]
    asked = "\n\n".join(said_in(part) for part in parts[first:last])
    return "\n\n".join(["What was said before:", *told[-BEFORE_PARTS:]]), asked
