"""`tag`: tags on the conversation's ticket; those of others stay."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, field_validator

from bridge.core.procedures.step import Fail, Frame, Go, Move, Step, Tag
from bridge.core.procedures.tags import tags_of
from bridge.core.procedures.template import Template


class TagStep(Step):
    """`- tag: [refunded]`."""

    key: ClassVar[str] = "tag"
    tag: tuple[Template, ...] = Field(min_length=1, max_length=20)

    @field_validator("tag", mode="before")
    @classmethod
    def _one(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def enter(self, frame: Frame) -> Move:
        """Adds them."""
        try:
            tags = tags_of(self.tag, frame)
        except ValueError as error:
            return Fail(reason=str(error))
        return Go(acts=(Tag(add=tags),), why=f"tags {', '.join(tags)}")
