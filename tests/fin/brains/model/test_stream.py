"""What is shown while a model writes: at once, not too often, nothing that may not stay."""

from __future__ import annotations

import itertools

from bridge.fin.brains.model.stream import EVERY_S, Stream

CANARY = "canary-9f3ac07be41d8256"


class Reader:
    """Somebody who reads along; time passes by hand."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.at = 0.0
        self.stream = Stream(
            self.seen.append,
            lambda: self.at,
            canary=CANARY,
            hosts=frozenset({"shop.example"}),
            founded=["costs 4.90 €"],
        )

    def hears(self, text: str, pause_s: float = EVERY_S) -> Reader:
        for end in range(1, len(text) + 1):
            self.stream(text[:end])
            self.at += pause_s
        self.stream.end()
        return self


def test_the_first_words_are_shown_at_once_and_all_of_them_at_the_end() -> None:
    reader = Reader().hears("It takes long. It costs 4.90 €. Fine [1].", pause_s=0.001)
    assert reader.seen[0] == "I"
    assert reader.seen[-1] == "It takes long. It costs 4.90 €. Fine."
    assert len(reader.seen) <= 3


def test_what_was_shown_only_grows_where_nothing_is_taken_out() -> None:
    seen = Reader().hears("It takes long.\n\n- one\n- two. And three!").seen
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(seen))


def test_no_lie_no_stranger_and_no_secret_is_shown_on_the_way() -> None:
    said = (
        f"Look [here](https://evil.example/x). I will call you tomorrow. It costs 1 €. It is {CANARY}. Bye."
    )
    seen = Reader().hears(said).seen
    assert not [
        one for one in seen if "evil.ex" in one or "tomorrow" in one or "1 €" in one or CANARY[:13] in one
    ]
    assert "Bye" not in seen[-1], "nothing more after a secret"
