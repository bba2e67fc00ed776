"""Small values that events, effects and entries are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from bridge.core.words.body import Body

Json: TypeAlias = Any
"""What JSON can say: None, bool, int, float, str, lists and string-keyed mappings of these."""


Touch: TypeAlias = Literal["read", "idempotent", "unsafe"]
"""`read` changes nothing; `idempotent` is recognised at the other side by our id; `unsafe` is neither."""


class Owner(StrEnum):
    """Who has the conversation: nobody yet (a Zendesk trigger has not assigned it), Fin or people."""

    NONE = "none"
    FIN = "fin"
    TEAM = "team"


class Channel(StrEnum):
    """What the customer writes through."""

    WEB = "web"
    IOS = "ios"
    ANDROID = "android"
    EMAIL = "email"
    API = "api"


class TicketStatus(StrEnum):
    """Zendesk's words. Source: developer.zendesk.com, Tickets, "status"."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    HOLD = "hold"
    SOLVED = "solved"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why a conversation went to people (the reason class of a hand-off)."""

    ASKED_FOR_TEAM = "asked_for_team"
    NO_ANSWER = "no_answer"
    PENDING_TIMEOUT = "pending_timeout"
    FIN_LATE = "fin_late"
    FIN_FAILED = "fin_failed"
    DID_NOT_HELP = "did_not_help"
    UPSET = "upset"
    """The customer is angry, and people were offered before."""
    PROCEDURE = "procedure"
    """A procedure hands off, as designed."""
    PROCEDURE_FAILED = "procedure_failed"
    """A procedure could not go on."""
    RULE = "rule"
    """An escalation rule of the operator's holds."""
    UNSURE = "unsure"
    """Nobody knows whether a change outside was made."""
    API = "api"
    """Who speaks for the customer through Fin's API asked for people."""


class Meaning(StrEnum):
    """What pressing a reply button means; `TEXT` is the same as typing its words."""

    HELPED = "helped"
    TEAM = "team"
    TICKET = "ticket"
    """To the team, and not as a live chat."""
    TEXT = "text"


TriggeredBy: TypeAlias = Literal["api", "element_click", "event"]
"""What may trigger a procedure besides the customer's words: a server, a click, or an event of the page."""

RatingWord: TypeAlias = Literal["terrible", "bad", "ok", "good", "amazing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How the customer found it.

    Args:
        remark: In his own words; empty when he said no more.
    """

    word: RatingWord
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What work of a model has cost.

    Args:
        calls: Requests that were sent.
        ms: Milliseconds that it took.
    """

    calls: int = 0
    ms: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(calls=self.calls + other.calls, ms=self.ms + other.ms)


FREE = Cost()

HandoffMode: TypeAlias = Literal["ticket", "live_chat"]
"""How people get a conversation."""

Assignee: TypeAlias = Literal["fin", "nobody"]
"""Whom a ticket is given to by us; people are chosen by Zendesk's own triggers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The customer as the session knows him; no text can change it.

    Args:
        id: Ours, `con_…`.
        role: `user` (named an id or an e-mail) or `visitor`.
        verified: By HMAC or JWT.
        external_id: The `external_id` of the Zendesk requester: the verified user_id (else e-mail),
            or our own id where nothing was proven, so that nobody becomes another's requester by a claim.
        name: Shown to agents.
        email: Only a proven one goes to Zendesk as the requester's address.
        attributes: Custom attributes that the session was given; proven only where they came in a JWT.
    """

    id: str
    role: Literal["user", "visitor"]
    verified: bool
    external_id: str
    name: str
    email: str | None = None
    attributes: Mapping[str, Json] = field(
        default_factory=dict[str, Any], hash=False
    )  # desks remember by contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who speaks for the customer through Fin's API, and how he wants to be told what Fin does.

    Args:
        conversation: His own id of the conversation.
        user: His own id of the customer.
        is_legacy: He asked in a version before 2.16: no `replying`, no `awaiting_user_reply` on its own.
        is_once: One answer and no more: nothing is asked back, no procedure runs, people are not called.
        is_asked: It began as one question, and stays so.
        is_email: Replies are formatted as letters.
        attributes: Of the conversation.
        told: The status that he knows: `complete` is where Fin gave the conversation back.
        is_over: Nothing more was asked, so the next status is the end.
        asked_rating_at: When the rating was asked for.
    """

    conversation: str
    user: str
    is_legacy: bool = False
    is_once: bool = False
    is_asked: bool = False
    is_email: bool = False
    attributes: Mapping[str, Json] = field(default_factory=dict[str, Any])
    told: Literal["thinking", "awaiting_user_reply", "complete"] = "thinking"
    is_over: bool = False
    asked_rating_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a part, as the customer sees it."""

    type: Literal["user", "fin", "agent", "system"]
    name: str
    avatar_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A citation in Intercom's shape. Source: Intercom API, `ai_agent.content_sources`."""

    content_type: Literal["article", "file", "external_content", "content_snippet"]
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyOption:
    """A button under a part, and what pressing it means."""

    uuid: str
    text: str
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that lies in our store, or (from an agent) at Zendesk.

    Args:
        url: Where the customer reads it; an absolute path on our host, or https.
        lies_at: Of an agent's file: its address at Zendesk, which only we ask.
    """

    id: str
    name: str
    content_type: str
    size_bytes: int
    url: str
    lies_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What shall stand on the ticket as one comment.

    Args:
        author: `customer` is the requester, `fin` the agent that Fin answers as.
        public: False makes it an internal note.
    """

    author: Literal["customer", "fin"]
    body: Body
    public: bool = True
    attachments: tuple[Attachment, ...] = ()
