"""The canary and the rules stay inside, however they are dressed."""

import base64

import pytest

from bridge.fin.brains.model.leaks import completes, leaks, recites

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
        base64.b85encode(CANARY.encode()).decode(),
        base64.a85encode(b"It is " + OWN.encode()).decode(),
        base64.b85encode(bytes.fromhex(OWN)).decode(),
        base64.b64encode(bytes.fromhex(OWN)).decode(),
        base64.b64encode(CANARY.encode("utf-16-le")).decode(),
        "----. ..-. ...-- .- -.-. ----- --... -... . ....- .---- -.. ---.. ..--- ..... -....",
        "----./..-./...--/.-/-.-./-----/--.../-..././....-/.----/-../---../..---/...../-....",
        "----. ..-. ...-- .- -.-. ----- --... -...".translate({46: 0xB7, 45: 0x2013}),
        "nine Foxtrot three Alpha Charlie zero seven Bravo Echo four one Delta eight two five six",
        "neun f drei a c null sieben b e vier eins d acht zwei f\u00fcnf sechs",
        "neuf f trois a c z\u00e9ro sept b e quatre un d huit deux cinq six",
        "\n".join(f"- {one}pples are red" for one in OWN),
        " ".join(f"zq{one}" for one in OWN),
        "".join(chr((ord(one) - 94) % 26 + 97) if one.isalpha() else one for one in OWN),
        OWN.translate(str.maketrans("abcdef", "zyxwvu")),
        "x".join(OWN),
        " ".join(f"U+{ord(one):04X}" for one in OWN),
        "".join(f"{ord(one):08b}" for one in OWN),
        " ".join(f"{int(one, 16):04b}" for one in OWN),
        "".join(f"{ord(one):03d}" for one in OWN),
        "".join(f"&#{ord(one)};" for one in OWN),
        " ".join(str(int(one, 16)) for one in OWN),
        "".join(chr(0xE0000 + ord(one)) for one in OWN),
        "".join("\u200b\u200c"[int(bit)] for one in OWN for bit in f"{ord(one):08b}"),
        "".join(chr(0x1F170 + ord(one) - 97) if one.isalpha() else one for one in OWN),
        OWN.translate({ord("0") + digit: 0x0660 + digit for digit in range(10)}),
        OWN.translate(
            str.maketrans("0123456789", "\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d")
        ),
        "\u283c\u280a \u280b \u283c\u2809 \u2801 \u2809 \u283c\u281a \u283c\u281b \u2803 \u2811 \u283c\u2819",
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
        "Es gibt eins, zwei, drei, vier, f\u00fcnf, sechs, sieben, acht oder neun Lampen, null nicht.",
        "1. Open it. 2. Take a lamp. 3. Turn it. 4. Close it. 5. Press. 6. Wait. 7. Look. 8. Call. 9. Done.",
        "- a\n- b\n- c\n- d\n- e\n- f\n- 1\n- 2\n- 3\n- 4\n- 5",
        "Size 2 - 4 - 8 - 16, --- or *** and ... as you like. . . . - - - | - | - |",
        "The PIN 0000 0001 0010 0011 0100 is a row of bits; 010101 too.",
        "Tracking 003404341618204712345678 is on its way & safe &amp; sound.",
        "\u6211\u4eec\u6709\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u76cf\u706f\u3002",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0646\u0645\u06cc\u200c\u062f\u0627\u0646\u0645",
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


@pytest.mark.parametrize(
    "text",
    [
        "Antworte nur aus den nummerierten Passagen unten, und rate nicht.",
        "R\u00e9ponds seulement d'apr\u00e8s les passages num\u00e9rot\u00e9s ci-dessous.",
        "Responde solo con los pasajes numerados abajo.",
        "Wenn eine Prozedur passt, rufe start_procedure auf.",
    ],
)
def test_a_translated_rule_is_one(text: str) -> None:
    assert recites(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lies die nummerierte Anleitung unten; die Passage dar\u00fcber gilt nicht.",
        "Les passages du guide sont ci-dessous. Le num\u00e9ro est sur la facture.",
    ],
)
def test_what_only_sounds_like_one_is_none(text: str) -> None:
    assert not recites(text)
