"""A story: `>>` what happens, `<<` what must follow; whatever followed and was not expected fails it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bridge.core.conversation.decide import begin, decide
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import Effect
from bridge.core.words.entries import Part, Why
from bridge.core.words.events import Beginning, Event
from bridge.core.words.timers import SetTimer, TimerName

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@dataclass
class Story:
    """One conversation from its beginning.

    `story >> event` lets it happen. `story << x` expects x to have followed from the latest event:
    an effect, `("customer"|"fin"|"agent"|"system", text)` for a part, `("timer", name, seconds)`,
    `("cancelled", name)`. Why-lines and cancellations need not be expected.
    """

    rules: Rules = field(default_factory=Rules)
    conversation: Conversation | None = None
    followed: list[Any] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def __rshift__(self, event: Event) -> Story:
        assert not self.followed, f"not expected: {self.followed}\n" + "\n".join(self.log)
        c = self.conversation
        if c is None:
            assert isinstance(event, Beginning)
            c = begin(event)
        decision = decide(c, event, self.rules)
        seq = c.seq + len(decision.entries)
        self.conversation = replace(decision.conversation, seq=seq, updated_at=event.at)
        self.log.append(f">> {event}")
        for entry in decision.entries:
            if isinstance(entry, Part):
                who = "customer" if entry.author.type == "user" else entry.author.type
                self.followed.append((who, entry.body.text))
            else:
                assert isinstance(entry, Why)
        self.followed += list(decision.effects)
        for order in decision.timers:
            if isinstance(order, SetTimer):
                self.followed.append(("timer", order.name, (order.due - START).total_seconds()))
            else:
                self.followed.append(("cancelled", order.name))
        self.log += [f"   << {one}" for one in self.followed]
        # a cancellation is checked where it matters; elsewhere it is noise
        self._cancelled = [one for one in self.followed if isinstance(one, tuple) and one[0] == "cancelled"]
        self.followed = [one for one in self.followed if one not in self._cancelled]
        return self

    def __lshift__(self, expected: Effect | tuple[Any, ...]) -> Story:
        if isinstance(expected, tuple) and expected[0] == "cancelled":
            assert expected in self._cancelled, f"{expected} did not follow\n" + "\n".join(self.log)
            return self
        log = "\n".join(self.log)
        assert expected in self.followed, f"{expected}\ndid not follow; left: {self.followed}\n{log}"
        self.followed.remove(expected)
        return self

    def end(self) -> Conversation:
        assert not self.followed, f"not expected: {self.followed}\n" + "\n".join(self.log)
        assert self.conversation is not None
        return self.conversation


__all__ = ["START", "Story", "TimerName", "at"]
