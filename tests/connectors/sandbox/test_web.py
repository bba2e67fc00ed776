"""What the handlers share: ids, pages, cursors, bodies."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.problems import Problem
from connectors.sandbox.web import answer, cursor, number, opened
from tests.connectors.sandbox.client import Api


@pytest.mark.parametrize(
    ("value", "meant"), [(7, 7), ("8", 8), (None, None), ("", None), (0, 0), (2**62, 2**62)]
)
def test_an_id_is_a_number_or_its_text(value: Any, meant: int | None) -> None:
    assert number(value, "x") == meant


@pytest.mark.parametrize("value", [True, 1.5, "x", "-1", "²", "1e3", [1], {}, "9" * 5000, str(2**63)])
def test_what_is_no_id_is_a_422(value: Any) -> None:
    with pytest.raises(Problem) as problem:
        number(value, "assignee_id")
    assert (problem.value.status, list(problem.value.body["details"])) == (422, ["assignee_id"])


def test_a_cursor_is_opened_again() -> None:
    assert opened(cursor(2_127_000_001)) == "2127000001"


@pytest.mark.parametrize("text", ["", "x", "!!", "e30", "bnVsbA", "W10", "ü", "A" * 101])
def test_a_cursor_of_somebody_else_is_a_400(text: str) -> None:
    with pytest.raises(Problem) as problem:
        opened(text)
    assert problem.value.status == 400


def test_an_answer_is_json_in_utf8() -> None:
    made = answer({"a": "ü"}, 201, {"X-A": "b"})
    assert (made.status, made.body, made.headers["X-A"]) == (201, '{"a":"ü"}'.encode(), "b")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 422), (b"[1]", 400), (b"", 400), (b"{}", 400), (b'{"ticket": 1}', 400), (b"\xff", 422)],
)
async def test_a_body_that_is_no_object_is_refused(api: Api, body: bytes, status: int) -> None:
    given = await api.raw("POST", "/api/v2/tickets", data=body, headers=api.auth)
    assert given.status == status


async def test_pages_by_number_know_their_neighbours(api: Api) -> None:
    for _ in range(5):
        await api.ticket()
    middle = (await api("GET", "/tickets?per_page=2&page=2")).json
    assert [one["id"] for one in middle["tickets"]] == [3, 4]
    assert middle["count"] == 5
    assert "page=3" in middle["next_page"]
    assert "page=1" in middle["previous_page"]
    assert (await api("GET", "/tickets?per_page=2&page=3")).json["next_page"] is None


async def test_pages_by_cursor_go_there_and_back(api: Api) -> None:
    for _ in range(5):
        await api.ticket()
    first = (await api("GET", "/tickets?page[size]=2")).json
    second = (
        await api.raw("GET", first["links"]["next"].removeprefix(api.zd.base_url), headers=api.auth)
    ).json
    assert [one["id"] for one in second["tickets"]] == [3, 4]
    back = (
        await api.raw("GET", second["links"]["prev"].removeprefix(api.zd.base_url), headers=api.auth)
    ).json
    assert [one["id"] for one in back["tickets"]] == [1, 2]
    assert back["links"]["prev"] is None


@pytest.mark.parametrize(
    "query", ["per_page=0", "per_page=x", "page=-1", f"page={'9' * 5000}", "per_page=1000"]
)
async def test_a_page_that_is_none_is_the_nearest_one(api: Api, query: str) -> None:
    await api.ticket()
    given = await api("GET", f"/tickets?{query}")
    assert (given.status, len(given.json["tickets"])) == (200, 1)
