"""Passages that are no longer content, kept for as long as somebody searches an index that has them."""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Iterable

from bridge.knowledge.chunk import Passage
from bridge.knowledge.postings import Postings


class Retired:
    """Takes rows out of the postings once every index that had them is gone; for one thread at a time.

    Args:
        postings: Where the passages are.
    """

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._indexes: deque[weakref.ref[object]] = deque()
        """Oldest first."""
        self._gone: deque[tuple[weakref.ref[object], list[tuple[int, Passage]]]] = deque()
        """Oldest first, each with the last index that has the passages."""

    def used_by(self, index: object) -> None:
        """The latest index; the ones before may still be searched."""
        self._indexes.append(weakref.ref(index))

    def put(self, passages: Iterable[tuple[int, Passage]]) -> None:
        """What the latest index has no more, and the one before had; sweeps what nobody has any more."""
        self._gone.append((self._indexes[-2], list(passages)))
        while self._indexes and self._indexes[0]() is None:
            oldest = self._indexes.popleft()
            while self._gone and self._gone[0][0] is oldest:
                self._postings.remove(self._gone.popleft()[1])
