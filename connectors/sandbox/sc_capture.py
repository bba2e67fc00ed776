"""`dataCapture.…`: what comes along with control, read as fields of the ticket that the workspace opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.sandbox.change import tag_list
from connectors.sandbox.state import SandboxState

FIELD = "dataCapture.ticketField."
SYSTEM = "dataCapture.systemField."
PRIORITIES = {"low", "normal", "high", "urgent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What was told of the ticket.

    Args:
        fields: Of the ticket, those that it may have; what it may not have is passed over.
        custom_fields: By the id of the ticket field.
        tags: To be added.
        requester: `name`, `email`, for a requester who is not known yet.
        description: The ticket's first words.
    """

    fields: Mapping[str, Any]
    custom_fields: Mapping[int, Any]
    tags: tuple[str, ...]
    requester: Mapping[str, str]
    description: str


def captured(state: SandboxState, metadata: Mapping[str, Any]) -> Captured:
    """The keys of a conversation's captured metadata that the Agent Workspace understands."""
    system = {key.removeprefix(SYSTEM): one for key, one in metadata.items() if key.startswith(SYSTEM)}
    custom = {key.removeprefix(FIELD): one for key, one in metadata.items() if key.startswith(FIELD)}
    fields: dict[str, Any] = {}
    if system.get("subject"):
        fields["subject"] = str(system["subject"])
    if system.get("priority") in PRIORITIES:
        fields["priority"] = system["priority"]
    if (group_id := _number(system.get("group_id"))) in state.groups:
        fields["group_id"] = group_id
    assignee = state.users.get(_number(system.get("assignee_id")) or 0)
    if assignee is not None and assignee.is_staff:
        fields["assignee_id"] = assignee.id
    if (brand_id := _number(system.get("brand_id"))) is not None:
        fields["brand_id"] = brand_id
    return Captured(
        fields=fields,
        custom_fields={number: one for key, one in custom.items() if (number := _number(key)) is not None},
        tags=tuple(tag_list(str(system.get("tags") or ""))),
        requester={
            name: str(system[f"requester.{name}"])
            for name in ("name", "email")
            if system.get(f"requester.{name}")
        },
        description=str(system.get("description") or ""),
    )


def _number(value: Any) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None  # noqa: PLR2004 - digits of 64 bits
