"""What Fin says when people give the customer back: what was done, from facts, in his language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.core.conversation.recap import ACCOUNT_CHARS, account
from bridge.core.conversation.state import Status, TeamWork
from bridge.core.conversation.texts import Texts
from bridge.core.conversation.translations import TRANSLATIONS
from bridge.core.procedures.connector import Connector
from bridge.core.words.body import from_html, from_plain
from bridge.core.words.chat_effects import EndChat
from bridge.core.words.chat_events import ChatReplied
from bridge.core.words.effects import Recap, Think
from bridge.core.words.events import AgentReplied
from bridge.core.words.looked import Recapped
from bridge.core.words.reading import WantsTeam
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Attachment, Author, TicketStatus
from tests.core.conversation.test_chat import chatting, ended, replied
from tests.core.conversation.test_lifecycle import changed, fin, fired, wrote
from tests.core.conversation.test_merging import MERGED
from tests.play import Play
from tests.story import Story, at

BO, CY = (Author(type="agent", name=name) for name in ("Bo", "Cy"))
FILE = Attachment(id="f", name="a.pdf", content_type="application/pdf", size_bytes=1, url="/f")
SOLVED = TicketStatus.SOLVED


def says(text: str, second: float = 5, author: Author = BO, files: int = 0) -> ChatReplied:
    return replace(replied(second), body=from_plain(text), author=author, attachments=(FILE,) * files)


def greeting(*events: Any, end: Any = None, story: Story | None = None) -> str:
    """What Fin says after a chat in which this happened."""
    story = story or chatting()
    for event in (*events, end or ended(second=60)):
        story.followed.clear()
        story >> event
    [said] = [one[1] for one in story.followed if isinstance(one, tuple) and one[0] == "fin"]
    return said


def test_the_greeting_tells_who_it_was_what_was_said_last_and_how_it_stands() -> None:
    said = greeting(
        says("Hi! I have refunded 40 €."), wrote("thank you", 6), says("Bye, have a nice day!", 7)
    )
    assert said == (
        "The chat with Bo is over, and I am back.\n\n"
        "The last thing that Bo wrote: “I have refunded 40 €.” Your request counts as solved.\n\n"
        "Write any time if something is missing: I go on from there, or bring the team back."
    )


def test_files_are_counted_and_words_are_whose_they_are() -> None:
    said = greeting(says("It is mended.", 5, BO), says("", 6, CY, 2), says("Bye!", 7, CY, 1))
    assert "The chat with Cy is over" in said
    assert "The last thing that Bo wrote: “It is mended.” Cy sent you 3 files" in said


def test_nobody_is_quoted_with_another_ones_words() -> None:
    said = greeting(says("It is mended.", 5, BO), says("Bye!", 6, CY), says("I sent it.", 7, CY))
    assert "The last thing that Cy wrote: “I sent it.” Your" in said


def test_who_wrote_nothing_is_not_quoted() -> None:
    assert greeting(says("Bye!")).split("\n\n") == [
        "The chat with Bo is over, and I am back.",
        "Write any time if something is missing: I go on from there, or bring the team back.",
    ]


def test_nobody_came_and_nobody_is_named() -> None:
    assert greeting().startswith("The chat is over, and I am back.")


@pytest.mark.parametrize("status", ["open", "pending", "hold"])
def test_the_end_of_the_session_solves_the_ticket_and_is_told_so(status: str) -> None:
    story = chatting()
    moved = replace(changed(status=TicketStatus(status)), ticket_id=9)
    assert "Your request counts as solved." in greeting(says("I ask the makers."), moved, story=story)


def test_a_solved_ticket_tells_the_same_and_tells_it_once() -> None:
    story = chatting()
    solved = replace(changed(second=60, status=SOLVED, agent_name="Supervisor"), ticket_id=9)
    said = greeting(says("It is mended."), end=solved, story=story)
    assert "The chat with Bo is over" in said
    assert "“It is mended.” Your request counts as solved." in said
    story.followed.clear()
    story >> ended(second=61)
    assert not [one for one in story.followed if isinstance(one, tuple) and one[0] == "fin"]


def test_the_next_hand_off_knows_nothing_of_the_one_before() -> None:
    story = chatting()
    greeting(says("It is mended."), story=story)
    assert story.conversation is not None
    assert story.conversation.work is not None
    assert story.conversation.work.words == "It is mended."
    story.followed.clear()
    story >> wrote("a person again", second=70)
    story.followed.clear()
    story >> fin(WantsTeam(), turn=story.conversation.turn, second=71)
    assert story.conversation.work == TeamWork(since=story.conversation.work.since)


def waiting(*events: Any) -> Story:
    """A chat is over, and a model is asked."""
    story = chatting(summarises=True)
    for event in (*(events or (says("I sent 40 € back."),)), ended(second=60)):
        story.followed.clear()
        story >> event
    return story


def heard(story: Story, event: Any) -> list[str]:
    """What Fin says to it."""
    story.followed.clear()
    story >> event
    return [one[1] for one in story.followed if isinstance(one, tuple) and one[0] == "fin"]


def recapped(story: Story, text: str = "", second: float = 62) -> Recapped:
    [order] = [one for one in story.followed if isinstance(one, Recap)]
    return Recapped(conversation_id="cnv_1", at=at(second), key=order.key, text=text)


def test_a_model_tells_it_in_the_place_of_the_quotation() -> None:
    story = waiting()
    assert not [one for one in story.followed if isinstance(one, tuple) and one[0] == "fin"]
    assert ("timer", TimerName.GREETING, 72.0) in story.followed
    assert story.conversation is not None
    assert story.conversation.status is Status.THINKING
    [said] = heard(story, recapped(story, "Bo sent the 40 € for the broken lamp back to your card."))
    assert said == (
        "The chat with Bo is over, and I am back.\n\n"
        "Bo sent the 40 € for the broken lamp back to your card. Your request counts as solved.\n\n"
        "Write any time if something is missing: I go on from there, or bring the team back."
    )
    assert story.conversation.status is Status.RESOLVED


def test_a_model_that_has_nothing_to_tell_leaves_the_quotation() -> None:
    story = waiting()
    [said] = heard(story, recapped(story))
    assert "“I sent 40 € back.”" in said


def test_what_a_model_tells_is_cut_and_has_no_marks() -> None:
    story = waiting()
    text = "**Bo** <b>sent</b> it [here](https://evil.example/x). Bo found it. A third sentence."
    [said] = heard(story, recapped(story, text))
    assert "Bo sent it here. Bo found it. Your request" in said


@pytest.mark.parametrize("is_late", [True, False])
def test_the_customer_hears_it_once_however_late_the_model_is(is_late: bool) -> None:
    story = waiting()
    came = recapped(story, "Bo sent it.")
    timer = fired(TimerName.GREETING, story.conversation.turn if story.conversation else 0, 72)
    first, second = (timer, replace(came, at=at(80))) if is_late else (came, timer)
    [said] = heard(story, first)
    assert ("“I sent 40 € back.”" in said) is is_late
    assert heard(story, second) == []


def test_who_writes_before_it_comes_hears_it_first_and_then_his_answer() -> None:
    story = waiting()
    came = recapped(story, "Bo sent it.")
    story.followed.clear()
    story >> wrote("and my other order?", second=61)
    parts = [one for one in story.followed if isinstance(one, tuple) and one[0] in ("fin", "customer")]
    assert [who for who, _ in parts] == ["fin", "customer"]
    assert "“I sent 40 € back.”" in parts[0][1]
    assert [one.text for one in story.followed if isinstance(one, Think)] == ["and my other order?"]
    assert heard(story, came) == []


def test_who_has_written_already_does_not_wait_for_a_model() -> None:
    story = waiting(says("I sent 40 € back."), wrote("are you there?", second=61))
    assert not [one for one in story.followed if isinstance(one, Recap)]
    assert [one for one in story.followed if isinstance(one, tuple) and one[0] == "fin"]


def test_a_ticket_that_fin_opened_again_is_not_the_teams() -> None:
    story = chatting()
    said = greeting(says("I sent it."), wrote("are you there?", second=61), story=story)
    assert "“I sent it.”" in said
    assert "open" not in said
    assert "solved" not in said


def test_people_who_take_it_back_meanwhile_leave_nothing_to_greet_for() -> None:
    story = waiting()
    came = recapped(story, "Bo sent it.")
    taken = replace(changed(second=61, assignee="people"), ticket_id=9)
    assert heard(story, taken) == []
    assert heard(story, came) == []
    assert heard(story, fired(TimerName.GREETING, 1, 72)) == []


def test_a_greeting_that_was_ordered_before_another_chat_is_not_the_next_ones() -> None:
    story = waiting()
    old = recapped(story, "Bo sent it.")
    for event in (
        replace(changed(second=61, assignee="people"), ticket_id=9),
        replace(changed(second=62, status=SOLVED), ticket_id=9),
    ):
        assert heard(story, event) == []
    assert heard(story, old) == []


def test_a_chat_without_words_costs_no_call() -> None:
    story = waiting(says("Bye!"))
    assert not [one for one in story.followed if isinstance(one, Recap)]


def test_a_chat_that_goes_on_in_another_conversation_is_not_greeted_for() -> None:
    story = chatting()
    story >> says("I sent 40 € back.")
    story.followed.clear()
    story >> replace(MERGED, ticket_id=9, is_taken=True, at=at(60))
    said = [one for one in story.followed if isinstance(one, tuple) and one[0] in ("fin", "system")]
    assert [who for who, _ in said] == ["system"]
    assert len([one for one in story.followed if isinstance(one, EndChat)]) == 1


LATE = """\
when_to_use: {description: x, examples: [refund]}
title: Refund an order
steps:
  - use: refund
  - end: {follow_up: false}
"""


def refund(effect: str) -> Connector:
    made = {
        "description": "x",
        "method": "GET" if effect == "read" else "POST",
        "url": "https://shop.example/r",
        "effect": effect,
    }
    return Connector.model_validate(made)


@pytest.mark.parametrize(("effect", "is_told"), [("unsafe", True), ("idempotent", True), ("read", False)])
def test_what_fin_had_ordered_and_was_done_meanwhile_is_known(effect: str, is_told: bool) -> None:
    play = Play.of(LATE, {"refund": refund(effect)}).begins()
    said = AgentReplied(
        conversation_id="cnv_1", at=at(5), ticket_id=1, comment_id=1, author=BO, body=from_plain("I look.")
    )
    play.conversation = replace(play.c, ticket=replace(play.c.ticket, id=1)) if play.c.ticket else play.c
    play.happens(said)
    play.returns({})
    assert play.c.work is not None
    assert play.c.work.done == (("Refund an order",) if is_told else ())


@pytest.mark.parametrize("language", ["en", *TRANSLATIONS])
def test_every_language_tells_all_of_it(language: str) -> None:
    texts = TRANSLATIONS.get(language, Texts())
    work = TeamWork(agent="Bo", wrote="Bo", words="It is mended.", files=2, done=("Refund",))
    told = account(work, texts, SOLVED)
    for word in ("Bo", "It is mended.", "2", "Refund", texts.chat_solved):
        assert word in told
    assert "{" not in told
    assert account(replace(work, files=1), texts, None).count("2") == 0
    assert "{" not in account(replace(work, files=1), texts, None)


def test_it_is_told_in_the_language_of_the_conversation() -> None:
    story = chatting()
    assert story.conversation is not None
    story.conversation = replace(story.conversation, language="de")
    said = greeting(says("Das Geld ist unterwegs. Schönen Tag noch!"), story=story)
    assert "Zuletzt hat Bo geschrieben: „Das Geld ist unterwegs.“ Ihr Anliegen gilt als gelöst." in said


def test_it_is_known_to_whoever_thinks_about_the_next_question() -> None:
    story = chatting()
    greeting(says("I sent 40 € back."), story=story)
    story.followed.clear()
    story >> wrote("what did Bo say?", second=70)
    [thought] = [one for one in story.followed if isinstance(one, Think)]
    assert thought.recap == "The last thing that Bo wrote: “I sent 40 € back.”"
    assert thought.people == ("Bo",)


def test_nothing_was_said_so_nothing_is_told() -> None:
    assert account(TeamWork(), Texts(), SOLVED) == ""


WORDS = st.one_of(
    st.text(max_size=400),
    st.sampled_from(
        ["{agent}", "{words}", "<b>x</b>", "[a](https://evil.example)", "https://evil.example", "{0}"]
    ),
)


@given(
    name=WORDS, words=st.lists(WORDS, max_size=4), titles=st.lists(WORDS, max_size=4), files=st.integers(0, 9)
)
@pytest.mark.parametrize("texts", [Texts(), *TRANSLATIONS.values()], ids=["en", *TRANSLATIONS])
def test_no_account_is_long_or_holds_marks_or_links(
    texts: Texts, name: str, words: list[str], titles: list[str], files: int
) -> None:
    story = chatting(texts=texts, translations={})
    for second, one in enumerate(words):
        story.followed.clear()
        story >> says(one, 5 + second, Author(type="agent", name=name), files)
    assert story.conversation is not None
    work = story.conversation.work or TeamWork()
    told = account(replace(work, done=tuple(titles)), texts, SOLVED)
    assert len(told) <= ACCOUNT_CHARS
    assert not re.search(r"[<>*`\[\]]|https?://", told)
    assert re.sub(r"</?p>|<br>", "", from_plain(told, is_linked=False).html).count("<") == 0


@given(mine=st.text(max_size=200), other=st.text("qxz", min_size=4, max_size=60))
def test_no_account_holds_what_was_said_to_another_customer(mine: str, other: str) -> None:
    stories = (chatting(), chatting())
    for story, text in zip(stories, (mine, f"secret-{other}"), strict=True):
        story >> says(text)
    first, second = (one.conversation for one in stories)
    assert first is not None
    assert second is not None
    told = account(first.work or TeamWork(), Texts(), SOLVED)
    assert f"secret-{other}" not in told or f"secret-{other}" in mine


def test_an_agents_html_is_told_as_text() -> None:
    html = '<p>It is <b>mended</b>.</p><script>alert(1)</script><a href="https://evil.example">x</a>'
    story = chatting()
    story >> replace(replied(5), body=from_html(html))
    story.followed.clear()
    said = greeting(story=story)
    assert "“It is mended.; x”" not in said
    assert "evil" not in said
    assert "alert" not in said
