"""In the middle of a procedure the customer may mean another one: he is asked before it begins."""

from __future__ import annotations

import re

from bridge.core.conversation.audience import is_for
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.procedure import DEEPEST, start, watch
from bridge.core.conversation.state import Doubt
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.run import Run
from bridge.core.words.reading import StartProcedure
from bridge.core.words.values import Comment, Meaning

SURE = 0.75
"""How well another procedure must fit to begin at once in the middle of one. Of the tests' messages that mean
a procedure one in 240 reaches it with a wrong one; between what starts a procedure at all and this it is one
in five, too many to begin and few enough to ask."""
SURE_OF_ANSWER = 0.9
"""How well it must fit to be asked about where any words would do as an answer."""
FEW_WORDS = 3
"""A longer No says more than no, so it is read like any other words."""


def other(draft: Draft, run: Run, reading: StartProcedure, least: float = 0.0) -> Definition | None:
    """Another procedure that may begin now and be come back from; None where there is none so sure.

    Args:
        draft: The decision under way.
        run: The active run.
        reading: What the brain proposes; it proposes nothing that would not start a procedure by itself.
        least: The score that it needs.
    """
    if len(draft.c.runs) >= DEEPEST:
        return None
    under_way = {one.procedure for one in draft.c.runs} | {run.procedure}
    for one in reading.candidates:
        found = draft.rules.catalog.procedures.get(one.procedure)
        if found is None or one.score < least:
            continue
        if found.id in under_way:
            return None
        if is_for(draft, found):
            return found
    return None


def ask(draft: Draft, run: Run, found: Definition, *, is_answer: bool) -> None:
    """Whether `found` shall begin; what was said is kept, for it or as the answer it may have been.

    Args:
        draft: The decision under way.
        run: The active run, which goes on with its question after a No.
        found: The other procedure.
        is_answer: After a No the words are taken as the answer to the run's question.
    """
    texts = draft.texts
    now = draft.rules.catalog.of(run).title
    doubt = Doubt(procedure=found.id, words="\n".join(draft.c.unanswered), is_answer=is_answer)
    body = draft.say(
        texts.leave.replace("{now}", now).replace("{other}", found.title),
        options=((texts.yes_button, Meaning.TEXT), (texts.no_button, Meaning.TEXT)),
    )
    draft.why("switch_asked", f"{run.procedure} or {found.id}")
    draft.now(doubt=doubt, unanswered=())
    draft.update_ticket(Moment.ASKED_BACK if run.asks else Moment.WORKING, Comment(author="fin", body=body))
    watch(draft, run)


def answered(draft: Draft, doubt: Doubt, text: str, option: str | None) -> bool | None:
    """What the customer said to that question, whose Yes begins the other procedure; None for neither."""
    draft.now(doubt=None)
    texts = draft.texts
    choice = Attribute(type="list", options=(texts.yes_button, texts.no_button))
    meant = choice.found_in(option or text)
    found = draft.rules.catalog.procedures.get(doubt.procedure)
    if meant == texts.yes_button and found is not None and is_for(draft, found):
        draft.why("switched", found.id)
        draft.now(unanswered=(doubt.words,))
        start(draft, found)
        return True
    if meant == texts.no_button and len(re.findall(r"\w+", text)) <= FEW_WORDS:
        return False
    return None
