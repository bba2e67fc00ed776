"""A Zendesk, the real process and a customer, to be killed at a call and started again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from connectors.sandbox.app import Sandbox
from tests.crash.refund_shop import RefundShop
from tests.crash.service import Service
from tests.handoff.world import Customer, eventually, free_port, settings_for

STAGES = ["pause_before", "pause_inside", "pause_after"]


@asynccontextmanager
async def scene(
    folder: Path, *, environment: Mapping[str, str] | None = None, **options: Any
) -> AsyncIterator[tuple[Sandbox, Service, Customer]]:
    """All three, the service set up and running; `options` are those of `settings_for`."""
    async with Sandbox(port=0, incremental_lag_s=0) as zendesk, aiohttp.ClientSession() as http:
        settings = settings_for(folder, zendesk, port=free_port(), **options)
        service = Service(settings, **(environment or {}))
        await service.setup()
        await service.start()
        try:
            yield zendesk, service, Customer(settings.base_url, http)
        finally:
            zendesk.resume()
            await service.stop()


async def killed_at(where: Sandbox | RefundShop, service: Service) -> None:
    """The process dies at the call that is held there, and is started again."""
    await where.wait_held()
    await service.kill()
    where.resume()
    await service.start()


async def ends(zendesk: Sandbox, status: str, *tags: str) -> dict[str, object]:
    """The one ticket, as soon as it stands as it should."""

    async def so() -> bool:
        found = zendesk.tickets()
        return len(found) == 1 and found[0]["status"] == status and set(tags) <= set(found[0]["tags"])

    await eventually(so, f"never {status} {tags}: {zendesk.tickets()}")
    return zendesk.tickets()[0]
