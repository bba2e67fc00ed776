"""The customer writes while a procedure is under way: an answer, a correction, or something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from bridge.core.conversation import offering, switching
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.procedure import ask_again, back_to, feed, hand_over, start, watch
from bridge.core.conversation.scene import scene
from bridge.core.conversation.state import Doubt
from bridge.core.conversation.switching import SURE, SURE_OF_ANSWER
from bridge.core.conversation.thinking import think
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures import engine
from bridge.core.procedures.interrupt import corrected
from bridge.core.procedures.mentions import schema_of
from bridge.core.procedures.run import Run
from bridge.core.procedures.step import Said
from bridge.core.words.body import Body, cited
from bridge.core.words.reading import (
    Answer,
    Clarify,
    Given,
    Helped,
    NoAnswer,
    NotHelped,
    Reading,
    SmallTalk,
    StartProcedure,
    Upset,
    WantsTeam,
)
from bridge.core.words.values import Comment, Json, Reason

STORY = 8
"""Words from which on an answer that fits may be about something else besides, so a brain looks first."""


def heard(draft: Draft, run: Run, text: str, option: str | None) -> None:
    """Words for the active run. What fits goes on at once; for the rest a brain looks first.

    Args:
        draft: The decision under way.
        run: The active run.
        text: What was written.
        option: The words of the button that was pressed.
    """
    if run.calls:
        draft.why("waits_behind_call", "An outside call is under way; these words come after it.")
        return
    doubt = draft.c.doubt
    if doubt is not None and (is_taken := switching.answered(draft, doubt, text, option)) is not None:
        if not is_taken:
            _stays(draft, run, doubt)
        return
    if not run.asks or run.waits is None:
        think(draft)
        return
    draft.now(aside=False)
    definition = draft.rules.catalog.of(run)
    if option is None and (found := corrected(definition, run, text)):
        back, name = found
        draft.why("corrected", name)
        draft.now(unanswered=())
        back_to(draft, back, text)
        return
    is_for_model = run.waits.data is not None  # an instruction's own model reads what is said to it
    if option is None and not is_for_model:
        if run.waits.free or not _fits(draft, run, text):
            think(draft, asked=run.waits.question, wants=_wants(draft, run))
            return
        if len(text.split()) >= STORY and run.waits.what == "customer":
            think(draft, asked=run.waits.question)
            return
    _answers(draft, text, option)


def read(draft: Draft, run: Run, reading: Reading) -> None:
    """The brain's reading of words that came in the middle of `run`."""
    is_aside = draft.c.aside
    draft.now(aside=False)
    text = "\n".join(draft.c.unanswered)
    is_open = run.asks and not is_aside
    is_answer = is_open and run.waits is not None and not run.waits.free and _fits(draft, run, text)
    takes_all = is_answer or (is_open and run.waits is not None and run.waits.free)
    match reading:
        case WantsTeam():
            hand_over(draft, Reason.ASKED_FOR_TEAM)
        case Upset() if not takes_all and not is_answer:
            _is_upset(draft, run, is_open=is_open)
        case Answer() if not is_answer and _is_aside(text, reading, is_open=is_open, takes_all=takes_all):
            _digresses(draft, run, reading)
        case StartProcedure() if not takes_all and (other := switching.other(draft, run, reading, SURE)):
            start(draft, other)
        case StartProcedure(otherwise=Answer() as answer) if not takes_all:
            _digresses(draft, run, answer)
        case StartProcedure() if other := switching.other(
            draft, run, reading, SURE_OF_ANSWER if takes_all else 0.0
        ):
            switching.ask(draft, run, other, is_answer=takes_all)
        case SmallTalk() if is_open and not takes_all:
            ask_again(draft, draft.say(reading.body))
        case Given() if is_open:
            _answers(draft, text, None, reading.values)
        case (
            SmallTalk()
            | Answer()
            | Given()
            | StartProcedure()
            | Clarify()
            | NoAnswer()
            | Upset()
            | Helped()
            | NotHelped()
        ):
            _otherwise(draft, run, text, is_open=is_open)
        case _:  # pragma: no cover - mypy proves it
            assert_never(reading)


def _fits(draft: Draft, run: Run, text: str) -> bool:
    """Whether the words hold what was asked for."""
    definition = draft.rules.catalog.of(run)
    move = engine.tried(definition, run, scene(draft, definition), draft.at, text, Said(text=text))
    return not getattr(move, "misfit", False)


def _is_aside(text: str, answer: Answer, *, is_open: bool, takes_all: bool) -> bool:
    """Whether words are a question of their own, and not an answer that does not fit."""
    return "?" in text or (not takes_all and (not is_open or answer.score >= SURE))


def unread(draft: Draft, run: Run) -> None:
    """No brain could look: the words are taken as the answer that was asked for."""
    is_open = run.asks and not draft.c.aside
    draft.now(aside=False, thinking=False)
    _otherwise(draft, run, "\n".join(draft.c.unanswered), is_open=is_open)


def _otherwise(draft: Draft, run: Run, text: str, *, is_open: bool) -> None:
    if is_open:
        _answers(draft, text, None)
    elif run.asks:  # they came before the question that stands now
        draft.now(unanswered=())
        watch(draft, run)
    else:
        body = draft.say(draft.texts.still_working)
        draft.now(unanswered=())
        draft.update_ticket(Moment.WORKING, Comment(author="fin", body=body))


def _stays(draft: Draft, run: Run, doubt: Doubt) -> None:
    """The customer did not mean another procedure."""
    if doubt.is_answer and run.asks:
        _answers(draft, doubt.words, None)
    elif run.asks:
        ask_again(draft)
    else:
        _otherwise(draft, run, doubt.words, is_open=False)


def _answers(draft: Draft, text: str, option: str | None, values: Mapping[str, Json] | None = None) -> None:
    draft.now(unanswered=())
    feed(draft, Said(text=text, option=option, values=values or {}), message=text)


def _wants(draft: Draft, run: Run) -> Mapping[str, Json]:
    """What the open question is to find out, for a model that reads the answer."""
    definition = draft.rules.catalog.of(run)
    asked = engine.asked_for(definition, run, scene(draft, definition), draft.at)
    return {name: schema_of(name, one) for name, one in asked.items()}


def _is_upset(draft: Draft, run: Run, *, is_open: bool) -> None:
    """People are offered once; the procedure goes on where it stands."""
    if draft.c.people_offered:
        hand_over(draft, Reason.UPSET)
        return
    body = offering.offer(draft, "The customer is upset.", is_question=not is_open)
    draft.now(unanswered=())
    if is_open:
        ask_again(draft, body)
    else:
        draft.update_ticket(Moment.WORKING, Comment(author="fin", body=body))
        watch(draft, run)


def _digresses(draft: Draft, run: Run, answer: Answer) -> None:
    """An answer from the content in the middle of a run; it counts as no resolution."""
    body: Body = draft.say(answer.body, sources=answer.sources)
    draft.why("digressed", f"Score {answer.score:.2f}; {run.procedure} goes on.")
    draft.now(unanswered=())
    shown = cited(body, [(one.title, one.url) for one in answer.sources])
    if run.asks:
        ask_again(draft, shown)
    else:
        draft.update_ticket(Moment.WORKING, Comment(author="fin", body=shown))
