"""Asks the brain, and watches how long it takes."""

from __future__ import annotations

from collections.abc import Mapping

from bridge.core.conversation.draft import Draft
from bridge.core.words.effects import Think
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Json


def think(draft: Draft, *, asked: str = "", wants: Mapping[str, Json] | None = None) -> None:
    """Asks the brain about everything that is unanswered.

    Args:
        draft: The decision under way.
        asked: The question of a procedure that the words may be an answer to.
        wants: What that question is to find out: attribute → JSON schema.
    """
    c = draft.c
    draft.now(thinking=True)
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
        )
    )
    draft.set_timer(TimerName.THINKING, draft.rules.think_patience_s)
