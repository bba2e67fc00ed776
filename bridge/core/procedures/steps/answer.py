"""`answer`: an answer from the team's content, within a procedure."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.step import (
    Come,
    Enter,
    Fail,
    Failed,
    Frame,
    Go,
    Input,
    Move,
    Plan,
    Say,
    Stay,
    Step,
)
from bridge.core.procedures.template import Template
from bridge.core.words.effects import Look
from bridge.core.words.reading import Answer


class AnswerStep(Step):
    """`- answer: "{{ message }}"`, with `else` for when the content has none.

    Args:
        answer: What to look for.
        otherwise: Steps when nothing is found; without them that is a failure.
        into: Kept true or false: whether there was an answer.
    """

    key: ClassVar[str] = "answer"
    blocks: ClassVar[tuple[str, ...]] = ("else",)

    answer: Template
    otherwise: str | None = Field(default=None, alias="else")
    into: Name | None = Field(default=None, alias="as")

    def enter(self, frame: Frame) -> Move:
        """Looks for it."""
        wait = frame.wait("content")
        effect = Look(
            conversation_id=frame.scene.conversation_id,
            run_id=frame.run.id,
            call=wait.key,
            text=self.answer.text(frame.known),
            labels={},
            language=frame.scene.language,
        )
        return Stay(wait=wait, acts=(Plan(effect=effect),), why="looks for an answer")

    def resume(self, _frame: Frame, given: Input) -> Move:
        """Says it with its sources."""
        match given:
            case Come(value=Answer() as answer):
                sets = {self.into: True} if self.into else {}
                return Go(acts=(Say(text=answer.body, sources=answer.sources),), sets=sets, why="answered")
            case Come() if self.otherwise:
                return Enter(block=self.otherwise, sets=self._none(), why="no answer in the content")
            case Come() if self.into:
                return Go(sets=self._none(), why="no answer in the content")
            case Failed():
                return Fail(reason=given.reason)
            case _:
                return Fail(reason="nothing in the content answers it")

    def _none(self) -> dict[str, bool]:
        return {self.into: False} if self.into else {}
