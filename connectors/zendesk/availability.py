"""How many agents take live chats now.

Source: developer.zendesk.com, Agent Availability API, List agent availabilities; needs omnichannel routing.
"""

from __future__ import annotations

from typing import Any

from connectors.zendesk.caller import Caller

PATH = "/api/v2/agent_availabilities"
ONLINE = {"filter[channel_status]": "messaging:online", "page[size]": "100"}


async def agents_online(support: Caller) -> int:
    """How many agents are online for messaging; at most a page of a hundred is counted.

    Raises:
        Refused: The account does not tell.
    """

    def told(raw: Any) -> int:
        return len(raw["data"])

    return await support.get(PATH, ONLINE, told=told)
