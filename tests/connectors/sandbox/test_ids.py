"""Ids that sort by time, and secrets that nobody guesses."""

from __future__ import annotations

import base64

from connectors.sandbox.ids import CROCKFORD, signing_secret, token, ulid


def test_a_ulid_has_26_characters_and_sorts_by_time() -> None:
    made = [ulid(1_800_000_000 + n) for n in range(50)]
    assert made == sorted(made)
    assert all(len(one) == 26 and set(one) <= set(CROCKFORD) for one in made)


def test_two_of_the_same_moment_differ() -> None:
    assert len({ulid(1_800_000_000) for _ in range(100)}) == 100


def test_a_known_moment_has_its_known_beginning() -> None:
    assert ulid(1_469_918_176.385)[:10] == "01ARYZ6S41"


def test_secrets_are_long_and_never_the_same() -> None:
    assert len(base64.b64decode(signing_secret())) == 36
    assert len({token() for _ in range(100)}) == 100
    assert len(token()) == 64
