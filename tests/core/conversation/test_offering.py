"""Who is angry or goes round in circles is offered people, once, and gets them when he says so."""

from __future__ import annotations

from bridge.core.conversation.rules import Rules
from bridge.core.procedures.catalog import Catalog
from bridge.core.words.body import from_plain
from bridge.core.words.effects import UpdateTicket
from bridge.core.words.reading import Answer, NotHelped, Upset
from bridge.core.words.values import Owner, Source
from tests.play import Play

ANSWER = Answer(
    body=from_plain("Two to four days."),
    sources=(Source(content_type="article", title="Delivery", url="https://shop.example/d"),),
    score=0.9,
)
ASKS = """
when_to_use: {description: x}
steps:
  - ask: "Which lamp?"
    buttons: [Arc, Desk]
    as: lamp
  - say: "The {{ lamp }} lamp."
  - end: {follow_up: false}
"""


def play() -> Play:
    return Play(Rules(catalog=Catalog()))


def offers(p: Play) -> int:
    return sum("Shall I pass you to our team?" in text for _, text in p.parts)


def test_anger_is_met_with_an_offer_and_again_with_people() -> None:
    p = play().writes("this is a disgrace").reads(Upset())
    assert offers(p) == 1
    assert p.c.owner is Owner.FIN
    assert p.ordered(UpdateTicket)[-1].status is not None
    p.writes("you are all crooks").reads(Upset())
    assert p.c.owner is Owner.TEAM
    assert "handed_off: upset" in p.why


def test_what_did_not_help_is_refined_then_people_are_offered_and_then_they_get_it() -> None:
    p = play().writes("how long?").reads(ANSWER).writes("that did not help").reads(NotHelped())
    assert offers(p) == 0
    p.writes("to Spain, I mean").reads(ANSWER).writes("no help either").reads(NotHelped())
    assert (offers(p), p.c.owner) == (1, Owner.FIN)
    p.writes("that does not help").reads(NotHelped())
    assert (offers(p), p.c.owner) == (1, Owner.TEAM)
    assert "handed_off: did_not_help" in p.why


def test_a_yes_to_the_offer_is_a_wish_for_people_and_nothing_else() -> None:
    p = play().writes("this is a disgrace").reads(Upset()).writes("yes please")
    assert p.c.owner is Owner.TEAM
    assert "handed_off: asked_for_team" in p.why
    p = play().writes("this is a disgrace").reads(Upset()).writes("no, where is my order?")
    assert p.c.owner is Owner.FIN
    p.reads(ANSWER).writes("yes")
    assert p.c.owner is Owner.FIN, "that was about the answer"


def test_the_same_answer_for_the_third_time_brings_the_offer_once() -> None:
    p = play()
    for text in ("how long?", "how long does it take?", "when does it come?"):
        assert offers(p) == 0
        p.writes(text).reads(ANSWER)
    assert offers(p) == 1
    assert p.parts[-2:-1] == [("fin", "Two to four days.")]
    p.writes("how long now?").reads(ANSWER)
    assert offers(p) == 1
    assert p.c.owner is Owner.FIN


def test_the_same_words_for_the_third_time_bring_it_too() -> None:
    p = play()
    for number in range(3):
        answer = Answer(body=from_plain(f"{number} days."), sources=ANSWER.sources, score=0.9)
        p.writes("How LONG does it take??" if number else "how long does it take").reads(answer)
    assert offers(p) == 1


def test_in_a_procedure_people_are_offered_and_its_question_stands() -> None:
    p = Play.of(ASKS).begins("my lamp is dark")
    p.writes("this is a disgrace").reads(Upset())
    assert offers(p) == 1
    assert p.parts[-1][1].endswith("Which lamp?")
    p.presses("Arc")
    assert p.parts[-1] == ("fin", "The Arc lamp.")
