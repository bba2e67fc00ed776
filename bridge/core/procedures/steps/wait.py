"""`wait`: goes on later."""

from __future__ import annotations

from typing import ClassVar

from bridge.core.procedures.duration import Duration
from bridge.core.procedures.step import Elapsed, Fail, Frame, Go, Input, Move, Stay, Step


class WaitStep(Step):
    """`- wait: 2h`. The process may end meanwhile: the wait is a row."""

    key: ClassVar[str] = "wait"
    wait: Duration

    def enter(self, frame: Frame) -> Move:
        """Waits."""
        return Stay(wait=frame.wait("time", until=frame.at + self.wait), why=f"waits for {self.wait}")

    def resume(self, _frame: Frame, given: Input) -> Move:
        """Goes on when the time is over."""
        if isinstance(given, Elapsed):
            return Go(why="the wait is over")
        return Fail(reason=f"a wait ends by time alone ({given})")
