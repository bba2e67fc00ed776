"""`summarize`: a summary of the conversation so far, as an internal note."""

from __future__ import annotations

from typing import ClassVar, Literal

from bridge.core.procedures.step import Frame, Go, Move, Note, Step


class SummarizeStep(Step):
    """`- summarize: note`."""

    key: ClassVar[str] = "summarize"
    summarize: Literal["note"]

    def enter(self, _frame: Frame) -> Move:
        """Orders the note; the summary is made from the log when it is written."""
        return Go(acts=(Note(text="Summary by the procedure.", packet=True),), why="leaves a summary")
