"""`ask_teammate`: a question to people, while the customer keeps talking to Fin."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.attributes import Attribute, Name
from bridge.core.procedures.duration import Duration
from bridge.core.procedures.people import ask_people
from bridge.core.procedures.step import (
    Come,
    Elapsed,
    Enter,
    Fail,
    Frame,
    Go,
    Input,
    Move,
    Note,
    Plan,
    Stay,
    Step,
)
from bridge.core.procedures.template import Template
from bridge.core.words.values import Json


class Question(BaseModel):
    """What people are asked.

    Args:
        question: Markdown with holes; it becomes an internal note.
        attributes: What they must fill in.
        timeout: How long to wait for them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    question: Template
    attributes: dict[Name, Attribute] = Field(min_length=1)
    timeout: Duration


class AskTeammateStep(Step):
    """`- ask_teammate: {question: …, attributes: {approved: {type: boolean}}, timeout: 1d}`.

    The answers become attributes of the run. Source: Intercom API, `collect_agent_input`.
    """

    key: ClassVar[str] = "ask_teammate"
    blocks: ClassVar[tuple[str, ...]] = ("on_timeout",)

    ask_teammate: Question
    on_timeout: str | None = None

    def enter(self, frame: Frame) -> Move:
        """Asks by note and by event."""
        asked = self.ask_teammate
        question = asked.question.markdown(frame.known)
        wait = frame.wait("teammate", until=frame.at + asked.timeout, question=question)
        names = ", ".join(asked.attributes)
        note = Note(text=f"Fin asks a teammate: {question}\n\nWanted: {names}.")
        return Stay(
            wait=wait,
            acts=(note, Plan(effect=ask_people(frame, wait, question, asked.attributes))),
            why="asks a teammate",
        )

    def resume(self, _frame: Frame, given: Input) -> Move:
        """Their answers, or nothing for too long."""
        match given:
            case Come(value=dict() as values):
                return Go(sets=values, why="a teammate answered")
            case Elapsed() if self.on_timeout:
                return Enter(block=self.on_timeout, why="no teammate answered")
            case _:
                return Fail(reason="no teammate answered in time")

    def wrong(self, values: dict[str, Json]) -> str | None:
        """What is wrong with a teammate's answers; None when all are there and fit."""
        wanted = self.ask_teammate.attributes
        if unknown := sorted(set(values) - set(wanted)):
            return f"`{unknown[0]}` was not asked for"
        for name, one in wanted.items():
            if name not in values:
                return f"`{name}` is missing"
            if not one.accepts(values[name]):
                return f"`{name}` must be a {one.type}"
        return None

    def sets(self) -> frozenset[str]:
        """What was asked for."""
        return frozenset(self.ask_teammate.attributes)
