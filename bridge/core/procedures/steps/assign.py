"""`set`: gives attributes values that code computes."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.step import Fail, Frame, Go, Move, Step
from bridge.core.procedures.template import Template
from bridge.core.words.values import Json


class SetStep(Step):
    """`- set: {total: "{{ order.total - fee }}"}`; a template that is one hole alone keeps its type."""

    key: ClassVar[str] = "set"
    values: dict[Name, Template] = Field(alias="set", min_length=1)

    def enter(self, frame: Frame) -> Move:
        """Sets them in order; each may use the ones before."""
        known = frame.known
        made: dict[str, Json] = {}
        for name, template in self.values.items():
            value = template.value({**known, **made})
            declared = frame.scene.attributes.get(name)
            if declared is not None and value is not None and not declared.accepts(value):
                return Fail(reason=f"`{name}` is a {declared.type}, and the value does not fit")
            made[name] = value
        return Go(sets=made, why=f"set {', '.join(made)}")

    def sets(self) -> frozenset[str]:
        """All of them."""
        return frozenset(self.values)
