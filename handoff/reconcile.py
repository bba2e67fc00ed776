"""What webhooks lost: a poll of changed tickets rings the same bell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import orjson

from bridge.runtime.deliveries import Deliveries
from handoff.asking import FindByTicket
from handoff.desk import HelpDesk
from handoff.inbound import RECONCILE
from handoff.own import conversation_in

FULL = 1000
"""Tickets on a page behind which there may be another. Source: Zendesk, Incremental Ticket Export."""

PAGES = 5
"""In one poll: after a day without us there are many, and Zendesk allows ten requests a minute."""


class Reconciler:
    """Polls the desk's list of changed tickets and keeps a delivery for each that is ours."""

    def __init__(
        self,
        desk: HelpDesk,
        deliveries: Deliveries,
        *,
        by_ticket: FindByTicket,
        read_cursor: Callable[[], Awaitable[str]],
        keep_cursor: Callable[[str], Awaitable[None]],
    ) -> None:
        self._desk = desk
        self._deliveries = deliveries
        self._by_ticket = by_ticket
        self._read_cursor = read_cursor
        self._keep_cursor = keep_cursor

    async def __call__(self) -> int:
        """One poll; returns how many deliveries it kept. The cursor moves only after they are kept."""
        kept = 0
        for _ in range(PAGES):
            more, is_full = await self._page()
            kept += more
            if not is_full:
                break
        return kept

    async def _page(self) -> tuple[int, bool]:
        """How many deliveries it kept, and whether there may be more behind it."""
        cursor = await self._read_cursor()
        changed, after = await self._desk.changed_since(cursor)
        kept = 0
        for ref in changed:
            # A ticket that a live chat opened has no external id of ours.
            if conversation_in(ref.external_id) is None and await self._by_ticket(ref.ticket_id) is None:
                continue
            body = orjson.dumps({"v": 1, "ticket_id": str(ref.ticket_id), "external_id": ref.external_id})
            key = f"{ref.ticket_id}:{after}"
            kept += await self._deliveries.keep(RECONCILE, key, f"ticket:{ref.ticket_id}", body)
        if after == cursor:
            return kept, False
        await self._keep_cursor(after)
        return kept, len(changed) >= FULL
