"""What a reading may become. A brain proposes; here is decided."""

from __future__ import annotations

from typing import assert_never

from bridge.core.conversation import answering, caller, digesting, offering, outcomes, procedure, triggers
from bridge.core.conversation.audience import is_for
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.handing import to_team
from bridge.core.conversation.ticket import Moment
from bridge.core.words.body import Body, cited
from bridge.core.words.events import FinFailed, FinRead
from bridge.core.words.outcome import Outcome
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
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Comment, Meaning, Owner, Reason

_RESOLVED = (Outcome.RESOLUTION_ASSUMED, Outcome.RESOLUTION_CONFIRMED, Outcome.PROCEDURE_COMPLETED)


def came_back(draft: Draft, event: FinRead) -> None:
    """The brain's reading; one that was composed before the customer's latest word is discarded."""
    if not _is_current(draft, event.turn):
        draft.whys(event.notes)
        return
    draft.now(thinking=False)
    draft.cancel(TimerName.THINKING)
    draft.whys(event.notes)
    draft.costs(event.cost)
    reading = event.reading
    if not isinstance(reading, Helped | SmallTalk):
        outcomes.reopened(draft)
    if caller.is_once(draft.c):
        caller.answered_once(draft, reading)
    elif draft.c.run is not None:
        answering.read(draft, draft.c.run, reading)
    elif draft.c.armed is not None and triggers.followed(draft, draft.c.armed, reading):
        return
    elif isinstance(reading, StartProcedure):
        _starts(draft, reading)
    else:
        _disposed(draft, reading)


def _starts(draft: Draft, reading: StartProcedure) -> None:
    """The best candidate that may begin begins; else what the words come to otherwise."""
    for candidate in reading.candidates:
        found = draft.rules.catalog.procedures.get(candidate.procedure)
        if found is not None and is_for(draft, found):
            draft.why("procedure_chosen", f"{found.id}, score {candidate.score:.2f}")
            procedure.start(draft, found)
            return
    _disposed(draft, reading.otherwise)


def _disposed(draft: Draft, reading: Reading) -> None:
    match reading:
        case Answer():
            _answered(draft, reading)
        case Clarify():
            _asks_back(draft, reading)
        case WantsTeam():
            procedure.hand_over(draft, Reason.ASKED_FOR_TEAM)
        case Upset():
            _is_upset(draft)
        case Helped():
            confirmed(draft)
        case NotHelped():
            _did_not_help(draft)
        case SmallTalk():
            _small_talk(draft, reading)
        case NoAnswer():
            draft.why("no_answer", f"Best score {reading.best_score:.2f} is below the threshold.")
            procedure.hand_over(draft, Reason.NO_ANSWER)
        case Given():
            draft.why("no_answer", "It answers a question that is no longer open.")
            procedure.hand_over(draft, Reason.NO_ANSWER)
        case StartProcedure():
            _starts(draft, reading)
        case _:  # pragma: no cover - mypy proves it
            assert_never(reading)


def failed(draft: Draft, event: FinFailed) -> None:
    """No brain could read it: to people, at once."""
    if not _is_current(draft, event.turn):
        return
    draft.why("fin_failed", event.reason)
    if draft.c.run is not None:
        answering.unread(draft, draft.c.run)
        return
    if triggers.unread(draft):
        return
    to_team(draft, Reason.FIN_FAILED)


def confirmed(draft: Draft) -> None:
    """The customer said that it helped."""
    body = draft.say(draft.texts.glad)
    was = draft.c.before or draft.c.outcome
    outcome = was if was is Outcome.PROCEDURE_COMPLETED else Outcome.RESOLUTION_CONFIRMED
    draft.now(
        outcome=outcome,
        before=None,
        unanswered=(),
        clarified=0,
        unhelped=0,
        thinking=False,
    )
    draft.why("outcome", outcome.value)
    draft.update_ticket(Moment.CONFIRMED, Comment(author="fin", body=body))
    digesting.order(draft, summarise=False)


def _answered(draft: Draft, reading: Answer) -> None:
    texts = draft.texts
    body = draft.say(
        reading.body,
        sources=reading.sources,
        options=((texts.helped_button, Meaning.HELPED), (texts.team_button, Meaning.TEAM)),
    )
    draft.why("answered", f"Score {reading.score:.2f}; {len(reading.sources)} source(s).")
    draft.now(outcome=Outcome.RESOLUTION_ASSUMED, before=None, unanswered=(), clarified=0)
    draft.why("outcome", Outcome.RESOLUTION_ASSUMED.value)
    shown = cited(body, [(source.title, source.url) for source in reading.sources])
    if offering.is_circling(draft, body):
        offered = offering.offer(draft, "The same again.")
        shown = Body(html=shown.html + offered.html, text=f"{shown.text}\n\n{offered.text}")
    draft.update_ticket(Moment.ANSWERED, Comment(author="fin", body=shown))


def _asks_back(draft: Draft, reading: Clarify) -> None:
    if draft.c.clarified >= draft.rules.clarify_limit:
        procedure.hand_over(draft, Reason.NO_ANSWER)
        return
    options = tuple((words, Meaning.TEXT) for words in reading.options)
    body = draft.say(reading.body, options=(*options, (draft.texts.team_button, Meaning.TEAM)))
    draft.now(clarified=draft.c.clarified + 1, unanswered=(), before=None)
    _waits_for_answer(draft, Comment(author="fin", body=body))


def _did_not_help(draft: Draft) -> None:
    """Fin asks for more, then offers people, and then they get it."""
    texts, is_enough = draft.texts, draft.c.unhelped >= draft.rules.unhelped_limit
    if is_enough and draft.c.people_offered:
        procedure.hand_over(draft, Reason.DID_NOT_HELP)
        return
    if is_enough:
        body = offering.offer(draft, "It did not help again.")
    else:
        body = draft.say(texts.tell_more, options=((texts.team_button, Meaning.TEAM),))
    draft.now(unhelped=draft.c.unhelped + 1, unanswered=(), before=None)
    _waits_for_answer(draft, Comment(author="fin", body=body))


def _is_upset(draft: Draft) -> None:
    if draft.c.people_offered:
        procedure.hand_over(draft, Reason.UPSET)
        return
    body = offering.offer(draft, "The customer is upset.")
    draft.now(unanswered=(), before=None)
    _waits_for_answer(draft, Comment(author="fin", body=body))


def _small_talk(draft: Draft, reading: SmallTalk) -> None:
    body = draft.say(reading.body)
    draft.now(unanswered=())
    comment = Comment(author="fin", body=body)
    was = draft.c.before
    if reading.about == "thanks" and was in _RESOLVED:
        draft.now(outcome=was, before=None)
        draft.update_ticket(Moment.THANKED, comment)
    else:
        _waits_for_answer(draft, comment)


def _waits_for_answer(draft: Draft, comment: Comment) -> None:
    draft.update_ticket(Moment.ASKED_BACK, comment)
    draft.set_timer(TimerName.PENDING, draft.rules.pending_timeout_s)


def _is_current(draft: Draft, turn: int) -> bool:
    c = draft.c
    if c.owner is Owner.FIN and c.thinking and turn == c.turn:
        return True
    draft.why("stale_reading", f"Of turn {turn}; now is turn {c.turn} and {c.owner.value} has it.")
    return False
