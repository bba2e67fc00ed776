"""The matcher of now: made again when a definition, or what the articles answer, has changed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import structlog

from bridge.catalog.folder import Folder
from bridge.core.procedures.catalog import Catalog
from bridge.fin.matching.made import matcher_of, questions_of
from bridge.fin.matching.matcher import Matcher
from bridge.knowledge.index import Index

if TYPE_CHECKING:
    from bridge.fin.matching.meaning import Embed

AT_HAND = 50
"""Procedures that a message is compared with in well under a millisecond."""

log = structlog.get_logger(__name__)


class CurrentMatcher:
    """Makes the matcher when it is first asked for and whenever what it was made of has changed.

    Asked in a thread: making it takes up to a second for hundreds of procedures, and whoever asks meanwhile
    waits, because an old matcher would start what is no longer there.

    Args:
        live: The definitions of now.
        index: The articles' index of now.
        embed: The model that messages are also compared by; None where there is none.
    """

    def __init__(
        self,
        live: Callable[[], Folder | Catalog],
        index: Callable[[], Index],
        *,
        embed: Embed | None = None,
    ) -> None:
        self._live = live
        self._index = index
        self._embed = embed
        self._lock = threading.Lock()
        self._made_of: tuple[Folder | Catalog, Index] | None = None
        self._asked: tuple[str, ...] = ()
        self._matcher: Matcher | None = None

    @property
    def is_at_hand(self) -> bool:
        """Whether asking neither makes it anew nor takes long; the index must be known to be at hand."""
        before, matcher = self._made_of, self._matcher
        return (
            self._embed is None
            and before is not None
            and before[0] is self._live()
            and before[1] is self._index()
            and (matcher is None or len(matcher.procedures) <= AT_HAND)
        )

    def __call__(self) -> Matcher | None:
        """The matcher; None when no message can start any procedure. Blocks while it is made."""
        live, index = self._live(), self._index()
        with self._lock:
            before = self._made_of
            if before is not None and before[0] is live and before[1] is index:
                return self._matcher
            asked = questions_of(index)
            if before is None or before[0] is not live or asked != self._asked:
                self._matcher = matcher_of(live, index, embed=self._embed)
                log.info(
                    "matcher_made",
                    procedures=len(self._matcher.procedures) if self._matcher else 0,
                    model_trust=self._matcher.trust if self._matcher else None,
                )
            self._made_of, self._asked = (live, index), asked
            return self._matcher
