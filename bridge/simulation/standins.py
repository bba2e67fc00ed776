"""Stand-ins for the outside: a help desk that remembers, connectors that answer as the scenario says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jmespath

from bridge.core.procedures.connector import Connector
from bridge.core.procedures.request import request, secrets_of
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.chat_events import ChatLinked, ChatOpened
from bridge.core.words.effects import (
    CallConnector,
    CreateTicket,
    MailReplies,
    SendEvent,
    SendMail,
    TagContact,
    UpdateTicket,
)
from bridge.core.words.events import CallReturned, Event, TicketCreated, TicketUpdated
from bridge.core.words.values import Json
from bridge.runtime.clock import ManualClock
from bridge.runtime.perform import Attempt
from bridge.runtime.verdict import NotSent, Refused, Unsure
from bridge.simulation.scenario import Reply


@dataclass(slots=True)
class Desk:
    """A ticket as an agent would see it."""

    clock: ManualClock
    status: str = ""
    tags: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    tickets: int = 0

    async def create(self, attempt: Attempt[CreateTicket], /) -> Sequence[Event]:
        """A new ticket."""
        effect = attempt.effect
        self.tickets += 1
        self.status, self.tags = effect.status.value, set(effect.tags)
        return (
            TicketCreated(
                conversation_id=effect.conversation_id,
                at=self.clock.now(),
                episode=effect.episode,
                ticket_id=self.tickets,
                requester_id=1,
                assignee=effect.assignee,
            ),
        )

    async def update(self, attempt: Attempt[UpdateTicket], /) -> Sequence[Event]:
        """Status, tags and comment of one turn."""
        effect = attempt.effect
        self.tags = self.tags - set(effect.remove_tags) | set(effect.add_tags)
        self.status = effect.status.value if effect.status else self.status
        if effect.comment is not None and not effect.comment.public:
            self.notes.append(effect.comment.body.text)
        return (
            TicketUpdated(
                conversation_id=effect.conversation_id, at=self.clock.now(), episode=effect.episode
            ),
        )

    async def open_chat(self, attempt: Attempt[OpenChat], /) -> Sequence[Event]:
        """A live chat, at once before the agents."""
        effect = attempt.effect
        opened = ChatOpened(
            conversation_id=effect.conversation_id,
            at=self.clock.now(),
            number=effect.number,
            chat_id=f"chat {effect.number}",
        )
        return (opened,)

    async def say_in_chat(self, _attempt: Attempt[SayInChat], /) -> Sequence[Event]:
        """The agent reads it."""
        return ()

    async def end_chat(self, _attempt: Attempt[EndChat], /) -> Sequence[Event]:
        """The agent's pane closes."""
        return ()

    async def link_chat(self, attempt: Attempt[LinkChat], /) -> Sequence[Event]:
        """The ticket that the chat opened."""
        effect = attempt.effect
        self.tickets += 1
        self.status, self.tags = "new", set()
        linked = ChatLinked(
            conversation_id=effect.conversation_id,
            at=self.clock.now(),
            number=effect.number,
            ticket_id=self.tickets,
            requester_id=1,
        )
        return (linked,)


@dataclass(slots=True)
class Connectors:
    """Data connectors that answer from the scenario, else with their `mock_response`.

    Args:
        live: The definitions.
        replies: The scenario's, by connector; the last one repeats.
        clock: Moved by how long a reply takes.
        made: Every change or reading that happened outside, in order; the same effect's id once.
    """

    live: Mapping[str, Connector]
    replies: Mapping[str, tuple[Reply, ...]]
    clock: ManualClock
    made: list[str] = field(default_factory=list)
    requests: list[Any] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _asked: dict[str, int] = field(default_factory=dict)

    async def __call__(self, attempt: Attempt[CallConnector], /) -> Sequence[Event]:
        """The answer to one call.

        Raises:
            NotSent, Refused, Unsure: As the scenario says.
        """
        effect = attempt.effect
        connector = self.live[effect.connector]
        try:
            fake = dict.fromkeys(secrets_of(connector), "secret")
            self.requests.append(request(connector, effect.inputs, effect.contact, fake))
        except ValueError as error:
            raise Refused(str(error)) from None
        reply = self._reply(effect.connector)
        if reply.takes is not None:
            self.clock.advance(reply.takes.total_seconds())
        match reply.fails:
            case "refused":
                raise Refused(f"{effect.connector} said no.")
            case "not_sent":
                raise NotSent(f"{effect.connector} is not there.")
            case "unsure":
                raise Unsure(f"{effect.connector} did not answer.")
            case "unsure_done":
                self._happened(attempt.effect_id, effect.connector)
                raise Unsure(f"{effect.connector} did not answer.")
            case None:
                self._happened(attempt.effect_id, effect.connector)
        whole = connector.mock_response if reply.answer is None else reply.answer
        return (
            CallReturned(
                conversation_id=effect.conversation_id,
                at=self.clock.now(),
                run_id=effect.run_id,
                call=effect.call,
                value=_outputs(connector, whole),
                detail=f"{effect.connector}: stand-in",
            ),
        )

    def _happened(self, effect_id: str, name: str) -> None:
        if effect_id not in self._known:
            self._known.add(effect_id)
            self.made.append(name)

    def _reply(self, name: str) -> Reply:
        listed = self.replies.get(name, ())
        asked = self._asked[name] = self._asked.get(name, 0) + 1
        upto = 0
        for reply in listed:
            upto += reply.times
            if asked <= upto:
                return reply
        return listed[-1] if listed else Reply()


@dataclass(slots=True)
class Post:
    """E-mail, tags on contacts and events that would have gone out."""

    now: Any
    mails: list[SendMail] = field(default_factory=list)
    mailed: list[MailReplies] = field(default_factory=list)
    tagged: set[str] = field(default_factory=set)
    events: list[SendEvent] = field(default_factory=list)

    async def mail(self, attempt: Attempt[SendMail], /) -> Sequence[Event]:
        """Keeps it."""
        effect = attempt.effect
        self.mails.append(effect)
        at: datetime = self.now()
        return (
            CallReturned(
                conversation_id=effect.conversation_id, at=at, run_id=effect.run_id, call=effect.call
            ),
        )

    async def replies(self, attempt: Attempt[MailReplies], /) -> Sequence[Event]:
        """Keeps it."""
        self.mailed.append(attempt.effect)
        return ()

    async def tag(self, attempt: Attempt[TagContact], /) -> Sequence[Event]:
        """Keeps them."""
        self.tagged |= set(attempt.effect.tags)
        return ()

    async def event(self, attempt: Attempt[SendEvent], /) -> Sequence[Event]:
        """Keeps it."""
        self.events.append(attempt.effect)
        return ()


def _outputs(connector: Connector, whole: Json) -> Json:
    if not connector.outputs:
        return whole
    return {name: jmespath.search(path, whole) for name, path in connector.outputs.items()}
