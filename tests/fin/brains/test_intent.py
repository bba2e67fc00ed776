import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.fin.brains.intent import Sense, hear, normal
from bridge.fin.brains.phrases import ALL


def test_the_rest_is_what_no_phrase_explains() -> None:
    heard = hear("Hi there! Thanks a lot. Where is my parcel?")

    assert heard.sense is Sense.THANKS
    assert heard.rest == "where is my parcel"
    assert heard.asks
    assert heard.telling == 1


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("that helped", Sense.HELPED),
        ("that has not helped", Sense.NOT_HELPED),
        ("not what I asked for", Sense.NOT_HELPED),
        ("did that help anyone?", None),
        ("👍", Sense.HELPED),
        ("👎", Sense.NOT_HELPED),
    ],
)
def test_a_not_turns_praise_round_and_a_question_praises_nothing(text: str, sense: Sense | None) -> None:
    assert hear(text).sense is sense


def test_normal_text_has_no_case_diacritics_or_punctuation() -> None:
    assert normal("I can't, Señor MÜLLER-Straße!") == "i cant senor muller strasse"


@pytest.mark.parametrize("language", [phrases.language for phrases in ALL])
def test_every_language_has_its_words_and_all_its_phrases_compile(language: str) -> None:
    phrases = next(phrases for phrases in ALL if phrases.language == language)

    assert set(phrases.words) == {"hello", "welcome", "which", "what"}
    assert all(getattr(phrases, sense.value) for sense in Sense)


@given(st.text(max_size=300))
def test_any_text_is_heard(text: str) -> None:
    hear(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is absolutely ridiculous!",
        "I am so angry with you",
        "worst service ever",
        "Das ist eine Frechheit",
        "Ich bin stinksauer",
        "C'est inadmissible",
        "je suis très en colère",
        "Esto es una vergüenza",
        "Estoy muy enfadada",
        "È una vergogna",
        "sono davvero arrabbiato",
        "Isto é inaceitável",
        "estou muito irritada",
        "Dit is belachelijk",
        "ik ben woedend",
        "😡",
    ],
)
def test_anger_is_heard_in_every_language(text: str) -> None:
    assert hear(text).sense is Sense.UPSET


@pytest.mark.parametrize(
    "text", ["I am not angry", "ich bin nicht sauer", "is the shipping box pathetic size?", "ok"]
)
def test_what_is_no_anger_is_not_heard_as_such(text: str) -> None:
    assert (hear(text).sense is Sense.UPSET) is ("pathetic" in text)
