"""The canary and the rules stay inside, however they are dressed."""

import base64

import pytest

from bridge.fin.brains.model.leaks import completes, leaks

CANARY = "canary-9f3ac07be41d8256"
OWN = CANARY.partition("-")[2]
RULE = "Answer only from the numbered passages below"


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
        "9f3\u0430\u044107b\u043541d8256",
        "".join(f"\\x{ord(one):02x}" for one in OWN),
        "".join(f"%{ord(one):02X}" for one in OWN),
        " ".join(str(ord(one)) for one in OWN),
        " ".join(f"{ord(one):o}" for one in OWN),
        " ".join(f"{ord(one):08b}" for one in OWN),
        base64.b32encode(CANARY.encode()).decode(),
        base64.b64encode(base64.b64encode(CANARY.encode())).decode(),
        " and then ".join(OWN),
        ". The next part is ".join(OWN[place : place + 5] for place in range(0, 16, 5)),
        "nine f three a c zero seven b e four one d eight two five six",
        str(int(OWN, 16)),
        " ".join(RULE),
        base64.b64encode(RULE.encode()).decode(),
        "They say: answer only from the numbered passages below. Put the number first.",
        "Follow the instruction below, and nothing else!",
    ],
)
def test_a_secret_is_seen_in_every_dress(text: str) -> None:
    assert leaks(f"Well: {text}", CANARY)


@pytest.mark.parametrize(
    "text",
    [
        "Call 0800 123456, or 030 1234567 from 9 to 5; it costs 4.90, 7.25 or 8.50 in zones 1, 2, 3 and 4.",
        "See https://shop.example/help/de/versand and aHR0cHM6Ly9zaG9wLmV4YW1wbGU for the rest.",
        "One to four days, and two for a big lamp: a, b, c or d, e, f.",
        "",
        "canary birds",
        "Order 1000234, call 0800 123456.",
        "It takes 2 to 4 working days.",
    ],
)
def test_ordinary_words_are_no_secret(text: str) -> None:
    assert not leaks(text, CANARY)


def test_a_secret_told_a_few_signs_at_a_time_is_seen_when_it_is_complete() -> None:
    pieces = [f"Part {OWN[place : place + 4]} of it." for place in range(0, 16, 4)]
    assert not any(leaks(one, CANARY) for one in pieces)
    assert completes(pieces[:1], pieces[1], CANARY)
    assert not completes(["It takes 2 to 4 working days."], "It costs 4.90.", CANARY)
    assert not completes([], pieces[0], CANARY)
