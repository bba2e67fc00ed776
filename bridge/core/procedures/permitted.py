"""Whether a connector that a model wants to use is called, put to the customer first, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bridge.core.procedures.calling import call
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.expressions import Expression, ExpressionError
from bridge.core.procedures.step import Fail, Frame, Said, Say, Stay
from bridge.core.procedures.template import literal
from bridge.core.words.values import Json

YES, NO = "yes", "no"
"""Understood in whatever language the buttons are."""


def use(
    frame: Frame,
    name: str,
    given: dict[str, Json],
    *,
    condition: Expression | None,
    confirm: bool,
    state: Mapping[str, Json],
) -> Stay | Fail | str:
    """Calls the connector `name`, or asks the customer first.

    Args:
        frame: Of the step.
        name: The connector.
        given: What the model gives it.
        condition: The operator's, under which it may be called.
        confirm: Whether the customer is asked before it changes something.
        state: What the step remembers.

    Returns:
        Why it is refused, where it is.
    """
    connector = frame.scene.connectors[name]
    if connector.contacts == "verified" and not frame.scene.contact.verified:
        return "for verified contacts only"
    try:
        inputs = connector.given(given)
    except ValueError as error:
        return str(error)
    if wrong := _forbidden(frame, condition, name, inputs):
        return wrong
    if connector.effect == "read":
        last = frame.run.done[-1] if frame.run.done else None
        if last is not None and (last.connector, last.inputs) == (name, inputs):
            return "it has answered that already"
        return call(frame, name, inputs, remembers={**state, "inputs": inputs})
    before = [one for one in frame.run.done if one.connector == name]
    if any(one.unknown for one in before):
        return Fail(reason=f"nobody knows whether `{name}` was done", unknown=True)
    is_counted = condition is not None and "times" in condition.names
    if any(one.inputs == inputs for one in before) or (before and not is_counted):
        return "that was done already"
    if connector.approval:
        return "it needs a teammate's approval, so it is a step of its own"
    if not confirm:
        return call(frame, name, inputs, remembers={**state, "inputs": inputs})
    return _asks(frame, connector, name, inputs, state)


def agreed(frame: Frame, said: Said) -> bool | None:
    """Whether the customer said yes; None when he said neither yes nor no."""
    answer, words = (said.option or said.text).strip().casefold(), frame.scene.words
    if answer in (words.yes.casefold(), YES):
        return True
    return False if answer in (words.no.casefold(), NO) else None


def _asks(
    frame: Frame, connector: Connector, name: str, inputs: Mapping[str, Json], state: Mapping[str, Json]
) -> Stay:
    words, question = frame.scene.words, _shall(frame, connector.description or name, inputs)
    wait = frame.wait("customer", question=question, options=(words.yes, words.no))
    pending = {**state, "pending": {"connector": name, "inputs": inputs}}
    say = Say(text=question, options=wait.options)
    return Stay(wait=replace(wait, data=pending), acts=(say,), why=f"asks before {name}")


def _forbidden(frame: Frame, condition: Expression | None, name: str, inputs: Mapping[str, Json]) -> str:
    """Why the operator's condition does not let this call be made; empty when it does."""
    if condition is None:
        return ""
    times = sum(one.connector == name for one in frame.run.done)
    try:
        is_allowed = condition.holds({**frame.known, "inputs": inputs, "times": times})
    except ExpressionError as error:
        return f"its condition cannot be decided yet: {error}"
    return "" if is_allowed else f"not while `{condition.source}` is false"


def _shall(frame: Frame, about: str, inputs: Mapping[str, Json]) -> str:
    """What the customer is asked before something is changed; Markdown."""
    shown = ", ".join(f"{key.replace('_', ' ')}: {literal(str(value))}" for key, value in inputs.items())
    return f"{frame.scene.words.shall_i} {about.rstrip('.')}{f' ({shown})' if shown else ''}."
