"""Calls of data connectors: what session and vault add, and what is refused before anything is sent."""

import re
import time
from dataclasses import replace
from functools import partial

import pytest

from bridge.actions.connector_call import ConnectorCaller, executed
from bridge.core.procedures.connector import Connector, Input
from bridge.core.words.effects import CallConnector
from bridge.fin.privacy import masked
from bridge.runtime.verdict import NotSent, Refused, Unsure
from connectors.breaker import Breaker
from connectors.data_connector import DataConnector
from connectors.http import HttpClient
from tests.actions.attempts import attempt, now
from tests.connectors.outside import cut, outside, says
from tests.play import ADA, START

SECRET = "s3cr3t-of-the-shop"  # noqa: S105 - a test's own


def pays(**more):
    return Connector(
        **{
            "url": "{{ secrets.SHOP }}/orders/{{ number }}",
            "method": "POST",
            "headers": {"Authorization": "Bearer {{ secrets.TOKEN }}"},
            "inputs": {
                "number": Input(required=True),
                "customer": Input.model_validate({"from": "contact.external_id"}),
            },
            "body": {"customer": "{{ customer }}"},
            "effect": "idempotent",
            "contacts": "verified",
            "outputs": {"id": "refund.id"},
            **more,
        }
    )


def call(connector="pays", **more):
    effect = CallConnector(
        conversation_id="cnv_1",
        run_id="run_1",
        call="1",
        connector=connector,
        inputs={"number": "7/../8"},
        contact=ADA,
        touch="idempotent",
    )
    return replace(effect, **more)


class Shop:
    def __init__(self, system, caller, notes):
        self.system, self.caller, self.notes = system, caller, notes


@pytest.fixture
async def shop():
    notes = []
    async with outside() as system, HttpClient(allow_hosts=[system.host]) as http:
        known = {"SHOP": system.url("").rstrip("/"), "TOKEN": SECRET}
        live = {"pays": pays(), "unsafe": pays(effect="unsafe"), "lacks": pays(url="{{ secrets.NONE }}/x")}

        async def secret(name):
            return known.get(name)

        data = DataConnector(
            http, breaker=Breaker(time.monotonic), monotonic=time.monotonic, note=notes.append
        )
        system.answer = says(json={"refund": {"id": "R-1", "more": "not picked"}})
        yield Shop(system, ConnectorCaller(lambda: live, data.call, secret, now), notes)


async def test_the_answer_comes_back_to_the_run_that_waits(shop):
    [event] = await shop.caller(attempt(call()))
    assert (event.run_id, event.call, event.value) == ("run_1", "1", {"id": "R-1"})
    [(method, path, body, headers)] = shop.system.asked
    assert (method, path) == ("POST", "/orders/7%2F..%2F8")
    assert (body, headers["idempotency-key"]) == (b'{"customer":"42"}', "eff_1")
    assert headers["authorization"] == f"Bearer {SECRET}"


async def test_every_call_is_logged_without_a_secret(shop):
    shop.system.answer = says(status=422, json={"error": SECRET})
    with pytest.raises(Refused):
        await shop.caller(attempt(call()))
    line = executed(shop.notes[0], START)
    assert (line.connector, line.conversation_id, line.status, line.outcome) == (
        "pays",
        "cnv_1",
        422,
        "refused",
    )
    assert SECRET not in repr(line)


async def test_what_no_log_needs_to_see_is_not_logged_either(shop):
    card = "4111 1111 1111 1111"
    shop.system.answer = says(json={"refund": {"id": "R-1"}, "card": card, "patient": "PT-1234"})
    await shop.caller(attempt(call(inputs={"number": "4111111111111111"})))
    hide = partial(masked, patterns=[re.compile(r"PT-\d+")])
    line = executed(shop.notes[0], START, hide)
    assert "[card number]" in line.excerpt
    assert "[hidden]" in line.excerpt
    assert "4111" not in repr(line)


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (call("gone"), "no data connector `gone`"),
        (call("unsafe"), "was changed from idempotent to unsafe"),
        (call(contact=replace(ADA, verified=False)), "verified contacts only"),
        (call("lacks"), "the secret NONE is not set"),
    ],
)
async def test_what_may_not_be_called_is_refused_before_anything_is_sent(shop, effect, said):
    with pytest.raises(Refused, match=said):
        await shop.caller(attempt(effect))
    assert shop.system.asked == []


async def test_a_line_that_breaks_is_unsure_and_a_busy_system_is_asked_later(shop):
    shop.system.answer = cut
    with pytest.raises(Unsure):
        await shop.caller(attempt(call()))
    shop.system.answer = says(status=429, headers={"Retry-After": "7"})
    with pytest.raises(NotSent) as busy:
        await shop.caller(attempt(call()))
    assert busy.value.retry_after_s == 7
