"""`if`: which way to go, decided in code."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.step import Enter, Frame, Go, Move, Step


class Elif(BaseModel):
    """One further branch."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    condition: Expression = Field(alias="if")
    then: str


class IfStep(Step):
    """`- if: order.total <= 100.0` with `then`, any number of `elif` and `else`."""

    key: ClassVar[str] = "if"
    blocks: ClassVar[tuple[str, ...]] = ("then", "elif", "else")

    condition: Expression = Field(alias="if")
    then: str
    others: tuple[Elif, ...] = Field(default=(), alias="elif")
    otherwise: str | None = Field(default=None, alias="else")

    def enter(self, frame: Frame) -> Move:
        """Into the first branch whose condition holds; past all when none does."""
        known = frame.known
        for condition, block in [(self.condition, self.then), *((o.condition, o.then) for o in self.others)]:
            if condition.holds(known):
                return Enter(block=block, why=f"{condition.source} is true")
        if self.otherwise is None:
            return Go(why=f"{self.condition.source} is false")
        return Enter(block=self.otherwise, why=f"{self.condition.source} is false")
