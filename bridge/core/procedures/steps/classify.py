"""`classify`: which of some labels the customer's words are about."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.step import Come, Fail, Failed, Frame, Go, Input, Move, Plan, Stay, Step
from bridge.core.procedures.template import Template
from bridge.core.words.effects import Look


class Labels(BaseModel):
    """What to choose from.

    Args:
        labels: Names, each with a description or example words.
        text: What is labelled; the customer's latest words unless said otherwise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    labels: dict[str, str] = Field(min_length=2, max_length=50)
    text: Template = Template("{{ message }}")


class ClassifyStep(Step):
    """`- classify: {labels: {billing: "invoices, payments", …}}`, kept `as: topic`; null when none fits."""

    key: ClassVar[str] = "classify"
    classify: Labels
    into: Name = Field(alias="as")

    def enter(self, frame: Frame) -> Move:
        """Has it read."""
        wait = frame.wait("label", name=self.into)
        effect = Look(
            conversation_id=frame.scene.conversation_id,
            run_id=frame.run.id,
            call=wait.key,
            text=self.classify.text.text(frame.known),
            labels=self.classify.labels,
            language=frame.scene.language,
        )
        return Stay(wait=wait, acts=(Plan(effect=effect),), why=f"classifies {self.into}")

    def resume(self, _frame: Frame, given: Input) -> Move:
        """One of the labels, or none."""
        match given:
            case Come(value=str() as label) if label in self.classify.labels:
                return Go(sets={self.into: label}, why=f"{self.into} is {label}")
            case Come():
                return Go(sets={self.into: None}, why=f"{self.into} is none of the labels")
            case Failed():
                return Fail(reason=f"classify: {given.reason}")
            case _:
                return Fail(reason="classify was interrupted")
