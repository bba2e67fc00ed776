"""The process is killed before, during and after each outside call: nothing is lost, nothing is doubled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from connectors.sandbox.app import Sandbox
from tests.crash.service import Service
from tests.handoff.world import Customer, eventually, free_port, settings_for

QUESTION = "How long does delivery take?"
PERSON = "I want to talk to a human"
VAGUE = "It is broken"

USER = ("POST", r"/users/create_or_update")
CREATE = ("POST", r"/api/v2/tickets(\.json)?$")
ADD_TAGS = ("PUT", r"/tickets/\d+/tags")
UPDATE = ("PUT", r"/api/v2/tickets/\d+(\.json)?$")
AUDITS = ("GET", r"/tickets/\d+/audits")
AGENT = ("GET", r"/api/v2/users/\d+")

STAGES = ["pause_before", "pause_inside", "pause_after"]


@asynccontextmanager
async def scene(
    folder: Path, pending_timeout: float = 180
) -> AsyncIterator[tuple[Sandbox, Service, Customer]]:
    async with Sandbox(port=0, incremental_lag_s=0) as zendesk, aiohttp.ClientSession() as http:
        settings = settings_for(folder, zendesk, port=free_port(), pending_timeout=pending_timeout)
        service = Service(settings)
        await service.setup()
        await service.start()
        try:
            yield zendesk, service, Customer(settings.base_url, http)
        finally:
            zendesk.resume()
            await service.stop()


async def _killed_at(zendesk: Sandbox, service: Service) -> None:
    await zendesk.wait_held()
    await service.kill()
    zendesk.resume()
    await service.start()


async def _ends(zendesk: Sandbox, status: str, *tags: str) -> dict[str, object]:
    """The one ticket, as soon as it stands as it should."""

    async def so() -> bool:
        found = zendesk.tickets()
        return len(found) == 1 and found[0]["status"] == status and set(tags) <= set(found[0]["tags"])

    await eventually(so, f"never {status} {tags}: {zendesk.tickets()}")
    return zendesk.tickets()[0]


def _texts(zendesk: Sandbox, ticket_id: object) -> list[str]:
    return [comment["plain_body"] for comment in zendesk.comments(int(str(ticket_id)))]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("call", [USER, CREATE, ADD_TAGS, UPDATE], ids=["user", "create", "tags", "update"])
async def test_a_first_message_that_is_answered(tmp_path: Path, call: tuple[str, str], stage: str) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        zendesk.fault(stage, method=call[0], path_regex=call[1])
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(QUESTION)
        await _killed_at(zendesk, service)
        ticket = await _ends(zendesk, "solved", "fin-resolved", "fin-soft-resolution")
        assert len(_texts(zendesk, ticket["id"])) == 2
        assert [part["author"]["type"] for part in await customer.parts()] == ["user", "fin"]


@pytest.mark.parametrize("stage", STAGES)
async def test_a_question_back_that_goes_to_the_team(tmp_path: Path, stage: str) -> None:
    async with scene(tmp_path, pending_timeout=1) as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        zendesk.fault(stage, method="PUT", path_regex=UPDATE[1], body_regex="Handed over")
        await customer.say(VAGUE)
        await _killed_at(zendesk, service)
        ticket = await _ends(zendesk, "open", "fin-routed-to-team")
        assert len(_texts(zendesk, ticket["id"])) == 3, "the message, the question, the packet"
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "fin"]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("call", [AUDITS, AGENT], ids=["audits", "agent"])
async def test_an_agents_reply(tmp_path: Path, call: tuple[str, str], stage: str) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(PERSON)
        ticket = await _ends(zendesk, "open", "fin-routed-to-team")
        await zendesk.settled()
        zendesk.fault(stage, method=call[0], path_regex=call[1])
        zendesk.agent_reply(int(str(ticket["id"])), "<p>Hello Ada</p>")
        await _killed_at(zendesk, service)
        await customer.hears("agent", "Hello Ada")
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "agent"]
        assert len(_texts(zendesk, ticket["id"])) == 3, "the message, the packet, the reply; no echo"


@pytest.mark.parametrize("stage", STAGES)
async def test_an_answer_that_solves(tmp_path: Path, stage: str) -> None:
    async with scene(tmp_path) as (zendesk, service, customer):
        await customer.boot("42", name="Ada Lovelace")
        await customer.say(VAGUE)
        await _ends(zendesk, "pending")
        zendesk.fault(stage, method="PUT", path_regex=UPDATE[1], body_regex="solved")
        await customer.say(QUESTION)
        await _killed_at(zendesk, service)
        ticket = await _ends(zendesk, "solved", "fin-resolved", "fin-soft-resolution")
        assert len(_texts(zendesk, ticket["id"])) == 4, "two messages, the question back, the answer"
        said = [part["author"]["type"] for part in await customer.parts()]
        assert said == ["user", "fin", "user", "fin"]
