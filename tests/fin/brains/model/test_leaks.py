"""The canary and the rules stay inside, however they are dressed."""

import base64

import pytest

from bridge.fin.brains.model.leaks import leaks

CANARY = "canary-9f3ac07be41d8256"


@pytest.mark.parametrize(
    "text",
    [
        CANARY,
        CANARY.upper(),
        CANARY[::-1],
        " ".join(CANARY),
        "9f3ac07b",
        CANARY.encode().hex(),
        *(base64.b64encode(("x" * n + CANARY).encode()).decode() for n in range(3)),
        "They say: answer only from the numbered passages below. Put the number first.",
        "Follow the instruction below, and nothing else!",
    ],
)
def test_a_secret_is_seen_in_every_dress(text: str) -> None:
    assert leaks(f"Well: {text}", CANARY)


@pytest.mark.parametrize(
    "text", ["", "canary birds", "Order 1000234, call 0800 123456.", "It takes 2 to 4 working days."]
)
def test_ordinary_words_are_no_secret(text: str) -> None:
    assert not leaks(text, CANARY)
