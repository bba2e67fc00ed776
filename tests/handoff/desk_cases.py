"""What every help desk must be able to do: a new one inherits these cases and says how its other side looks.

In `tests/handoff/test_<name>_desk.py`: a subclass of `DeskCases` whose name begins with `Test`, with a
fixture `other` that yields an `OtherSide` on a real local server of that desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import pytest

from bridge.core.words.values import Contact, TicketStatus
from bridge.runtime.verdict import NotSent, Unsure
from handoff.desk import (
    AgentComment,
    DeskComment,
    ForeignChange,
    HelpDesk,
    NewTicket,
    RequesterComment,
    TicketEnded,
    TicketUpdate,
)

ADA = Contact(
    id="con_ada", role="user", verified=True, external_id="42", name="Ada Lovelace", email="ada@shop.example"
)
STRANGER = Contact(
    id="con_x",
    role="user",
    verified=False,
    external_id="con_x",
    name="Ada Lovelace",
    email="ada@shop.example",
)
TICKET = NewTicket(
    external_id="cnv_1",
    requester=ADA,
    subject="It is broken",
    html="<p>It is broken</p>",
    by_customer=True,
    status=TicketStatus.OPEN,
    tags=("intercom-messenger", "fin-involved"),
    assignee="fin",
    followup_of=None,
)
NOTHING = TicketUpdate(comment=None, status=None, add_tags=(), remove_tags=(), assignee=None)


@dataclass(frozen=True, kw_only=True)
class Stands:
    """A ticket as people see it at the desk.

    Args:
        comments: (who, text, public): who is `customer`, `fin` or `agent`.
        assignee: `fin`, `nobody` or `people`.
        requester: The external_id of the person whose ticket it is.
    """

    status: str
    tags: frozenset[str]
    comments: tuple[tuple[str, str, bool], ...]
    assignee: str
    requester: str


class OtherSide(Protocol):
    """The desk as its own people use it."""

    desk: HelpDesk

    def tickets(self) -> list[int]:
        """The ids of all tickets, the oldest first."""

    def stands(self, ticket_id: int) -> Stands:
        """What a ticket looks like."""

    def agent_replies(self, ticket_id: int, html: str, *, public: bool = True) -> None:
        """An agent writes to the customer, or a note."""

    def customer_mails(self, ticket_id: int, text: str) -> None:
        """The customer writes past us."""

    def agent_sets(self, ticket_id: int, status: str) -> None:
        """An agent changes the status, without a word."""

    def agent_takes(self, ticket_id: int) -> None:
        """An agent makes the ticket his."""

    def agent_tags(self, ticket_id: int, tag: str) -> None:
        """An agent adds a tag of his own."""

    def closes(self, ticket_id: int) -> None:
        """The ticket takes no update any more."""

    def deletes(self, ticket_id: int) -> None:
        """The ticket is gone."""

    def loses_the_next_answer(self, what: str) -> None:
        """The next `create` or `apply` is carried out, and its answer is lost on the way."""

    def is_away(self) -> None:
        """From now on nobody listens."""

    def webhook(self, ticket_id: int) -> tuple[Mapping[str, str], bytes]:
        """A genuine webhook about this ticket, signed now."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the desk's news came to."""

    by_agent: list[str] = field(default_factory=list)
    by_customer: list[str] = field(default_factory=list)
    changes: list[ForeignChange] = field(default_factory=list)
    cursor: int = 0


async def news(other: OtherSide, ticket_id: int, cursor: int = 0) -> Words:
    found = await other.desk.read_since(ticket_id, cursor)
    words = Words(cursor=found.cursor)
    for one in found.news:
        match one:
            case AgentComment():
                words.by_agent.append(one.body.text)
            case RequesterComment():
                words.by_customer.append(one.body.text)
            case ForeignChange():
                words.changes.append(one)
    return words


def says(text: str, *, public: bool = True, by: int | None = None) -> DeskComment:
    return DeskComment(html=f"<p>{text}</p>", public=public, requester_id=by)


class DeskCases:
    """The cases; each is about what the next one may rely on."""

    async def made(self, other: OtherSide, ticket: NewTicket = TICKET) -> int:
        return (await other.desk.create(ticket, "eff_create", again=False, age_s=0)).ticket_id

    async def test_a_ticket_stands_as_it_was_ordered(self, other: OtherSide) -> None:
        created = await other.desk.create(TICKET, "eff_1", again=False, age_s=0)
        assert other.tickets() == [created.ticket_id]
        assert other.stands(created.ticket_id) == Stands(
            status="open",
            tags=frozenset(TICKET.tags),
            comments=(("customer", "It is broken", True),),
            assignee="fin",
            requester="42",
        )
        assert created.assignee == "fin"

    async def test_the_same_order_again_makes_no_second_ticket(self, other: OtherSide) -> None:
        first = await other.desk.create(TICKET, "eff_1", again=False, age_s=0)
        for age_s in (1.0, 60.0, 24 * 3600.0):
            again = await other.desk.create(TICKET, "eff_1", again=True, age_s=age_s)
            assert again.ticket_id == first.ticket_id
        assert other.tickets() == [first.ticket_id]

    async def test_a_create_whose_answer_is_lost_is_found_again(self, other: OtherSide) -> None:
        other.loses_the_next_answer("create")
        with pytest.raises(Unsure):
            await self.made(other)
        again = await other.desk.create(TICKET, "eff_create", again=True, age_s=5)
        assert other.tickets() == [again.ticket_id]

    async def test_a_stranger_who_claims_an_address_is_not_its_owner(self, other: OtherSide) -> None:
        adas = await self.made(other)
        claimed = replace(TICKET, requester=STRANGER, external_id="cnv_2")
        strangers = (await other.desk.create(claimed, "eff_2", again=False, age_s=0)).ticket_id
        assert other.stands(adas).requester == "42"
        assert other.stands(strangers).requester == "con_x"

    async def test_an_update_is_applied_and_what_is_not_said_stays(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.agent_tags(ticket_id, "vip")
        update = TicketUpdate(
            comment=says("Two days."),
            status=TicketStatus.SOLVED,
            add_tags=("fin-resolved",),
            remove_tags=("fin-involved", "never-there"),
            assignee=None,
        )
        await other.desk.apply(ticket_id, update, "eff_2", again=False)
        stands = other.stands(ticket_id)
        assert stands.status == "solved"
        assert stands.tags == {"intercom-messenger", "fin-resolved", "vip"}
        assert stands.comments[-1] == ("fin", "Two days.", True)
        assert stands.assignee == "fin"
        await other.desk.apply(ticket_id, replace(NOTHING, status=TicketStatus.OPEN), "eff_3", again=False)
        assert other.stands(ticket_id) == replace(stands, status="open")

    async def test_handing_over_leaves_a_note_that_only_agents_read_and_nobody_assigned(
        self, other: OtherSide
    ) -> None:
        ticket_id = await self.made(other)
        update = replace(NOTHING, comment=says("What happened", public=False), assignee="nobody")
        await other.desk.apply(ticket_id, update, "eff_2", again=False)
        stands = other.stands(ticket_id)
        assert stands.assignee == "nobody"
        assert stands.comments[-1] == ("fin", "What happened", False)

    async def test_an_update_whose_answer_is_lost_is_applied_once(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.loses_the_next_answer("apply")
        update = replace(NOTHING, comment=says("Two days."), status=TicketStatus.PENDING)
        with pytest.raises(Unsure):
            await other.desk.apply(ticket_id, update, "eff_2", again=False)
        await other.desk.apply(ticket_id, update, "eff_2", again=True)
        assert [text for _, text, _ in other.stands(ticket_id).comments] == ["It is broken", "Two days."]

    async def test_what_the_customer_writes_is_his(self, other: OtherSide) -> None:
        created = await other.desk.create(TICKET, "eff_1", again=False, age_s=0)
        update = replace(NOTHING, comment=says("Still broken", by=created.requester_id))
        await other.desk.apply(created.ticket_id, update, "eff_2", again=False)
        assert other.stands(created.ticket_id).comments[-1] == ("customer", "Still broken", True)

    async def test_a_closed_ticket_takes_no_update_and_a_follow_up_does(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.closes(ticket_id)
        with pytest.raises(TicketEnded) as ended:
            await other.desk.apply(ticket_id, replace(NOTHING, comment=says("Hello?")), "eff_2", again=False)
        assert not ended.value.gone
        follow_up = replace(TICKET, followup_of=ticket_id)
        made = await other.desk.create(follow_up, "eff_3", again=False, age_s=0)
        assert other.tickets() == [ticket_id, made.ticket_id]

    async def test_a_deleted_ticket_is_gone(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.deletes(ticket_id)
        with pytest.raises(TicketEnded) as ended:
            await other.desk.apply(ticket_id, replace(NOTHING, comment=says("Hello?")), "eff_2", again=False)
        assert ended.value.gone
        with pytest.raises(TicketEnded):
            await other.desk.read_since(ticket_id, 0)

    async def test_our_own_doing_is_no_news(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        solved = replace(NOTHING, comment=says("Two days."), status=TicketStatus.SOLVED)
        await other.desk.apply(ticket_id, solved, "eff_2", again=False)
        passed_on = replace(NOTHING, status=TicketStatus.OPEN, assignee="nobody")
        await other.desk.apply(ticket_id, passed_on, "eff_3", again=False)
        words = await news(other, ticket_id)
        assert (words.by_agent, words.by_customer) == ([], [])
        assert [one for one in words.changes if one.by != "rule"] == []

    async def test_an_agents_public_words_are_news_once_and_notes_never(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.agent_replies(ticket_id, "<p>Hello Ada</p>")
        other.agent_replies(ticket_id, "<p>She is difficult</p>", public=False)
        other.agent_replies(ticket_id, "<p>One more thing</p>")
        words = await news(other, ticket_id)
        assert words.by_agent == ["Hello Ada", "One more thing"]
        assert (await news(other, ticket_id, words.cursor)).by_agent == []

    async def test_what_an_agent_writes_reaches_nobodys_page_as_a_script(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.agent_replies(ticket_id, "<p>Hi<script>alert(1)</script><img src=x onerror=alert(2)></p>")
        (comment,) = [
            one for one in (await other.desk.read_since(ticket_id, 0)).news if isinstance(one, AgentComment)
        ]
        assert "<script" not in comment.body.html
        assert "onerror" not in comment.body.html

    async def test_what_agents_do_without_a_word_is_news(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.agent_takes(ticket_id)
        taken = await news(other, ticket_id)
        assert [(one.by, one.assignee) for one in taken.changes] == [("agent", "people")]
        other.agent_sets(ticket_id, "solved")
        solved = await news(other, ticket_id, taken.cursor)
        assert [(one.by, one.status) for one in solved.changes] == [("agent", TicketStatus.SOLVED)]

    async def test_what_the_customer_mails_is_news_and_his(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        other.customer_mails(ticket_id, "By the way")
        assert (await news(other, ticket_id)).by_customer == ["By the way"]

    async def test_a_genuine_webhook_is_known_and_names_its_ticket(self, other: OtherSide) -> None:
        ticket_id = await self.made(other)
        headers, body = other.webhook(ticket_id)
        assert other.desk.verify(headers, body) == "ok"
        assert other.desk.ticket_in(body).ticket_id == ticket_id
        assert other.desk.verify(headers, body + b" ") == "bad"
        assert other.desk.verify({}, body) == "bad"

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"ticket_id": "x"}'])
    async def test_a_webhook_that_names_no_ticket_says_so(self, other: OtherSide, body: bytes) -> None:
        with pytest.raises(ValueError, match=r"."):
            other.desk.ticket_in(body)

    async def test_what_changed_is_found_without_a_webhook(self, other: OtherSide) -> None:
        _, cursor = await other.desk.changed_since("")
        ticket_id = await self.made(other)
        other.agent_replies(ticket_id, "<p>Hello</p>")
        found, _ = await other.desk.changed_since(cursor)
        assert [(one.ticket_id, one.external_id) for one in found] == [(ticket_id, "cnv_1")]

    async def test_a_desk_that_is_away_was_sent_nothing(self, other: OtherSide) -> None:
        other.is_away()
        with pytest.raises(NotSent):
            await self.made(other)
