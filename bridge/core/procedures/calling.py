"""One call of a data connector, as steps order it and wait for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bridge.core.procedures.step import Frame, Plan, Stay
from bridge.core.words.effects import CallConnector
from bridge.core.words.values import Json


def call(
    frame: Frame, name: str, inputs: Mapping[str, Json], *, remembers: Mapping[str, Json] | None = None
) -> Stay:
    """Calls the connector `name`, which there is, and waits for its answer.

    Args:
        frame: Of the step.
        name: The connector.
        inputs: What it is given.
        remembers: What the step keeps until then.
    """
    wait = replace(frame.wait("connector", name=name), data=remembers)
    effect = CallConnector(
        conversation_id=frame.scene.conversation_id,
        run_id=frame.run.id,
        call=wait.key,
        connector=name,
        inputs=inputs,
        contact=frame.scene.contact,
        touch=frame.scene.connectors[name].effect,
    )
    return Stay(wait=wait, acts=(Plan(effect=effect),), why=f"calls {name}")
