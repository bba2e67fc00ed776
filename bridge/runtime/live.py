"""Who looks at what right now: followers of a contact, told of each change after it is committed.

Nothing here is durable: whoever misses something re-reads the log by its cursor. Who commits tells the
followers of its own process; `elsewhere` tells them what other processes committed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line

HELD = 256
"""Items that a follower may be behind; then it gets `Lagging` in their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A committed turn: the conversation afterwards and the lines that it made."""

    conversation: Conversation
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """An answer that is still being made, as far as it has come; never stored.

    Args:
        stream_id: One per answer.
        text: Plain, all of it up to now, so that a lost chunk is made good by the next.
    """

    conversation_id: str
    stream_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """Somebody types, or stopped."""

    conversation_id: str
    author: Literal["user", "fin", "agent"]
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagging:
    """Items were dropped because this follower is slow: read again, by cursor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A session of the contact is over; None: all of them."""

    session_id: str | None


Item: TypeAlias = Change | Chunk | Typing
Aside: TypeAlias = Chunk | Typing | Ended
"""What no line tells, so that other processes have to be told of it."""
Told: TypeAlias = Item | Lagging


class Follower:
    """Iterate it to be told; ends when it is closed or kicked."""

    def __init__(self, live: Live, contact_id: str, session_id: str | None) -> None:
        self._live = live
        self._items: deque[Told] = deque()
        self._news = asyncio.Event()
        self._is_open = True
        self.contact_id = contact_id
        self.session_id = session_id

    def tell(self, item: Told) -> None:
        """Puts an item in the queue, without ever waiting."""
        if len(self._items) >= HELD:
            self._items.clear()
            item = Lagging()
        self._items.append(item)
        self._news.set()

    def close(self) -> None:
        """Ends the iteration; may be called twice."""
        self._is_open = False
        self._news.set()
        self._live.leave(self)

    def __aiter__(self) -> Follower:
        return self

    async def __anext__(self) -> Told:
        while self._is_open:
            if self._items:
                return self._items.popleft()
            self._news.clear()
            await self._news.wait()
        raise StopAsyncIteration


class Live:
    """All followers of this process. To be used from the loop's thread only."""

    def __init__(self) -> None:
        self._followers: dict[str, set[Follower]] = {}
        self._tells: list[Callable[[str, Aside], None]] = []

    def on_aside(self, tell: Callable[[str, Aside], None]) -> None:
        """Calls `tell` with a contact's id and what passed by here that others may have to know."""
        self._tells.append(tell)

    def follow(self, contact_id: str, session_id: str | None = None) -> Follower:
        """A new follower of everything that happens to this contact from now on.

        Args:
            contact_id: Whose conversations.
            session_id: The session that it belongs to, so that it ends with it.
        """
        follower = Follower(self, contact_id, session_id)
        self._followers.setdefault(contact_id, set()).add(follower)
        return follower

    def publish(self, contact_id: str, item: Item) -> None:
        """Tells every follower of this contact; call it after the commit."""
        if not isinstance(item, Change) and not self.is_online(contact_id):
            self._pass_on(contact_id, item)  # who follows him does so elsewhere, if anybody does
        self.publish_here(contact_id, item)

    def publish_here(self, contact_id: str, item: Item) -> None:
        """Tells those of this process alone, of what happened in another."""
        for follower in self._followers.get(contact_id, ()):
            follower.tell(item)

    def lag(self) -> None:
        """Tells every follower that it may have missed something."""
        for followers in self._followers.values():
            for follower in followers:
                follower.tell(Lagging())

    def is_online(self, contact_id: str) -> bool:
        """Whether anybody follows this contact."""
        return contact_id in self._followers

    def kick(self, contact_id: str, session_id: str | None) -> None:
        """Ends the followers of one session, or with None all of the contact's; in other processes too."""
        self._pass_on(contact_id, Ended(session_id=session_id))
        self.kick_here(contact_id, session_id)

    def kick_here(self, contact_id: str, session_id: str | None) -> None:
        """Ends those of this process alone."""
        for follower in tuple(self._followers.get(contact_id, ())):
            if session_id is None or follower.session_id == session_id:
                follower.close()

    def _pass_on(self, contact_id: str, aside: Aside) -> None:
        for tell in self._tells:
            tell(contact_id, aside)

    def leave(self, follower: Follower) -> None:
        """Forgets a follower; `Follower.close` calls it."""
        others = self._followers.get(follower.contact_id)
        if others is not None:
            others.discard(follower)
            if not others:
                del self._followers[follower.contact_id]
