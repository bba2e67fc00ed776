"""Asks the brain, and watches how long it takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bridge.core.conversation import digesting, recap
from bridge.core.conversation.draft import Draft
from bridge.core.words.effects import Think
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Cost, Json

SORTING = Cost(calls=1)
"""What is kept for the model that says at the same time what the conversation is about."""


def think(draft: Draft, *, asked: str = "", wants: Mapping[str, Json] | None = None) -> None:
    """Asks the brain about everything that is unanswered.

    Args:
        draft: The decision under way.
        asked: The question of a procedure that the words may be an answer to.
        wants: What that question is to find out: attribute → JSON schema.
    """
    recap.due(draft)
    c = draft.c
    draft.now(thinking=True, thought_at=draft.at)
    draft.effect(
        Think(
            conversation_id=c.id,
            turn=c.turn,
            text="\n".join(c.unanswered),
            clarified=c.clarified,
            asked=asked or (c.armed.said if c.armed is not None else ""),
            wants=wants or {},
            language=c.speaks,
            guidance=draft.rules.catalog.of(c.run).head.guidance if c.run is not None else "",
            recap=recap.known(draft),
            people=recap.people(draft),
            spent=c.cost + SORTING if digesting.is_sorted_for_rules(draft) else c.cost,
        )
    )
    draft.set_timer_at(TimerName.THINKING, patience_ends(draft))


def patience_ends(draft: Draft) -> datetime:
    """When a customer should hear something, however many calls and thoughts follow each other until then."""
    patience = timedelta(seconds=draft.rules.think_patience_s)
    since = [one for one in (draft.c.wrote_at, draft.c.said_at) if one is not None]
    due = max(since, default=draft.at) + patience
    return due if due > draft.at else draft.at + patience


def is_young(draft: Draft) -> bool:
    """Whether the thought under way began late, and has not had its time when the customer should hear."""
    began, patience = draft.c.thought_at, timedelta(seconds=draft.rules.think_patience_s)
    return began is not None and draft.at < began + patience
