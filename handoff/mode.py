"""How people get a conversation: as a ticket or as a live chat, by the operator's choice, rules and hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal, TypeAlias

from bridge.core.conversation.rules import Chosen
from bridge.core.procedures.expressions import ExpressionError
from bridge.core.procedures.hours import Hours
from bridge.core.words.values import Json

Setting: TypeAlias = Literal["ticket", "live_chat", "situation"]
SETTINGS: tuple[Setting, ...] = ("ticket", "live_chat", "situation")


def choose(
    setting: Setting,
    hours: Hours,
    known: Mapping[str, Json],
    at: datetime,
    *,
    obstacle: str = "",
    agents_online: int | None = None,
    queue: int | None = None,
) -> Chosen:
    """The mode of one hand-off.

    Args:
        setting: The operator's choice.
        hours: Rules and office hours, for `situation`: the first rule that holds, else live chat while open.
        known: What conditions can name, of the conversation.
        at: When.
        obstacle: Why there can be no live chat now, in words; empty when there can.
        agents_online: How many agents take chats; None when nobody knows.
        queue: How many customers wait in live chats that nobody has taken; None when nobody knows.
    """
    if setting == "ticket":
        return Chosen("ticket", "It is the operator's choice.")
    if known.get("wish") == "live_chat":
        chosen = Chosen("live_chat", "The procedure says so.")
    elif setting == "live_chat":
        chosen = Chosen("live_chat", "It is the operator's choice.")
    else:
        chosen = by_situation(hours, known, at, agents_online=agents_online, queue=queue)
    if chosen.mode == "live_chat" and obstacle:
        return Chosen("ticket", f"There can be no live chat: {obstacle}")
    return chosen


def by_situation(
    hours: Hours,
    known: Mapping[str, Json],
    at: datetime,
    *,
    agents_online: int | None = None,
    queue: int | None = None,
) -> Chosen:
    """The first rule that holds; without one live chats are for office hours with somebody there."""
    is_open = hours.is_open(at)
    names = {**known, "office_open": is_open, "agents_online": agents_online, "queue": queue}
    failed = ""
    for number, rule in enumerate(hours.situations, 1):
        missing = {name: None for name in rule.condition.names if name not in names}
        try:
            if rule.condition.holds({**missing, **names}):
                return Chosen(rule.mode, f"Situation {number} of hours.yaml holds.{failed}")
        except ExpressionError as error:
            failed += f" Situation {number} could not be decided: {error}."
    if not is_open:
        return Chosen("ticket", f"It is outside the office hours.{failed}")
    if agents_online == 0:
        return Chosen("ticket", f"No agent is online.{failed}")
    return Chosen("live_chat", f"It is within the office hours.{failed}")
