"""The next question to an instruction's model: what happened, what it may read, what it may ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bridge.core.procedures.instruction import ROUNDS, Spent
from bridge.core.procedures.mentions import abilities, mentions_in
from bridge.core.procedures.step import Act, Fail, Frame, Plan, Stay
from bridge.core.procedures.template import Template
from bridge.core.words.effects import Instruct, Tooling
from bridge.core.words.values import Json

KEPT = ("update", "use", "wait for webhook")
"""Mentions under whose names something is found out."""


def ask(
    frame: Frame,
    instruction: Template,
    state: Mapping[str, Any],
    *,
    told: str,
    acts: tuple[Act, ...] = (),
    sets: Mapping[str, Json] | None = None,
    why: str = "",
    in_vain: int = 0,
    has_written: bool = False,
) -> Stay | Fail:
    """Asks the model what is to be done next, unless it was asked often enough.

    Args:
        frame: Of the step.
        instruction: The step's text.
        state: What the step remembers.
        told: What happened since the model was last asked.
        acts: What is done before.
        sets: What was found out.
        why: For the log.
        in_vain: Requests in a row that brought nobody on.
        has_written: Something outside was changed just now.
    """
    mentions = mentions_in(instruction.source)
    spent = replace(Spent.of(state), in_vain=in_vain)
    spent = replace(spent, turn=max(spent.turn, frame.scene.spent))
    if wrong := spent.wrong(why):
        return Fail(reason=wrong)
    history = [*state.get("told", ()), told][-ROUNDS:]
    kept = {"rounds": spent.rounds + 1, "told": history, "in_vain": in_vain, "turn": spent.turn}
    wait = replace(frame.wait("model"), data=kept)
    known = {**frame.known, **(sets or {})}
    readable = {one.name for one in mentions if one.kind in ("read", *KEPT)}
    effect = Instruct(
        conversation_id=frame.scene.conversation_id,
        run_id=frame.run.id,
        call=wait.key,
        text=instruction.text(known),
        known={name: _read_at(known, name) for name in sorted(readable)},
        told=tuple(history),
        has_written=has_written or frame.run.has_written,
        most_calls=spent.left,
        language=frame.scene.language,
        guidance=frame.scene.guidance,
        is_last=spent.is_last,
        tools=tuple(
            Tooling(name=one.name, description=one.description, parameters=one.parameters)
            for one in abilities(mentions, frame.scene.attributes, frame.scene.connectors)
        ),
    )
    return Stay(wait=wait, acts=(*acts, Plan(effect=effect)), sets=sets or {}, why=why or "asks the model")


def _read_at(known: Mapping[str, Json], path: str) -> Json:
    """What stands at `order.customer.name`, and nothing that stands beside it; None for nothing."""
    value: Json = known
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
