"""Callbacks that resume a waiting procedure: once, and only the one that waits."""

import asyncio
import json

import pytest

WAITS = """
when_to_use: {description: x}
steps:
  - ask: Ready?
    buttons: ["Go"]
    as: ready
  - say: "Pay here: {{ hooks.paid }}"
  - wait_for_webhook:
      name: paid
      example: {payment: {id: p-1, amount: 12.5}}
      timeout: 1d
    as: news
    on_timeout: [{say: Too late.}, {end: {follow_up: false}}]
  - say: "Got {{ news.payment.id }}."
  - end: {follow_up: false}
"""
PAID = {"payment": {"id": "p-7", "amount": 3}}


@pytest.fixture
async def world(make_waiting):
    made = await make_waiting(WAITS)
    await made.begins()
    return made


async def post(world, path, body=PAID, **headers):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with world.client.post(path, data=data, headers=headers) as response:
        return response.status, await response.json()


async def test_the_run_goes_on_with_what_came(world):
    path = await world.hook()
    await world.writes("Go")
    assert (await post(world, path))[0] == 200
    assert "Got p-7." in await world.parts()


async def test_what_comes_early_is_kept_until_the_run_gets_there(world):
    path = await world.hook()
    assert (await post(world, path))[0] == 202
    assert "Got p-7." not in await world.parts()
    await world.writes("Go")
    assert "Got p-7." in await world.parts()


async def test_the_same_key_and_body_get_the_stored_answer(world):
    path = await world.hook()
    await world.writes("Go")
    first = await post(world, path, **{"Idempotency-Key": "k-1"})
    assert await post(world, path, **{"Idempotency-Key": "k-1"}) == first
    assert (await world.parts()).count("Got p-7.") == 1


async def test_the_same_key_with_another_body_is_refused(world):
    path = await world.hook()
    assert (await post(world, path, **{"Idempotency-Key": "k-1"}))[0] == 202
    other = {"payment": {"id": "p-8", "amount": 3}}
    status, body = await post(world, path, other, **{"Idempotency-Key": "k-1"})
    assert (status, body["errors"][0]["code"]) == (422, "idempotency_key_reused")


async def test_what_does_not_match_the_example_is_said_and_the_run_still_waits(world):
    path = await world.hook()
    await world.writes("Go")
    for wrong in ({"payment": {"id": "p-7"}}, {"payment": {"id": 7, "amount": 3}}, ["p-7"], None):
        status, body = await post(world, path, wrong, **{"Idempotency-Key": "k-1"})
        assert (status, body["errors"][0]["code"]) == (422, "structure_mismatch")
    more = {"payment": {"id": "p-7", "amount": 3, "currency": "EUR"}, "sent": "now"}
    assert (await post(world, path, more, **{"Idempotency-Key": "k-1"}))[0] == 200


async def test_after_the_end_and_after_the_time_out_it_is_gone(world):
    path = await world.hook()
    await world.writes("Go")
    assert (await post(world, path))[0] == 200
    other = {"payment": {"id": "p-9", "amount": 1}}
    status, body = await post(world, path, other)
    assert (status, body["errors"][0]["code"]) == (410, "gone")


@pytest.mark.parametrize("token", ["x", "a.b", "eHg.eHg", "%00", "é.ü", "x" * 2000])
async def test_an_address_that_we_never_gave_away_is_unknown(world, token):
    assert (await post(world, f"/hooks/{token}"))[0] == 404


async def test_another_conversations_token_resumes_nothing_here(world):
    run = await world.run()
    path = f"/hooks/{world.tokens.make('cnv_2', run.id, 'paid')}"
    assert (await post(world, path))[0] == 404
    path = f"/hooks/{world.tokens.make('cnv_1', 'run_other', 'paid')}"
    assert (await post(world, path))[0] == 410


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 400), (b'{"a":' * 100 + b"1" + b"}" * 100, 400), (b" " * 300_000, 413)],
)
async def test_what_is_no_json_is_said_so(world, body, status):
    path = await world.hook()
    await world.writes("Go")
    assert (await post(world, path, body))[0] == status


async def test_ten_at_once_with_one_key_resume_once(world):
    path = await world.hook()
    await world.writes("Go")
    answers = await asyncio.gather(*(post(world, path, **{"Idempotency-Key": "k"}) for _ in range(10)))
    assert {status for status, _ in answers} <= {200, 409}
    assert (await world.parts()).count("Got p-7.") == 1


async def test_a_key_that_no_header_should_hold_is_refused(world):
    assert (await post(world, await world.hook(), **{"Idempotency-Key": "k" * 300}))[0] == 400
