"""The log says what Fin could not answer and what was cited."""

from datetime import timedelta

from bridge.core.words.body import from_plain
from bridge.core.words.reading import Clarify, WantsTeam
from bridge.runtime.asked import asked_since
from bridge.runtime.clock import SystemClock
from tests.runtime.talks import Talks, answer


async def test_questions_without_an_answer_are_found_with_their_words(store):
    talks = Talks(store)
    where = await talks.asked("do you sell zeppelins?")
    await talks.asked("how do I return it?", answer("https://x.example/return"))
    await talks.asked("how do I send it back?", answer("https://x.example/return"))
    await talks.asked("what is it?", answer(None))

    found = await asked_since(store, SystemClock().now() - timedelta(days=1))

    assert [(one.conversation_id, one.text) for one in found.unanswered] == [
        (where, "do you sell zeppelins?")
    ]
    assert found.cited == {"https://x.example/return": 2}
    assert found.conversations == 4


async def test_a_question_is_all_that_was_said_since_the_last_answer(store):
    talks = Talks(store)
    where = await talks.asked("how do I return it?", answer("https://x.example/return"))
    await talks.asked("and the lamp?", Clarify(body=from_plain("Which?")), where=where)
    await talks.asked("the blue one", where=where)
    (one,) = (await asked_since(store, SystemClock().now() - timedelta(days=1))).unanswered
    assert one.text == "and the lamp?\nthe blue one"


async def test_what_is_older_is_left_out_and_many_are_read_piece_by_piece(store):
    talks = Talks(store)
    for n in range(230):
        await talks.asked(f"question {n}?")
    assert len((await asked_since(store, SystemClock().now() - timedelta(days=1))).unanswered) == 230
    assert (await asked_since(store, SystemClock().now() + timedelta(days=1))).conversations == 0


async def test_what_went_to_people_after_an_answer_is_found_with_all_that_was_said(store):
    talks = Talks(store)
    where = await talks.asked("how do I return it?", answer("https://x.example/return"))
    await talks.asked("no, a person please", WantsTeam(), where=where)
    found = await asked_since(store, SystemClock().now() - timedelta(days=1))
    assert found.unanswered == []
    assert [one.text for one in found.handed] == ["how do I return it?\nno, a person please"]
