"""Which passage has the customer's words for its title or heading, word for word."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from bridge.fin.brains.intent import normal
from bridge.knowledge.chunk import Passage
from bridge.knowledge.index import Index


class Titles:
    """Looks titles and headings up; of each index they are gathered once. Threads may share it."""

    def __init__(self) -> None:
        self._of: weakref.WeakKeyDictionary[Index, _Gathered] = weakref.WeakKeyDictionary()

    def find(
        self,
        index: Index,
        said: str,
        *,
        may_use: Callable[[Passage], bool],
        nearness: Callable[[Passage], int],
    ) -> Passage | None:
        """The passage whose article's title the words are, or else its heading; None when there is none.

        Args:
            index: Where to look.
            said: The words, as `normal` makes them.
            may_use: Which passages count.
            nearness: The greatest goes first, then the first in the content.
        """
        gathered = self._of.get(index)
        if gathered is None:
            gathered = self._of[index] = _Gathered(index.passages)
        for named in (gathered.titled, gathered.headed):
            usable = (one for one in named.get(said, ()) if may_use(one))
            found = max(usable, key=nearness, default=None)
            if found is not None:
                return found
        return None


class _Gathered:
    def __init__(self, passages: Sequence[Passage]) -> None:
        self.titled: dict[str, list[Passage]] = defaultdict(list)
        self.headed: dict[str, list[Passage]] = defaultdict(list)
        article = None
        for passage in passages:
            if passage.article is not article:  # the button of an article leads to its beginning
                article = passage.article
                self.titled[_normal(article.title)].append(passage)
            for heading in _headings(passage):
                self.headed[_normal(heading)].append(passage)


@lru_cache(maxsize=200_000)
def _normal(text: str) -> str:
    """Remembered: of a large content that has changed, nearly all titles are the same."""
    return normal(text)


def _headings(passage: Passage) -> Iterator[str]:
    yield from passage.trail
    yield from (block.lstrip("# ") for block in passage.blocks if block.startswith("#"))
