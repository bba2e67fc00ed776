"""Who takes live chats now."""

from __future__ import annotations

from connectors.sandbox.app import Sandbox
from connectors.zendesk.availability import agents_online
from connectors.zendesk.support import Support


async def test_agents_who_are_online_are_counted(zd: Sandbox, account: Support) -> None:
    assert await agents_online(account) == 2
    zd.state.away.add(zd.state.bo.id)
    assert await agents_online(account) == 1
