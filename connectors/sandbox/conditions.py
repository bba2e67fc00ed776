"""Whether a save meets a trigger's conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.sandbox.change import Save, tag_list
from connectors.sandbox.records import STATUSES

CHANGE_OPERATORS = ("changed", "not_changed", "value", "value_previous", "not_value", "not_value_previous")
EQUALITY = ("is", "is_not")
FIELD_OPERATORS = EQUALITY + CHANGE_OPERATORS

OPERATORS: dict[str, tuple[str, ...]] = {
    "update_type": ("is",),
    "comment_is_public": ("is",),
    "current_tags": ("includes", "not_includes"),
    "role": EQUALITY,
    "requester_role": EQUALITY,
    "current_via_id": EQUALITY,
    "via_id": EQUALITY,
    "status": ("is", "is_not", "less_than", "greater_than", *CHANGE_OPERATORS),
    "priority": ("is", "is_not", *CHANGE_OPERATORS),
    "type": FIELD_OPERATORS,
    "assignee_id": FIELD_OPERATORS,
    "group_id": FIELD_OPERATORS,
    "requester_id": FIELD_OPERATORS,
    "brand_id": FIELD_OPERATORS,
    "ticket_form_id": FIELD_OPERATORS,
}
"""The conditions that this sandbox understands."""

REQUESTER_ROLES = {"end-user": "0", "admin": "2", "agent": "4"}


def holds(save: Save, conditions_all: list[dict[str, Any]], conditions_any: list[dict[str, Any]]) -> bool:
    """All of the first and, when there are any, one of the second."""
    return all(_one(save, one) for one in conditions_all) and (
        not conditions_any or any(_one(save, one) for one in conditions_any)
    )


def _one(save: Save, condition: Mapping[str, Any]) -> bool:
    name, operator, value = str(condition["field"]), str(condition["operator"]), condition.get("value")
    match name:
        case "update_type":
            return _text(value).lower() == ("create" if save.before is None else "change")
        case "comment_is_public":
            return _comment(save, _text(value))
        case "current_tags":
            has_one = bool(set(tag_list(value)) & set(save.ticket.tags))
            return has_one == (operator == "includes")
        case "role":
            mine = {"agent" if save.actor.user.is_staff else "end_user", str(save.actor.user.id)}
            return (_text(value) in mine) == (operator == "is")
        case "requester_role":
            requester = save.state.users[save.ticket.requester_id]
            return (REQUESTER_ROLES[requester.role] == _text(value)) == (operator == "is")
        case "current_via_id":
            return (str(save.actor.via_id) == _text(value)) == (operator == "is")
        case "via_id":
            return (str(save.ticket.via_id) == _text(value)) == (operator == "is")
        case _:
            return _field(save, name, operator, _meant(save, _text(value)))


def _comment(save: Save, value: str) -> bool:
    if save.comment is None:
        return False
    match value:
        case "true" | "requester_can_see_comment":
            return save.comment.public
        case "false":
            return not save.comment.public
        case _:
            return True


def _field(save: Save, name: str, operator: str, value: str) -> bool:
    now, old = _text(getattr(save.ticket, name)), _text(save.was(name))
    match operator:
        case "is":
            return now == value
        case "is_not":
            return now != value
        case "less_than":
            return STATUSES.index(now) < STATUSES.index(value)
        case "greater_than":
            return STATUSES.index(now) > STATUSES.index(value)
        case "changed":
            return now != old
        case "not_changed":
            return now == old
        case "value":
            return now != old and now == value
        case "not_value":
            return not (now != old and now == value)
        case "value_previous":
            return now != old and old == value
        case "not_value_previous":
            return not (now != old and old == value)
        case _:
            return False


def _meant(save: Save, value: str) -> str:
    match value:
        case "current_user":
            return str(save.actor.user.id)
        case "requester_id":
            return str(save.ticket.requester_id)
        case _:
            return value


def _text(value: Any) -> str:
    """Conditions hold strings, numbers, booleans and nulls for the same thing."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
