"""The way of every request: noted, known, counted, answered in Zendesk's words."""

from __future__ import annotations

import aiohttp
import pytest

from tests.connectors.sandbox.client import Api


async def test_every_request_is_noted_with_its_answer(api: Api) -> None:
    api.zd.journal.clear()
    await api("GET", "/users/me")
    await api("GET", "/nothing")
    await api.raw("GET", "/agent")
    assert [(one.method, one.path, one.status) for one in api.zd.journal.entries] == [
        ("GET", "/api/v2/users/me", 200),
        ("GET", "/api/v2/nothing", 404),
    ]


@pytest.mark.parametrize(
    ("method", "path", "status", "error"),
    [
        ("GET", "/api/v2/nothing", 404, "InvalidEndpoint"),
        ("DELETE", "/api/v2/users/me", 404, "InvalidEndpoint"),
        ("GET", "/api/v2/tickets/99", 404, "RecordNotFound"),
        ("GET", f"/api/v2/tickets/{'9' * 5000}", 404, "RecordNotFound"),
        ("GET", "/elsewhere", 404, "InvalidEndpoint"),
    ],
)
async def test_what_is_not_there_is_told_as_json(
    api: Api, method: str, path: str, status: int, error: str
) -> None:
    answer = await api.raw(method, path, headers=api.auth)
    assert (answer.status, answer.json["error"]) == (status, error)


@pytest.mark.parametrize(
    "authorization", ["", "Bearer wrong", "Basic d3Jvbmc6d3Jvbmc=", "Basic !", "Nonsense", "Bearer "]
)
async def test_nobody_gets_in_without_credentials(api: Api, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = await api.raw("GET", "/api/v2/users/me", headers=headers)
    assert answer.status == 401
    assert answer.headers["Content-Type"].startswith("application/json")


async def test_every_answer_of_the_api_names_its_version(api: Api) -> None:
    for path in ("/users/me", "/tickets/99"):
        assert (await api("GET", path)).headers["X-Zendesk-API-Version"] == "v2"


async def test_keys_that_are_not_permitted_are_named_in_a_header_and_cannot_break_it(api: Api) -> None:
    ticket = {"comment": {"body": "b"}, "colour": 1, "x\r\nSet-Cookie: a=b": 2, "größe": 3}
    answer = await api("POST", "/tickets", {"ticket": ticket})
    assert answer.status == 201
    assert answer.headers["X-Zendesk-API-Warn"] == (
        'Removed restricted keys ["ticket.colour", "ticket.xSet-Cookie: a=b", "ticket.gre"] '
        "from parameters according to whitelist"
    )
    assert "Set-Cookie" not in answer.headers
    assert "X-Zendesk-API-Warn" not in (await api("GET", "/users/me")).headers


async def test_a_connection_that_was_cut_is_noted_without_a_status(api: Api) -> None:
    api.zd.fault("reset_before", method="POST")
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("POST", "/tickets", {"ticket": {"comment": {"body": "b"}}})
    assert api.zd.journal.find("POST", "tickets")[-1].status == 0
    assert api.zd.tickets() == []
