"""`run`: a sub-procedure, in the same file or a shared one."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.step import Call, Frame, Move, Step
from bridge.core.procedures.template import Template


class RunStep(Step):
    """`- run: verify_identity` with `with: {…}`; a shared one's result is kept `as: …`."""

    key: ClassVar[str] = "run"
    run: Name
    inputs: dict[Name, Template] = Field(default_factory=dict, alias="with")
    into: Name | None = Field(default=None, alias="as")

    def enter(self, frame: Frame) -> Move:
        """Into it."""
        known = frame.known
        given = {name: template.value(known) for name, template in self.inputs.items()}
        return Call(name=self.run, inputs=given, into=self.into or "")
