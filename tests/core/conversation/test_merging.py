"""An agent merges our ticket into another one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridge.core.conversation.desk_state import Joined
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CreateTicket, Think, UpdateTicket
from bridge.core.words.events import TicketMerged, TicketOver
from bridge.core.words.reading import WantsTeam
from bridge.core.words.values import Comment, Owner, TicketStatus
from tests.core.conversation.test_lifecycle import after, agent, at, created, fin, the_update, wrote

MERGED = TicketMerged(
    conversation_id="cnv_1",
    at=at(9),
    ticket_id=7,
    into=12,
    requester_id=3,
    is_taken=False,
    status=TicketStatus.OPEN,
    assignee="people",
    since=500,
    agent_name="Bo",
)
BEGUN = (wrote(), created(), fin(WantsTeam()))


def test_it_goes_on_at_the_ticket_that_is_left_with_the_tags_that_are_still_true() -> None:
    c, followed = after(*BEGUN, MERGED)
    assert c.ticket is not None
    assert (c.ticket.id, c.ticket.episode, c.ticket.status, c.ticket.merged_from) == (
        12,
        2,
        TicketStatus.OPEN,
        7,
    )
    assert c.joined == (Joined(ticket_id=12, since=500),)
    assert c.owner is Owner.TEAM
    update = the_update(followed)
    assert set(update.add_tags) == {"intercom-messenger", "fin-involved", "fin-routed-to-team"}
    assert (update.remove_tags, update.status, update.assignee) == ((), None, None)
    assert update.comment is not None
    assert not update.comment.public
    assert "ticket #7 was merged" in update.comment.body.text


def test_what_was_on_its_way_to_the_merged_ticket_is_written_on_the_one_that_is_left() -> None:
    _, followed = after(*BEGUN, MERGED, wrote("and now?", 10))
    words = the_update(followed)
    assert words.episode == 2
    late = UpdateTicket(
        conversation_id="cnv_1",
        episode=1,
        moment="customer_replied",
        comment=words.comment,
        status=TicketStatus.OPEN,
    )
    over = TicketOver(conversation_id="cnv_1", at=at(11), update=late)
    _, followed = after(*BEGUN, MERGED, over)
    again = the_update(followed)
    assert (again.episode, again.comment, again.status) == (2, words.comment, TicketStatus.OPEN)
    assert not [one for one in followed if isinstance(one, CreateTicket)]


def test_a_merge_that_is_told_twice_moves_it_once() -> None:
    c, followed = after(*BEGUN, MERGED, replace(MERGED, at=at(10)))
    assert not [one for one in followed if isinstance(one, UpdateTicket)]
    assert len(c.joined) == 1


def test_an_agent_who_merges_what_fin_had_has_it_now() -> None:
    c, _ = after(wrote(), created(), MERGED)
    assert c.owner is Owner.TEAM
    assert not c.thinking


def test_merged_into_a_ticket_that_fin_has_it_stays_with_fin() -> None:
    c, followed = after(wrote(), created(), replace(MERGED, assignee="fin"))
    assert c.owner is Owner.FIN
    assert not [one for one in followed if isinstance(one, Think)], "it thinks already"


def test_merged_into_a_solved_ticket_fin_has_the_customer_again() -> None:
    c, _ = after(*BEGUN, replace(MERGED, status=TicketStatus.SOLVED))
    assert c.owner is Owner.FIN
    _, followed = after(*BEGUN, replace(MERGED, status=TicketStatus.SOLVED), wrote("hello again", 10))
    assert the_update(followed).episode == 2


@pytest.mark.parametrize("other", [{"requester_id": 99}, {"is_taken": True}])
def test_somebody_elses_ticket_is_not_joined_and_the_merged_one_is_closed(other: dict[str, object]) -> None:
    elsewhere = replace(MERGED, **other)
    c, followed = after(*BEGUN, elsewhere)
    assert c.ticket is not None
    assert (c.ticket.id, c.ticket.status, c.joined) == (7, TicketStatus.CLOSED, ())
    assert not [one for one in followed if isinstance(one, UpdateTicket)]
    told = [one[1] for one in followed if isinstance(one, tuple) and one[0] == "system"]
    assert len(told) == ("is_taken" in other), "only his own other conversation is told of"
    _, followed = after(*BEGUN, elsewhere, wrote("hello?", 10))
    [ticket] = [one for one in followed if isinstance(one, CreateTicket)]
    assert ticket.followup_of == 7


def test_replies_on_the_ticket_that_is_left_are_the_teams() -> None:
    c, followed = after(*BEGUN, MERGED, replace(agent("Here I am"), ticket_id=12))
    assert c.owner is Owner.TEAM
    assert ("agent", "Here I am") in followed


def test_what_fin_said_before_the_merge_does_not_solve_the_agents_ticket() -> None:
    said = Comment(author="fin", body=from_plain("In two days."))
    for moment in ("answered", "to_team", "asked_back"):
        late = UpdateTicket(
            conversation_id="cnv_1",
            episode=1,
            moment=moment,
            comment=said,
            status=TicketStatus.SOLVED,
            assignee="fin",
        )
        over = TicketOver(conversation_id="cnv_1", at=at(11), update=late)
        _, followed = after(wrote(), created(), MERGED, over)
        again = the_update(followed)
        assert (again.comment, again.status, again.assignee) == (said, None, None)
        assert again.add_tags == again.remove_tags == ()
