"""`tag_contact`: tags on the contact's Zendesk user."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, field_validator

from bridge.core.procedures.step import Fail, Frame, Go, Move, Plan, Step
from bridge.core.procedures.tags import tags_of
from bridge.core.procedures.template import Template
from bridge.core.words.effects import TagContact


class TagContactStep(Step):
    """`- tag_contact: [vip]`."""

    key: ClassVar[str] = "tag_contact"
    tag_contact: tuple[Template, ...] = Field(min_length=1, max_length=20)

    @field_validator("tag_contact", mode="before")
    @classmethod
    def _one(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    def enter(self, frame: Frame) -> Move:
        """Orders it and goes on."""
        try:
            tags = tags_of(self.tag_contact, frame)
        except ValueError as error:
            return Fail(reason=str(error))
        effect = TagContact(
            conversation_id=frame.scene.conversation_id, contact=frame.scene.contact, tags=tags
        )
        return Go(acts=(Plan(effect=effect),), why=f"tags the contact {', '.join(tags)}")
