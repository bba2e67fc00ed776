"""What the content lacks and what of it may be old, for its authors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bridge.knowledge.article import Article
from bridge.knowledge.index import Index
from bridge.knowledge.search import search
from bridge.runtime.asked import Asked, Unanswered

ALIKE = 0.5
"""Questions that share this part of their telling words are one gap."""
COMPARED = 2_000
"""Different questions that are compared with each other; the latest ones of more."""
EXAMPLES = 3


@dataclass(slots=True, kw_only=True)
class Gap:
    """Questions about one thing that Fin could not answer.

    Args:
        examples: The latest ones first, a few.
        conversations: Where they were asked.
        near: The article that came nearest, and its score; too far to answer from.
    """

    examples: list[str]
    last_at: datetime
    conversations: list[str]
    near: tuple[Article, float] | None
    stems: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """For the authors.

    Args:
        gaps: The most frequent first.
        uncited: Articles that no answer cited since then; private ones are never cited and not among them.
        old: Articles that nobody has changed for too long, the oldest first, with their time.
        cited: How often each article was cited, the most frequent first.
    """

    since: datetime
    conversations: int
    gaps: tuple[Gap, ...]
    uncited: tuple[Article, ...]
    old: tuple[tuple[Article, datetime], ...]
    cited: tuple[tuple[Article, int], ...]


def report_of(
    asked: Asked,
    articles: Sequence[Article],
    index: Index,
    changed_at: Mapping[Article, datetime],
    *,
    since: datetime,
    now: datetime,
    old_days: int,
    mask: Callable[[str], str],
) -> Report:
    """The report.

    Args:
        asked: What the log says.
        articles: All of them.
        index: Over them.
        changed_at: When each was changed; one without a time is not old.
        since: From when on the log was read.
        now: The time.
        old_days: After so many days an article should be looked at.
        mask: Takes out of a customer's words what authors need not see.
    """
    least = now - timedelta(days=old_days)
    old = [(one, changed_at[one]) for one in articles if one in changed_at and changed_at[one] < least]
    counted = [(one, asked.cited[one.url]) for one in articles if one.url and asked.cited[one.url]]
    return Report(
        since=since,
        conversations=asked.conversations,
        gaps=_gaps(asked.unanswered, index, mask),
        uncited=tuple(one for one in articles if one.url and not asked.cited[one.url]),
        old=tuple(sorted(old, key=lambda pair: pair[1])),
        cited=tuple(sorted(counted, key=lambda pair: -pair[1])),
    )


def _gaps(unanswered: Sequence[Unanswered], index: Index, mask: Callable[[str], str]) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    for one in sorted(unanswered, key=lambda one: one.at, reverse=True)[:COMPARED]:
        stems = frozenset(index.stems(one.text)) - index.little or frozenset([one.text])
        text = " ".join(mask(one.text).split())
        same = max(gaps, key=lambda gap: _alike(gap.stems, stems), default=None)
        if same is not None and _alike(same.stems, stems) >= ALIKE:
            if len(same.examples) < EXAMPLES and text not in same.examples:
                same.examples.append(text)
            same.conversations.append(one.conversation_id)
            continue
        hits = search(index, one.text, limit=1)
        near = (hits[0].passage.article, hits[0].score) if hits else None
        gaps.append(
            Gap(
                examples=[text],
                last_at=one.at,
                conversations=[one.conversation_id],
                near=near,
                stems=stems,
            )
        )
    return tuple(sorted(gaps, key=lambda gap: -len(gap.conversations)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
