"""The content as it stands now: loaded once, loaded again when a file has changed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from bridge.knowledge.article import Article, ContentError
from bridge.knowledge.chunk import passages_of
from bridge.knowledge.index import Index
from bridge.knowledge.sources import Stamp, load_folder, stamp

LOOK_EVERY_S = 1.0
"""An author who saves a file sees it answered at once; a busy hour does not stat files per question."""

log = structlog.get_logger()


class Library:
    """A folder of articles and the index over them; safe to use from several threads.

    A folder that is not there is an empty one: the service starts, and every question goes to the team.

    Args:
        folder: Usually config/content.
        monotonic: Seconds that only grow.

    Raises:
        ContentError: A file does not fit. Only at the start: later, the last good content stays.
    """

    def __init__(self, folder: Path, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._looked_at = monotonic()
        self._seen: Stamp = stamp(folder)
        self._articles, self._index = self._load()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, as last loaded."""
        return self._articles

    def current(self) -> Index:
        """The index over the content of now; whoever holds an older one may finish with it."""
        with self._lock:
            if self._monotonic() - self._looked_at >= LOOK_EVERY_S:
                self._look()
            return self._index

    def _look(self) -> None:
        self._looked_at = self._monotonic()
        seen = stamp(self._folder)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._articles, self._index = self._load()
        except ContentError as error:
            log.error("content_not_reloaded", reason=str(error))  # noqa: TRY400 - the sentence says it all
        else:
            log.info("content_reloaded", articles=len(self._articles), passages=len(self._index.passages))

    def _load(self) -> tuple[tuple[Article, ...], Index]:
        articles = load_folder(self._folder) if self._folder.is_dir() else ()
        return articles, Index([passage for article in articles for passage in passages_of(article)])
