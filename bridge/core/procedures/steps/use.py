"""`use`: calls a data connector, at most once for the same change."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from pydantic import Field

from bridge.core.procedures.attributes import Attribute, Name
from bridge.core.procedures.calling import call
from bridge.core.procedures.connector import Connector
from bridge.core.procedures.people import ask_people
from bridge.core.procedures.run import Done
from bridge.core.procedures.step import (
    Come,
    Elapsed,
    Fail,
    Failed,
    Frame,
    Go,
    Input,
    Move,
    Note,
    Plan,
    Said,
    Stay,
    Step,
)
from bridge.core.procedures.template import Template
from bridge.core.words.values import Json

APPROVAL_PATIENCE = timedelta(days=1)
"""How long a teammate may take to agree; then the call is not made, and the customer hears of it."""


class UseStep(Step):
    """`- use: issue_refund` with `with: {number: "{{ order_number }}"}`, kept `as: refund`.

    Args:
        use: The connector.
        inputs: What it is given. Inputs that are bound to the contact cannot be.
        into: Where the answer is kept.
    """

    key: ClassVar[str] = "use"
    use: Name
    inputs: dict[Name, Template] = Field(default_factory=dict, alias="with")
    into: Name | None = Field(default=None, alias="as")

    def enter(self, frame: Frame) -> Move:
        """Calls it, unless the very same change was made in this run already."""
        scene = frame.scene
        connector = scene.connectors.get(self.use)
        if connector is None:
            return Fail(reason=f"there is no data connector `{self.use}`")
        if connector.contacts == "verified" and not scene.contact.verified:
            return Fail(reason=f"`{self.use}` is for verified contacts only")
        try:
            inputs = self._given(frame, connector)
        except ValueError as error:
            return Fail(reason=f"`{self.use}`: {error}")
        if connector.effect != "read" and (was := _was(frame, self.use, inputs)):
            if was.unknown:
                return Fail(reason=f"nobody knows whether `{self.use}` was done", unknown=True)
            return Go(sets=self._kept(was.value), why=f"{self.use} was done already")
        if connector.approval:
            return self._ask_approval(frame, inputs)
        return call(frame, self.use, inputs)

    def resume(self, frame: Frame, given: Input) -> Move:
        """What it answered, or that nobody knows."""
        wait, connector = frame.waiting, frame.scene.connectors.get(self.use)
        if connector is None:
            return Fail(reason=f"there is no data connector `{self.use}` any more")
        inputs = self._given(frame, connector)
        match given:
            case Come() if wait.what == "approval":
                if given.value is True:
                    return call(frame, self.use, inputs)
                return Fail(reason=f"a teammate did not approve `{self.use}`")
            case Elapsed() if wait.what == "approval":
                return Fail(reason=f"nobody approved `{self.use}` in time")
            case Come():
                done = Done(connector=self.use, inputs=inputs, touch=connector.effect, value=given.value)
                return Go(sets=self._kept(given.value), done=done, why=f"{self.use} answered")
            case Failed():
                lost = Done(
                    connector=self.use, inputs=inputs, touch=connector.effect, value=None, unknown=True
                )
                reason = f"`{self.use}`: {given.reason}"
                return Fail(reason=reason, unknown=given.unknown, done=lost if given.unknown else None)
            case Said() | Elapsed():
                return Fail(reason=f"`{self.use}` was interrupted")

    def _given(self, frame: Frame, connector: Connector) -> dict[str, Json]:
        known = frame.known
        return connector.given({name: template.value(known) for name, template in self.inputs.items()})

    def _kept(self, value: Json) -> dict[str, Json]:
        return {self.into: value} if self.into else {}

    def _ask_approval(self, frame: Frame, inputs: dict[str, Json]) -> Stay:
        wait = frame.wait("approval", name=self.use, until=frame.at + APPROVAL_PATIENCE)
        shown = "\n".join(f"- {name}: {value}" for name, value in inputs.items())
        question = f"Approve {self.use}?\n\n{shown}"
        asked = ask_people(frame, wait, question, {"approved": Attribute(type="boolean")})
        return Stay(
            wait=wait,
            acts=(Note(text=f"Fin asks for approval of **{self.use}**:\n\n{shown}"), Plan(effect=asked)),
            why=f"waits for approval of {self.use}",
        )


def _was(frame: Frame, connector: str, inputs: dict[str, Json]) -> Done | None:
    return next((one for one in frame.run.done if one.connector == connector and one.inputs == inputs), None)
