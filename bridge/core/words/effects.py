"""Everything that can be asked of the world. Effects are orders; each says what repeating it would mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias

from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.values import FREE, Assignee, Comment, Contact, Cost, Json, TicketStatus, Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class Think:
    """Understand what the customer said since Fin last spoke.

    Args:
        turn: The conversation's turn that this belongs to; a result for an older turn is discarded.
        text: The customer's unanswered words, in order, one line each.
        clarified: How often Fin already asked back in a row.
        asked: The question of a procedure that the words may be an answer to.
        wants: What that question is to find out: attribute → JSON schema.
        language: Of the conversation, where it is known.
        guidance: Of the procedure under way, for a model.
        spent: What models have cost since the customer wrote, or Fin last said something.
        recap: What people did when they had the conversation, as Fin would tell it; empty where they had not.
        people: Who they were, by name.
    """

    conversation_id: str
    turn: int
    text: str
    clarified: int = 0
    asked: str = ""
    wants: Mapping[str, Json] = field(default_factory=dict[str, Any])
    language: str = ""
    guidance: str = ""
    spent: Cost = FREE
    recap: str = ""
    people: tuple[str, ...] = ()
    kind: Literal["think"] = "think"
    touch: ClassVar[Touch] = "read"
    lane: ClassVar[str] = "fin"


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTicket:
    """A new ticket for this conversation, or a follow-up of a closed one.

    Args:
        episode: 1, 2, … the hand-off episode; with the conversation's id it makes the external_id.
        packet: Also leave the summary and state packet as an internal note.
    """

    conversation_id: str
    episode: int
    requester: Contact
    subject: str
    comment: Comment
    status: TicketStatus
    tags: tuple[str, ...]
    assignee: Assignee
    followup_of: int | None = None
    kind: Literal["create_ticket"] = "create_ticket"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateTicket:
    """One update of the ticket per turn; what is None stays as it is.

    Args:
        packet: The comment is the hand-off's internal note: summary and state packet are put in front of it
            when it is performed, from the conversation's log.
        with_files: The files that the customer has sent so far go along: no ticket has had them.
        fields: The desk's own fields by their id, with their values.
        moment: The row of the life cycle that this is, so that it can be said anew for another ticket.
    """

    conversation_id: str
    episode: int
    comment: Comment | None = None
    status: TicketStatus | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    assignee: Assignee | None = None
    packet: bool = False
    with_files: bool = False
    moment: str = ""
    fields: tuple[tuple[int, str], ...] = ()
    kind: Literal["update_ticket"] = "update_ticket"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallConnector:
    """Call a data connector for a run.

    Args:
        run_id: Whose result it is.
        call: The key of the wait that the result ends.
        connector: Its name; the live definition is used.
        inputs: What the step gave, already of the declared types. Bound inputs come from `contact`.
        contact: From the session, at the time of the decision.
        touch: As the connector declares it.
    """

    conversation_id: str
    run_id: str
    call: str
    connector: str
    inputs: Mapping[str, Json]
    contact: Contact
    touch: Touch
    kind: Literal["call_connector"] = "call_connector"
    lane: ClassVar[str] = "connector"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCode:
    """Run a code step in the sandbox.

    Args:
        source: Python; what it returns is the result.
        inputs: Its variables.
    """

    conversation_id: str
    run_id: str
    call: str
    source: str
    inputs: Mapping[str, Json]
    kind: Literal["run_code"] = "run_code"
    touch: ClassVar[Touch] = "read"
    lane: ClassVar[str] = "connector"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Read a text for a run: an answer from the content, or which of some labels it is about.

    Args:
        text: What to look for, or what to label.
        labels: Names and descriptions; empty when an answer is wanted.
        language: Of the conversation, where it is known.
        spent: As for `Think`.
        for_model: A model wants to read what the articles say, so no other one need be asked.
    """

    conversation_id: str
    run_id: str
    call: str
    text: str
    labels: Mapping[str, str]
    language: str = ""
    spent: Cost = FREE
    for_model: bool = False
    kind: Literal["look"] = "look"
    touch: ClassVar[Touch] = "read"
    lane: ClassVar[str] = "fin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tooling:
    """Something that a model may ask for while it follows an instruction; `parameters` is a JSON schema."""

    name: str
    description: str
    parameters: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruct:
    """Ask a model what an instruction step shall do next.

    Args:
        text: The instruction, holes filled.
        known: What it may read, by name.
        told: What happened since the step began, oldest first.
        tools: What it may ask for; the core checks each of them again.
        has_written: Whether something outside was changed in this run, so that it may be told.
        most_calls: Requests to model servers that may be spent on it.
        language: Of the conversation, where it is known.
        guidance: The procedure's own.
        is_last: The customer must hear something now: what else it asks for is not answered.
        spent: As for `Think`.
    """

    conversation_id: str
    run_id: str
    call: str
    text: str
    known: Mapping[str, Json]
    told: tuple[str, ...]
    tools: tuple[Tooling, ...]
    has_written: bool = False
    most_calls: int = 3
    language: str = ""
    guidance: str = ""
    is_last: bool = False
    spent: Cost = FREE
    kind: Literal["instruct"] = "instruct"
    touch: ClassVar[Touch] = "read"
    lane: ClassVar[str] = "fin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Sum the conversation up for the team, and say what it is about; read from its log when it is performed.

    Args:
        turn: The turn in which it was wanted.
        attributes: Name → its options with what each is about.
        summarise: Whether a summary is wanted.
        language: Of the conversation, where it is known.
        most_calls: Requests to model servers that may be spent on it.
    """

    conversation_id: str
    turn: int
    attributes: Mapping[str, Mapping[str, str]]
    summarise: bool = False
    language: str = ""
    most_calls: int = 3
    kind: Literal["digest"] = "digest"
    touch: ClassVar[Touch] = "read"
    lane: ClassVar[str] = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recap:
    """Tell the customer in a sentence or two what people did for him; read from the log when it is performed.

    Args:
        key: Which greeting it is for; one that was said without it meanwhile needs it no more.
        since: The `seq` of the last line before people had the conversation.
        language: Of the conversation, where it is known.
    """

    conversation_id: str
    key: int
    since: int
    language: str = ""
    kind: Literal["recap"] = "recap"
    touch: ClassVar[Touch] = "read"
    lane: ClassVar[str] = "recap"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMail:
    """One e-mail to the customer. A repetition carries the same Message-ID.

    Args:
        run_id: The run that fails when the mail cannot be sent.
        call: The key of its wait.
    """

    conversation_id: str
    run_id: str
    call: str
    to: str
    subject: str
    text: str
    kind: Literal["send_mail"] = "send_mail"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailReplies:
    """One e-mail with what agents said and the customer has not read; repeated under the same Message-ID.

    Args:
        from_seq: The first line of the log that goes along; `to_seq` the last.
        whose: `all` that is not the customer's own, in a conversation by e-mail.
    """

    conversation_id: str
    to: str
    name: str
    subject: str
    from_seq: int
    to_seq: int
    whose: Literal["agents", "all"] = "agents"
    kind: Literal["mail_replies"] = "mail_replies"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagContact:
    """Tags on the contact's Zendesk user; only ever added."""

    conversation_id: str
    contact: Contact
    tags: tuple[str, ...]
    kind: Literal["tag_contact"] = "tag_contact"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class SendEvent:
    """Tell those who listen to our Fin API events.

    Args:
        topic: Such as `procedure.hitl_notification.created`.
        item: The event's `data.item`. Source: Intercom API, webhook models.
    """

    conversation_id: str
    topic: str
    item: Mapping[str, Json]
    kind: Literal["send_event"] = "send_event"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class TellCaller:
    """Tell who speaks for the customer through Fin's API what one line of the log says.

    Args:
        seq: Of the line: a part, or a `fin_status`.
        is_legacy: As the caller's version wants it; kept here, so that a repetition says the same.
        is_email: The same of his wish for letters.
    """

    conversation_id: str
    seq: int
    is_legacy: bool = False
    is_email: bool = False
    kind: Literal["tell_caller"] = "tell_caller"
    touch: ClassVar[Touch] = "idempotent"
    lane: ClassVar[str] = "events"


Effect: TypeAlias = (
    Think
    | CreateTicket
    | UpdateTicket
    | CallConnector
    | RunCode
    | Look
    | Instruct
    | Digest
    | Recap
    | SendMail
    | MailReplies
    | TagContact
    | SendEvent
    | TellCaller
    | OpenChat
    | SayInChat
    | EndChat
    | LinkChat
)
