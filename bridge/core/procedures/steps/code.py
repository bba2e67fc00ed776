"""`code`: a few lines of Python in a sandbox, without files, network or clock."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.step import Come, Fail, Failed, Frame, Go, Input, Move, Plan, Stay, Step
from bridge.core.procedures.template import Template
from bridge.core.words.effects import RunCode


class CodeStep(Step):
    """`- code: "max(prices)"` with `with: {prices: "{{ order.prices }}"}`, kept `as: highest`.

    Args:
        code: Python; the value of its last expression is the result.
        inputs: Its variables; it sees nothing else.
    """

    key: ClassVar[str] = "code"
    code: str = Field(min_length=1, max_length=10_000)
    inputs: dict[Name, Template] = Field(default_factory=dict, alias="with")
    into: Name | None = Field(default=None, alias="as")

    def enter(self, frame: Frame) -> Move:
        """Runs it outside."""
        known = frame.known
        wait = frame.wait("code")
        effect = RunCode(
            conversation_id=frame.scene.conversation_id,
            run_id=frame.run.id,
            call=wait.key,
            source=self.code,
            inputs={name: template.value(known) for name, template in self.inputs.items()},
        )
        return Stay(wait=wait, acts=(Plan(effect=effect),), why="runs code")

    def resume(self, _frame: Frame, given: Input) -> Move:
        """What it came to."""
        match given:
            case Come():
                return Go(sets={self.into: given.value} if self.into else {}, why="the code has run")
            case Failed():
                return Fail(reason=f"code: {given.reason}")
            case _:
                return Fail(reason="the code was interrupted")
