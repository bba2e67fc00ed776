"""Into which ticket was this one merged? Zendesk says so on both, and a closed ticket with a tag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bridge.core.words.values import TicketStatus
from connectors import failures
from connectors.zendesk.support import Audit, ChangeEvent, CommentEvent, Support, Ticket

MERGED = "closed_by_merge"
"""The tag that Zendesk gives to a ticket that was merged into another."""

AUDITS_READ = 300

_NUMBERED = re.compile(r"#(\d{1,15})\b")
"""How Zendesk's own sentence on the closed ticket names the other, in every language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """A merge: what closed the ticket, the ticket that is left, and from which save to read on there."""

    closed_by: Audit
    left: Ticket
    since: int


async def merge_of(support: Support, ticket: Ticket, audits: Sequence[Audit]) -> Merge | None:
    """The merge that closed `ticket`; None when it was not closed by one, or the other one is gone.

    Args:
        support: The client.
        ticket: As it is now.
        audits: Of the ticket, the one that closed it among them.
    """
    if ticket.status != TicketStatus.CLOSED:
        return None
    closed_by = next((one for one in sorted(audits, key=lambda one: -one.id) if _closes(one)), None)
    if closed_by is None or not (closed_by.merged_with or MERGED in ticket.tags):
        return None
    for left_id in closed_by.merged_with or _numbers_in(closed_by):
        if left_id == ticket.id:
            continue
        try:
            left = await support.ticket(left_id)
            there = await support.audits_since(left_id, 0, limit=AUDITS_READ)
        except failures.Refused as refused:
            if refused.status == 404:  # noqa: PLR2004 - HTTP's word for a deleted ticket
                continue
            raise
        return Merge(closed_by=closed_by, left=left, since=_since(there, ticket.id, closed_by))
    return None


def _closes(audit: Audit) -> bool:
    return any(
        isinstance(event, ChangeEvent) and event.field == "status" and event.value == TicketStatus.CLOSED
        for event in audit.events
    )


def _numbers_in(audit: Audit) -> tuple[int, ...]:
    """The tickets that the closing comment names, when the save itself does not say which it was."""
    texts = [event.body or event.html_body for event in audit.events if isinstance(event, CommentEvent)]
    return tuple(int(number) for text in texts for number in _NUMBERED.findall(text))


def _since(there: Sequence[Audit], merged_id: int, closed_by: Audit) -> int:
    """Up to which save the ticket that is left has nothing to do with the merged one.

    The merge itself is read: what an agent wrote with it for the customer to see is for the customer.
    """
    named = [one.id for one in there if merged_id in one.merged_with]
    if named:
        return min(named) - 1
    before = [one.id for one in there if one.created_at < closed_by.created_at]
    # older than all that was read: nothing of what stands before that is ours
    return max(before) if before else min((one.id - 1 for one in there), default=0)
