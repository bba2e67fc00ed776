"""The life cycle row by row, told as stories."""

from __future__ import annotations

from typing import Any

import pytest

from bridge.core.conversation.rules import Rules, TagNames
from bridge.core.conversation.state import Conversation, Status
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CreateTicket, Think, UpdateTicket
from bridge.core.words.events import (
    AgentReplied,
    CustomerRated,
    CustomerRead,
    CustomerWrote,
    FinFailed,
    FinRead,
    TicketChanged,
    TicketCreated,
    TicketOver,
    TicketUnwritable,
    TicketUpdated,
    TimerFired,
)
from bridge.core.words.outcome import Outcome
from bridge.core.words.reading import Answer, Clarify, Helped, NoAnswer, NotHelped, SmallTalk, WantsTeam
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Author, Channel, Contact, Owner, Rating, Source, TicketStatus
from tests.story import Story, at

ADA = Contact(id="con_a", role="user", verified=True, external_id="42", name="Ada")
ANSWER = Answer(
    body=from_plain("In two days."),
    sources=(Source(content_type="article", title="Delivery", url="https://shop.example/d"),),
    score=0.9,
)
ASKS = Clarify(body=from_plain("Which one?"), options=("Lamp", "Curtain"))
AGENT = Author(type="agent", name="Bo")
ALL_RULES = [Rules(), Rules(tags=TagNames(channel="a", involved="b", resolved="c", soft_resolution="d"))]


def wrote(text: str = "it is broken", second: float = 0, option: str | None = None) -> CustomerWrote:
    return CustomerWrote(
        conversation_id="cnv_1",
        at=at(second),
        contact=ADA,
        channel=Channel.WEB,
        body=from_plain(text),
        client_id=f"line-{second}-{text}",
        reply_option=option,
    )


def fin(reading: Any, turn: int = 1, second: float = 1) -> FinRead:
    return FinRead(conversation_id="cnv_1", at=at(second), turn=turn, reading=reading)


def fired(name: TimerName, turn: int, second: float) -> TimerFired:
    return TimerFired(conversation_id="cnv_1", at=at(second), name=name, turn=turn)


def created(ticket_id: int = 7, episode: int = 1) -> TicketCreated:
    return TicketCreated(
        conversation_id="cnv_1",
        at=at(1),
        episode=episode,
        ticket_id=ticket_id,
        requester_id=3,
        assignee="fin",
    )


def updated() -> TicketUpdated:
    return TicketUpdated(conversation_id="cnv_1", at=at(2), episode=1)


def changed(second: float = 5, **fields: Any) -> TicketChanged:
    return TicketChanged(conversation_id="cnv_1", at=at(second), ticket_id=7, by="agent", **fields)


def agent(text: str = "Hello", second: float = 5) -> AgentReplied:
    return AgentReplied(
        conversation_id="cnv_1", at=at(second), ticket_id=7, comment_id=1, author=AGENT, body=from_plain(text)
    )


def after(*events: Any, rules: Rules | None = None) -> tuple[Conversation, list[Any]]:
    """The conversation after the events, and what followed from the last one."""
    story = Story(rules or Rules())
    for event in events:
        story.followed.clear()
        story = story >> event
    assert story.conversation is not None
    return story.conversation, story.followed


def the_update(followed: list[Any]) -> UpdateTicket:
    [found] = [one for one in followed if isinstance(one, UpdateTicket)]
    return found


@pytest.mark.parametrize("rules", ALL_RULES)
def test_the_first_message_makes_a_ticket_that_fin_has(rules: Rules) -> None:
    c, followed = after(wrote(), rules=rules)
    ticket = next(one for one in followed if isinstance(one, CreateTicket))
    assert (ticket.status, ticket.assignee) == (TicketStatus.OPEN, "fin")
    assert set(ticket.tags) == {rules.tags.channel, rules.tags.involved}
    assert next(one for one in followed if isinstance(one, Think)).text == "it is broken"
    assert (c.owner, c.status) == (Owner.FIN, Status.THINKING)


def test_by_trigger_the_ticket_is_new_and_fin_waits_until_it_is_assigned() -> None:
    rules = Rules(assign_fin="by_trigger")
    c, followed = after(wrote(), rules=rules)
    ticket = next(one for one in followed if isinstance(one, CreateTicket))
    assert (ticket.status, ticket.assignee, ticket.tags) == (
        TicketStatus.NEW,
        "nobody",
        ("intercom-messenger",),
    )
    assert not [one for one in followed if isinstance(one, Think)]
    assert c.owner is Owner.NONE
    given = TicketChanged(conversation_id="cnv_1", at=at(3), ticket_id=7, by="rule", assignee="fin")
    waits = created()
    waits = TicketCreated(
        **{f: getattr(waits, f) for f in ("conversation_id", "at", "episode", "ticket_id", "requester_id")}
    )
    c, followed = after(wrote(), waits, given, rules=rules)
    assert the_update(followed).add_tags == ("fin-involved",)
    assert [one for one in followed if isinstance(one, Think)]
    assert c.owner is Owner.FIN


@pytest.mark.parametrize(
    ("reading", "status", "add", "remove", "assignee", "owner"),
    [
        (ANSWER, "solved", {"fin-resolved", "fin-soft-resolution"}, set(), "fin", Owner.FIN),
        (Helped(), "solved", {"fin-resolved", "fin-hard-resolution"}, set(), "fin", Owner.FIN),
        (ASKS, "pending", set(), set(), None, Owner.FIN),
        (NotHelped(), "pending", set(), set(), None, Owner.FIN),
        (WantsTeam(), "open", {"fin-routed-to-team"}, set(), "nobody", Owner.TEAM),
        (NoAnswer(), "open", {"fin-routed-to-team"}, set(), "nobody", Owner.TEAM),
    ],
)
def test_a_reading_becomes_its_row(
    reading: Any, status: str, add: set[str], remove: set[str], assignee: str | None, owner: Owner
) -> None:
    c, followed = after(wrote(), fin(reading))
    update = the_update(followed)
    assert (update.status, set(update.add_tags), set(update.remove_tags), update.assignee) == (
        status,
        add,
        remove,
        assignee,
    )
    assert c.owner is owner


def test_that_it_helped_takes_soft_away_and_a_hand_off_takes_all_away() -> None:
    _, followed = after(wrote(), fin(ANSWER), wrote("that helped", 5), fin(Helped(), 2, 6))
    update = the_update(followed)
    assert (update.add_tags, update.remove_tags) == (("fin-hard-resolution",), ("fin-soft-resolution",))
    _, followed = after(wrote(), fin(ANSWER), wrote("a human please", 5), fin(WantsTeam(), 2, 6))
    update = the_update(followed)
    assert set(update.remove_tags) == {"fin-resolved", "fin-soft-resolution"}
    assert update.add_tags == ("fin-routed-to-team",)


def test_an_answer_after_the_team_takes_routed_away() -> None:
    c, followed = after(
        wrote(),
        created(),
        fin(WantsTeam()),
        changed(4, status=TicketStatus.SOLVED),
        wrote("and now?", 5),
        fin(ANSWER, 2, 6),
    )
    assert the_update(followed).remove_tags == ("fin-routed-to-team",)
    assert c.outcome is Outcome.RESOLUTION_ASSUMED


def test_a_question_that_nobody_answers_goes_to_the_team() -> None:
    story = Story() >> wrote()
    story.followed.clear()
    story = story >> fin(ASKS, 1, 2)
    story = story << ("fin", "Which one?") << ("timer", TimerName.PENDING, 182.0)
    story.followed.clear()
    story = story >> fired(TimerName.PENDING, 1, 182)
    update = the_update(story.followed)
    assert (update.status, update.add_tags, update.packet) == (
        TicketStatus.OPEN,
        ("fin-routed-to-team",),
        True,
    )


def test_a_reply_cancels_the_timer_and_one_of_an_older_turn_does_nothing() -> None:
    story = Story() >> wrote()
    story.followed.clear()
    story = story >> fin(ASKS)
    story.followed.clear()
    story = story >> wrote("the lamp", 100) << ("cancelled", TimerName.PENDING)
    story.followed.clear()
    assert (story >> fired(TimerName.PENDING, 1, 181)).end().owner is Owner.FIN


def test_of_two_quick_messages_the_first_reading_is_stale_and_the_second_thought_holds_both() -> None:
    story = Story() >> wrote("my lamp")
    story.followed.clear()
    story = story >> wrote("is broken", 1)
    assert next(one for one in story.followed if isinstance(one, Think)).text == "my lamp\nis broken"
    story.followed.clear()
    assert (story >> fin(ANSWER, 1, 2)).end().thinking


@pytest.mark.parametrize("late", [FinFailed(conversation_id="cnv_1", at=at(3), turn=1, reason="x"), None])
def test_a_fin_that_fails_or_is_late_hands_over(late: FinFailed | None) -> None:
    c, followed = after(wrote(), late or fired(TimerName.THINKING, 1, 12))
    assert (c.owner, c.outcome) == (Owner.TEAM, Outcome.FAILED)
    assert the_update(followed).packet
    _, followed = after(wrote(), late or fired(TimerName.THINKING, 1, 12), fin(ANSWER, 1, 13))
    assert followed == []


def test_asking_back_and_not_helping_end_with_people() -> None:
    c, _ = after(wrote(), fin(ASKS), wrote("?", 2), fin(ASKS, 2, 3), wrote("??", 4), fin(ASKS, 3, 5))
    assert c.owner is Owner.TEAM
    still_not = (wrote(), fin(NotHelped()), wrote("no", 2), fin(NotHelped(), 2, 3))
    c, _ = after(*still_not)
    assert (c.owner, c.people_offered) == (Owner.FIN, True)
    c, _ = after(*still_not, wrote("still not", 4), fin(NotHelped(), 3, 5))
    assert c.owner is Owner.TEAM
    c, _ = after(*still_not, wrote("yes please", 4))
    assert c.owner is Owner.TEAM


def test_a_button_decides_without_a_thought() -> None:
    c, _ = after(wrote(), fin(ANSWER))
    helped, team = c.offered
    c, followed = after(wrote(), fin(ANSWER), wrote("That helped", 5, helped.uuid))
    assert (c.outcome, [one for one in followed if isinstance(one, Think)]) == (
        Outcome.RESOLUTION_CONFIRMED,
        [],
    )
    c, _ = after(wrote(), fin(ANSWER), wrote("Talk to the team", 5, team.uuid))
    assert c.owner is Owner.TEAM


def test_an_agent_who_replies_has_it_and_fin_is_silent() -> None:
    c, followed = after(wrote(), created(), fin(ASKS), agent())
    assert followed == [("agent", "Hello")]
    assert (c.owner, c.unread, c.status) == (Owner.TEAM, 2, Status.WITH_TEAM)
    c, followed = after(wrote(), created(), fin(ASKS), agent(), wrote("thank you", 9))
    assert not [one for one in followed if isinstance(one, Think)]
    assert (the_update(followed).status, the_update(followed).assignee) == (TicketStatus.OPEN, None)


def test_an_agent_who_solves_gives_back() -> None:
    solved = changed(6, status=TicketStatus.SOLVED, assignee="people")
    c, _ = after(wrote(), created(), agent(), solved)
    assert (c.owner, c.status) == (Owner.FIN, Status.RESOLVED)
    c, followed = after(wrote(), created(), agent(), solved, wrote("one more", 9))
    assert [one for one in followed if isinstance(one, Think)]
    assert (the_update(followed).status, the_update(followed).assignee) == (TicketStatus.OPEN, "fin")


def test_a_late_word_of_solved_does_not_lose_a_newer_message() -> None:
    _, followed = after(
        wrote(), created(), agent(), wrote("still broken", 9), changed(7, status=TicketStatus.SOLVED)
    )
    assert next(one for one in followed if isinstance(one, Think)).text == "still broken"


def test_an_agent_who_takes_it_stops_a_thought() -> None:
    c, followed = after(wrote(), created(), changed(assignee="people"), fin(ANSWER, 1, 6))
    assert (c.owner, followed) == (Owner.TEAM, [])


def test_on_a_closed_ticket_a_follow_up_is_made() -> None:
    closed = changed(status=TicketStatus.CLOSED)
    _, followed = after(wrote(), created(), fin(ANSWER), closed, wrote("again", 9))
    follow_up = next(one for one in followed if isinstance(one, CreateTicket))
    assert (follow_up.episode, follow_up.followup_of) == (2, 7)


def test_what_a_closed_ticket_refused_goes_on_the_next_in_order() -> None:
    story = Story() >> wrote()
    mine = UpdateTicket(conversation_id="cnv_1", episode=1, moment="answered")
    for event in (created(), fin(ANSWER)):
        story.followed.clear()
        story = story >> event
    story.followed.clear()
    story = story >> wrote("again", 9)
    customers = the_update(story.followed)
    story.followed.clear()
    story = story >> TicketOver(conversation_id="cnv_1", at=at(10), update=customers)
    [follow_up] = [one for one in story.followed if isinstance(one, CreateTicket)]
    assert (follow_up.comment.body.text, follow_up.followup_of) == ("again", 7)
    story.followed.clear()
    story = story >> TicketOver(conversation_id="cnv_1", at=at(11), update=mine)
    assert the_update(story.followed).episode == 2
    assert set(the_update(story.followed).add_tags) == {"fin-resolved", "fin-soft-resolution"}


def test_who_waits_for_people_is_told_once_that_it_takes_longer() -> None:
    c, followed = after(wrote(), fin(WantsTeam()), fired(TimerName.DESK, 1, 12))
    assert (c.delay_told, followed[0][0]) == (True, "system")
    _, followed = after(wrote(), fin(WantsTeam()), fired(TimerName.DESK, 1, 12), fired(TimerName.DESK, 1, 24))
    assert followed == []
    c, followed = after(wrote(), fin(WantsTeam()), created(), updated(), fired(TimerName.DESK, 1, 12))
    assert (c.unwritten, followed) == (0, [])


def test_a_refused_ticket_is_told_to_who_waits_for_people_only() -> None:
    no = TicketUnwritable(conversation_id="cnv_1", at=at(3), reason="422")
    _, followed = after(wrote(), fin(ANSWER), no)
    assert followed == []
    _, followed = after(wrote(), fin(WantsTeam()), no)
    assert followed[0][0] == "system"


def test_thanks_alone_bring_the_outcome_back() -> None:
    thanks = SmallTalk(body=from_plain("You are welcome."), about="thanks")
    c, followed = after(wrote(), fin(ANSWER), wrote("thanks", 5), fin(thanks, 2, 6))
    assert (c.outcome, the_update(followed).status) == (Outcome.RESOLUTION_ASSUMED, TicketStatus.SOLVED)


def test_coming_back_takes_the_outcome_back() -> None:
    c, _ = after(wrote(), fin(ANSWER), wrote("but how?", 5))
    assert c.outcome is None


def test_reading_everything_leaves_nothing_unread() -> None:
    c, _ = after(wrote(), fin(ANSWER))
    assert c.unread == 1
    c, _ = after(wrote(), fin(ANSWER), CustomerRead(conversation_id="cnv_1", at=at(9), seq=c.shown - 1))
    assert c.unread == 1
    c, _ = after(wrote(), fin(ANSWER), CustomerRead(conversation_id="cnv_1", at=at(9), seq=c.shown))
    assert c.unread == 0


def test_a_rating_can_be_changed_until_it_has_a_remark() -> None:
    def rated(word: Any, remark: str = "", second: float = 5) -> CustomerRated:
        return CustomerRated(conversation_id="cnv_1", at=at(second), rating=word, remark=remark)

    c, followed = after(wrote(), fin(ANSWER), rated("good"), rated("bad"))
    assert (c.rating, followed) == (Rating(word="bad"), [])
    c, _ = after(wrote(), fin(ANSWER), rated("bad"), rated("good", "in the end"), rated("terrible", "no"))
    assert c.rating == Rating(word="good", remark="in the end")
    lines = c.seq
    c, _ = after(wrote(), fin(ANSWER), rated("bad"), rated("good", "in the end"), rated("good", "in the end"))
    assert c.seq == lines


def test_on_hand_off_only_a_ticket_is_made_when_people_come_in() -> None:
    rules = Rules(create_on="handoff")
    _, followed = after(wrote(), rules=rules)
    assert not [one for one in followed if isinstance(one, CreateTicket | UpdateTicket)]
    _, followed = after(wrote(), fin(WantsTeam()), rules=rules)
    ticket = next(one for one in followed if isinstance(one, CreateTicket))
    assert ticket.comment.body.text == "it is broken"
    assert "fin-routed-to-team" in ticket.tags
    assert the_update(followed).packet
