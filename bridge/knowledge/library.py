"""The content as it stands now: loaded once, loaded again when a file or a page has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.chunk import Passage, passages_of
from bridge.knowledge.index import Index
from bridge.knowledge.pages import Pages, no_pages
from bridge.knowledge.sources import Stamp, load_folder, stamp
from bridge.runtime.store import StoreBusy

UNKNOWN = "none"
"""No version of the pages is called so."""

LOOK_EVERY_S = 0.5
"""An author who saves a file sees it answered at once; a busy hour does not stat files per question."""

log = structlog.get_logger()


class Library:
    """A folder of articles, the pages that were sent to us, and the index over both; threads may share it.

    A folder that is not there is an empty one: the service starts, and every question goes to the team.

    Args:
        folder: Usually config/content.
        pages: What there is besides.
        monotonic: Seconds that only grow.

    Raises:
        ContentError: A file does not fit. Only at the start: later, the last good content stays.
        StoreBusy: The pages cannot be read. Only at the start.
    """

    def __init__(
        self,
        folder: Path,
        *,
        pages: Pages = no_pages,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._pages = pages
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._looked_at = monotonic()
        self._seen: Stamp = stamp(folder)
        self._files = self._read_files()
        self._version, self._sent = pages(UNKNOWN) or (UNKNOWN, ())
        self._passages: dict[Article, tuple[Passage, ...]] = {}
        self._index = self._indexed()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, as last loaded."""
        return (*self._files, *self._sent)

    def current(self) -> Index:
        """The index over the content of now; whoever holds an older one may finish with it. May block."""
        with self._lock:
            if self._monotonic() - self._looked_at >= LOOK_EVERY_S:
                self._look()
            return self._index

    def _look(self) -> None:
        self._looked_at = self._monotonic()
        if self._have_files_changed() | self._have_pages_changed():
            self._index = self._indexed()
            log.info("content_reloaded", articles=len(self.articles), passages=len(self._index.passages))

    def _have_files_changed(self) -> bool:
        seen = stamp(self._folder)
        if seen == self._seen:
            return False
        self._seen = seen
        try:
            self._files = self._read_files()
        except ContentError as error:
            log.error("content_not_reloaded", reason=str(error))  # noqa: TRY400 - the sentence says it all
            return False
        return True

    def _have_pages_changed(self) -> bool:
        try:
            found = self._pages(self._version)
        except StoreBusy as busy:
            log.warning("content_not_reloaded", reason=str(busy))
            return False
        if found is None:
            return False
        self._version, self._sent = found
        return True

    def _read_files(self) -> tuple[Article, ...]:
        return load_folder(self._folder) if self._folder.is_dir() else ()

    def _indexed(self) -> Index:
        """A new index; an article that stayed as it was is not cut again."""
        self._passages = {one: self._passages.get(one) or passages_of(one) for one in self.articles}
        return Index([passage for one in self.articles for passage in self._passages[one]])
