"""A teammate's answer to a procedure that asks, by API."""

import pytest

from tests.api.waiting import READER, TOKEN

ASKS = """
when_to_use: {description: x}
steps:
  - ask_teammate:
      question: May we?
      attributes: {approved: {type: boolean}, why: {type: list, options: [kind, rule]}}
      timeout: 1d
  - say: "{{ approved }} because {{ why }}"
  - end: {follow_up: false}
"""


@pytest.fixture
async def world(make_waiting):
    made = await make_waiting(ASKS)
    await made.begins()
    return made


def values(**given):
    return [{"identifier": name, "value": value} for name, value in given.items()]


async def post(world, given, step_id=None, conversation="cnv_1", token=TOKEN):
    step_id = step_id or (await world.run()).waits.key
    headers = {"Authorization": f"Bearer {token}", "Intercom-Version": "Preview"}
    path = f"/procedures/{conversation}/collect_agent_input"
    body = {"step_id": step_id, "attribute_values": given}
    async with world.client.post(path, json=body, headers=headers) as response:
        return response.status, await response.json()


async def test_the_procedure_goes_on_with_the_answer(world):
    assert await post(world, values(approved=True, why="kind")) == (200, {})
    assert (await world.parts())[-1] == "yes because kind"


async def test_the_same_answer_twice_is_one_and_another_one_is_too_late(world):
    step = (await world.run()).waits.key
    good = values(approved=True, why="kind")
    assert (await post(world, good, step))[0] == 200
    assert (await post(world, good, step))[0] == 200
    assert (await world.parts()).count("yes because kind") == 1
    status, body = await post(world, values(approved=False, why="rule"), step)
    assert (status, body["errors"][0]["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    "given",
    [
        values(approved=True),
        values(approved="yes", why="kind"),
        values(approved=True, why="mood"),
        values(approved=True, why="kind", more=1),
    ],
)
async def test_an_answer_that_does_not_fit_changes_nothing(world, given):
    status, body = await post(world, given)
    assert (status, body["errors"][0]["code"]) == (422, "parameter_invalid")
    assert (await world.run()).waits.what == "teammate"


async def test_who_may_not_gets_no_further(world):
    good = values(approved=True, why="kind")
    assert (await post(world, good, token="wrong"))[0] == 401
    assert (await post(world, good, token=READER))[0] == 403


async def test_what_nobody_asked_is_not_found(world):
    good = values(approved=True, why="kind")
    assert (await post(world, good, "some-other-step"))[0] == 404
    assert (await post(world, good, conversation="cnv_9"))[0] == 404
