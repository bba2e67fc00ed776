"""What one connection has seen and what it must be told next: the same frames for sockets and polls.

Lines have gapless numbers per conversation, so whatever was missed, doubled or out of order between the log
and the live feed shows in the numbers, and the log is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import assert_never

from bridge.channels.messenger.shapes import Json, conversation_json, part_json, parts_json
from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line, Part
from bridge.runtime import log
from bridge.runtime.live import Change, Chunk, Lagging, Typing
from bridge.runtime.store import Store
from bridge.web.answers import json_bytes

LISTED = 50
PAGE = 500


class Feed:
    """One customer's connection.

    Args:
        contact_id: Whose conversations.
        cursors: Conversation id → seq of the last part that he holds. Ids that are not his are ignored.
        stamps: Conversation id → stamp of the state that he holds; see `position`.
    """

    __slots__ = ("_asked", "_contact_id", "_seen", "_stamps", "_stated", "_store")

    def __init__(
        self,
        store: Store,
        contact_id: str,
        cursors: Mapping[str, int],
        stamps: Mapping[str, str] | None = None,
    ) -> None:
        self._store = store
        self._contact_id = contact_id
        self._asked = dict(cursors)
        self._seen: dict[str, int] = {}
        self._stamps = dict(stamps or {})
        self._stated: dict[str, int] = {}

    @property
    def position(self) -> dict[str, tuple[int, str]]:
        """Conversation id → seq and state up to which he has been told."""
        return {key: (seq, self._stamps.get(key, "")) for key, seq in self._seen.items()}

    async def backlog(self) -> list[Json]:
        """What was missed: the parts after his cursors, and each conversation whose state he does not hold.

        Of a conversation without a cursor he holds no parts; he is told that it is there.
        """
        frames: list[Json] = []
        mine = await log.conversations_of(self._store, self._contact_id, limit=LISTED)
        for c, last in reversed(mine):
            cursor = self._seen.get(c.id, self._asked.get(c.id))
            if cursor is not None and cursor < c.seq:
                frames += await self._missed(c.id, cursor)
            else:
                self._seen[c.id] = c.seq
            frames += self._state(c, last)
        older = {key: cursor for key, cursor in self._asked.items() if key not in self._seen}
        self._asked = {}
        return [*await self.rewound(older), *frames]

    async def rewound(self, cursors: Mapping[str, int]) -> list[Json]:
        """The same after he said anew what he holds, e.g. because he loaded another conversation."""
        frames: list[Json] = []
        for conversation_id, cursor in cursors.items():
            known = self._seen.get(conversation_id)
            if known is None:
                c = await log.conversation(self._store, conversation_id)
                if c is None or c.contact.id != self._contact_id:
                    continue
            if known is None or cursor < known:
                frames += await self._missed(conversation_id, cursor)
        return frames

    async def told(self, item: Change | Chunk | Typing | Lagging) -> list[Json]:
        """The frames for one thing that just happened; none for what he was told already."""
        match item:
            case Change():
                return await self._changed(item)
            case Chunk():
                return [
                    {
                        "type": "chunk",
                        "conversation_id": item.conversation_id,
                        "stream_id": item.stream_id,
                        "text": item.text,
                    }
                ]
            case Typing():
                if item.author == "user":  # his own
                    return []
                return [
                    {
                        "type": "typing",
                        "conversation_id": item.conversation_id,
                        "author": item.author,
                        "active": item.active,
                    }
                ]
            case Lagging():
                return await self.backlog()
            case _:  # pragma: no cover - mypy proves it
                assert_never(item)

    async def _changed(self, change: Change) -> list[Json]:
        c, lines = change.conversation, change.lines
        first = lines[0].seq if lines else c.seq + 1
        seen = self._seen.get(c.id, first - 1)
        if first == seen + 1:
            frames = [_part(shape) for shape in parts_json(lines)]
            self._seen[c.id] = lines[-1].seq if lines else seen
        elif seen < c.seq:  # a line is missing between what he saw and this: the log has it
            frames = await self._missed(c.id, seen)
        elif c.seq <= self._stated.get(c.id, 0):
            return []  # told already, in a backlog that was read after this happened
        else:
            frames = []  # the backlog had these lines, but the state before them
        last = next((line for line in reversed(lines) if isinstance(line.entry, Part)), None)
        return [*frames, *self._state(c, last)]

    def _state(self, c: Conversation, last: Line | None) -> list[Json]:
        shape = conversation_json(c, last)
        del shape["last_part"]
        stamp = hashlib.blake2b(json_bytes(shape), digest_size=6).hexdigest()
        if self._stamps.get(c.id) == stamp:
            return []
        self._stamps[c.id] = stamp
        self._stated[c.id] = c.seq
        if last is not None:  # without it he keeps the one that he has
            shape["last_part"] = part_json(last)
        return [{"type": "conversation", "conversation": shape}]

    async def _missed(self, conversation_id: str, after: int) -> list[Json]:
        frames: list[Json] = []
        seen = after
        while lines := await log.lines(
            self._store, conversation_id, after=seen, limit=PAGE, parts_only=False
        ):
            frames += [_part(shape) for shape in parts_json(lines)]
            seen = lines[-1].seq
            if len(lines) < PAGE:
                break
        self._seen[conversation_id] = seen
        return frames


def _part(shape: Json) -> Json:
    return {"type": "part", "conversation_id": shape["conversation_id"], "part": shape}
