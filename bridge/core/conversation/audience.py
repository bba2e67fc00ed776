"""Whether a procedure is for the contact."""

from __future__ import annotations

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.scene import known_before
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.expressions import ExpressionError


def is_for(draft: Draft, definition: Definition) -> bool:
    """Whether the contact is of the procedure's audience; says why not."""
    if why := not_for(draft, definition):
        draft.why("not_in_audience", f"{definition.id}: {why}")
    return not why


def not_for(draft: Draft, definition: Definition) -> str:
    """Why the contact is not of the procedure's audience; empty when he is."""
    why = definition.head.audience.excludes(draft.c.contact, draft.c.channel)
    return why or _condition(draft, definition)


def _condition(draft: Draft, definition: Definition) -> str:
    condition = definition.head.audience.condition
    if condition is None:
        return ""
    try:
        return "" if condition.holds(known_before(draft, definition)) else f"`{condition.source}` is false"
    except ExpressionError as error:
        return str(error)
