"""A conversation with a model, recorded: what was said and ordered, and how it is played again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bridge.core.words.effects import Effect
from bridge.core.words.values import Contact
from bridge.fin.brains.model.repair import MOST_CALLS, Models
from bridge.runtime import codec
from connectors.failures import NotSent, OutsideFailure, Refused, Unsure
from connectors.llm import Image, Message, ModelReply, Tool, ToolCall

VERSION = 1
_CANARY = re.compile(r"canary-[0-9a-f]{16}")


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
    """Effects as they are compared."""
    return [codec.effects.dump(one) for one in effects]


def difference(recorded: Sequence[str], now: Sequence[str]) -> str:
    """The first effect that is another one; empty when all are the same."""
    for place, (old, new) in enumerate(zip(recorded, now, strict=False), 1):
        if old != new:
            return f"effect {place} was {old}\nand is now {new}"
    if len(recorded) != len(now):
        return f"there were {len(recorded)} effects, and there are now {len(now)}"
    return ""


class Recorder:
    """Asks the models, and remembers what came of it. Implements `repair.Models`.

    Args:
        models: Who is asked.
        takes: Where it is kept.
    """

    def __init__(self, models: Models, takes: list[dict[str, Any]]) -> None:
        self._models = models
        self._takes = takes

    async def reply(
        self,
        messages: Sequence[Message],
        tools: Sequence[Tool] = (),
        *,
        deadline_s: float,
        max_tokens: int,
        on_text: Callable[[str], None] | None = None,
        most_calls: int = MOST_CALLS,
    ) -> ModelReply:
        """What the models say."""
        asked = _digest(messages, tools)
        try:
            reply = await self._models.reply(
                messages,
                tools,
                deadline_s=deadline_s,
                max_tokens=max_tokens,
                on_text=on_text,
                most_calls=most_calls,
            )
        except OutsideFailure as failure:
            self._takes.append({"asked": asked, "failure": _told(failure)})
            raise
        self._takes.append({"asked": asked, "reply": asdict(reply)})
        return reply


class Playback:
    """Says what the models said then, to the same questions in the same order. Implements `repair.Models`.

    Args:
        takes: As recorded.
    """

    def __init__(self, takes: Sequence[dict[str, Any]]) -> None:
        self._left = list(takes)

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
        if not self._left or self._left[0]["asked"] != _digest(messages, tools):
            raise NotRecorded(f"{len(self._left)} replies are left, and none is to what is asked now")
        take = self._left.pop(0)
        if "failure" in take:
            raise _failure(take["failure"])
        given = dict(take["reply"])
        given["calls"] = tuple(ToolCall(**one) for one in given["calls"])
        given["missed"] = tuple(given["missed"])
        reply = ModelReply(**given)
        if on_text is not None and reply.text:
            on_text(reply.text)
        return reply


def _digest(messages: Sequence[Message], tools: Sequence[Tool]) -> str:
    """What was asked, whichever process asks it: each has a canary of its own."""
    parts: list[Any] = [[one.name, one.description, dict(one.parameters)] for one in tools]
    for message in messages:
        content = (message.content,) if isinstance(message.content, str) else message.content
        parts += [one.data.hex() if isinstance(one, Image) else one for one in content]
    told = _CANARY.sub("canary", json.dumps(parts, sort_keys=True))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _told(failure: OutsideFailure) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": type(failure).__name__, "reason": str(failure)}
    if isinstance(failure, Refused):
        told |= {"status": failure.status, "code": failure.code}
    return told


def _failure(told: dict[str, Any]) -> OutsideFailure:
    match told["kind"]:
        case "Refused":
            return Refused(told["reason"], status=told["status"], code=told["code"])
        case "NotSent":
            return NotSent(told["reason"])
        case _:
            return Unsure(told["reason"])
