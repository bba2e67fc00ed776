"""Fills `{{…}}` in a trigger's payload, as far as triggers of integrations use them."""

from __future__ import annotations

import re
from collections.abc import Callable

from connectors.sandbox.change import Save
from connectors.sandbox.clock import stamp
from connectors.sandbox.records import Comment, User

PLACEHOLDER = re.compile(r"\{\{\s*([^}]*?)\s*\}\}")
COMMENT = re.compile(r"ticket\.(public_)?comments\[(\d+)\]\.(\w+)")


def filled(template: str, save: Save) -> str:
    """The text with every placeholder replaced; unknown ones become empty.

    Values are put in as they are: Zendesk does not promise to escape them for JSON.
    """
    return PLACEHOLDER.sub(lambda match: _value(match[1], save), template)


def _value(name: str, save: Save) -> str:
    if match := COMMENT.fullmatch(name):
        comments = [one for one in reversed(save.ticket.comments) if one.public or not match[1]]
        place = int(match[2])
        return _comment(comments[place], match[3]) if place < len(comments) else ""
    if (known := PLAIN.get(name)) is not None:
        value = known(save)
        return "" if value is None else str(value)
    owner, _, attribute = name.rpartition(".")
    person = _person(owner, save)
    if person is None:
        return ""
    return str({"id": person.id, "name": person.name, "email": person.email or "",
                "external_id": person.external_id or ""}.get(attribute, ""))  # fmt: skip


def _comment(comment: Comment, attribute: str) -> str:
    return {
        "id": str(comment.id),
        "value": comment.body,
        "created_at": stamp(comment.created_at),
        "is_public": str(comment.public).lower(),
    }.get(attribute, "")


def _person(owner: str, save: Save) -> User | None:
    users = save.state.users
    match owner:
        case "current_user":
            return save.actor.user
        case "ticket.requester":
            return users.get(save.ticket.requester_id)
        case "ticket.assignee":
            return users.get(save.ticket.assignee_id or 0)
        case _:
            return None


def _group(save: Save) -> str | None:
    group = save.state.groups.get(save.ticket.group_id or 0)
    return group.name if group else None


PLAIN: dict[str, Callable[[Save], object]] = {
    "ticket.id": lambda save: save.ticket.id,
    "ticket.external_id": lambda save: save.ticket.external_id,
    "ticket.title": lambda save: save.ticket.subject,
    "ticket.description": lambda save: save.ticket.description,
    "ticket.status": lambda save: "On-hold" if save.ticket.status == "hold" else save.ticket.status.title(),
    "ticket.priority": lambda save: (save.ticket.priority or "").title(),
    "ticket.tags": lambda save: " ".join(save.ticket.tags),
    "ticket.url": lambda save: f"{save.state.origin}/agent#{save.ticket.id}",
    "ticket.group.name": _group,
    "ticket.created_at_with_timestamp": lambda save: stamp(save.ticket.created_at),
    "ticket.updated_at_with_timestamp": lambda save: stamp(save.ticket.updated_at),
    "ticket.latest_public_comment": lambda save: next(
        (one.body for one in reversed(save.ticket.comments) if one.public), ""
    ),
}
