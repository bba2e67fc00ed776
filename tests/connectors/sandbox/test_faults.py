import asyncio

import aiohttp
import pytest

from connectors.sandbox.faults import Fault
from tests.connectors.sandbox.client import Answer, Api

CUT = (aiohttp.ClientConnectionError, ConnectionResetError)
BODY = {"ticket": {"subject": "s", "comment": {"body": "b"}}}


async def create(api: Api, key: str = "k") -> Answer:
    return await api("POST", "/tickets", BODY, headers={"Idempotency-Key": key})


async def test_a_cut_before_does_nothing_and_a_cut_after_has_done_it(api: Api) -> None:
    api.zd.fault("reset_before", method="POST", path_regex="/tickets$")
    with pytest.raises(CUT):
        await create(api)
    assert api.zd.tickets() == []
    api.zd.fault("reset_after", method="POST", path_regex="/tickets$")
    with pytest.raises(CUT):
        await create(api)
    assert len(api.zd.tickets()) == 1
    again = await create(api)
    assert again.headers["x-idempotency-lookup"] == "hit"
    assert [one.status for one in api.zd.journal.find("POST", "/tickets$")] == [0, 0, 201]


@pytest.mark.parametrize("kind", ["503", "500", "429", "garbage"])
async def test_a_refusal_carries_retry_after_and_does_nothing(api: Api, kind: str) -> None:
    body = {"match": {"method": "POST", "path_regex": "tickets"}, "kind": kind, "times": 1, "retry_after": 7}
    assert (await api.raw("POST", "/_sandbox/faults", json=body)).status == 201
    answer = await create(api)
    assert answer.status == (200 if kind == "garbage" else int(kind))
    assert answer.headers.get("Retry-After") == (None if kind == "garbage" else "7")
    assert api.zd.tickets() == []
    assert (await create(api)).status == 201


async def test_garbage_can_hide_that_it_was_done(api: Api) -> None:
    api.zd.fault("garbage", method="POST", commit=True)
    assert (await create(api)).raw.startswith(b"<html>")
    assert len(api.zd.tickets()) == 1


async def test_some_can_pass_first_and_only_some_bodies_are_meant(api: Api) -> None:
    api.zd.fault("503", method="PUT", body_regex='"comment"', skip=1)
    path = f"/tickets/{await api.ticket()}"
    comment = {"ticket": {"comment": {"body": "b"}}}
    statuses = [
        (await api("PUT", path, body)).status
        for body in (comment, {"ticket": {"priority": "low"}}, comment, comment)
    ]
    assert statuses == [200, 200, 503, 200]


async def test_a_hanging_request_is_never_answered(api: Api) -> None:
    api.zd.fault("hang", path_regex="users/me", seconds=30)
    with pytest.raises(TimeoutError):
        await api("GET", "/users/me", timeout=aiohttp.ClientTimeout(total=0.1))
    assert (await api("GET", "/users/me")).status == 200


async def test_a_slow_request_is_carried_out(api: Api) -> None:
    api.zd.fault("slow", path_regex="tickets", seconds=0.01)
    assert (await create(api)).status == 201


@pytest.mark.parametrize(("at", "tickets"), [("before", 0), ("inside", 0), ("after", 1)])
async def test_a_request_is_held_until_it_is_resumed(api: Api, at: str, tickets: int) -> None:
    hook = {"match": {"method": "POST", "path_regex": "/tickets$"}, "at": at}
    assert (await api.raw("POST", "/_sandbox/hooks", json=hook)).status == 201
    async with asyncio.TaskGroup() as group:
        created = group.create_task(create(api), name="held create")
        await api.zd.wait_held()
        held = (await api.raw("GET", "/_sandbox/held")).json["held"]
        assert [(one["stage"], one["method"], one["path"]) for one in held] == [
            (at, "POST", "/api/v2/tickets")
        ]
        assert len(api.zd.tickets()) == tickets
        await api.raw("POST", "/_sandbox/resume", json={"id": held[0]["id"]})
    assert created.result().status == 201
    assert len(api.zd.tickets()) == 1


async def test_a_key_whose_request_is_under_way_is_refused(api: Api) -> None:
    api.zd.fault("pause_inside", method="POST", path_regex="/tickets$")
    async with asyncio.TaskGroup() as group:
        first = group.create_task(create(api), name="first create")
        await api.zd.wait_held()
        second = await create(api)
        assert (second.status, second.json["error"]) == (409, "IdempotentRequestInProgress")
        api.zd.resume()
    assert first.result().status == 201


async def test_a_held_request_can_be_dropped(api: Api) -> None:
    api.zd.fault("pause_before", method="POST", path_regex="/tickets$")
    async with asyncio.TaskGroup() as group:
        lost = group.create_task(asyncio.wait_for(swallow(api), 5), name="dropped create")
        await api.zd.wait_held()
        assert api.zd.resume(action="drop") == 1
    assert lost.result()
    assert api.zd.tickets() == []


async def swallow(api: Api) -> bool:
    with pytest.raises(CUT):
        await create(api)
    return True


@pytest.mark.parametrize(
    "body", [{"kind": "fire"}, {}, {"kind": "hang", "match": {"path_regex": "("}}, {"when": 1}]
)
async def test_a_fault_that_is_not_one_is_refused(api: Api, body: dict[str, object]) -> None:
    assert (await api.raw("POST", "/_sandbox/faults", json=body)).status == 400


async def test_faults_can_be_taken_back(api: Api) -> None:
    api.zd.faults.add(Fault(kind="503", times=None))
    assert (await api("GET", "/users/me")).status == 503
    assert len((await api.raw("GET", "/_sandbox/faults")).json["faults"]) == 1
    assert (await api.raw("DELETE", "/_sandbox/faults")).status == 204
    assert (await api("GET", "/users/me")).status == 200
