"""What passes by and is no line of a conversation, told to other processes too: it is kept nowhere.

A text that grows, somebody who types, a session that ended. Of a text only the newest state is told, a few
times a second; who misses one has the whole part a moment later.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import assert_never

from bridge.runtime.live import Aside, Chunk, Ended, Typing
from bridge.runtime.news import News

EVERY_S = 0.15
"""How often a text that grows is told elsewhere."""
MOST_BYTES = 6_000
"""Of one; a notification of PostgreSQL holds 8,000. A longer text comes as a whole when it is done."""


class Asides:
    """Gathers what others are to be told, and tells it at once or a little later.

    Args:
        send: Takes news for the other processes; in the loop's thread, and does not wait.
    """

    def __init__(self, send: Callable[[Sequence[News]], None]) -> None:
        self._send = send
        self._waiting: dict[tuple[str, str], News] = {}
        self._timer: asyncio.TimerHandle | None = None

    def tell(self, contact_id: str, aside: Aside) -> None:
        """Tells the others of it."""
        match aside:
            case Ended():
                self._send([_news(contact_id, "", aside)])
            case Chunk() | Typing():
                news = _news(contact_id, aside.conversation_id, aside)
                if len(news.aside.encode()) <= MOST_BYTES:
                    self._waiting[aside.conversation_id, type(aside).__name__] = news
                    if self._timer is None:
                        self._timer = asyncio.get_running_loop().call_later(EVERY_S, self.flush)
            case _:  # pragma: no cover - mypy proves it
                assert_never(aside)

    def over(self, conversation_id: str) -> None:
        """A line was written there: what had grown until then is old."""
        self._waiting.pop((conversation_id, Chunk.__name__), None)

    def flush(self) -> None:
        """Tells what waits, now."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            self._send(tuple(self._waiting.values()))
            self._waiting = {}


def aside_in(news: News) -> Aside | None:
    """What another process told; None where this release does not know the word."""
    match json.loads(news.aside):
        case ["chunk", str(stream_id), str(text)]:
            return Chunk(conversation_id=news.conversation_id, stream_id=stream_id, text=text)
        case ["typing", "user" | "fin" | "agent" as author, bool(active)]:
            return Typing(conversation_id=news.conversation_id, author=author, active=active)
        case ["ended", str() | None as session_id]:
            return Ended(session_id=session_id)
        case _:
            return None


def _news(contact_id: str, conversation_id: str, aside: Aside) -> News:
    match aside:
        case Chunk():
            told: list[str | bool | None] = ["chunk", aside.stream_id, aside.text]
        case Typing():
            told = ["typing", aside.author, aside.active]
        case Ended():
            told = ["ended", aside.session_id]
        case _:  # pragma: no cover - mypy proves it
            assert_never(aside)
    shown = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return News(contact_id=contact_id, conversation_id=conversation_id, after=0, aside=shown)
