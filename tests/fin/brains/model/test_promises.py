"""What nothing makes true is not said; what is so stays."""

import pytest

from bridge.fin.brains.model.promises import honest


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We will e-mail you tomorrow.", "promise"),
        ("A colleague will reply shortly.", "promise"),
        ("You will hear from us.", "promise"),
        ("Wir melden uns morgen bei dir.", "promise"),
        ("Nous vous rappellerons demain.", "promise"),
        ("I've passed you to our team.", "hand-off"),
        ("An agent is on their way.", "hand-off"),
        ("Ich habe dich an einen Kollegen weitergeleitet.", "hand-off"),
        ("I have refunded your order.", "claim"),
        ("Your refund has been processed.", "claim"),
        ("Here are 90 % off.", "amount"),
        ("You get $1,000.00 back.", "amount"),
    ],
)
def test_a_sentence_that_nothing_makes_true_is_taken_out(text: str, word: str) -> None:
    assert honest(f"It costs 4.90 €. {text}", founded=["4,90 € each"]) == (
        "It costs 4.90 €.",
        frozenset({word}),
    )


@pytest.mark.parametrize(
    "text",
    [
        "I will be happy to help you with that.",
        "You can call us.",
        "If you like, we can check your order.",
        "It takes 3 to 5 days\nand costs €4.90, or 1.000 EUR for 1,000 pieces.",
        "Refunds are paid within 5 days.",
    ],
)
def test_what_is_so_stays(text: str) -> None:
    assert honest(text, founded=["costs 4,90 € and 1000 EUR"]) == (text, frozenset())


def test_what_was_done_may_be_told() -> None:
    assert honest("I have refunded it.", founded=(), is_done=True)[0] == "I have refunded it."
