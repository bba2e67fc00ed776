"""`content sync`: the help centre of the Zendesk account becomes part of what Fin answers from."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bridge.cli.texts import stop

if TYPE_CHECKING:
    from bridge.knowledge.guide_sync import Synced
    from bridge.settings import Settings


def sync() -> None:
    """Read the Zendesk help centre and bring Fin's content up to it; run it as often as you like.

    Drafts and articles for a segment of people stay out. A running service answers from what changed within
    a second.
    """
    from bridge.settings import load
    from connectors.failures import OutsideFailure

    try:
        done = asyncio.run(_synced(load()))
    except OutsideFailure as failure:
        stop(f"the help centre cannot be read: {failure}", 1)
    print(
        f"{done.added} added, {done.changed} changed, {done.removed} removed, {done.same} unchanged; "
        f"{done.hidden} drafts and restricted articles left out"
        + (f", {done.unreadable} that cannot be read" if done.unreadable else "")
    )


async def _synced(settings: Settings) -> Synced:
    from bridge.cli.opened import opened
    from bridge.configured import guide_of, support_of
    from bridge.knowledge import guide_sync
    from bridge.runtime.clock import SystemClock

    support = support_of(settings)
    if support is None:
        stop("no Zendesk account is configured: set BRIDGE_ZENDESK__SUBDOMAIN and its credentials")

    try:
        async with opened(settings) as store:
            return await guide_sync.sync(store, *guide_of(settings, support), SystemClock().now)
    finally:
        await support.close()
