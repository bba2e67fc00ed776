"""A conversation of the service's own database as a recording, with what the model said then."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import CallConnector, Effect
from bridge.core.words.entries import Line, Part, Why
from bridge.fin.brains.model.takes import SAID, take_in
from bridge.simulation.recorded import FILES, MORE, SAYS, Recording, difference, ordered

LEAST_S, MOST_S = 1, 999_999
"""Shorter pauses between a customer's words change nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What there is of it.

    Args:
        tape: As far as nobody but the customer and Fin spoke.
        upto: When an agent first spoke; what follows is not compared.
        lost: Replies of the model that were too long to be kept, or are erased by now.
        calls: Answers of connectors, which are not kept.
        effects: What was ordered, up to there.
    """

    tape: Recording
    upto: datetime | None
    lost: int
    calls: int
    effects: tuple[Effect, ...]


def kept(conversation: Conversation, log: Sequence[Line], effects: Sequence[tuple[Effect, datetime]]) -> Kept:
    """The recording.

    Args:
        conversation: As it is now.
        log: All of it, in order.
        effects: With the time of each, in order.
    """
    entries = [line.entry for line in log]
    place = next(
        (n for n, one in enumerate(entries) if isinstance(one, Part) and one.author.type == "agent"), None
    )
    upto = entries[place].at if place is not None else None
    entries = entries[:place]
    said = [one for one in entries if isinstance(one, Why) and one.what == SAID]
    takes = [take_in(one.detail) for one in said]
    planned = [one for one, at in effects if upto is None or at < upto]
    tape = Recording(
        at=conversation.created_at,
        contact=conversation.contact,
        lines=_typed(entries, conversation.created_at),
        takes=[one for one in takes if one is not None],
        effects=ordered(planned),
    )
    calls = sum(isinstance(one, CallConnector) for one in planned)
    return Kept(tape=tape, upto=upto, lost=takes.count(None), calls=calls, effects=tuple(planned))


def differs(then: Sequence[Effect], now: Sequence[Effect]) -> str:
    """The first effect of a lane that is another one; lanes do not wait for each other."""
    for lane in dict.fromkeys(one.lane for one in (*then, *now)):
        old, new = (ordered(one for one in both if one.lane == lane) for both in (then, now))
        if found := difference(old, new):
            return f"lane {lane}: {found}"
    return ""


def _typed(entries: Sequence[Part | Why], began: datetime) -> list[str]:
    """What he typed and pressed, and how long he waited."""
    lines: list[str] = []
    before, offered, is_more = began, list[str](), False
    for one in entries:
        if not isinstance(one, Part):
            continue
        if one.author.type != "user":
            offered, is_more = [option.text for option in one.reply_options] or offered, False
            continue
        if is_more:  # nobody had said anything to what he wrote before
            lines.append(f"{MORE}{_line(one, offered)}")
        else:
            lines += [*_waits(before, one.at), _line(one, offered)]
            before = one.at
        offered, is_more = [], True
    return [*lines, *(_waits(before, entries[-1].at) if entries else ())]


def _line(part: Part, offered: Sequence[str]) -> str:
    """One message as it is typed: a pressed button is its number, files go before the words."""
    text = part.body.text
    if part.attachments:
        return f"{FILES}{json.dumps([asdict(one) for one in part.attachments])}\n{text}"
    if text in offered:
        return str(offered.index(text) + 1)
    return f"{SAYS}{text}" if text.isdecimal() or text.startswith("/") else text


def _waits(since: datetime, until: datetime) -> list[str]:
    seconds = min(int((until - since).total_seconds()), MOST_S)
    return [f"/wait {seconds}s"] if seconds >= LEAST_S else []
