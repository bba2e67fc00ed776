"""`end`: the procedure has done its work."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, field_validator

from bridge.core.procedures.step import Frame, Leave, Move, Step


class Ending(BaseModel):
    """How it ends.

    Args:
        follow_up: Whether Fin asks if there is anything else; the file's own `follow_up` unless it is said.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    follow_up: bool | None = None


class EndStep(Step):
    """`- end: {follow_up: false}`."""

    key: ClassVar[str] = "end"
    end: Ending = Ending()

    @field_validator("end", mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        return {} if value is None or value is True else value

    def enter(self, _frame: Frame) -> Move:
        """Leaves."""
        return Leave(how="end", follow_up=self.end.follow_up)

    @property
    def is_last(self) -> bool:
        """Nothing behind it is reached."""
        return True
