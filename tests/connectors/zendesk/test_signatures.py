"""A webhook is Zendesk's only when its raw bytes were signed, lately, with a secret that we know."""

from __future__ import annotations

import pytest

from connectors.zendesk.signatures import SIGNATURE, TIMESTAMP, sign, verify

BODY = b'{\n  "ticket_id": "1"\n}'
STAMP = "2026-01-05T09:00:00Z"
NOW = 1767603600.0


def _headers(stamp: str = STAMP, secret: str = "s1", body: bytes = BODY) -> dict[str, str]:
    return {TIMESTAMP: stamp, SIGNATURE: sign(stamp, body, secret)}


def test_openssl_makes_the_same() -> None:
    assert sign("2021-03-25T05:09:27Z", b"", "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==") == (
        "wCdBvXaHttn0wRVIYctzZ9O6O0bnqWakJMEKZ9VoRWw="
    )


@pytest.mark.parametrize("secret", ["s1", "s2"])
def test_each_secret_of_a_rotation_is_good(secret: str) -> None:
    assert verify(_headers(secret=secret), BODY, ["s1", "s2"], now=NOW, window_s=300) == "ok"


@pytest.mark.parametrize("offset", [-301, 301])
def test_an_old_or_early_signature_is_stale(offset: float) -> None:
    assert verify(_headers(), BODY, ["s1"], now=NOW + offset, window_s=300) == "stale"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SIGNATURE: "", TIMESTAMP: STAMP},
        {SIGNATURE: "äöü", TIMESTAMP: STAMP},
        _headers(secret="other"),
        _headers(body=b'{"ticket_id":"1"}'),
        _headers() | {TIMESTAMP: "2026-01-05T09:00:01Z"},
        _headers(stamp="yesterday"),
    ],
)
def test_anything_else_is_bad(headers: dict[str, str]) -> None:
    assert verify(headers, BODY, ["s1"], now=NOW, window_s=300) == "bad"


def test_without_secrets_nothing_is_good() -> None:
    assert verify(_headers(secret=""), BODY, [], now=NOW, window_s=300) == "bad"
