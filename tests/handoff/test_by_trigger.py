"""With `BRIDGE_TICKET__ASSIGN_FIN=by_trigger` triggers in Zendesk decide whose a ticket is; Fin waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from connectors.sandbox.records import Trigger
from tests.handoff.world import World, eventually, world

QUESTION = "How long does delivery take?"


def trigger(w: World, title: str, assignee: str, *conditions: dict[str, Any]) -> None:
    """As an admin makes it in Zendesk: gives tickets of the Messenger to somebody."""
    state = w.zendesk.state
    trigger_id, now = state.next_id("trigger"), state.now()
    tagged = {"field": "current_tags", "operator": "includes", "value": "intercom-messenger"}
    state.triggers[trigger_id] = Trigger(
        id=trigger_id,
        title=title,
        created_at=now,
        updated_at=now,
        position=0,
        conditions_all=[tagged, *conditions],
        actions=[{"field": "assignee_id", "value": str(state.agent(assignee).id)}],
    )


ON_CREATE = {"field": "update_type", "operator": "is", "value": "Create"}


async def test_a_trigger_that_assigns_at_once_lets_fin_answer(tmp_path: Path) -> None:
    async with world(tmp_path, assign_fin="by_trigger") as w:
        trigger(w, "Give it to Fin", "fin", ON_CREATE)
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(QUESTION)
        assert (await w.customer.hears("fin", "working day"))["sources"]
        ticket = await w.ticket()
        await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        assert set(ticket()["tags"]) == {
            "intercom-messenger",
            "fin-involved",
            "fin-resolved",
            "fin-soft-resolution",
        }


async def test_until_somebody_assigns_it_fin_waits_and_then_answers_what_was_written_meanwhile(
    tmp_path: Path,
) -> None:
    async with world(tmp_path, assign_fin="by_trigger") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("Hello")
        ticket = await w.ticket()
        assert (ticket()["status"], ticket()["assignee_id"], ticket()["tags"]) == (
            "new",
            None,
            ["intercom-messenger"],
        )
        await w.customer.say(QUESTION)
        await w.becomes("not on the ticket", lambda: len(w.zendesk.comments(ticket()["id"])) == 2)
        assert [part["author"]["type"] for part in await w.customer.parts()] == ["user", "user"]
        w.zendesk.assign(ticket()["id"], "fin", by="ada")
        await w.customer.hears("fin", "working day")
        await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        assert "fin-involved" in ticket()["tags"]


async def test_a_ticket_that_a_trigger_gives_to_people_is_theirs_and_fin_stays_silent(tmp_path: Path) -> None:
    async with world(tmp_path, assign_fin="by_trigger") as w:
        trigger(w, "Give it to Ada", "ada", ON_CREATE)
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(QUESTION)
        ticket = await w.ticket()

        async def theirs() -> bool:
            return (await w.conversation()).owner == "team"

        await eventually(theirs, "never the team's")
        w.zendesk.agent_reply(ticket()["id"], "<p>Two days.</p>")
        await w.customer.hears("agent", "Two days")
        assert [part["author"]["type"] for part in await w.customer.parts()] == ["user", "agent"]
        assert "fin-involved" not in ticket()["tags"]


async def test_the_follow_up_of_a_closed_ticket_waits_for_the_trigger_too(tmp_path: Path) -> None:
    async with world(tmp_path, assign_fin="by_trigger") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("Hello")
        first = await w.ticket()
        w.zendesk.close(first()["id"])

        async def closed() -> bool:
            return (await w.conversation()).ticket.status == "closed"

        await eventually(closed, "never closed")
        await w.customer.say(QUESTION)
        second = await w.ticket(1)
        assert (second()["status"], second()["assignee_id"]) == ("new", None)
        assert [part["author"]["type"] for part in await w.customer.parts()] == ["user", "user"]
        w.zendesk.assign(second()["id"], "fin", by="ada")
        await w.customer.hears("fin", "working day")
