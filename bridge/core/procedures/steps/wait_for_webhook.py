"""`wait_for_webhook`: goes on when an outside system calls back."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.awaited import differs
from bridge.core.procedures.duration import Duration
from bridge.core.procedures.step import Come, Elapsed, Enter, Fail, Frame, Go, Input, Move, Stay, Step
from bridge.core.words.values import Json


class Webhook(BaseModel):
    """Which callback.

    Args:
        name: `{{ hooks.NAME }}` is its address, to be given to a connector before.
        example: What it looks like: each field named here must come, with the same type.
        timeout: How long to wait.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    example: Json = None
    timeout: Duration


class WaitForWebhookStep(Step):
    """`- wait_for_webhook: {name: payment, example: {paid: true}, timeout: 2d}`, kept `as: payment`.

    Without `on_timeout` the time-out is a failure.
    """

    key: ClassVar[str] = "wait_for_webhook"
    blocks: ClassVar[tuple[str, ...]] = ("on_timeout",)

    wait_for_webhook: Webhook
    into: Name | None = Field(default=None, alias="as")
    on_timeout: str | None = None

    def enter(self, frame: Frame) -> Move:
        """Takes a callback that came early, else waits."""
        hook = self.wait_for_webhook
        if hook.name in frame.run.hooks:
            return Go(
                sets=self._kept(frame.run.hooks[hook.name]),
                heard_hook=hook.name,
                why=f"{hook.name} had come already",
            )
        wait = frame.wait("hook", name=hook.name, until=frame.at + hook.timeout)
        return Stay(wait=wait, why=f"waits for {hook.name}")

    def resume(self, _frame: Frame, given: Input) -> Move:
        """The callback, or nothing for too long."""
        match given:
            case Come():
                return Go(sets=self._kept(given.value), why=f"{self.wait_for_webhook.name} came")
            case Elapsed() if self.on_timeout:
                return Enter(block=self.on_timeout, why=f"{self.wait_for_webhook.name} did not come")
            case _:
                return Fail(reason=f"the webhook `{self.wait_for_webhook.name}` did not come in time")

    def mismatch(self, _name: str, payload: Json) -> str | None:
        """What is wrong with `payload` beside the example; None when it fits. Further fields are welcome."""
        return differs(self.wait_for_webhook.example, payload)

    def _kept(self, value: Json) -> dict[str, Json]:
        return {self.into: value} if self.into else {}
