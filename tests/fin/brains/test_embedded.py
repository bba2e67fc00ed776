import threading
from pathlib import Path

import pytest

from bridge.core.words.reading import (
    Answer,
    Clarify,
    Helped,
    NoAnswer,
    NotHelped,
    Reading,
    SmallTalk,
    StartProcedure,
    WantsTeam,
)
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.fin.brains.phrases import french
from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.trigger import Trigger
from bridge.knowledge.library import Library
from tests.knowledge.articles import write_article
from tests.knowledge.measure import CONTENT

BRAIN = EmbeddedBrain(Library(CONTENT))


def read(text: str, clarified: int = 0) -> Reading:
    return BRAIN.read_now(Question(text=text, clarified=clarified))


async def test_an_answer_cites_its_article_and_says_nothing_else() -> None:
    reading = await BRAIN.read(Question(text="How do I reset my password?"))

    assert isinstance(reading, Answer)
    (source,) = reading.sources
    assert source.content_type == "article"
    assert source.url == "https://shop.example/help/reset-password"
    article = (CONTENT / "reset-password.md").read_text().replace("*", "")
    assert all(word in article for word in reading.body.text.split())


async def test_what_is_at_hand_is_read_in_the_loop_and_anything_else_in_a_thread() -> None:
    threads: list[int] = []

    def matcher() -> None:
        threads.append(threading.get_ident())

    for is_small in (True, False):
        brain = EmbeddedBrain(Library(CONTENT), matcher=matcher, is_at_hand=lambda small=is_small: small)
        await brain.found(Question(text="How do I reset my password?"))
    here = threading.get_ident()
    assert [one == here for one in threads] == [True, False]


def test_a_question_about_nothing_in_the_content_has_no_answer() -> None:
    assert isinstance(read("what is the capital of France"), NoAnswer)
    assert isinstance(read("asdf qwertz"), NoAnswer)
    assert isinstance(read("???"), NoAnswer)


def test_topics_that_fit_alike_are_asked_about_with_their_titles() -> None:
    reading = read("I have a problem with my order")

    assert isinstance(reading, Clarify)
    assert 2 <= len(reading.options) <= 4
    titles = {article.title for article in Library(CONTENT).articles}
    assert set(reading.options) <= titles


def test_what_is_never_cited_is_no_button_either(tmp_path: Path) -> None:
    for name in ("schools", "clubs"):
        write_article(tmp_path, name, f"Zeppelin discount for {name}", f"{name} get 10 percent off.")
    private = (
        "---\ntitle: Zeppelin discount for friends of the house\nurl: private\n---\nFriends get 20 percent.\n"
    )
    (tmp_path / "friends.md").write_text(private)
    (tmp_path / "staff.md").write_text(private.replace("friends of the house", "staff"))
    question = Question(text="zeppelin discount")

    asked = EmbeddedBrain(Library(tmp_path)).read_now(question)
    assert isinstance(asked, Clarify)
    assert set(asked.options) == {"Zeppelin discount for schools", "Zeppelin discount for clubs"}

    (tmp_path / "clubs.md").unlink()
    asked = EmbeddedBrain(Library(tmp_path)).read_now(question)
    assert isinstance(asked, Clarify)
    assert asked.options == ()


def test_a_pressed_topic_is_answered_from_its_article() -> None:
    clarify = read("I have a problem with my order")
    assert isinstance(clarify, Clarify)

    for option in clarify.options:
        reading = read(option, clarified=1)
        assert isinstance(reading, Answer)
        assert reading.sources[0].title == option


def test_after_a_question_back_fin_does_not_ask_in_circles() -> None:
    assert isinstance(read("something is wrong"), Clarify)
    assert isinstance(read("something is wrong", clarified=1), NoAnswer)
    assert not isinstance(read("I have a problem with my order", clarified=1), Clarify)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I'd like to speak with a person about my return", WantsTeam),
        ("hello, can I talk to someone? my parcel is lost", WantsTeam),
        ("Können Sie mich bitte mit einem Mitarbeiter verbinden?", WantsTeam),
        ("that helped", Helped),
        ("das hat nicht geholfen", NotHelped),
        ("this is not helpful", NotHelped),
        ("Hi!", SmallTalk),
        ("thank you 😊", SmallTalk),
        ("thanks, but where is my parcel?", Answer),
        ("Hello! When do I get my refund?", Answer),
        ("that did not help, my lamp still flickers", Answer),
        ("can a human cancel my order?", Answer),
    ],
)
def test_what_people_want_is_heard_around_what_they_ask(text: str, kind: type[Reading]) -> None:
    assert isinstance(read(text), kind)


@pytest.mark.parametrize(
    "text",
    ["I do not want to talk to a human", "the agent told me it was sent", "your team was nice on the phone"],
)
def test_speaking_of_a_person_is_no_wish_for_one(text: str) -> None:
    assert not isinstance(read(text), WantsTeam)


def test_small_talk_is_answered_in_its_language_and_says_what_it_is_about() -> None:
    thanks, greeting = read("Vielen Dank"), read("Bonjour")

    assert isinstance(thanks, SmallTalk)
    assert isinstance(greeting, SmallTalk)
    assert (thanks.about, greeting.about) == ("thanks", "greeting")
    assert "Gern" in thanks.body.text
    assert "aider" in greeting.body.text


def test_a_german_question_is_answered_from_the_german_article() -> None:
    reading = read("Wie lange dauert der Versand?")

    assert isinstance(reading, Answer)
    assert reading.sources[0].url == "https://shop.example/help/de/versand"


def test_markup_in_an_article_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Dragons", "They <script>alert(1)</script> breathe fire.")
    reading = EmbeddedBrain(Library(tmp_path)).read_now(Question(text="do dragons breathe fire?"))

    assert isinstance(reading, Answer)
    assert "<script" not in reading.body.html


def test_a_very_long_text_is_read_in_time() -> None:
    assert read("my parcel is not here and I waited " * 500) is not None


REFUND = Trigger(
    procedure="refund",
    description="The customer wants their money back.",
    examples=("I want my money back", "please refund my order", "Cancel an order"),
    not_for=("How long do refunds take?",),
)
MATCHER = Matcher([REFUND])


def read_with_procedures(text: str, clarified: int = 0) -> Reading:
    brain = EmbeddedBrain(Library(CONTENT), matcher=lambda: MATCHER)
    return brain.read_now(Question(text=text, clarified=clarified))


def test_words_that_mean_a_procedure_propose_it_and_what_they_come_to_otherwise() -> None:
    text = "I want my money back for order 12345678"
    reading = read_with_procedures(text)

    assert isinstance(reading, StartProcedure)
    (candidate,) = reading.candidates
    assert candidate.procedure == "refund"
    assert 0.4 <= candidate.score <= 1
    assert reading.otherwise == read(text)


@pytest.mark.parametrize(
    "text",
    ["How long do refunds take?", "hello", "I want a human", "thanks, that helped", "How is the weather?"],
)
def test_other_words_are_read_as_if_there_were_no_procedures(text: str) -> None:
    assert read_with_procedures(text) == read(text)


def test_a_pressed_topic_is_answered_although_a_procedure_is_called_the_same() -> None:
    assert isinstance(read_with_procedures("Cancel an order"), StartProcedure)
    assert isinstance(read_with_procedures("Cancel an order", clarified=1), Answer)


def test_the_article_in_the_customers_language_comes_first(tmp_path: Path) -> None:
    write_article(tmp_path, "a", "Router setup", "Router setup: plug it in.", extra="locale: en\n")
    write_article(tmp_path, "b", "Router Setup Hilfe", "Router setup: einstecken.", extra="locale: de-AT\n")
    brain = EmbeddedBrain(Library(tmp_path))
    first = {
        language: brain.find(Question(text="router setup issue", locale=language))
        .hits[0]
        .passage.article.locale
        for language in ("en", "de")
    }
    assert first == {"en": "en", "de": "de-at"}


def test_what_fin_says_itself_is_in_the_language_of_the_conversation(tmp_path: Path) -> None:
    reading = EmbeddedBrain(Library(tmp_path)).read_now(Question(text="thanks", locale="fr"))
    assert isinstance(reading, SmallTalk)
    assert reading.body.text == french.PHRASES.words["welcome"]


async def test_the_log_says_what_was_found_and_understood_without_a_model_too() -> None:
    notes: list[tuple[str, str]] = []
    question = Question(
        text="How do I reset my password?", note=lambda what, detail: notes.append((what, detail))
    )
    await BRAIN.read(question)
    told = dict(notes)
    assert told["retrieved"].startswith("Cannot log in? Reset your password 0.")
    assert told["understood"] == "answer"
