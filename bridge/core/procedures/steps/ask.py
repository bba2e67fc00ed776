"""`ask`: a question to the customer, with or without buttons, whose answer is kept under a name."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from pydantic import Field, model_validator

from bridge.core.procedures.attributes import Attribute, Name
from bridge.core.procedures.duration import Duration
from bridge.core.procedures.step import (
    TRIES,
    Elapsed,
    Enter,
    Fail,
    Frame,
    Go,
    Input,
    Leave,
    Move,
    Said,
    Say,
    Stay,
    Step,
)
from bridge.core.procedures.template import Template


class AskStep(Step):
    """`- ask: "Refund {{ order.total }} to your card?"` with `buttons`, kept `as: answer`.

    Args:
        ask: Markdown with holes.
        buttons: The only answers; without them the attribute named by `as` says what fits, else any text.
        into: Where the answer is kept.
        retry: Said when the answer does not fit.
        timeout: How long to wait before `on_timeout`; without it silence goes to the team as always.
    """

    key: ClassVar[str] = "ask"
    blocks: ClassVar[tuple[str, ...]] = ("on_timeout",)

    ask: Template
    buttons: tuple[Template, ...] = Field(default=(), max_length=10)
    into: Name | None = Field(default=None, alias="as")
    retry: Template | None = None
    timeout: Duration | None = None
    on_timeout: str | None = None

    @model_validator(mode="after")
    def _whole(self) -> AskStep:
        if (self.timeout is None) != (self.on_timeout is None):
            raise ValueError("`timeout` and `on_timeout` belong together")
        return self

    def enter(self, frame: Frame) -> Move:
        """Asks, and waits for the customer."""
        known = frame.known
        question = self.ask.markdown(known)
        options = tuple(button.text(known) for button in self.buttons)
        wait = frame.wait(
            "customer",
            name=self.into or "",
            until=None if self.timeout is None else frame.at + self.timeout,
            question=question,
            options=options,
            free=not options and self._attribute(frame).is_free,
        )
        return Stay(wait=wait, acts=(Say(text=question, options=options),))

    def resume(self, frame: Frame, given: Input) -> Move:
        """The answer, or nothing for too long."""
        match given:
            case Said():
                return self._said(frame, given)
            case Elapsed() if self.on_timeout:
                return Enter(block=self.on_timeout)
            case _:
                return Fail(reason=f"nobody can answer the question but the customer ({given})")

    def _said(self, frame: Frame, said: Said) -> Move:
        wait = frame.waiting
        attribute = self._attribute(frame)
        if wait.options:
            attribute = Attribute(type="list", options=wait.options)
        found = attribute.found_in(said.option or said.text)
        if found is not None:
            kept = {self.into: found} if self.into else {}
            return Go(sets=kept, collected=tuple(kept), why=f"answered {self.into or 'the question'}")
        if wait.tries + 1 >= TRIES:
            return Leave(how="escape", misfit=True, reason=f"{TRIES} answers did not fit the question")
        retry = self.retry or attribute.retry
        text = retry.markdown(frame.known) if retry else frame.scene.words.retry
        return Stay(
            wait=replace(wait, tries=wait.tries + 1),
            acts=(Say(text=text, options=wait.options),),
            misfit=True,
            why="the answer does not fit",
        )

    def _attribute(self, frame: Frame) -> Attribute:
        return frame.scene.attributes.get(self.into or "", Attribute())
