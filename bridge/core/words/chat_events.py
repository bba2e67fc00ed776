"""What can happen to a live chat: facts, in the past tense, each with its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bridge.core.words.body import Body
from bridge.core.words.chat_effects import SayInChat
from bridge.core.words.values import Assignee, Attachment, Author, TicketStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatOpened:
    """Our live chat is before the agents; `chat_id` is the other side's."""

    conversation_id: str
    at: datetime
    number: int
    chat_id: str
    kind: Literal["chat_opened"] = "chat_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRefused:
    """There can be no live chat; `reason` is a sentence for operators."""

    conversation_id: str
    at: datetime
    number: int
    reason: str
    kind: Literal["chat_refused"] = "chat_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLinked:
    """The ticket that the chat opened is found, or (None) will never be."""

    conversation_id: str
    at: datetime
    number: int
    ticket_id: int | None = None
    requester_id: int | None = None
    status: TicketStatus = TicketStatus.NEW
    assignee: Assignee | Literal["people"] = "nobody"
    kind: Literal["chat_linked"] = "chat_linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatReplied:
    """An agent's message in a live chat, already made safe."""

    conversation_id: str
    at: datetime
    number: int
    message_id: str
    author: Author
    body: Body
    attachments: tuple[Attachment, ...] = ()
    kind: Literal["chat_replied"] = "chat_replied"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatEnded:
    """Agents have the live chat no more. `reason`: `ticketClosed`, `transferToEmail`, or nothing."""

    conversation_id: str
    at: datetime
    number: int
    reason: str = ""
    kind: Literal["chat_ended"] = "chat_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatOver:
    """The customer's words met a live chat that takes none any more."""

    conversation_id: str
    at: datetime
    say: SayInChat
    reason: str
    kind: Literal["chat_over"] = "chat_over"
