"""One event is posted: signed, with its id, and what each answer of the listener means."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from bridge.actions.caller_told import CallerTeller
from bridge.actions.event_out import Listener
from bridge.core.conversation.caller import STATUS
from bridge.core.conversation.state import Conversation
from bridge.core.words.effects import TellCaller
from bridge.core.words.entries import Line, Why
from bridge.core.words.values import Caller, Channel, Contact
from bridge.runtime.verdict import NotSent, Refused, Unsure
from connectors.http import HttpClient
from tests.actions.attempts import attempt
from tests.connectors.outside import cut, outside, says
from tests.play import START

TOLD = TellCaller(conversation_id="cnv_1", seq=7)
LINE = Line(id="prt_7", seq=7, conversation_id="cnv_1", entry=Why(at=START, what=STATUS, detail="complete"))
C = Conversation(
    id="cnv_1",
    contact=Contact(id="con_a", role="user", verified=True, external_id="42", name="Ada"),
    channel=Channel.API,
    created_at=START,
    updated_at=START,
    caller=Caller(conversation="ext-1", user="42"),
)


def teller(http, url="", *, conversation=C, line=LINE) -> CallerTeller:
    async def read(_id):
        return conversation

    async def one(_id, seq):
        assert seq == 7
        return line

    listener = Listener(url=url, secret="shared" if url else "")
    return CallerTeller(http, listener, "https://m.example", conversation=read, line=one)


async def test_the_body_is_signed_and_the_same_at_each_try():
    async with outside() as system, HttpClient(allow_hosts=[system.host]) as http:
        told = teller(http, system.url("/hook"))
        assert await told(attempt(TOLD)) == ()
        assert await told(attempt(TOLD, number=2)) == ()
    [(method, path, body, headers), (_, _, again, more)] = system.asked
    assert (method, path) == ("POST", "/hook")
    assert json.loads(body)["status"] == "complete"
    made = f"sha256={hmac.new(b'shared', body, hashlib.sha256).hexdigest()}"
    assert headers["x-fin-agent-api-webhook-signature"] == made
    assert headers["content-type"] == "application/json"
    assert (again, more["x-fin-agent-api-event-id"]) == (body, "prt_7")


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (says(status=503), NotSent),
        (says(status=429), NotSent),
        (says(status=500), Unsure),
        (says(status=404), Unsure),
        (says(status=401), Unsure),
        (says(status=302, headers={"Location": "https://elsewhere.example"}), Unsure),
        (says(status=410), Refused),
        (cut, Unsure),
    ],
    ids=["503", "429", "500", "404", "401", "302", "410", "cut"],
)
async def test_all_but_a_listener_that_is_gone_for_good_is_tried_again(answer, failure):
    async with outside() as system, HttpClient(allow_hosts=[system.host]) as http:
        system.answer = answer
        with pytest.raises(failure):
            await teller(http, system.url("/hook"))(attempt(TOLD))
    assert len(system.asked) == 1


async def test_a_listener_at_a_forbidden_address_is_never_asked():
    async with HttpClient() as http:
        with pytest.raises(Refused):
            await teller(http, "http://169.254.169.254/hook")(attempt(TOLD))


async def test_without_a_listener_or_after_an_erasure_there_is_nobody_to_tell():
    async with outside() as system, HttpClient(allow_hosts=[system.host]) as http:
        assert await teller(http)(attempt(TOLD)) == ()
        assert await teller(http, system.url("/hook"), conversation=None)(attempt(TOLD)) == ()
        assert await teller(http, system.url("/hook"), line=None)(attempt(TOLD)) == ()
    assert system.asked == []
