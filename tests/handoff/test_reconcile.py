"""The poll for what webhooks lost catches up after a long time away, and keeps its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bridge.runtime.verdict import NotSent
from handoff.desk import TicketRef
from handoff.reconcile import FULL, PAGES, Reconciler


class Changes:
    """A desk's list of changed tickets, `FULL` to a page, and the place up to which it was read."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.place = ""
        self.asked = 0
        self.fails_at = 0
        self.kept: list[str] = []

    async def changed_since(self, cursor: str) -> tuple[Sequence[TicketRef], str]:
        self.asked += 1
        if self.asked == self.fails_at:
            raise NotSent("away")
        start = int(cursor or 0)
        end = min(start + FULL, self.count)
        refs = [TicketRef(ticket_id=number, external_id="cnv_1") for number in range(start, end)]
        return refs, str(end)

    async def keep(self, _source: str, _key: str, lane: str, _body: bytes) -> bool:
        self.kept.append(lane)
        return True

    async def read_cursor(self) -> str:
        return self.place

    async def keep_cursor(self, place: str) -> None:
        self.place = place


def reconciler(changes: Any) -> Reconciler:
    async def nobodys(_ticket_id: int) -> None:
        return None

    return Reconciler(
        changes,
        changes,
        by_ticket=nobodys,
        read_cursor=changes.read_cursor,
        keep_cursor=changes.keep_cursor,
    )


async def test_a_long_list_is_caught_up_with_in_few_polls() -> None:
    changes = Changes(PAGES * FULL + 3)
    poll = reconciler(changes)
    assert await poll() == PAGES * FULL
    assert await poll() == 3
    assert await poll() == 0
    assert len(set(changes.kept)) == changes.count
    assert changes.asked == PAGES + 2


async def test_what_was_kept_before_a_failure_is_not_asked_for_again() -> None:
    changes = Changes(2 * FULL)
    changes.fails_at = 2
    poll = reconciler(changes)
    with pytest.raises(NotSent):
        await poll()
    assert changes.place == str(FULL)
    assert await poll() == FULL
