"""The content as it stands now: loaded once, loaded again when a file or a page has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from bridge.core.procedures.definition import Audience
from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.audience import FILE, read_audiences
from bridge.knowledge.chunk import Passage, passages_of
from bridge.knowledge.index import Index
from bridge.knowledge.pages import Pages, Sent, no_pages
from bridge.knowledge.sources import ContentFolder, Stamp, stamp, stamp_of
from bridge.knowledge.translations import fail
from bridge.runtime.store import StoreBusy

UNKNOWN = "none"
"""No version of the pages is called so."""

LOOK_EVERY_S = 0.5
"""An author who saves a file sees it answered at once; a busy hour does not stat files per question."""

ON_THE_WAY_S = 0.05
"""What is fresh now stays so until it is used."""

AT_HAND = 1_000
"""Passages that are searched in less than a millisecond."""

REST = 2.0
"""Times what reading and indexing took: while thousands of pages are sent, most questions need not wait."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the files looked like: the articles, and the audiences' file."""

    files: Stamp
    names: Stamp


class Library:
    """A folder of articles, the pages that were sent to us, and the index over both; threads may share it.

    A folder that is not there is an empty one: the service starts, and every question goes to the team.

    Args:
        folder: Usually config/content.
        pages: What there is besides.
        monotonic: Seconds that only grow.
        is_strict: Whether a file that does not fit is an error at the start. Else it is left out, and a line
            in the log says why; later, its last good article stays in either case.

    Raises:
        ContentError: A file does not fit.
        StoreBusy: The pages cannot be read. Only at the start.
    """

    def __init__(
        self,
        folder: Path,
        *,
        pages: Pages = no_pages,
        monotonic: Callable[[], float] = time.monotonic,
        is_strict: bool = True,
    ) -> None:
        self._folder = ContentFolder(folder)
        self._names = folder.parent / FILE
        self._pages = pages
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._looked_at = monotonic()
        self._seen = self._stamp()
        wrong = fail if is_strict else _not_read
        self._files = self._folder.articles(self._seen.files, wrong=wrong)
        self._audiences: Mapping[int, Audience] = {}
        self._read_audiences(wrong)
        self._version, self._sent = pages(UNKNOWN) or (UNKNOWN, ())
        self._passages: dict[Article, tuple[Passage, ...]] = {}
        self._took_s = 0.0
        self._index = Index(self._cut())

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, as last loaded."""
        return (*self._files, *filter(None, map(self._for_some, self._sent)))

    @property
    def is_at_hand(self) -> bool:
        """Whether `current` answers without looking at files and pages, and what it gives is small."""
        rested = self._monotonic() - self._looked_at
        is_fresh = rested < max(LOOK_EVERY_S, REST * self._took_s) - ON_THE_WAY_S
        return is_fresh and len(self._index.passages) <= AT_HAND

    def current(self) -> Index:
        """The index over the content of now; whoever holds an older one may finish with it. May block.

        While one thread brings it up to date, others get the one before.
        """
        if self._lock.acquire(blocking=False):
            try:
                if self._monotonic() - self._looked_at >= max(LOOK_EVERY_S, REST * self._took_s):
                    self._look()
            finally:
                self._lock.release()
        return self._index

    def _look(self) -> None:
        began = self._looked_at = self._monotonic()
        if self._have_files_changed() | self._have_pages_changed():
            self._index = self._index.updated(self._cut())
            self._looked_at = self._monotonic()
            self._took_s = self._looked_at - began
            log.info("content_reloaded", articles=len(self.articles), passages=len(self._index.passages))

    def _have_files_changed(self) -> bool:
        seen = self._stamp()
        if seen == self._seen:
            return False
        self._seen = seen
        self._files = self._folder.articles(seen.files, wrong=_not_read)
        self._read_audiences(_not_read)
        return True

    def _read_audiences(self, wrong: Callable[[ContentError], None]) -> None:
        try:
            self._audiences = read_audiences(self._names)
        except ContentError as error:
            wrong(error)

    def _have_pages_changed(self) -> bool:
        try:
            found = self._pages(self._version)
        except StoreBusy as busy:
            log.warning("content_not_read", reason=str(busy))
            return False
        if found is None:
            return False
        self._version, self._sent = found
        return True

    def _stamp(self) -> _Seen:
        return _Seen(stamp(self._folder.path), stamp_of(self._names))

    def _for_some(self, sent: Sent) -> Article | None:
        """The page with its audiences; None when it is for some and nobody knows for whom."""
        if not sent.audience_ids:
            return sent.article
        audience = tuple(self._audiences[id_] for id_ in sent.audience_ids if id_ in self._audiences)
        return replace(sent.article, audience=audience) if audience else None

    def _cut(self) -> list[Passage]:
        """All passages; an article that stayed as it was keeps its own."""
        self._passages = {one: self._passages.get(one) or passages_of(one) for one in self.articles}
        return [passage for one in self._passages.values() for passage in one]


def _not_read(error: ContentError) -> None:
    log.error("content_not_read", reason=str(error))
