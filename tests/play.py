"""A conversation played against the core alone, with procedures from texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bridge.core.conversation.decide import begin, decide
from bridge.core.conversation.decision import Decision
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation
from bridge.core.procedures.catalog import Catalog
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.definition import Definition, Kind
from bridge.core.procedures.parse import parse, parse_shared
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CallConnector, Effect, Instruct, Look, RunCode, SendMail, UpdateTicket
from bridge.core.words.entries import Part
from bridge.core.words.events import (
    Beginning,
    CallRefused,
    CallReturned,
    CustomerWrote,
    Event,
    FinRead,
    HookReceived,
    TeammateAnswered,
    TimerFired,
)
from bridge.core.words.looked import LookReturned
from bridge.core.words.reading import Candidate, NoAnswer, Reading, StartProcedure
from bridge.core.words.timers import SetTimer, TimerName
from bridge.core.words.values import Channel, Contact

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
ADA = Contact(
    id="con_a", role="user", verified=True, external_id="42", name="Ada", email="ada@example.com",
    attributes={"plan": "pro"},
)  # fmt: skip
E = TypeVar("E", bound=Effect)


def defined(
    text: str, id_: str = "p", kind: Kind = "procedure", shared: Mapping[str, str] | None = None
) -> Definition:
    """A definition from a text without mistakes."""
    subs = {}
    for name, sub in (shared or {}).items():
        made, problems = parse_shared(name, sub, file=f"shared/{name}.yaml")
        assert made is not None, [str(one) for one in problems]
        subs[name] = made
    parsed = parse(id_, text, kind=kind, file=f"{id_}.yaml", shared=subs)
    assert parsed.definition is not None, [str(one) for one in parsed.problems]
    return parsed.definition


def catalog(
    procedures: Sequence[Definition] = (),
    connectors: Mapping[str, Connector] | None = None,
    workflows: Sequence[Definition] = (),
) -> Catalog:
    return Catalog(
        procedures={one.id: one for one in procedures},
        workflows={one.id: one for one in workflows},
        versions={one.version: one for one in (*procedures, *workflows)},
        connectors=connectors or {},
    )


@dataclass
class Play:
    """One conversation. Its first words are written by `writes`, results come by `returns` and the like."""

    rules: Rules
    contact: Contact = ADA
    channel: Channel = Channel.WEB
    now: datetime = START
    conversation: Conversation | None = None
    parts: list[tuple[str, str]] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    timers: dict[TimerName, datetime] = field(default_factory=dict)
    why: list[str] = field(default_factory=list)
    last: Decision | None = None
    tags: set[str] = field(default_factory=set)
    status: str = ""
    lines: int = 0

    @classmethod
    def of(
        cls,
        text: str,
        connectors: Mapping[str, Connector] | None = None,
        shared: Mapping[str, str] | None = None,
        **rules: Any,
    ) -> Play:
        """A play in which one procedure `p` exists."""
        found = catalog([defined(text, shared=shared)], connectors)
        made = Rules(
            catalog=found,
            hook_url=lambda c, run, name: f"https://bridge.example/hooks/{run}/{name}",
            email_code=lambda run, key: "123456",
            **rules,
        )
        return cls(made)

    @property
    def c(self) -> Conversation:
        assert self.conversation is not None
        return self.conversation

    def happens(self, event: Event) -> Decision:
        c = self.conversation
        if c is None:
            assert isinstance(event, Beginning)
            c = begin(event)
        made = decide(c, event, self.rules)
        self.conversation = replace(made.conversation, seq=made.conversation.seq + len(made.entries))
        for entry in made.entries:
            if isinstance(entry, Part):
                self.parts.append((entry.author.type, entry.body.text))
            else:
                self.why.append(f"{entry.what}: {entry.detail}")
        for effect in made.effects:
            self.effects.append(effect)
            if isinstance(effect, UpdateTicket):
                self.tags = self.tags - set(effect.remove_tags) | set(effect.add_tags)
                self.status = effect.status.value if effect.status else self.status
            elif effect.kind == "create_ticket":
                self.tags, self.status = set(effect.tags), effect.status.value
        for order in made.timers:
            if isinstance(order, SetTimer):
                self.timers[order.name] = order.due
            else:
                self.timers.pop(order.name, None)
        self.last = made
        return made

    def passes(self, seconds: float) -> Play:
        """Time passes, and timers that come due fire."""
        until = self.now + timedelta(seconds=seconds)
        while due := sorted((at, name) for name, at in self.timers.items() if at <= until):
            at, name = due[0]
            del self.timers[name]
            self.now = max(self.now, at)
            turn = self.c.turn
            self.happens(TimerFired(conversation_id="cnv_1", at=self.now, name=name, turn=turn))
        self.now = until
        return self

    def writes(self, text: str, option: str | None = None) -> Play:
        self.lines += 1
        self.happens(
            CustomerWrote(
                conversation_id="cnv_1",
                at=self.now,
                contact=self.contact,
                channel=self.channel,
                body=from_plain(text),
                client_id=f"line-{self.lines}",
                reply_option=option,
            )
        )
        return self

    def presses(self, text: str) -> Play:
        option = next(one.uuid for one in self.c.offered if one.text == text)
        return self.writes(text, option)

    def reads(self, reading: Reading) -> Play:
        """The brain comes back."""
        self.happens(FinRead(conversation_id="cnv_1", at=self.now, turn=self.c.turn, reading=reading))
        return self

    def begins(self, text: str = "please help", procedure: str = "p") -> Play:
        """The customer writes, and the brain finds that this procedure fits."""
        self.writes(text)
        found = StartProcedure(candidates=(Candidate(procedure=procedure, score=0.9),), otherwise=NoAnswer())
        return self.reads(found)

    def ordered(self, kind: type[E]) -> list[E]:
        return [one for one in self.effects if isinstance(one, kind)]

    @property
    def call(self) -> CallConnector | RunCode | Look | Instruct | SendMail:
        found = [
            one
            for one in self.effects
            if isinstance(one, CallConnector | RunCode | Look | Instruct | SendMail)
        ]
        return found[-1]

    def returns(self, value: Any = None) -> Play:
        self.happens(
            CallReturned(
                conversation_id="cnv_1",
                at=self.now,
                run_id=self.call.run_id,
                call=self.call.call,
                value=value,
            )
        )
        return self

    def looked(self, reading: Reading) -> Play:
        self.happens(
            LookReturned(
                conversation_id="cnv_1",
                at=self.now,
                run_id=self.call.run_id,
                call=self.call.call,
                reading=reading,
            )
        )
        return self

    def refuses(self, reason: str = "no", *, unknown: bool = False) -> Play:
        self.happens(
            CallRefused(
                conversation_id="cnv_1",
                at=self.now,
                run_id=self.call.run_id,
                call=self.call.call,
                reason=reason,
                unknown=unknown,
            )
        )
        return self

    def hook(self, name: str, payload: Any, run_id: str | None = None) -> str | None:
        run = run_id or self.c.runs[-1].id
        made = self.happens(
            HookReceived(conversation_id="cnv_1", at=self.now, run_id=run, name=name, payload=payload)
        )
        return made.reply

    def teammate(self, values: Mapping[str, Any], step_id: str | None = None) -> str | None:
        made = self.happens(
            TeammateAnswered(conversation_id="cnv_1", at=self.now, values=values, by="Bo", step_id=step_id)
        )
        return made.refused or made.reply

    def said(self) -> list[str]:
        """What Fin said since this was asked last."""
        found = [text for who, text in self.parts if who == "fin"]
        self.parts = [one for one in self.parts if one[0] != "fin"]
        return found
