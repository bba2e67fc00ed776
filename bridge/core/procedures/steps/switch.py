"""`switch`: another procedure begins, and nothing that this one knows goes with it."""

from __future__ import annotations

from typing import ClassVar

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.step import Frame, Leave, Move, Step


class SwitchStep(Step):
    """`- switch: return_item`."""

    key: ClassVar[str] = "switch"
    switch: Name

    def enter(self, _frame: Frame) -> Move:
        """Leaves for it."""
        return Leave(how="switch", to=self.switch)

    @property
    def is_last(self) -> bool:
        """Nothing behind it is reached."""
        return True
