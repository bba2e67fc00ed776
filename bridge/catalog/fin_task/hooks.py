"""A task's webhooks as steps that wait for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bridge.catalog.fin_task.blocks import Blocks, Webhook
from bridge.catalog.fin_task.names import Names
from bridge.catalog.fin_task.phrases import span_of
from bridge.catalog.fin_task.written import Item
from bridge.core.words.values import Json

A_DAY = "1d"
"""How long outsiders and people have where the task does not say it."""


@dataclass(slots=True)
class Hooks:
    """Makes the steps, and remembers the examples.

    Args:
        names: All names of the task.
        said: Line and sentence of what a person must look at.
    """

    names: Names
    said: list[tuple[int, str]]
    _made: list[tuple[Webhook, str]] = field(default_factory=list[tuple[Webhook, str]])

    def step(self, block: Webhook, steps: Callable[[Blocks], list[Item]]) -> Item:
        """The step that waits for it.

        Args:
            block: The webhook.
            steps: Makes those that follow when it does not come.
        """
        name = self.names.name(block.name)
        span = span_of(block.timeout) if block.timeout else None
        hook: dict[str, object] = {"name": name}
        address = f"{{{{ hooks.{name} }}}}"
        remarks = [f"Give the outside system the address {address} by a data connector before this step."]
        if block.example is not None:
            hook["example"] = block.example
        else:
            self.said.append((block.line, f"The webhook `{name}` has no example: whatever comes is taken."))
        if span is None:
            self.said.append(
                (block.line, f"How long to wait for the webhook `{name}` is not said; it is {A_DAY} now.")
            )
            remarks.append(f"The task does not say how long to wait: {A_DAY}.")
        hook["timeout"] = span or A_DAY
        into = self.names.name(block.into or block.name)
        self._made.append((block, into))
        data: dict[str, object] = {"wait_for_webhook": hook, "as": into}
        if block.on_timeout and (late := steps(block.on_timeout)):
            data["on_timeout"] = late
        return Item(data=data, remarks=tuple(remarks))

    def late(self) -> list[tuple[int, str]]:
        """Line and sentence of what can be said only when all steps are made."""
        return [
            (block.line, f"`{'.'.join(map(str, parts))}` is read of `{into}`, and its example lacks it.")
            for block, into in self._made
            for parts in self.names.fields.get(into, {})
            if block.example is not None and not _has(block.example, parts)
        ]


def _has(example: Json, parts: tuple[str | int, ...]) -> bool:
    for part in parts:
        is_place = isinstance(part, int) and isinstance(example, list) and part < len(example)
        if not is_place and not (isinstance(example, dict) and part in example):
            return False
        example = example[part]
    return True
