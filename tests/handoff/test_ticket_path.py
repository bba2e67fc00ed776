"""The main job over HTTP: a customer writes, Fin answers or hands over, the agent's reply comes back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.handoff.world import Customer, eventually, world

QUESTION = "How long does delivery take?"
TAGS = {"intercom-messenger", "fin-involved"}


async def test_an_answer_solves_the_ticket_and_that_helped_makes_it_hard(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot("42", name="Ada Lovelace", email="ada@shop.example")
        await w.customer.say(QUESTION)
        answer = await w.customer.hears("fin")
        assert answer["sources"]
        ticket = await w.ticket()
        await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        assert set(ticket()["tags"]) == TAGS | {"fin-resolved", "fin-soft-resolution"}
        helped = next(option for option in answer["reply_options"] if option["text"] == "That helped")
        await w.customer.say("That helped", option=helped["uuid"])
        await w.customer.hears("fin", "glad")
        await w.becomes(
            "never hard", lambda: "fin-hard-resolution" in ticket()["tags"] and ticket()["status"] == "solved"
        )
        assert set(ticket()["tags"]) == TAGS | {"fin-resolved", "fin-hard-resolution"}


async def test_the_requester_is_the_verified_user(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(QUESTION)
        ticket = await w.ticket()
        requester = w.zendesk.state.users[ticket()["requester_id"]]
        assert requester.external_id == "42"
        assert requester.name == "Ada Lovelace"


async def test_asking_for_a_person_hands_over_with_a_packet_and_the_reply_comes_back_once(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("I want to talk to a human")
        await w.customer.hears("fin", "passing you to our team")
        ticket = await w.ticket()
        await w.becomes(
            "never routed", lambda: "fin-routed-to-team" in ticket()["tags"] and ticket()["status"] == "open"
        )
        await w.becomes("no packet", lambda: bool(w.zendesk.comments(ticket()["id"], public=False)))
        assert ticket()["assignee_id"] is None
        [packet] = w.zendesk.comments(ticket()["id"], public=False)
        assert "The customer asked for a person." in packet["html_body"]
        w.zendesk.agent_reply(ticket()["id"], "<p>Hello Ada<script>alert(1)</script></p>")
        reply = await w.customer.hears("agent", "Hello Ada")
        assert "script" not in reply["body"]
        assert reply["author"]["name"] == "Ada Agent"
        w.zendesk.agent_reply(ticket()["id"], "<p>only for us</p>", public=False)
        w.zendesk.agent_reply(ticket()["id"], "<p>Anything else?</p>", status="solved")
        await w.customer.hears("agent", "Anything else?")
        said = [part["body"] for part in await w.customer.parts() if part["author"]["type"] == "agent"]
        assert ["Hello Ada" in said[0], "Anything else?" in said[1], len(said)] == [True, True, 2]
        await w.customer.say(QUESTION)  # the agent solved it, so Fin has the customer again
        assert (await w.customer.hears("fin", "working day"))["sources"]


async def test_a_question_that_nobody_answers_goes_to_the_team(tmp_path: Path) -> None:
    async with world(tmp_path, pending_timeout=1.0) as w:
        await w.customer.boot()
        await w.customer.say("It is broken")
        await w.customer.hears("fin", "")
        ticket = await w.ticket()
        await w.becomes("never pending", lambda: ticket()["status"] in ("pending", "open"))
        await w.customer.hears("fin", "passing this to our team")
        await w.becomes(
            "never routed", lambda: "fin-routed-to-team" in ticket()["tags"] and ticket()["status"] == "open"
        )


async def test_a_closed_ticket_is_followed_by_another(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(QUESTION)
        first = await w.ticket()
        await w.becomes("never solved", lambda: first()["status"] == "solved")
        w.zendesk.close(first()["id"])
        await w.customer.say("And what does it cost?")
        second = await w.ticket(1)
        assert second()["via"]["source"]["from"]["ticket_id"] == first()["id"]
        assert second()["external_id"] == f"{w.customer.conversation}.2"


@pytest.mark.parametrize("lost", ["reset_after", "reset_before"])
async def test_a_lost_answer_doubles_nothing(tmp_path: Path, lost: str) -> None:
    async with world(tmp_path) as w:
        w.zendesk.fault(lost, method="POST", path_regex=r"/api/v2/tickets(\.json)?$")
        w.zendesk.fault(lost, method="PUT", path_regex=r"/api/v2/tickets/\d+(\.json)?$")
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(QUESTION)
        ticket = await w.ticket()
        await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        assert len(w.zendesk.tickets()) == 1
        assert len(w.zendesk.comments(ticket()["id"])) == 2


async def test_a_webhook_that_was_lost_is_found_by_the_poll(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot()
        await w.customer.say("I want to talk to a human")
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        w.zendesk.state.triggers.clear()
        w.zendesk.agent_reply(ticket()["id"], "<p>Found by the poll</p>")
        await w.customer.hears("agent", "Found by the poll")


async def test_ten_shuffled_copies_of_each_webhook_have_one_effect(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("I want to talk to a human")
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        w.zendesk.deliveries.is_holding = True
        replies = [f"Reply {number}" for number in range(5)]
        for reply in replies:
            w.zendesk.agent_reply(ticket()["id"], f"<p>{reply}</p>")
        w.zendesk.deliveries.release(copies=10, shuffle=True, seed=7)
        await w.zendesk.settled()
        await w.customer.hears("agent", replies[-1])
        said = [part["body"] for part in await w.customer.parts() if part["author"]["type"] == "agent"]
        assert len(said) == len(replies)
        assert all(reply in body for reply, body in zip(replies, said, strict=True))


async def test_a_forged_webhook_is_refused_and_stores_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        headers = {
            "X-Zendesk-Webhook-Signature": "bm90IGEgc2lnbmF0dXJl",
            "X-Zendesk-Webhook-Signature-Timestamp": "2026-01-01T00:00:00Z",
        }
        url = f"{w.settings.base_url}/zendesk/webhooks"
        async with w.customer.http.post(url, data=b'{"ticket_id":"1"}', headers=headers) as answer:
            assert answer.status == 401
        assert await w.bridge.deliveries.parked() == []


async def test_while_zendesk_is_away_messages_wait_in_order_and_the_customer_is_told(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        away = w.zendesk.fault("503", path_regex=r"/api/v2/(tickets|users)", times=None)
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("I want to talk to a human")
        await w.customer.say("second")
        await w.customer.say("third")
        await w.customer.hears("system", "takes longer than usual")
        assert w.zendesk.tickets() == []
        w.zendesk.faults.faults.remove(away)
        ticket = await w.ticket()
        await w.becomes("not all arrived", lambda: len(w.zendesk.comments(ticket()["id"])) == 4)
        texts = [comment["plain_body"].strip() for comment in w.zendesk.comments(ticket()["id"], public=True)]
        assert texts == ["I want to talk to a human", "second", "third"]


async def test_what_the_customer_writes_by_mail_is_in_the_messenger_and_fin_answers_it(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(QUESTION)
        await w.customer.hears("fin", "working day")
        ticket = await w.ticket()
        await w.becomes("never solved", lambda: ticket()["status"] == "solved")
        w.zendesk.customer_reply(ticket()["id"], "Do you repair lamps under warranty?")
        await w.customer.hears("user", "repair lamps")
        answer = await w.customer.hears("fin", "arranty")
        assert answer["sources"]
        await w.becomes("never solved again", lambda: ticket()["status"] == "solved")
        said = [comment["plain_body"] for comment in w.zendesk.comments(ticket()["id"])]
        assert sum("repair lamps" in one for one in said) == 1, "it stands on the ticket once"


async def test_mail_to_people_reaches_the_messenger_and_fin_stays_silent(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("I want to talk to a human")
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        w.zendesk.customer_reply(ticket()["id"], "How long does delivery take?")
        await w.customer.hears("user", "How long")
        w.zendesk.agent_reply(ticket()["id"], "<p>Two days.</p>")
        await w.customer.hears("agent", "Two days")
        said = [part["author"]["type"] for part in await w.customer.parts()]
        assert said == ["user", "fin", "user", "agent"]


async def test_a_reply_that_races_the_timer_is_answered_or_goes_to_people_never_both(tmp_path: Path) -> None:
    async with world(tmp_path, pending_timeout=1) as w:
        for place in range(8):
            customer = Customer(w.customer.base, w.customer.http)
            await customer.boot(f"u{place}", name="Ada Lovelace")
            await customer.say("It is broken")
            await customer.hears("fin")
            await asyncio.sleep(0.86 + place * 0.04)
            await customer.say(QUESTION)

            async def settled(customer: Customer = customer) -> bool:
                said = [part["body"] for part in await customer.parts() if part["author"]["type"] == "fin"]
                return any("working day" in one or "left waiting" in one for one in said)

            await eventually(settled, "neither answered nor handed over")
            await asyncio.sleep(0.3)
            said = [part["body"] for part in await customer.parts() if part["author"]["type"] == "fin"]
            answered = sum("working day" in one for one in said)
            handed = sum("left waiting" in one for one in said)
            assert (answered, handed) in {(1, 0), (0, 1)}, said
            ours = [one for one in w.zendesk.tickets() if "routed" in " ".join(one["tags"])]
            assert answered or ours


async def test_the_ticket_names_the_procedure_that_was_used(tmp_path: Path) -> None:
    async with world(tmp_path, procedure_field=360001, tags={"procedure": "fin-procedure-"}) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("I would like a refund for my order")
        await w.customer.hears("fin", "order number")
        ticket = await w.ticket()
        await w.becomes("never pending", lambda: ticket()["status"] == "pending")
        assert "fin-procedure-refund_order" in ticket()["tags"]
        assert {"id": 360001, "value": "Refund an order"} in ticket()["custom_fields"]


async def test_a_reply_that_comes_before_the_tickets_number_is_an_agents(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        w.zendesk.fault("pause_after", method="POST", path_regex=r"/tickets(\.json)?$", times=1)
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say("I want to talk to a human")
        await w.zendesk.faults.wait_held()
        ticket = await w.ticket()
        w.zendesk.agent_reply(ticket()["id"], "<p>Hello Ada</p>")
        w.zendesk.assign(ticket()["id"])

        async def was_tried() -> bool:
            asked = sa.text("SELECT 1 FROM deliveries WHERE attempts > 0")
            return await w.bridge.store.read(lambda conn: conn.execute(asked).first() is not None)

        await eventually(was_tried, "the webhook never came")
        w.zendesk.faults.resume()
        await w.customer.hears("agent", "Hello Ada")

        async def is_the_agents() -> bool:
            there = (await w.conversation()).ticket
            return there is not None and there.assignee == "people"

        await eventually(is_the_agents, "the agent's doing was lost")
        assert not any("earlier episode" in line for line in await w.why())
