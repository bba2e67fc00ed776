"""`instruct`: natural language that a model follows, with what it @mentions and nothing else."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bridge.core.procedures.step import Fail, Frame, Move, Step


class InstructStep(Step):
    """`- instruct: "Ask what is wrong with the blender …"`."""

    key: ClassVar[str] = "instruct"
    instruct: str = Field(min_length=1, max_length=10_000)

    def enter(self, _frame: Frame) -> Move:
        """Without a model nobody can follow it: that is a failure, never a pretence."""
        return Fail(reason="an instruct step needs a model, and none is configured (BRIDGE_LLM__BASE_URL)")
