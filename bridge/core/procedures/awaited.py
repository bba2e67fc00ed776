"""What an instruction waits for besides its model and the customer: a teammate's answer, a webhook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.people import ask_people
from bridge.core.procedures.step import Act, Frame, Note, Plan, Say, Stay
from bridge.core.procedures.template import literal
from bridge.core.words.values import Json

ANSWER = "answer"
"""What a teammate fills in."""
TEAMMATES: Mapping[str, Attribute] = {ANSWER: Attribute(type="string", description="answer")}
QUESTION_CHARS = 1_000


def begun(
    frame: Frame,
    state: Mapping[str, Json],
    name: str,
    given: Mapping[str, Json],
    patience: timedelta,
    acts: Sequence[Act],
    sets: dict[str, Json],
    refused: list[str],
) -> Stay | None:
    """What a model wants to wait for; None where it is there already, or cannot be asked for so.

    Args:
        frame: Of the step.
        state: What the step remembers.
        name: `ask_teammate` or `wait_for_…`.
        given: What the model gives with it.
        patience: How long it is waited for.
        acts: What was done before in the same reply; words to the customer are among it, or not.
        sets: Takes a webhook that came early.
        refused: Takes why it is refused.
    """
    is_told = any(isinstance(one, Say) for one in acts)
    if name == "ask_teammate":
        question = given.get("question")
        if isinstance(question, str) and question.strip():
            return asks_teammate(frame, state, question, patience, is_told=is_told)
        refused.append(f"{name}: without a question")
        return None
    hook = name.removeprefix("wait_for_")
    if hook not in frame.run.hooks:
        return waits_for_hook(frame, state, hook, patience, is_told=is_told)
    sets[hook] = frame.run.hooks[hook]
    return None


def asks_teammate(
    frame: Frame, state: Mapping[str, Json], question: str, patience: timedelta, *, is_told: bool
) -> Stay:
    """Asks by note and by event, as the step `ask_teammate` does; the customer hears that it takes a while.

    Args:
        frame: Of the step.
        state: What the step remembers.
        question: The model's words.
        patience: How long an answer is waited for.
        is_told: The customer heard something of the model just now.
    """
    asked = literal(question.strip()[:QUESTION_CHARS])
    wait = frame.wait("teammate", until=frame.at + patience, question=asked)
    acts: tuple[Act, ...] = () if is_told else (Say(text=frame.scene.words.waits),)
    return Stay(
        wait=replace(wait, data=dict(state)),
        acts=(
            *acts,
            Note(text=f"Fin asks a teammate: {asked}"),
            Plan(effect=ask_people(frame, wait, asked, TEAMMATES)),
        ),
        why="asks a teammate",
    )


def waits_for_hook(
    frame: Frame, state: Mapping[str, Json], name: str, patience: timedelta, *, is_told: bool
) -> Stay:
    """Waits for the webhook `name`; the customer hears that it takes a while."""
    wait = frame.wait("hook", name=name, until=frame.at + patience)
    acts: tuple[Act, ...] = () if is_told else (Say(text=frame.scene.words.waits),)
    return Stay(wait=replace(wait, data=dict(state)), acts=acts, why=f"waits for {name}")


def wrong_answer(values: Mapping[str, Json]) -> str | None:
    """What is wrong with a teammate's input; None when it is an answer."""
    if unknown := sorted(set(values) - {ANSWER}):
        return f"`{unknown[0]}` was not asked for"
    said = values.get(ANSWER)
    if not isinstance(said, str) or not said.strip():
        return f"`{ANSWER}` must be a text"
    return None


def told_of(what: str, name: str, value: Json) -> str:
    """What came, as the model is told."""
    if what == "teammate":
        return f"A teammate answers: {value.get(ANSWER) if isinstance(value, dict) else value}"
    return f"The webhook {name} came: {value}"


def told_in_vain(what: str, name: str) -> str:
    """What did not come in time, as the model is told."""
    return (
        "No teammate answered in time." if what == "teammate" else f"The webhook {name} did not come in time."
    )


def differs(example: Json, payload: Json, where: str = "") -> str | None:
    """The first field of `example` that `payload` lacks or has with another type."""
    here = where or "the body"
    match example:
        case None:
            return None
        case Mapping():
            if not isinstance(payload, Mapping):
                return f"{here} must be an object"
            for name, one in example.items():
                if name not in payload:
                    return f"{here} lacks `{name}`"
                if found := differs(one, payload[name], f"{where}.{name}" if where else str(name)):
                    return found
            return None
        case list() | tuple():
            if not isinstance(payload, list | tuple):
                return f"{here} must be a list"
            if example:
                for place, one in enumerate(payload[:100]):
                    if found := differs(example[0], one, f"{where}[{place}]"):
                        return found
            return None
        case bool():
            return None if isinstance(payload, bool) else f"{here} must be true or false"
        case int() | float():
            is_number = isinstance(payload, int | float) and not isinstance(payload, bool)
            return None if is_number else f"{here} must be a number"
        case _:
            return None if isinstance(payload, str) else f"{here} must be a text"
