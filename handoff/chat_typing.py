"""An agent types in a live chat: whoever looks at the conversation now sees it, and nothing is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from bridge.runtime.live import Live, Typing
from handoff.asking import ReadConversation
from handoff.chat_inbound import Hint

AGAIN_S = 3.0
"""The same is told to a conversation this often at most."""
REMEMBERED = 1000


class AgentTyping:
    """Shows that an agent types.

    Args:
        live: Who looks.
        conversation: Ours, by its id.
        monotonic: Seconds that only grow.
    """

    def __init__(self, live: Live, conversation: ReadConversation, monotonic: Callable[[], float]) -> None:
        self._live = live
        self._conversation = conversation
        self._monotonic = monotonic
        self._told: OrderedDict[str, tuple[bool, float]] = OrderedDict()

    async def __call__(self, hint: Hint) -> None:
        """Tells it, unless it was told just now or the conversation is no live chat any more."""
        active, told_at = self._told.get(hint.conversation_id, (None, 0.0))
        now = self._monotonic()
        if active == hint.active and now - told_at < AGAIN_S:
            return
        self._told[hint.conversation_id] = (hint.active, now)
        self._told.move_to_end(hint.conversation_id)
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        conversation = await self._conversation(hint.conversation_id)
        if conversation is None or not conversation.is_chatting:
            return
        typing = Typing(conversation_id=conversation.id, author="agent", active=hint.active)
        self._live.publish(conversation.contact.id, typing)
