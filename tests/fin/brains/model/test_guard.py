"""What a model wrote, made harmless."""

from pathlib import Path

import pytest

from bridge.fin.brains.model.guard import guarded, plain
from bridge.knowledge.article import Article
from bridge.knowledge.chunk import Passage

ARTICLE = Article(
    title="Returns", url="https://shop.example/help/returns", locale="en", body="", path=Path("r.md")
)
PASSAGE = Passage(
    article=ARTICLE, trail=(), blocks=("Parcels can be returned within thirty days of delivery.",)
)
CANARY = "canary-0011223344556677"


def made(text: str) -> tuple[str, int, tuple[str, ...]]:
    found = guarded(text, [PASSAGE], canary=CANARY, hosts=frozenset({"shop.example"}))
    return found.text, len(found.used), found.refused


@pytest.mark.parametrize(
    ("text", "kept", "refused"),
    [
        ("Thirty days [1].", "Thirty days.", ()),
        ("Thirty days [1, 7].", "Thirty days.", ("citation",)),
        (
            "See [here](https://shop.example/help/returns) [1].",
            "See [here](https://shop.example/help/returns).",
            (),
        ),
        ("See [here](https://evil.example/x) [1].", "See here.", ("link",)),
        ("See [here](javascript:alert(1)) [1].", "See here).", ("link",)),
        ("See https://evil.example/?q=secret now [1].", "See  now.", ("link",)),
        ("See https://shop.example/help now [1].", "See https://shop.example/help now.", ()),
        ("Look ![x](https://evil.example/?q=1) [1].", "Look.", ("image",)),
        ("Send it back [1]. I will e-mail you tomorrow.", "Send it back.", ("promise",)),
        ("Schicke es zurück [1]. Wir melden uns morgen bei dir.", "Schicke es zurück.", ("promise",)),
        ("You can return it yourself [1].", "You can return it yourself.", ()),
    ],
)
def test_what_may_not_be_said_is_taken_out(text: str, kept: str, refused: tuple[str, ...]) -> None:
    assert made(text) == (kept, 1, refused)


def test_a_text_with_the_canary_is_worth_nothing() -> None:
    assert made(f"Sure: {CANARY.upper()} [1].") == ("", 0, ("canary",))


def test_what_is_said_in_a_passages_words_is_its_own_though_nobody_cited_it() -> None:
    assert made("Parcels can be returned within thirty days.")[1] == 1
    assert made("Zeppelins were invented by a count.")[1] == 0


@pytest.mark.parametrize(
    "text", ["**Bold** [1] ![x](https://e.example)", "[a](https://e.example) b", "https://e.example c"]
)
def test_what_streams_is_plain(text: str) -> None:
    assert "e.example" not in plain(text, CANARY)
    assert "[1]" not in plain(text, CANARY)
