"""What is asked of the store: types that several files here share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bridge.core.conversation.state import Conversation

ReadConversation = Callable[[str], Awaitable[Conversation | None]]
FindByTicket = Callable[[int], Awaitable[Conversation | None]]
