"""Another system has Fin begin a conversation, over HTTP."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bridge.api.trigger import ProactiveTrigger
from bridge.core.conversation.rules import Rules
from bridge.runtime import log, people, schema
from bridge.runtime.clock import ManualClock
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.triggering import Triggering
from bridge.runtime.turn import Turns
from bridge.web.middleware import HttpMetrics, edge
from bridge.web.tokens import Token, Tokens
from tests.play import START, catalog, defined

TOKEN, READER = "token-of-a-shop", "token-of-a-reader"
ORDER = """
title: Help with an order
audience: {contacts: verified}
proactive: {first_message: "Need help with order {{ order_number }}?", on: [api]}
attributes:
  order_number: {type: string, pattern: "^[0-9]{6}$", ask: Which?}
steps:
  - collect: [order_number]
"""
CLICK = ORDER.replace("on: [api]", "on: [element_click]")
ANY = ORDER.replace("{{ order_number }}", "your order")
VISITORS = ANY.replace("verified", "visitors")


class World:
    def __init__(self, store) -> None:
        self.store = store
        written = {
            name: defined(text, name)
            for name, text in (("order", ORDER), ("click", CLICK), ("any", ANY), ("visitors", VISITORS))
        } | {"draft": defined("status: draft\n" + ANY, "draft")}
        live = [one for one in written.values() if one.head.status == "live"]
        rules = Rules(catalog=catalog(live))
        clock = ManualClock(START)
        turns = Turns(store, lambda: rules, Live(), clock)
        tokens = Tokens(
            [
                Token(token=TOKEN, name="shop", scopes=frozenset({"write_conversations"})),
                Token(token=READER, name="kim", scopes=frozenset({"read_conversations"})),
            ]
        )
        self.app = web.Application(middlewares=[edge(HttpMetrics(CollectorRegistry()))])
        ProactiveTrigger(
            Triggering(store, turns, clock.now), lambda: rules, lambda: written, store, tokens
        ).add_routes(self.app)
        self.client = None

    async def post(self, procedure="order", body=None, token=TOKEN, version="Unstable", **headers):
        sent = {"Authorization": f"Bearer {token}", **headers}
        if version is not None:
            sent["Intercom-Version"] = version
        path = f"/procedures/{procedure}/trigger"
        async with self.client.post(path, json=body or given(), headers=sent) as response:
            return response.status, await response.json()


def given(user="42", attributes=None, **more):
    attributes = {"order_number": "123456"} if attributes is None else attributes
    return {"user": {"id": user}, "conversation_metadata": {"attributes": attributes}, **more}


@pytest.fixture
async def world(aiohttp_client, tmp_path):
    store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
    await schema.ensure(store)
    made = World(store)
    made.client = await aiohttp_client(made.app)
    yield made
    await made.client.close()
    await store.close()


def error(answer):
    status, body = answer
    assert body["type"] == "error.list"
    return status, body["errors"][0]["code"], body["errors"][0]["message"]


async def test_fin_speaks_first_to_the_user_with_that_id(world):
    status, body = await world.post()
    assert status == 200
    assert set(body) == {"conversation_id", "procedure_id"}
    assert body["procedure_id"] == "order"
    conversation = await log.conversation(world.store, body["conversation_id"])
    assert conversation.contact.external_id == "42"
    assert conversation.contact.verified
    lines = await log.lines(world.store, body["conversation_id"])
    assert [line.entry.body.text for line in lines] == ["Need help with order 123456?"]


async def test_the_body_of_the_documentation_is_enough(world):
    status, body = await world.post("any", {"user": {"id": "your-user-id"}})
    assert (status, body["procedure_id"]) == (200, "any")


async def test_it_is_the_contact_that_the_user_is_at_the_messenger(world):
    key, make = people.proven(user_id="42", email="ada@example.com", name="Ada")
    known = await people.find_or_make_contact(world.store, key, make, {})
    _, body = await world.post()
    conversation = await log.conversation(world.store, body["conversation_id"])
    assert conversation.contact == known


@pytest.mark.parametrize("version", [None, "", "3.0", "unstable", "2.13"])
async def test_without_the_version_header_it_fails(world, version):
    status, code, message = error(await world.post(version=version))
    assert (status, code) == (400, "intercom_version_invalid")
    assert "Intercom-Version" in message


@pytest.mark.parametrize("version", ["Unstable", "Preview", "2.14", "2.15", "2.16"])
async def test_every_known_version_will_do(world, version):
    assert (await world.post(version=version))[0] == 200


async def test_who_may_not_gets_no_further(world):
    assert error(await world.post(token="wrong"))[:2] == (401, "unauthorized")
    assert error(await world.post(token=READER))[:2] == (403, "forbidden")


@pytest.mark.parametrize(
    ("procedure", "message"),
    [
        ("nothing", "Procedure not found"),
        ("draft", "Procedure is not live"),
        ("click", "Procedure does not have an API trigger"),
    ],
)
async def test_a_procedure_that_cannot_be_triggered_says_so(world, procedure, message):
    assert error(await world.post(procedure)) == (400, "parameter_invalid", message)


@pytest.mark.parametrize(
    ("procedure", "body", "part"),
    [
        ("order", given(attributes={}), "needs the attribute 'order_number'"),
        ("order", given(attributes={"order_number": "12"}), "'12' is not a valid value for attribute"),
        ("order", given(attributes={"colour": "red"}), "attribute 'colour' does not exist"),
        ("order", given(attributes={f"a{n}": 1 for n in range(11)}), "10"),
        ("visitors", given(attributes={}), "not for this user"),
        ("any", {}, "required"),
        ("any", {"user": {}}, "required"),
        ("any", {"user": {"id": ""}}, "at least 1"),
        ("any", {"user": {"id": "a\nb"}}, "pattern"),
        ("any", given(channel="fax"), "web"),
    ],
)
async def test_what_is_wrong_with_a_trigger_is_said_and_nothing_begins(world, procedure, body, part):
    status, code, message = error(await world.post(procedure, body or {"nobody": 1}))
    assert (status, code) == (400, "parameter_invalid")
    assert part in message
    assert await log.newest(world.store) is None


async def test_the_same_trigger_twice_is_one_conversation(world):
    answers = await asyncio.gather(*(world.post() for _ in range(10)))
    assert {status for status, _ in answers} == {200}
    assert len({body["conversation_id"] for _, body in answers}) == 1
    keyed = await world.post(**{"Idempotency-Key": "a-uuid"})
    assert keyed == answers[0]
    assert error(await world.post(**{"Idempotency-Key": "x" * 300}))[:2] == (400, "parameter_invalid")
