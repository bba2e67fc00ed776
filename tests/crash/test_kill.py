"""The process is killed before, during and after each outside call: nothing is lost, nothing is doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.sandbox.app import Sandbox
from tests.crash.scene import STAGES, ends, killed_at, scene

QUESTION = "How long does delivery take?"
PERSON = "I want to talk to a human"
VAGUE = "It is broken"

USER = ("POST", r"/users/create_or_update")
CREATE = ("POST", r"/api/v2/tickets(\.json)?$")
ADD_TAGS = ("PUT", r"/tickets/\d+/tags")
UPDATE = ("PUT", r"/api/v2/tickets/\d+(\.json)?$")
AUDITS = ("GET", r"/tickets/\d+/audits")
AGENT = ("GET", r"/api/v2/users/\d+")


def _texts(zendesk: Sandbox, ticket_id: object) -> list[str]:
    return [comment["plain_body"] for comment in zendesk.comments(int(str(ticket_id)))]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("call", [USER, CREATE, ADD_TAGS, UPDATE], ids=["user", "create", "tags", "update"])
async def test_a_first_message_that_is_answered(tmp_path: Path, call: tuple[str, str], stage: str) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        zendesk.fault(stage, method=call[0], path_regex=call[1])
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(QUESTION)
        await killed_at(zendesk, service)
        ticket = await ends(zendesk, "solved", "fin-resolved", "fin-soft-resolution")
        assert len(_texts(zendesk, ticket["id"])) == 2
        assert [part["author"]["type"] for part in await customer.parts()] == ["user", "fin"]


@pytest.mark.parametrize("stage", STAGES)
async def test_a_question_back_that_goes_to_the_team(tmp_path: Path, stage: str) -> None:
    async with scene(tmp_path, pending_timeout=1) as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        zendesk.fault(stage, method="PUT", path_regex=UPDATE[1], body_regex="Handed over")
        await customer.say(VAGUE)
        await killed_at(zendesk, service)
        ticket = await ends(zendesk, "open", "fin-routed-to-team")
        assert len(_texts(zendesk, ticket["id"])) == 3, "the message, the question, the packet"
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "fin"]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("call", [AUDITS, AGENT], ids=["audits", "agent"])
async def test_an_agents_reply(tmp_path: Path, call: tuple[str, str], stage: str) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(PERSON)
        ticket = await ends(zendesk, "open", "fin-routed-to-team")
        await zendesk.settled()
        zendesk.fault(stage, method=call[0], path_regex=call[1])
        zendesk.agent_reply(int(str(ticket["id"])), "<p>Hello Ada</p>")
        await killed_at(zendesk, service)
        await customer.hears("agent", "Hello Ada")
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "agent"]
        assert len(_texts(zendesk, ticket["id"])) == 3, "the message, the packet, the reply; no echo"


@pytest.mark.parametrize("stage", STAGES)
async def test_an_answer_that_solves(tmp_path: Path, stage: str) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(VAGUE)
        await ends(zendesk, "pending")
        zendesk.fault(stage, method="PUT", path_regex=UPDATE[1], body_regex="solved")
        await customer.say(QUESTION)
        await killed_at(zendesk, service)
        ticket = await ends(zendesk, "solved", "fin-resolved", "fin-soft-resolution")
        assert len(_texts(zendesk, ticket["id"])) == 4, "two messages, the question back, the answer"
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "user", "fin"]
