"""What no model and no log needs to see is taken out, in whatever way people write it, and nothing else."""

from __future__ import annotations

import re

import pytest

from bridge.fin.privacy import masked, masked_together

CARDS = {
    "as it is": "4111111111111111",
    "in groups": "4111 1111 1111 1111",
    "with dashes": "4111-1111-1111-1111",
    "with dots": "4111.1111.1111.1111",
    "with slashes": "4111/1111/1111/1111",
    "with narrow spaces": "4111\u20091111\u00a01111\u202f1111",
    "with long dashes": "4111 \u2013 1111 \u2013 1111 \u2013 1111",
    "with invisible signs": "4111\u200b1111\u200b1111\u200b1111",
    "in two lines": "4111 1111\n1111 1111",
    "marked up": "**4111** 1111 1111 1111",
    "in wide digits": "\uff14\uff11\uff11\uff11" + "\uff11" * 12,
    "of another issuer": "3782 822463 10005",
}
SECRETS = [
    "sk-abcdefghijklmnop1234",
    "sk_live_abcdefghij1234",
    "github_pat_11ABCDEFG0abcdefghijkl_mnop",
    "AIzaSyA1234567890abcdefghijklmnopqrst",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSM",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----",
]
PREFIXES = (
    "sk-",
    "sk_live_",
    "rk_test_",
    "pk_live_",
    *(f"gh{sort}_" for sort in "pousr"),
    "github_pat_",
    "glpat-",
    *(f"xox{sort}-" for sort in "abeprs"),
    "xapp-",
    "AKIA",
    "ASIA",
    "AIza",
    "whsec_",
    "npm_",
    "SG.ABCDEF0123456789ABCDEF.",
    "shpat_",
    "shpss_",
    "ya29.",
    "eyJABCDEF.ABCDEF.",
)
WORDS = (
    *("password", "passwords", "PassPhrase", "passcode", "PASSWORT", "Kennwort", "pin", "CVV", "cvv2", "cvc"),
    *("mot de passe", "contrase\u00f1a", "CONTRASENA", "clave", "parola d'ordine", "wachtwoord", "senha"),
    *("palavra-passe", "secret", "api-key", "API key", "access token"),
    *("pas\u017fword", "P\u0131N", "P\u0130N", "api \u212aey"),
)
PASSWORDS = [
    "my password is hunter2",
    "my password is: hunter2",
    "password hunter2",
    "CVV-Code: 123",
    "cvc 123",
    "mein Passwort lautet hunter2",
    "mon mot de passe est hunter2",
    "mi contraseña es hunter2",
    "la password è hunter2",
    "mijn wachtwoord is hunter2",
    "a minha senha é hunter2",
    "Authorization: Bearer abcdef1234567890",
    "https://ada:hunter2@shop.example/",
]
HARMLESS = [
    "my order is 1000234, of 12.11.2026, sent on 20.11.2026 at 13:57:50",
    "call me: +49 170 1234567 or 0049 30 12345678",
    "tracking 00340434292135100186",
    "1,000.00 2,000.00 3,000.00 4,000.00",
    "my password is wrong, and mein Passwort ist falsch",
    "how do I reset my password?",
    "my password was changed, and the new one is stored: choose a password: at least 8 characters",
    "3 lamps, 4 bulbs, 5 cables and 12 of the others",
]


@pytest.mark.parametrize("way", CARDS)
def test_a_card_number_is_hidden_however_it_is_written(way: str) -> None:
    made = masked(f"pay with {CARDS[way]} until 12/27")
    assert "[card number]" in made
    assert made.startswith("pay with ")
    assert made.endswith(" until 12/27")
    assert not re.search(r"\d{4}", made)


@pytest.mark.parametrize(
    "said", ["DE89 3704 0044 0532 0130 00", "de89370400440532013000", "DE89.3704\n0044.0532.0130.00"]
)
def test_an_account_number_is_hidden(said: str) -> None:
    assert masked(f"to {said}, please") == "to [account number], please"
    assert masked(f"it is 10 {said}, please") == "it is 10 [account number], please"


@pytest.mark.parametrize("said", SECRETS)
def test_a_key_is_hidden(said: str) -> None:
    assert masked(f"use {said} here") == "use [secret] here"


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_key_of_any_kind_is_hidden_among_words_without_a_digit(prefix: str) -> None:
    key = prefix + "ABCDEFABCDEFABCD" * (2 if prefix not in {"AKIA", "ASIA"} else 1)
    assert masked(f"take {key} for the shop") == "take [secret] for the shop"


@pytest.mark.parametrize("word", WORDS)
def test_a_password_is_hidden_by_whatever_word_it_is_called(word: str) -> None:
    assert masked(f"the {word} is hunter") == f"the {word} is [secret]"


@pytest.mark.parametrize("said", PASSWORDS)
def test_what_is_said_to_be_secret_is_hidden(said: str) -> None:
    made = masked(said)
    assert "[secret]" in made
    assert not any(one in made for one in ("hunter2", "123", "abcdef"))


@pytest.mark.parametrize("said", HARMLESS)
def test_what_is_no_secret_stays(said: str) -> None:
    assert masked(said) == said


def test_what_only_two_messages_make_is_hidden_in_both() -> None:
    assert masked_together(["it is 4111 1111", "1111 1111, until May", "thanks"]) == [
        "it is [card number]",
        ", until May",
        "thanks",
    ]
    assert masked_together([]) == []
    assert masked_together(["DE89 3704 0044", "0532 0130 00"]) == ["[account number]", ""]


def test_the_operators_patterns_are_hidden_too() -> None:
    assert masked("patient PT-1234", [re.compile(r"PT-\d+")]) == "patient [hidden]"


def test_what_the_team_published_is_hidden_only_where_it_is_a_key_or_fits_a_pattern() -> None:
    text = (
        "Pay to DE89 3704 0044 0532 0130 00. Your password is swordfish-like. Test card 4242 4242 4242 4242."
    )
    assert masked(text, is_published=True) == text
    assert (
        masked("PT-1 sk-0123456789abcdef0123", [re.compile(r"PT-\d")], is_published=True)
        == "[hidden] [secret]"
    )
