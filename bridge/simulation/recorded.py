"""A conversation with a model, recorded: what was said and ordered, and how it is played again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bridge.core.words.effects import Effect, Instruct, Look, Think
from bridge.core.words.values import FREE, Contact
from bridge.fin.brains.model.recorder import Recorder
from bridge.fin.brains.model.repair import MOST_CALLS, Models
from bridge.fin.brains.model.takes import digest, replayed, take_of
from bridge.runtime import codec
from connectors.failures import OutsideFailure
from connectors.llm import Message, ModelReply, Tool

VERSION = 1
SAYS = "/say "
"""Before words that would be a button's number or a command."""
MORE = "/more "
"""Before a line that comes while what was said before it is still thought about."""
FILES = "/files "
"""Before the files of a message, as JSON; its words are on the next line."""


class NotRecorded(Exception):  # noqa: N818 - it is a state, not a mistake
    """The model was not asked this when it was recorded: files, content or the program have changed since."""


@dataclass(slots=True, kw_only=True)
class Recording:
    """All that is needed to have the conversation again.

    Args:
        at: When it began.
        contact: Who spoke.
        lines: What was typed, one after the other.
        takes: What the model was asked (a digest) and what it said, in order.
        effects: What was ordered of the world, in order.
    """

    at: datetime
    contact: Contact
    lines: list[str] = field(default_factory=list)
    takes: list[dict[str, Any]] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Keeps it; it holds what the customer said."""
        made = {
            "v": VERSION,
            "at": self.at.isoformat(),
            "contact": json.loads(codec.contacts.dump(self.contact)),
            "lines": self.lines,
            "takes": self.takes,
            "effects": [json.loads(one) for one in self.effects],
        }
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Recording:
        """One that was kept.

        Raises:
            ValueError: The file is none.
        """
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if found["v"] != VERSION:
                raise ValueError(f"{path}: a recording of version {found['v']}")
            return cls(
                at=datetime.fromisoformat(found["at"]),
                contact=codec.contacts.load(json.dumps(found["contact"])),
                lines=list(found["lines"]),
                takes=list(found["takes"]),
                effects=ordered(codec.effects.load(json.dumps(one)) for one in found["effects"]),
            )
        except (OSError, UnicodeDecodeError, KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"{path}: no recording of a conversation ({error})") from None


def ordered(effects: Iterable[Effect]) -> list[str]:
    """Effects as they are compared: not by what models had cost until then, which is another time again."""
    return [
        codec.effects.dump(replace(one, spent=FREE) if isinstance(one, Think | Look | Instruct) else one)
        for one in effects
    ]


def difference(recorded: Sequence[str], now: Sequence[str]) -> str:
    """The first effect that is another one; empty when all are the same."""
    for place, (old, new) in enumerate(zip(recorded, now, strict=False), 1):
        if old != new:
            return f"effect {place} was {old}\nand is now {new}"
    if len(recorded) != len(now):
        return f"there were {len(recorded)} effects, and there are now {len(now)}"
    return ""


def recorder(models: Models, tape: Recording) -> Recorder:
    """Asks the models, and keeps in `tape` what came of it."""

    def keep(messages: Sequence[Message], tools: Sequence[Tool], came: ModelReply | OutsideFailure) -> None:
        tape.takes.append(take_of(messages, tools, came))

    return Recorder(models, keep)


class Playback:
    """Says what the models said then, to the same questions in the same order. Implements `repair.Models`.

    Args:
        takes: As recorded.
        is_strict: Whether another question stops it; else the answer is the one to the question in its place.

    Attributes:
        others: Questions so far that were put in other words than then.
    """

    def __init__(self, takes: Sequence[dict[str, Any]], *, is_strict: bool = True) -> None:
        self._left = list(takes)
        self._is_strict = is_strict
        self.others = 0

    async def reply(
        self,
        messages: Sequence[Message],
        tools: Sequence[Tool] = (),
        *,
        deadline_s: float,  # noqa: ARG002 - what was late then is late again
        max_tokens: int,  # noqa: ARG002 - as above
        on_text: Callable[[str], None] | None = None,
        most_calls: int = MOST_CALLS,  # noqa: ARG002 - as above
    ) -> ModelReply:
        """The recorded reply, or the recorded failure.

        Raises:
            NotRecorded: Another question is asked.
        """
        reply = replayed(self._take(digest(messages, tools)))
        if on_text is not None and reply.text:
            on_text(reply.text)
        return reply

    def _take(self, asked: str) -> dict[str, Any]:
        asked_then = [one["asked"] for one in self._left]
        if asked_then[:1] != [asked] and (self._is_strict or not self._left):
            raise NotRecorded(f"{len(self._left)} replies are left, and none is to what is asked now")
        is_same = asked in asked_then
        self.others += not is_same
        return self._left.pop(asked_then.index(asked) if is_same else 0)
