"""The brain without a model: phrases for what people want, full-text search for what they ask."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import urlsplit

from bridge.core.words.body import from_markdown
from bridge.core.words.reading import (
    Answer,
    Candidate,
    Clarify,
    Helped,
    NoAnswer,
    NotHelped,
    Reading,
    SmallTalk,
    StartProcedure,
    Upset,
    WantsTeam,
)
from bridge.fin.addresses import without_strangers
from bridge.fin.brain import Question
from bridge.fin.brains.found import Found, Plain, said_of, tell_found
from bridge.fin.brains.intent import Heard, Sense, hear, normal
from bridge.fin.brains.phrases import BY_LANGUAGE, ENGLISH
from bridge.fin.brains.recalling import is_recall, recalled
from bridge.fin.brains.titles import Titles
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.ranked import Ranked
from bridge.knowledge.article import Article
from bridge.knowledge.audience import may_read
from bridge.knowledge.chunk import Passage
from bridge.knowledge.citation import sources_of
from bridge.knowledge.excerpt import answer_from
from bridge.knowledge.index import Index
from bridge.knowledge.library import Library
from bridge.knowledge.search import Hit, Near, is_broad, search
from bridge.knowledge.translations import nearness

T = TypeVar("T")

PASSAGES = 6
OFFERED = 3
OFFERED_FROM = 0.03
"""For a model to choose from, far below what starts a procedure by itself."""
THREADS, THREADS_NEAR = 1, 8
"""Searching is computing: a second thread would only take the interpreter away from the first. What is near
in meaning may be asked of a server, and those who wait for it hold up nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When to answer, to ask and to be silent; chosen on the labelled questions of tests/knowledge.

    Args:
        answer_from: Least score of an answer.
        alike: Two topics whose scores differ by less than this part of the better one are asked about.
        alike_if_vague: The same, when the customer says that something is the matter, but not what.
        topic_from: Least score of a topic that is offered.
        options: Topics offered at most.
        long_words: A text with more words than this is not small talk although no content fits it.
    """

    answer_from: float = 0.28
    alike: float = 0.14
    alike_if_vague: float = 0.4
    topic_from: float = 0.17
    options: int = 4
    long_words: int = 3


@dataclass(slots=True, kw_only=True)
class _Seen:
    """What was looked up about one question, each thing once.

    Args:
        chosen: The passage whose title or heading the words are.
        hits: Passages about the words, best first.
        ranked: Procedures; None while none were looked for.
    """

    index: Index
    heard: Heard
    chosen: Passage | None
    hits: tuple[Hit, ...]
    ranked: Ranked | None = None


class EmbeddedBrain:
    """Reads with the content at hand and nothing else: no model, no key, no network.

    Args:
        library: The content.
        limits: When to answer.
        matcher: The procedures of now, asked anew for each question; None where there are none.
        near: What is near in meaning; without it the words alone count.
        is_at_hand: Whether what it looks at is there and small, so that the loop itself can read, which takes
            a millisecond at most; else a thread does.
    """

    def __init__(
        self,
        library: Library,
        limits: Limits | None = None,
        *,
        matcher: Callable[[], Matcher | None] | None = None,
        near: Near | None = None,
        is_at_hand: Callable[[], bool] | None = None,
    ) -> None:
        self._library = library
        self._limits = limits or Limits()
        self._matcher = matcher or _no_matcher
        self._titles = Titles()
        self._near = near
        self._is_at_hand = is_at_hand or _never
        self._threads = ThreadPoolExecutor(THREADS if near is None else THREADS_NEAR, "searching")

    async def found(self, question: Question) -> Found:
        """The same as `find`, while the loop goes on."""
        return await self._worked(partial(self.find, question))

    def find(self, question: Question) -> Found:
        """What there is about the words, for a model to choose from, and what this brain would say."""
        seen = self._seen(question)
        reading = self._reading(question, seen)
        plain: Plain = reading.otherwise if isinstance(reading, StartProcedure) else reading
        ranked = seen.ranked.procedures[:OFFERED] if seen.ranked is not None else ()
        hits = seen.hits or self._searched(seen.index, question, question.text)
        return Found(
            reading=reading,
            plain=plain,
            hits=hits,
            procedures=tuple(one.procedure for one in ranked if one.score >= OFFERED_FROM),
            is_chosen=seen.chosen is not None or is_recall(question),
        )

    async def read(self, question: Question, /) -> Reading:
        """Searching a large content takes milliseconds that the loop does not have: a thread does it."""
        seen, reading = await self._worked(partial(self._read, question))
        ranked = seen.ranked.procedures[:OFFERED] if seen.ranked is not None else ()
        tell_found(question.note, seen.hits, [(one.procedure, one.score) for one in ranked])
        question.note("understood", said_of(reading))
        return reading

    def _read(self, question: Question) -> tuple[_Seen, Reading]:
        seen = self._seen(question)
        return seen, self._reading(question, seen)

    def read_now(self, question: Question) -> Reading:
        """The same at once, for threads and commands."""
        return self._read(question)[1]

    async def _worked(self, work: Callable[[], T]) -> T:
        if self._is_at_hand():
            return work()
        context = contextvars.copy_context()  # run_in_executor would not take it along
        return await asyncio.get_running_loop().run_in_executor(self._threads, context.run, work)

    def _seen(self, question: Question) -> _Seen:
        index, heard = self._library.current(), hear(question.text)
        return _Seen(
            index=index,
            heard=heard,
            chosen=self._chosen(index, question),
            hits=self._searched(index, question, heard.rest) if heard.rest else (),
        )

    def _searched(self, index: Index, question: Question, text: str) -> tuple[Hit, ...]:
        may_use, locale = _may_use(question), question.locale
        return search(index, text, limit=PASSAGES, may_use=may_use, locale=locale, near=self._near)

    def _chosen(self, index: Index, question: Question) -> Passage | None:
        """The passage whose article's title or own heading is the customer's last line, word for word.

        He pressed the button of that name, or asks exactly what the heading asks.
        """
        said = normal(question.text.rstrip().rsplit("\n", 1)[-1])
        if not said:
            return None
        return self._titles.find(
            index,
            said,
            may_use=lambda passage: may_read(passage.article, question.reader),
            nearness=lambda passage: nearness(passage.article.locale, question.locale),
        )

    def _reading(self, question: Question, seen: _Seen) -> Plain | StartProcedure:
        index, heard = seen.index, seen.heard
        if is_recall(question):
            return recalled(question)
        if seen.chosen is not None:
            otherwise: Plain = _answer(index, Hit(passage=seen.chosen, score=1.0), question.text)
            if question.clarified:
                return otherwise  # a pressed topic of ours, whatever procedure it sounds like
        elif heard.sense is Sense.TEAM:
            return WantsTeam()
        elif heard.telling == 0 and heard.sense not in (None, Sense.VAGUE):
            return self._small(heard, question)
        else:
            otherwise = self._about(seen, question)
        matcher = self._matcher()
        if matcher is None:
            return otherwise
        seen.ranked = matcher.match(question.text)
        candidates = tuple(Candidate(procedure=one.procedure, score=one.score) for one in seen.ranked.meant)
        return StartProcedure(candidates=candidates, otherwise=otherwise) if candidates else otherwise

    def _small(self, heard: Heard, question: Question) -> Plain:
        words = _words(question.locale or heard.language)
        match heard.sense:
            case Sense.UPSET:
                return Upset()
            case Sense.NOT_HELPED:
                return NotHelped()
            case Sense.HELPED:
                return Helped()
            case Sense.THANKS:
                return SmallTalk(body=from_markdown(words["welcome"]), about="thanks")
            case _:
                return SmallTalk(body=from_markdown(words["hello"]))

    def _about(self, seen: _Seen, question: Question) -> Plain:
        limits, index, heard = self._limits, seen.index, seen.heard
        hits = seen.hits[: limits.options + 1]
        best = hits[0].score if hits else 0.0
        is_vague = heard.sense is Sense.VAGUE or is_broad(index, heard.rest)
        margin = limits.alike_if_vague if is_vague else limits.alike
        topics = [hit for hit in hits if hit.score >= max(best * (1 - margin), limits.topic_from)]
        if best >= limits.answer_from and (len(topics) == 1 or question.clarified):
            return _answer(index, hits[0], heard.rest)
        if question.clarified:
            return Upset() if heard.sense is Sense.UPSET else NoAnswer(best_score=best)
        if len(topics) > 1:
            return _clarify(topics[: limits.options], question.locale)
        if heard.sense is Sense.VAGUE and heard.telling <= limits.long_words:
            return _clarify((), question.locale or heard.language)
        if heard.sense not in (None, Sense.VAGUE) and not heard.asks and heard.telling <= limits.long_words:
            return self._small(heard, question)
        return Upset() if heard.sense is Sense.UPSET else NoAnswer(best_score=best)


def _words(language: str | None) -> Mapping[str, str]:
    return BY_LANGUAGE.get(language or "", ENGLISH).words


def _never() -> bool:
    return False


def _no_matcher() -> None:
    """No procedures."""


def _may_use(question: Question) -> Callable[[Article], bool]:
    return lambda article: may_read(article, question.reader)


def _answer(index: Index, hit: Hit, text: str) -> Answer:
    said, article = answer_from(index, hit.passage, text), hit.passage.article
    if article.content_type == "external_content":  # whoever sends pages may lead customers to his own site
        said, _ = without_strangers(said, {urlsplit(article.url).hostname or ""})
    return Answer(
        body=from_markdown(said),
        sources=sources_of([article]),
        score=round(hit.score, 4),
    )


def _clarify(topics: Sequence[Hit], language: str | None = None) -> Clarify:
    if topics and not language:
        language = topics[0].passage.article.locale[:2]
    words = _words(language)
    named = tuple(
        hit.passage.article.title for hit in topics if hit.passage.article.url
    )  # others stay unnamed
    return Clarify(
        body=from_markdown(words["which" if len(named) > 1 else "what"]),
        options=named if len(named) > 1 else (),
    )
