from typing import Any

from tests.connectors.sandbox.client import Answer, Api


async def create(api: Api, key: str, text: str = "b") -> Answer:
    body: Any = {"ticket": {"subject": "s", "comment": {"body": text}}}
    return await api("POST", "/tickets", body, headers={"Idempotency-Key": key})


async def test_the_same_key_makes_one_ticket(api: Api) -> None:
    first, again = await create(api, "k"), await create(api, "k")
    assert [one.headers["x-idempotency-lookup"] for one in (first, again)] == ["miss", "hit"]
    assert (again.status, again.raw) == (201, first.raw)
    assert len(api.zd.tickets()) == 1


async def test_the_same_key_with_another_body_is_refused(api: Api) -> None:
    await create(api, "k")
    answer = await create(api, "k", "other")
    assert (answer.status, answer.json["error"]) == (400, "IdempotentRequestError")


async def test_a_key_lives_two_hours(api: Api) -> None:
    await create(api, "k")
    api.zd.advance(7201)
    await api.login()
    assert (await create(api, "k")).headers["x-idempotency-lookup"] == "miss"
    assert len(api.zd.tickets()) == 2


async def test_a_refused_request_leaves_its_key_free(api: Api) -> None:
    assert (await create(api, "k", " ")).status == 422
    assert (await create(api, "k")).headers["x-idempotency-lookup"] == "miss"


async def test_a_key_longer_than_255_is_refused(api: Api) -> None:
    assert (await create(api, "k" * 256)).status == 400
