from dataclasses import dataclass
from datetime import UTC, datetime

from bridge.core.words.effects import Look
from bridge.core.words.looked import LookReturned
from bridge.core.words.reading import Candidate, NoAnswer, Reading, StartProcedure
from bridge.fin.brain import Question
from bridge.fin.look import Looker

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Attempt:
    """What the outbox hands to a performer."""

    effect: Look


class Eager:
    """A brain that would begin a procedure."""

    async def read(self, question: Question, /) -> Reading:
        question.note("retrieved", "nothing")
        return StartProcedure(
            candidates=(Candidate(procedure="refund", score=0.9),), otherwise=NoAnswer(best_score=0.1)
        )


async def test_who_looks_something_up_gets_what_the_content_says_and_no_other_procedure() -> None:
    look = Look(conversation_id="cnv_1", run_id="run_1", call="c1", text="money back", labels={})

    (event,) = await Looker(Eager(), lambda: NOW)(Attempt(look))  # type: ignore[arg-type]  # same shape

    assert isinstance(event, LookReturned)
    assert event.reading == NoAnswer(best_score=0.1)
    assert event.notes == (("retrieved", "nothing"),), "the log says what there was for a run, too"
