"""What a live chat at the other side is able to do for us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from bridge.core.words.body import Body
from bridge.core.words.values import Assignee, Attachment, Author, Contact, TicketStatus
from bridge.runtime.uploads import Upload


class ChatGone(Exception):  # noqa: N818 - named for what happened, as the caller goes on from it
    """The chat takes no word any more; the sentence says why, for operators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPlace:
    """Which chat of which conversation."""

    conversation_id: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChat:
    """A chat as it shall be opened.

    Args:
        before: What was said before, for agents.
        asked: The customer's words that wait for an answer.
        tags: For its ticket.
        files: What the customer sent before, for agents to open.
        fields: Of its ticket: id → value.
    """

    place: ChatPlace
    contact: Contact
    before: str
    asked: str
    tags: tuple[str, ...]
    subject: str
    files: Sequence[Upload] = ()
    fields: Mapping[int, str] = field(default_factory=dict[int, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatTicket:
    """The ticket that a chat opened."""

    ticket_id: int
    requester_id: int
    status: TicketStatus
    assignee: Assignee | Literal["people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentMessage:
    """An agent's message, made safe."""

    message_id: str
    at: datetime
    author: Author
    body: Body
    attachments: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatNews:
    """What agents wrote, oldest first; `cursor` is for the next reading."""

    messages: tuple[AgentMessage, ...]
    cursor: str


class LiveChats(Protocol):
    """Live chats. Every failure leaves as one of `bridge.runtime.verdict`, or as `ChatGone`."""

    async def open(self, chat: NewChat) -> str:
        """Opens the chat once, however often it is called; returns the other side's id of it."""

    async def say(
        self,
        chat_id: str,
        person: str,
        text: str,
        files: Sequence[Upload],
        marker: str,
        *,
        again: bool,
    ) -> None:
        """The customer's words, once.

        Raises:
            ChatGone: No agent would see them.
        """

    async def end(self, chat_id: str) -> None:
        """Nobody is in control of it any more; one that is over stays so."""

    async def ticket_of(self, chat_id: str) -> ChatTicket | None:
        """Its ticket; None while there is none."""

    async def read_since(self, chat_id: str, cursor: str) -> ChatNews:
        """What agents wrote after `cursor` ("" is the beginning).

        Raises:
            ChatGone: It was deleted.
        """

    async def read_log(self, ticket_id: int) -> tuple[AgentMessage, ...]:
        """What agents wrote in the chats of a ticket, oldest first, as the ticket itself tells it."""

    async def is_open(self, chat_id: str) -> bool:
        """Whether agents have it now."""

    async def place_of(self, chat_id: str) -> ChatPlace | None:
        """Which of our chats it is; None for one of others."""

    def place_in(self, metadata: Mapping[str, Any]) -> ChatPlace | None:
        """The same, from what a webhook tells of it."""

    def marker(self, place: ChatPlace) -> Mapping[str, str | int]:
        """What a chat of ours carries at the other side; `place_in` reads it."""

    async def agents_online(self) -> int | None:
        """How many agents take live chats now; None where the account does not tell."""

    async def obstacle(self) -> str:
        """Why the account allows no live chats, with its mend; empty when it does."""
