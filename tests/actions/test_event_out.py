"""Our Fin Agent API events: signed, known by their id, with the address that an answer goes to."""

import hashlib
import hmac
import json

import pytest

from bridge.actions.event_out import EventSender, Listener
from bridge.core.procedures.people import TOPIC
from bridge.core.words.effects import SendEvent
from bridge.runtime.verdict import NotSent
from connectors.http import HttpClient
from tests.actions.attempts import attempt
from tests.connectors.outside import outside, says

ASKED = SendEvent(conversation_id="cnv_1", topic=TOPIC, item={"step_id": "1"})


async def test_the_body_is_signed_and_says_where_the_answer_goes():
    async with outside() as system, HttpClient(allow_hosts=[system.host]) as http:
        listener = Listener(url=system.url("/hook"), secret="shared")  # noqa: S106 - a test's own
        assert await EventSender(http, listener, "demo", "https://m.example")(attempt(ASKED)) == ()
    [(method, path, body, headers)] = system.asked
    assert (method, path) == ("POST", "/hook")
    made = f"sha256={hmac.new(b'shared', body, hashlib.sha256).hexdigest()}"
    assert headers["x-fin-agent-api-webhook-signature"] == made
    told = json.loads(body)
    assert (told["id"], told["topic"], told["data"]["item"]["app_id"]) == ("eff_1", TOPIC, "demo")
    assert told["data"]["item"]["callback_url"] == "https://m.example/procedures/cnv_1/collect_agent_input"


async def test_without_a_listener_there_is_nobody_to_tell():
    async with HttpClient() as http:
        assert await EventSender(http, Listener(), "demo", "https://m.example")(attempt(ASKED)) == ()


async def test_a_listener_that_is_away_is_told_later():
    async with outside() as system, HttpClient(allow_hosts=[system.host]) as http:
        system.answer = says(status=503)
        listener = Listener(url=system.url("/hook"), secret="shared")  # noqa: S106 - a test's own
        with pytest.raises(NotSent):
            await EventSender(http, listener, "demo", "https://m.example")(attempt(ASKED))
