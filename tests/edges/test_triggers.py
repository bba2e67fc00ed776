"""A page triggers a procedure: by a click on an element."""

from __future__ import annotations

import asyncio
import hashlib
import hmac

import pytest

from bridge.core.conversation.rules import Rules
from bridge.runtime.page_events import events_of
from tests.edges.messenger_server import WEB_SECRET, bodies, frames_until
from tests.play import catalog, defined

ORDER = """
title: Help with an order
proactive:
  first_message: "Need help with order {{ order_number }}?"
  on: [element_click]
  element: {page: "/orders/*", selector: ".help"}
attributes:
  order_number: {type: string, pattern: "^[0-9]{6}$", ask: Which?}
steps:
  - collect: [order_number]
"""
PAYOUT = """
audience: {contacts: verified}
proactive: {first_message: "Shall we look at your payout?", on: [element_click]}
steps:
  - ask: For which day?
    as: day
"""
BY_API = "proactive: {first_message: Hello}\nsteps:\n  - say: x\n"


@pytest.fixture
async def shop(make_messenger):
    procedures = [defined(ORDER, "order"), defined(PAYOUT, "payout"), defined(BY_API, "by_api")]
    rules = Rules(catalog=catalog(procedures))
    return await make_messenger(rules=rules)


async def proven(shop):
    ada = shop.customer()
    user_hash = hmac.new(WEB_SECRET.encode(), b"42", hashlib.sha256).hexdigest()
    ada.booted = await ada.boot(user_id="42", user_hash=user_hash)
    return ada


async def click(customer, procedure="order", expect=201, client_id="click-0001", **attributes):
    attributes = {"order_number": "123456"} | attributes if procedure == "order" else attributes
    body = {"client_id": client_id, "attributes": attributes}
    return await customer.call("POST", f"/messenger/procedures/{procedure}/trigger", expect, json=body)


async def test_a_boot_says_which_elements_trigger_what(shop):
    visitor = shop.customer()
    order = {
        "procedure": "order",
        "page": "/orders/*",
        "selector": ".help",
        "attributes": {"order_number": "data-order-number"},
    }
    assert (await visitor.boot())["workspace"]["triggers"] == [order]
    payout = {
        "procedure": "payout",
        "page": "",
        "selector": '[data-fin-procedure="payout"]',
        "attributes": {},
    }
    assert (await proven(shop)).booted["workspace"]["triggers"] == [order, payout]


async def test_a_click_begins_a_conversation_that_fin_opens(shop):
    ann = shop.customer()
    await ann.boot(name="Ann")
    begun = await click(ann)
    assert begun["part"]["author"]["type"] == "fin"
    assert begun["part"]["body"] == "<p>Need help with order 123456?</p>"
    assert begun["conversation"]["unread_count"] == 1
    assert begun["conversation"]["status"] == "awaiting_user_reply"
    again = await ann.boot(name="Ann")
    assert again["unread_count"] == 1
    assert [one["id"] for one in again["conversations"]] == [begun["conversation"]["id"]]


async def test_it_reaches_every_page_of_the_customer(shop):
    ann = shop.customer()
    await ann.boot()
    ws = await ann.socket()
    begun = await click(ann)
    frames = await frames_until(ws, lambda one: one["type"] == "part")
    assert bodies(frames) == [begun["part"]["body"]]
    await ws.close()


async def test_a_double_click_is_one_conversation(shop):
    ann = shop.customer()
    await ann.boot()
    made = await asyncio.gather(*(click(ann, expect=None, client_id=f"click-{n % 2:04}") for n in range(6)))
    assert len({one["conversation"]["id"] for one in made}) == 1
    assert await click(ann, expect=200, client_id="click-0009") == made[0]


async def test_a_click_that_is_sent_again_after_the_reply_is_no_new_one(shop):
    ann = shop.customer()
    await ann.boot()
    begun = await click(ann)
    await ann.write(begun["conversation"]["id"], "yes please", "client-id-0002")
    again = await click(ann, expect=200)
    assert again["conversation"]["id"] == begun["conversation"]["id"]
    assert again["part"] == begun["part"]
    other = await click(ann, client_id="click-0002")
    assert other["conversation"]["id"] != begun["conversation"]["id"]


@pytest.mark.parametrize(
    ("procedure", "client_id", "status", "code"),
    [
        ("nothing", "click-0001", 404, "not_found"),
        ("by_api", "click-0001", 404, "not_found"),
        ("payout", "click-0001", 403, "audience"),
        ("order", "", 400, "parameter_invalid"),
    ],
)
async def test_a_click_that_may_not_be_begins_nothing(shop, procedure, client_id, status, code):
    ann = shop.customer()
    await ann.boot()
    answer = await click(ann, procedure, status, client_id)
    assert answer["errors"][0]["code"] == code
    listed = await ann.call("GET", "/messenger/conversations", 200)
    assert listed["conversations"] == []


async def test_an_element_that_lacks_what_fin_wants_to_say_begins_nothing(shop):
    ann = shop.customer()
    await ann.boot()
    answer = await click(ann, expect=422, order_number="none")
    assert answer["errors"][0]["code"] == "message"


async def test_a_proven_customer_gets_what_is_for_proven_ones(shop):
    ada = await proven(shop)
    begun = await click(ada, "payout")
    assert "payout" in begun["part"]["body"]


async def test_without_a_session_nothing_is_triggered(shop):
    ann = shop.customer()
    answer = await click(ann, expect=401)
    assert answer["errors"][0]["code"] == "session_invalid"


FAILED = """
proactive: {first_message: "Did payment {{ payment }} fail?", on: [event], event: payment_failed}
attributes: {payment: {type: integer}}
steps:
  - say: x
"""


@pytest.fixture
async def till(make_messenger):
    return await make_messenger(rules=Rules(catalog=catalog([defined(FAILED, "failed")])))


async def told(customer, name="payment_failed", expect=204, **metadata):
    body = {"name": name, "metadata": metadata}
    await customer.call("POST", "/messenger/events", expect, json=body)
    listed = await customer.call("GET", "/messenger/conversations", 200)
    return [one["last_part"]["body"] for one in listed["conversations"]]


async def test_an_event_of_the_page_is_kept_and_triggers_what_waits_for_it(till):
    ann = till.customer()
    await ann.boot()
    assert await told(ann, "looked_at", payment="7") == []
    assert await told(ann, payment="7", cart="full") == ["<p>Did payment 7 fail?</p>"]
    kept = await events_of(till.store, ann.contact["id"])
    assert {one.name: one.details for one in kept} == {
        "looked_at": {"payment": "7"},
        "payment_failed": {"payment": "7", "cart": "full"},
    }


async def test_an_event_triggers_no_second_time_on_the_same_day(till):
    ann = till.customer()
    await ann.boot()
    await told(ann, payment="7")
    listed = await ann.call("GET", "/messenger/conversations", 200)
    await ann.write(listed["conversations"][0]["id"], "yes", "client-id-0002")
    assert len(await told(ann, payment="8")) == 1
    till.clock.advance(24 * 3600 - 1)
    assert len(await told(ann, payment="8")) == 1
    till.clock.advance(1)
    await ann.boot()  # a day is a session's whole life
    assert len(await told(ann, payment="8")) == 2


async def test_an_event_without_what_fin_wants_to_say_is_kept_and_triggers_nothing(till):
    ann = till.customer()
    await ann.boot()
    assert await told(ann) == []
    assert len(await events_of(till.store, ann.contact["id"])) == 1


async def test_an_event_beyond_the_limit_is_not_kept(make_messenger):
    made = await make_messenger(messages=1, rules=Rules(catalog=catalog([defined(FAILED, "failed")])))
    ann = made.customer()
    await ann.boot()
    assert len(await told(ann, payment="7")) == 1
    await told(ann, payment="8", expect=429)
    assert len(await events_of(made.store, ann.contact["id"])) == 1
