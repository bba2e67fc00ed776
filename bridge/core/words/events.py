"""Everything that can happen to a conversation: facts, in the past tense, each with its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bridge.core.words.body import Body
from bridge.core.words.caller_events import ProcedureRequested, TeamRequested
from bridge.core.words.chat_events import (
    ChatEnded,
    ChatLinked,
    ChatOpened,
    ChatOver,
    ChatRefused,
    ChatReplied,
)
from bridge.core.words.effects import UpdateTicket
from bridge.core.words.entries import Part
from bridge.core.words.looked import Digested, LookReturned, Recapped
from bridge.core.words.operator_events import EffectFailed, EffectUnknown, OperatorDecided
from bridge.core.words.outcome import OutcomeDisputed
from bridge.core.words.reading import Reading
from bridge.core.words.timers import TimerName
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import (
    FREE,
    Assignee,
    Attachment,
    Author,
    Caller,
    Channel,
    Contact,
    Cost,
    Json,
    RatingWord,
    TicketStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWrote:
    """The customer said something; the first one begins the conversation.

    Args:
        caller: Who said it for him through Fin's API.
        is_first: It may only begin a conversation, never go on in one.
        history: What was said before, elsewhere; it goes before the first message.
    """

    conversation_id: str
    at: datetime
    contact: Contact
    channel: Channel
    body: Body
    client_id: str
    reply_option: str | None = None
    attachments: tuple[Attachment, ...] = ()
    caller: Caller | None = None
    is_first: bool = False
    history: tuple[Part, ...] = ()
    kind: Literal["customer_wrote"] = "customer_wrote"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRead:
    """The customer saw everything up to `seq`."""

    conversation_id: str
    at: datetime
    seq: int
    kind: Literal["customer_read"] = "customer_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRated:
    """The customer gave a rating. Source: Intercom API, `/fin/csat`, the five words."""

    conversation_id: str
    at: datetime
    rating: RatingWord
    remark: str = ""
    kind: Literal["customer_rated"] = "customer_rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinRead:
    """A brain came back with its reading of what was said in `turn`.

    Args:
        notes: Why, as (one word, one sentence): what it found, was offered, chose and was refused.
        stream_id: Of the text that was shown while it was made; empty where none was.
        cost: Of the model.
    """

    conversation_id: str
    at: datetime
    turn: int
    reading: Reading
    notes: tuple[tuple[str, str], ...] = ()
    cost: Cost = FREE
    stream_id: str = ""
    kind: Literal["fin_read"] = "fin_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class FinFailed:
    """No brain could read what was said in `turn`."""

    conversation_id: str
    at: datetime
    turn: int
    reason: str
    kind: Literal["fin_failed"] = "fin_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCreated:
    """Our ticket stands at Zendesk."""

    conversation_id: str
    at: datetime
    episode: int
    ticket_id: int
    requester_id: int
    assignee: Assignee | Literal["people"] = "nobody"
    kind: Literal["ticket_created"] = "ticket_created"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUpdated:
    """Our update stands on the ticket."""

    conversation_id: str
    at: datetime
    episode: int
    kind: Literal["ticket_updated"] = "ticket_updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketOver:
    """Our update met a ticket that takes none any more.

    Args:
        update: What could not be written, to be written on the next ticket.
        gone: Deleted or merged away, so that not even a follow-up can refer to it; else it is closed.
    """

    conversation_id: str
    at: datetime
    update: UpdateTicket
    gone: bool = False
    kind: Literal["ticket_over"] = "ticket_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketChanged:
    """Somebody else changed the ticket: an agent, a Zendesk trigger or an automation.

    Fields that did not change are None. `assignee` says `people` for anybody but Fin and nobody.
    """

    conversation_id: str
    at: datetime
    ticket_id: int
    by: Literal["agent", "rule", "customer"]
    status: TicketStatus | None = None
    assignee: Assignee | Literal["people"] | None = None
    agent_name: str = ""
    kind: Literal["ticket_changed"] = "ticket_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketMerged:
    """An agent merged the ticket into another one.

    Args:
        ticket_id: The one that is closed now.
        into: The one that is left.
        requester_id: Whose that one is.
        is_taken: That one belongs to another of our conversations.
        status: Its status.
        assignee: Who has it.
        since: Where to read on there.
        agent_name: Who merged them.
    """

    conversation_id: str
    at: datetime
    ticket_id: int
    into: int
    requester_id: int
    is_taken: bool
    status: TicketStatus
    assignee: Assignee | Literal["people"]
    since: int
    agent_name: str = ""
    kind: Literal["ticket_merged"] = "ticket_merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketUnwritable:
    """Zendesk refused what we wanted to write; the effect is parked where an operator sees it."""

    conversation_id: str
    at: datetime
    reason: str
    kind: Literal["ticket_unwritable"] = "ticket_unwritable"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReplied:
    """An agent's public comment, already made safe."""

    conversation_id: str
    at: datetime
    ticket_id: int
    comment_id: int
    author: Author
    body: Body
    attachments: tuple[Attachment, ...] = ()
    kind: Literal["agent_replied"] = "agent_replied"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCommented:
    """The customer wrote on the ticket itself, by e-mail or in the help centre; it stands there already."""

    conversation_id: str
    at: datetime
    ticket_id: int
    comment_id: int
    body: Body
    attachments: tuple[Attachment, ...] = ()
    kind: Literal["customer_commented"] = "customer_commented"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerFired:
    """A timer that was set in `turn` came due."""

    conversation_id: str
    at: datetime
    name: TimerName
    turn: int
    kind: Literal["timer_fired"] = "timer_fired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReturned:
    """An outside call of a run came back.

    Args:
        run_id: Whose call.
        call: The key of the wait that it ends; another one than the present is late.
        value: JSON of the connector's outputs, the code's result, the label; None for a mail that is sent.
        detail: One line for the log: status, milliseconds. Never a value, never a secret.
        notes: More for it, as (one word, one sentence).
        stream_id: Of the text that was shown while it was made; empty where none was.
        cost: Of a model that was asked.
    """

    conversation_id: str
    at: datetime
    run_id: str
    call: str
    value: Json = None
    cost: Cost = FREE
    detail: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    stream_id: str = ""
    kind: Literal["call_returned"] = "call_returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRefused:
    """An outside call of a run failed.

    Args:
        reason: A sentence for operators.
        unknown: It may or may not have happened; it is never repeated.
    """

    conversation_id: str
    at: datetime
    run_id: str
    call: str
    reason: str
    unknown: bool = False
    kind: Literal["call_refused"] = "call_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookReceived:
    """An outside system called a run back.

    Args:
        name: Which of the run's webhooks.
        payload: JSON.
        digest: Of the body and the key it came with, to answer a repetition as before.
    """

    conversation_id: str
    at: datetime
    run_id: str
    name: str
    payload: Json
    digest: str = ""
    kind: Literal["hook_received"] = "hook_received"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeammateAnswered:
    """A teammate gave what a run asks for. Source: Intercom API, `collect_agent_input`.

    Args:
        step_id: The key of the wait; None answers whatever is asked now.
    """

    conversation_id: str
    at: datetime
    values: Mapping[str, Json]
    by: str
    step_id: str | None = None
    kind: Literal["teammate_answered"] = "teammate_answered"


Beginning: TypeAlias = CustomerWrote | ProcedureTriggered | ProcedureRequested
"""What a conversation can begin with."""

Event: TypeAlias = (
    CustomerWrote
    | ProcedureTriggered
    | CustomerRead
    | CustomerRated
    | FinRead
    | FinFailed
    | TicketCreated
    | TicketUpdated
    | TicketOver
    | TicketChanged
    | TicketMerged
    | TicketUnwritable
    | AgentReplied
    | CustomerCommented
    | TimerFired
    | CallReturned
    | LookReturned
    | Digested
    | Recapped
    | CallRefused
    | HookReceived
    | TeammateAnswered
    | TeamRequested
    | ProcedureRequested
    | OutcomeDisputed
    | EffectUnknown
    | EffectFailed
    | OperatorDecided
    | ChatOpened
    | ChatRefused
    | ChatLinked
    | ChatReplied
    | ChatEnded
    | ChatOver
)
