"""Shows a model's answer while it is written: guarded, and not more often than anybody can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bridge.core.words.values import Json
from bridge.fin.brains.model.guard import plain
from bridge.fin.brains.model.leaks import leaks
from bridge.fin.brains.model.promises import SENTENCE

EVERY_S = 0.05
"""Between two looks at what has come; a fast model writes hundreds of pieces in a second."""


class Stream:
    """Told all of the text whenever more has come; tells what may be shown of it.

    A sentence that is finished is looked at once: looking at all of a long answer for each of its words would
    take more time than the answer.

    Args:
        tell: Who hears it; all that may be shown so far, as plain text.
        now: Seconds that never go back.
        canary: A text that holds it is shown no further.
        hosts: Where links may lead.
        founded: Where amounts must stand to be told.
        is_done: Whether something was really done that may be told.
        reports: What systems answered.
    """

    def __init__(
        self,
        tell: Callable[[str], None],
        now: Callable[[], float],
        *,
        canary: str,
        hosts: frozenset[str],
        founded: Sequence[str],
        is_done: bool = False,
        reports: Sequence[Json] = (),
    ) -> None:
        self._tell = tell
        self._now = now
        self._canary = canary
        self._hosts = hosts
        self._founded = founded
        self._is_done = is_done
        self._reports = reports
        self._looked_at = float("-inf")
        self._late = ""
        self._settled = 0
        self._shown = ""
        self._told = ""

    def __call__(self, text: str) -> None:
        """More has come."""
        self._late = text
        if self._now() - self._looked_at >= EVERY_S:
            self._look()

    def end(self) -> None:
        """Nothing more comes."""
        if self._late:
            self._look()

    def _look(self) -> None:
        text, self._late = self._late, ""
        self._looked_at = self._now()
        if leaks(text, self._canary):
            return
        for gap in list(SENTENCE.finditer(text, self._settled)):
            sentence = self._plain(text[self._settled : gap.start()])
            self._shown += sentence + (gap[0] if sentence else "")
            self._settled = gap.end()
        shown = (self._shown + self._plain(text[self._settled :])).strip()
        if shown and shown != self._told:
            self._told = shown
            self._tell(shown)

    def _plain(self, text: str) -> str:
        return plain(
            text,
            self._canary,
            self._hosts,
            founded=self._founded,
            is_done=self._is_done,
            reports=self._reports,
        )
