"""What the journal keeps of a request: everything but its secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.sandbox.journal import BODY_CHARACTERS, KEPT, Entry, Journal


def add(journal: Journal, method: str = "GET", path: str = "/api/v2/tickets", **more: Any) -> Entry:
    told: dict[str, Any] = {"at": 1.0, "query": {}, "headers": {}, "raw": b""} | more
    return journal.add(method=method, path=path, **told)


@pytest.mark.parametrize(
    ("header", "value", "kept"),
    [
        ("Authorization", "Bearer s3cret", "Bearer ***"),
        ("authorization", "s3cret", "***"),
        ("Cookie", "session=s3cret", "***"),
        ("X-Api-Key", "s3cret", "***"),
        ("Accept", "application/json", "application/json"),
    ],
)
def test_a_credential_in_a_header_is_masked(header: str, value: str, kept: str) -> None:
    assert add(Journal(), headers={header: value}).headers == {header: kept}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (b"", None),
        (b'{"ticket": {"subject": "s"}}', {"ticket": {"subject": "s"}}),
        (b'{"client_id": "a", "client_secret": "s3cret"}', {"client_id": "a", "client_secret": "***"}),
        (
            b'{"webhook": {"name": "n", "authentication": {"type": "basic_auth", "data": {"token": "s"}}}}',
            {"webhook": {"name": "n", "authentication": {"type": "basic_auth", "data": "***"}}},
        ),
        (b"client_id=a&client_secret=s3cret&scope=read", "client_id=a&client_secret=***&scope=read"),
        (b"[1]", [1]),
        (b"\xff\x00", "\ufffd\x00"),
    ],
)
def test_a_body_is_kept_as_json_or_text_without_secrets(raw: bytes, kept: Any) -> None:
    assert add(Journal(), raw=raw).body == kept


def test_a_long_text_is_cut() -> None:
    assert len(add(Journal(), raw=b"x" * 100_000).body) == BODY_CHARACTERS


def test_requests_are_found_by_method_path_and_number() -> None:
    journal = Journal()
    for method, path in (
        ("GET", "/api/v2/tickets/1.json"),
        ("PUT", "/api/v2/tickets/1.json"),
        ("GET", "/api/v2/users/me"),
    ):
        add(journal, method, path)
    assert [one.n for one in journal.find("GET")] == [1, 3]
    assert [one.n for one in journal.find(path=r"tickets/\d+")] == [1, 2]
    assert [one.n for one in journal.find(after=2)] == [3]


def test_forgetting_does_not_begin_the_numbers_anew() -> None:
    journal = Journal()
    add(journal)
    journal.clear()
    assert add(journal).n == 2
    assert len(journal.entries) == 1


def test_it_does_not_grow_without_end() -> None:
    assert Journal().entries.maxlen == KEPT


def test_an_entry_is_json() -> None:
    entry = add(Journal(), query={"page": "1"})
    entry.status = 200
    assert json.loads(json.dumps(entry.json())) == entry.json()
