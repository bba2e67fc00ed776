"""`workflow`: a workflow begins in place of this procedure."""

from __future__ import annotations

from typing import ClassVar

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.step import Frame, Leave, Move, Step


class WorkflowStep(Step):
    """`- workflow: handoff`."""

    key: ClassVar[str] = "workflow"
    workflow: Name

    def enter(self, _frame: Frame) -> Move:
        """Leaves for it."""
        return Leave(how="workflow", to=self.workflow)

    @property
    def is_last(self) -> bool:
        """Nothing behind it is reached."""
        return True
