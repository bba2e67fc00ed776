"""`note`: an internal note for agents."""

from __future__ import annotations

from typing import ClassVar

from bridge.core.procedures.step import Frame, Go, Move, Note, Step
from bridge.core.procedures.template import Template


class NoteStep(Step):
    """Such as `- note: "Refunded {{ order.total }}."`."""

    key: ClassVar[str] = "note"
    note: Template

    def enter(self, frame: Frame) -> Move:
        """Writes it and goes on."""
        return Go(acts=(Note(text=self.note.markdown(frame.known)),), why="leaves a note")
