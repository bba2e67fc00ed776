import pytest

from bridge.fin.matching.matcher import Matcher
from bridge.fin.matching.trigger import Trigger
from tests.fin.matching.measure import shop_matcher, triggers

REFUND = Trigger(
    procedure="refund",
    description="The customer wants their money back.",
    examples=("I want my money back", "please refund my order"),
    not_for=("How long do refunds take?",),
)
ADDRESS = Trigger(
    procedure="address",
    description="The customer wants an order sent to another address.",
    examples=("change my delivery address", "I moved, send it to my new address"),
)


def test_every_example_means_its_procedure_and_every_counter_example_does_not() -> None:
    matcher = shop_matcher()
    for one in triggers():
        for text in one.examples:
            best = matcher.match(text.upper()).best
            assert best is not None
            assert (best.procedure, best.score) == (one.procedure, 1.0), text
        for text in one.not_for:
            assert one.procedure not in {meant.procedure for meant in matcher.match(text).meant}, text


def test_the_request_starts_the_procedure_and_the_question_about_it_does_not() -> None:
    matcher = Matcher([REFUND, ADDRESS])

    best = matcher.match("I want my money back for order 12345678").best
    assert best is not None
    assert best.procedure == "refund"
    assert matcher.match("How long does a refund take?").best is None


@pytest.mark.parametrize("text", ["", "   ", "???", "\x00", "🙂", "12345678", "a" * 20_000, "und " * 5_000])
def test_what_says_nothing_means_nothing(text: str) -> None:
    assert shop_matcher().match(text).best is None


def test_scores_lie_between_0_and_1_and_come_best_first() -> None:
    ranked = shop_matcher().match("please cancel my subscription and refund me").procedures

    assert len(ranked) == len(triggers())
    assert all(0 <= one.score <= 1 for one in ranked)
    assert list(ranked) == sorted(ranked, key=lambda one: -one.score)


def test_the_runner_up_is_named_whether_meant_or_not() -> None:
    runner_up = Matcher([REFUND, ADDRESS]).match("I want my money back").runner_up
    assert runner_up is not None
    assert runner_up.procedure == "address"
    assert Matcher([REFUND]).match("I want my money back").runner_up is None


def test_the_same_triggers_always_give_the_same_scores() -> None:
    text = "I would like the money back for the curtain"
    assert Matcher([REFUND, ADDRESS]).match(text) == Matcher([REFUND, ADDRESS]).match(text)


def test_copies_for_two_audiences_are_both_meant() -> None:
    copy = Trigger(procedure="refund_vip", description=REFUND.description, examples=REFUND.examples)
    matcher = Matcher([REFUND, copy, ADDRESS])

    meant = {one.procedure for one in matcher.match("give me my money back please").meant}
    assert meant == {"refund", "refund_vip"}


def test_a_stricter_threshold_starts_less() -> None:
    text = "I would like the money back for the curtain"
    assert Matcher([REFUND, ADDRESS]).match(text).best is not None
    assert Matcher([REFUND, ADDRESS], threshold=0.99).match(text).best is None


def test_no_triggers_mean_nothing() -> None:
    ranked = Matcher([]).match("I want my money back")
    assert (ranked.best, ranked.runner_up, ranked.procedures) == (None, None, ())


def test_a_slip_of_the_finger_is_read_as_meant() -> None:
    best = Matcher([REFUND, ADDRESS]).match("plese refudn my order").best
    assert best is not None
    assert best.procedure == "refund"


def test_english_examples_serve_a_german_customer() -> None:
    best = Matcher([REFUND, ADDRESS]).match("ich möchte mein Geld zurück").best
    assert best is not None
    assert best.procedure == "refund"


def test_a_sentence_that_says_when_not_is_no_description_of_when() -> None:
    text = "my coffee machine leaks"
    told = Trigger(
        procedure="leak", description="A coffee machine leaks.", examples=("water runs out of it",)
    )
    kept = Trigger(
        procedure="leak",
        description="Water runs out of a machine. Do not use it when a coffee machine leaks.",
        examples=("water runs out of it",),
    )
    assert Matcher([told, ADDRESS]).match(text).procedures[0].score > 0.3
    assert Matcher([kept, ADDRESS]).match(text).best is None


def test_triggers_that_say_the_same_are_named_with_their_texts() -> None:
    other = Trigger(
        procedure="pay_back", description="Paying back.", examples=("please refund my orders", "hello money")
    )
    (found,) = Matcher([REFUND, ADDRESS, other]).alike()

    assert (found.first, found.second) == ("pay_back", "refund")
    assert found.texts == ("please refund my orders", "please refund my order")
    assert 0.8 <= found.score <= 1


def test_procedures_that_differ_are_not_alike() -> None:
    assert shop_matcher().alike() == ()
