"""Which tickets changed since we last asked: one page of Zendesk's export, from a place in it on."""

from __future__ import annotations

from connectors import failures
from connectors.zendesk.objects import Page
from connectors.zendesk.support import Support

BEGINS_S = 120
"""Before now, for who has no place yet: Zendesk asks for a start that is at least a minute ago."""

LOOKED_BACK_S = 24 * 3600
"""Before now, where Zendesk does not know the place, as that of another account."""

_UNKNOWN_PLACE = (400, 404, 410, 422)


async def changes(support: Support, cursor: str, now: float) -> Page:
    """The page behind `cursor`; an unknown one is given up, or nothing would ever be found any more.

    Args:
        support: The client.
        cursor: The place; empty at the first time.
        now: Seconds since the epoch.
    """
    if not cursor:
        return await support.incremental_tickets(start_time=int(now) - BEGINS_S, cursor=None)
    try:
        return await support.incremental_tickets(start_time=None, cursor=cursor)
    except failures.Refused as refused:
        if refused.status not in _UNKNOWN_PLACE:
            raise
        return await support.incremental_tickets(start_time=int(now) - LOOKED_BACK_S, cursor=None)
