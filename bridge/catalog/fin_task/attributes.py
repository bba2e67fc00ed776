"""What the procedure that a task becomes must declare: its attributes, and what they can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridge.catalog.fin_task.blocks import Field
from bridge.catalog.fin_task.names import Names
from bridge.catalog.fin_task.phrases import type_of
from bridge.catalog.fin_task.saying import Sayer
from bridge.catalog.fin_task.templates import template


@dataclass(slots=True)
class Attributes:
    """Gathers them.

    Args:
        names: All names of the task.
        said: Line and sentence of what a person must look at.
        declared: Each by its name, as the procedure's head says it.
        words: Each as the task calls it.
    """

    names: Names
    said: list[tuple[int, str]]
    declared: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    words: dict[str, str] = field(default_factory=dict[str, str])
    _buttons: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def declare(self, one: Field, line: int) -> str:
        """An attribute as the task describes it; what it says later adds to what it said before."""
        name = self.names.name(one.name)
        made = self.declared.setdefault(name, {})
        self.words.setdefault(name, one.name.replace("_", " "))
        self.names.known.add(name)
        kind = type_of(one.type)
        if kind is None:
            self.said.append((line, f"`{one.type}` is no type that we know; `{name}` takes any words."))
        if one.options:
            made |= {"type": "list", "options": list(one.options)}
        elif kind == "list":
            self.said.append((line, f"`{name}` is a list without options; it takes any words."))
        elif one.type and kind and "options" not in made:
            made["type"] = kind
        if one.ask:
            made["ask"] = template(one.ask, self.names, Sayer(self.said, line))
        return name

    def offer(self, name: str, buttons: tuple[str, ...]) -> None:
        """The customer chooses `name` by pressing one of these."""
        self._buttons[name] = buttons

    def learn(self, types: Mapping[str, str]) -> None:
        """Conditions say of what type an attribute is that has none."""
        for name, kind in types.items():
            if name in self.declared and "type" not in self.declared[name]:
                self.declared[name]["type"] = kind

    def options(self) -> Mapping[str, tuple[str, ...]]:
        """What each can be, where that is told."""
        declared = {name: one.get("options") for name, one in self.declared.items()}
        return {name: tuple(map(str, _list_of(one))) for name, one in declared.items()} | self._buttons


def _list_of(value: object) -> list[object]:
    return value if isinstance(value, list) else []
