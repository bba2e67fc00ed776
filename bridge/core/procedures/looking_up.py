"""What an instruction's model looks up in the content, to read it itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bridge.core.procedures.step import Frame, Plan, Stay
from bridge.core.words.effects import Look
from bridge.core.words.reading import Answer
from bridge.core.words.values import Json


def looks_up(frame: Frame, state: Mapping[str, Any], question: str) -> Stay:
    """Asks the content, for the model itself to read."""
    in_vain = int(state.get("in_vain", 0)) + 1
    wait = replace(frame.wait("content"), data={**state, "in_vain": in_vain})
    effect = Look(
        conversation_id=frame.scene.conversation_id,
        run_id=frame.run.id,
        call=wait.key,
        text=question,
        labels={},
        language=frame.scene.language,
        for_model=True,
    )
    return Stay(wait=wait, acts=(Plan(effect=effect),), why="looks something up")


def found(value: Json) -> str:
    """What the content says, as the model is told."""
    if isinstance(value, Answer):
        return f"The help articles say: {value.body.text}"
    return "The help articles have nothing about it."
