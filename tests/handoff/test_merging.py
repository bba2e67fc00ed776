"""An agent merges the conversation's ticket into another one, on the sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.handoff.world import Customer, World, eventually, world

PERSON = "I want to talk to a human"
OURS = {"intercom-messenger", "fin-involved", "fin-routed-to-team", "routed-to-the-team"}


async def with_the_team(w: World) -> int:
    """Ada's ticket, which people have."""
    await w.customer.boot("42", name="Ada Lovelace")
    await w.customer.say(PERSON)
    ticket = await w.ticket()
    await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
    await w.becomes("no packet", lambda: bool(w.zendesk.comments(ticket()["id"], public=False)))
    return int(ticket()["id"])


def mailed(w: World, requester_id: int, text: str = "I wrote you a mail") -> int:
    """A ticket of the same account that has nothing to do with the Messenger; an agent answered it."""
    ticket_id = w.zendesk.customer_mail(requester_id, text)
    w.zendesk.agent_reply(ticket_id, "<p>Said by mail, before</p>")
    return ticket_id


async def said(customer: Customer, who: str) -> list[str]:
    return [part["body"] for part in await customer.parts() if part["author"]["type"] == who]


def tags(w: World, ticket_id: int) -> set[str]:
    return set(w.zendesk.ticket(ticket_id)["tags"])


async def test_the_conversation_goes_on_at_the_ticket_that_is_left(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        loser = await with_the_team(w)
        winner = mailed(w, w.zendesk.ticket(loser)["requester_id"])
        w.zendesk.add_tags(winner, "vip")
        w.zendesk.merge(loser, winner)
        w.zendesk.agent_reply(winner, "<p>Right behind the merge</p>")
        await w.customer.hears("agent", "Right behind the merge")
        await w.becomes("not tagged", lambda: OURS | {"vip"} == tags(w, winner))
        await w.customer.say("thank you, and one more thing")
        await w.becomes(
            "not written",
            lambda: "one more thing" in w.zendesk.comments(winner, public=True)[-1]["plain_body"],
        )
        last = w.zendesk.comments(winner)[-1]
        assert last["author_id"] == w.zendesk.ticket(winner)["requester_id"]
        w.zendesk.agent_reply(winner, "<p>Later</p>")
        await w.customer.hears("agent", "Later")
        first, second = await said(w.customer, "agent")
        assert ("Right behind" in first, "Later" in second) == (True, True)
        assert len(w.zendesk.tickets()) == 2, "no follow-up"
        notes = [one["plain_body"] for one in w.zendesk.comments(winner, public=False)]
        assert sum(f"ticket #{loser} was merged" in one for one in notes) == 1


async def test_what_the_customer_writes_before_the_word_of_it_arrives_goes_to_the_ticket_that_is_left(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        loser = await with_the_team(w)
        winner = mailed(w, w.zendesk.ticket(loser)["requester_id"])
        reads = w.zendesk.fault("503", method="GET", path_regex=rf"/tickets/{loser}/audits", times=None)
        w.zendesk.deliveries.is_holding = True
        w.zendesk.merge(loser, winner)
        await w.customer.say("are you there?")
        w.zendesk.faults.faults.remove(reads)
        await w.becomes(
            "not written",
            lambda: "are you there" in w.zendesk.comments(winner, public=True)[-1]["plain_body"],
        )
        w.zendesk.agent_reply(winner, "<p>Here I am</p>")
        w.zendesk.deliveries.is_holding = False
        w.zendesk.deliveries.release(copies=3, shuffle=True, seed=3)
        await w.customer.hears("agent", "Here I am")
        assert len(w.zendesk.tickets()) == 2, "no follow-up"
        words = [one["plain_body"] for one in w.zendesk.comments(winner)]
        assert sum("are you there" in one for one in words) == 1


async def test_shuffled_copies_of_every_webhook_move_it_once_and_show_each_reply_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        loser = await with_the_team(w)
        winner = mailed(w, w.zendesk.ticket(loser)["requester_id"])
        w.zendesk.add_tags(winner, "intercom-messenger")  # so that its triggers ring too
        w.zendesk.deliveries.is_holding = True
        w.zendesk.agent_reply(loser, "<p>Reply 0</p>")
        w.zendesk.merge(loser, winner, comment="Reply 1", public=True)
        for number in (2, 3, 4):
            w.zendesk.agent_reply(winner, f"<p>Reply {number}</p>")
        w.zendesk.deliveries.is_holding = False
        w.zendesk.deliveries.release(copies=10, shuffle=True, seed=11)
        await w.zendesk.settled()
        await w.customer.hears("agent", "Reply 4")
        heard = [one for one in await said(w.customer, "agent") if "Reply" in one]
        assert [f"Reply {number}" in one for number, one in enumerate(heard)] == [True] * 5
        assert not any("before" in one for one in await said(w.customer, "agent"))
        assert (await w.conversation()).ticket.id == winner


async def test_merged_again_it_follows(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        first = await with_the_team(w)
        requester = w.zendesk.ticket(first)["requester_id"]
        second, third = mailed(w, requester), mailed(w, requester)
        w.zendesk.deliveries.is_holding = True
        w.zendesk.merge(first, second)
        w.zendesk.agent_reply(second, "<p>On the second</p>")
        w.zendesk.merge(second, third)
        w.zendesk.agent_reply(third, "<p>On the third</p>")
        w.zendesk.deliveries.is_holding = False
        w.zendesk.deliveries.release(copies=2, shuffle=True, seed=5)
        await w.customer.hears("agent", "On the third")
        heard = [one for one in await said(w.customer, "agent") if "On the" in one]
        assert ["second" in heard[0], "third" in heard[1], len(heard)] == [True, True, 2]
        await w.becomes("not tagged", lambda: tags(w, third) >= OURS)
        assert (await w.conversation()).ticket.id == third


async def test_a_ticket_of_another_person_is_not_joined(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        loser = await with_the_team(w)
        other = Customer(w.customer.base, w.customer.http)
        await other.boot("43", name="Grace Hopper")
        await other.say(PERSON)
        foreign = await w.ticket(1)
        winner = mailed(w, foreign()["requester_id"])
        w.zendesk.merge(loser, winner)
        w.zendesk.agent_reply(winner, "<p>Only for Grace</p>")

        async def closed() -> bool:
            return (await w.conversation()).ticket.status == "closed"

        await eventually(closed, "never closed")
        await w.customer.say("How long does delivery take?")
        followup = await w.ticket(3)
        assert followup()["via"]["source"]["from"]["ticket_id"] == loser
        assert tags(w, winner) == set()
        assert not await said(w.customer, "agent")


async def test_two_conversations_on_one_ticket_go_on_in_the_one_whose_it_is(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as w:
        loser = await with_the_team(w)
        other = Customer(w.customer.base, w.customer.http)
        other.count = 100
        await other.boot("42", name="Ada Lovelace")
        await other.say(PERSON)
        winner = int((await w.ticket(1))()["id"])
        await w.becomes("never routed", lambda: "fin-routed-to-team" in tags(w, winner))
        w.zendesk.merge(loser, winner)
        w.zendesk.agent_reply(winner, "<p>For both of your questions</p>")
        await other.hears("agent", "both of your questions")
        await w.customer.hears("system", "other conversation")
        assert not await said(w.customer, "agent")


@pytest.mark.parametrize("lost", ["reset_after", "reset_before"])
async def test_a_lost_answer_and_a_merge_double_nothing(tmp_path: Path, lost: str) -> None:
    async with world(tmp_path) as w:
        loser = await with_the_team(w)
        winner = mailed(w, w.zendesk.ticket(loser)["requester_id"])
        update = {"method": "PUT", "path_regex": rf"/api/v2/tickets/{loser}(\.json)?$"}
        w.zendesk.fault(lost, times=1, **update)
        later = w.zendesk.fault("503", times=None, path_regex=rf"/tickets/{loser}")
        await w.customer.say("is anybody there?")
        await w.becomes("never tried again", lambda: later.hits > 0)
        w.zendesk.merge(loser, winner)
        w.zendesk.faults.clear()
        w.zendesk.agent_reply(winner, "<p>Yes</p>")
        await w.customer.hears("agent", "Yes")
        await w.becomes("not tagged", lambda: tags(w, winner) >= OURS)

        def times() -> int:
            there = (*w.zendesk.comments(loser), *w.zendesk.comments(winner))
            return sum("is anybody there" in one["plain_body"] for one in there)

        await w.becomes("never written", lambda: times() > 0)
        await w.customer.say("good")
        await w.becomes("not behind it", lambda: "good" in w.zendesk.comments(winner)[-1]["plain_body"])
        assert times() == 1
