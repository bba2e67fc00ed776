"""What the webhooks of live chats lost: a poll of those that are open rings the same bell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import orjson

from bridge.core.conversation.state import Conversation
from bridge.runtime.deliveries import Deliveries
from handoff.chat_inbound import LANE, SOURCE
from handoff.chats import ChatPlace, LiveChats


class ChatReconciler:
    """Keeps a delivery for every live chat that is open.

    Args:
        chats: Says how one is recognised.
        deliveries: Where they are kept.
        app_id: Of the app that is ours.
        with_team: Conversations that people have, the latest first.
        epoch: Seconds since 1970.
    """

    def __init__(
        self,
        chats: LiveChats,
        deliveries: Deliveries,
        *,
        app_id: str,
        with_team: Callable[[], Awaitable[Sequence[Conversation]]],
        epoch: Callable[[], float],
    ) -> None:
        self._chats = chats
        self._deliveries = deliveries
        self._app_id = app_id
        self._with_team = with_team
        self._epoch = epoch

    async def __call__(self) -> int:
        """One poll; returns how many deliveries it kept."""
        kept = 0
        for one in await self._with_team():
            chat = one.chat
            if chat is None or chat.state != "open" or chat.id is None:
                continue
            key = f"{chat.id}:{self._epoch():.3f}"
            place = ChatPlace(conversation_id=one.id, number=chat.number)
            conversation = {"id": chat.id, "metadata": dict(self._chats.marker(place))}
            event = {"id": key, "type": "switchboard:poll", "payload": {"conversation": conversation}}
            body = orjson.dumps({"app": {"id": self._app_id}, "events": [event]})
            kept += await self._deliveries.keep(SOURCE, key, f"{LANE}{chat.id}", body)
        return kept
