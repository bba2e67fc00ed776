"""`say`: Fin says something."""

from __future__ import annotations

from typing import ClassVar

from bridge.core.procedures.step import Frame, Go, Move, Say, Step
from bridge.core.procedures.template import Template


class SayStep(Step):
    """Such as `- say: "Done: {{ refund.reference }}."`.

    Args:
        say: Markdown with holes.
    """

    key: ClassVar[str] = "say"
    say: Template

    def enter(self, frame: Frame) -> Move:
        """Says it and goes on."""
        return Go(acts=(Say(text=self.say.markdown(frame.known)),))
