"""What can be asked of live chats: orders, performed in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from bridge.core.words.body import Body
from bridge.core.words.values import Attachment, Contact, Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChat:
    """A live chat for agents, with what was said before.

    Args:
        number: 1, 2, … of the conversation's chats; with its id it is what the chat is found by.
        contact: Whom agents talk to.
        tags: For the ticket that the chat opens.
        upto: The `seq` of the last part that belongs to what was said before.
        fields: Of the ticket that the chat opens: (id, value).
    """

    conversation_id: str
    number: int
    contact: Contact
    tags: tuple[str, ...]
    subject: str
    upto: int
    fields: tuple[tuple[int, str], ...] = ()
    kind: Literal["open_chat"] = "open_chat"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class SayInChat:
    """The customer's words to the agent.

    Args:
        person: The external id under which the chat knows the customer.
    """

    conversation_id: str
    number: int
    person: str
    body: Body
    attachments: tuple[Attachment, ...] = ()
    kind: Literal["say_in_chat"] = "say_in_chat"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndChat:
    """Nobody shall be in control of the chat any more."""

    conversation_id: str
    number: int
    kind: Literal["end_chat"] = "end_chat"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChat:
    """Find the ticket that the chat opened, and lead agents from the ticket before to it.

    Args:
        old_episode: Of the ticket that there was, which is solved with a note; None where there is none.
        remove_tags: Of ours, from that ticket.
    """

    conversation_id: str
    number: int
    chat_id: str
    old_episode: int | None = None
    remove_tags: tuple[str, ...] = ()
    kind: Literal["link_chat"] = "link_chat"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "desk"
