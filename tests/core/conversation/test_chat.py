"""Live chats told as stories: opened, linked, spoken in, ended, refused, taken by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bridge.core.conversation.chat import chosen
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.rules import Chosen, Rules
from bridge.core.words.body import from_plain
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.chat_events import (
    ChatEnded,
    ChatLinked,
    ChatOpened,
    ChatOver,
    ChatRefused,
    ChatReplied,
)
from bridge.core.words.effects import CreateTicket, Effect, Think, UpdateTicket
from bridge.core.words.events import TicketCreated
from bridge.core.words.reading import WantsTeam
from bridge.core.words.refusals import refused, stays_at_head, unknown
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner, Reason, TicketStatus
from tests.core.conversation.test_lifecycle import AGENT, ANSWER, changed, created, fin, fired, wrote
from tests.story import Story, at


def live(_known: Mapping[str, Any], _at: datetime) -> Chosen:
    return Chosen("live_chat", "a test")


RULES = Rules(mode=live)


def effects(story: Story, kind: type[Any]) -> list[Any]:
    found = [one for one in story.followed if isinstance(one, kind)]
    story.followed.clear()
    return found


def going(*, create_on: Any = "first_message", **rules: Any) -> Story:
    """To the hand-off, with the ticket created."""
    story = Story(rules=replace(RULES, create_on=create_on, **rules))
    story >> wrote("a person, please")
    story.followed.clear()
    if create_on == "first_message":
        story >> created()
        story.followed.clear()
    story >> fin(WantsTeam())
    return story


def chatting(**how: Any) -> Story:
    story = going(**how)
    story.followed.clear()
    story >> opened()
    story.followed.clear()
    story >> linked()
    story.followed.clear()
    return story


def opened(number: int = 1) -> ChatOpened:
    return ChatOpened(conversation_id="cnv_1", at=at(2), number=number, chat_id="chat_1")


def linked(number: int = 1, ticket_id: int | None = 9, **more: Any) -> ChatLinked:
    return ChatLinked(
        conversation_id="cnv_1", at=at(3), number=number, ticket_id=ticket_id, requester_id=3, **more
    )


def replied(second: float = 5, number: int = 1) -> ChatReplied:
    return ChatReplied(
        conversation_id="cnv_1",
        at=at(second),
        number=number,
        message_id=f"m{second}",
        author=AGENT,
        body=from_plain("Hello"),
    )


def ended(second: float = 9, reason: str = "", number: int = 1) -> ChatEnded:
    return ChatEnded(conversation_id="cnv_1", at=at(second), number=number, reason=reason)


def test_a_hand_off_orders_a_chat_and_leaves_the_ticket_alone() -> None:
    story = going()
    assert ("timer", TimerName.CHAT, 181.0) in story.followed
    [order] = [one for one in story.followed if isinstance(one, OpenChat)]
    assert order.tags == ("fin-involved", "fin-routed-to-team", "intercom-messenger")
    assert not effects(story, UpdateTicket)
    assert story.conversation is not None
    assert story.conversation.is_chatting


def test_an_open_chat_is_linked_and_its_ticket_becomes_the_conversations() -> None:
    story = going()
    story.followed.clear()
    story >> opened()
    [link] = effects(story, LinkChat)
    assert (link.chat_id, link.old_episode) == ("chat_1", 1)
    story >> linked()
    [note] = effects(story, UpdateTicket)
    assert (note.episode, note.packet, note.status, note.assignee) == (2, True, None, None)
    assert set(note.add_tags) == {"intercom-messenger", "fin-involved", "fin-routed-to-team"}
    assert story.conversation is not None
    assert story.conversation.ticket is not None
    assert story.conversation.ticket.id == 9


def test_the_customers_words_go_to_the_chat_and_not_on_the_ticket() -> None:
    story = chatting()
    story >> wrote("and more", second=4)
    assert [one.body.text for one in story.followed if isinstance(one, SayInChat)] == ["and more"]
    assert not effects(story, UpdateTicket)


def test_an_agents_word_takes_the_chat() -> None:
    story = chatting()
    story >> replied()
    assert ("agent", "Hello") in story.followed
    story.followed.clear()
    assert story.conversation is not None
    assert story.conversation.chat is not None
    assert (story.conversation.chat.is_taken, story.conversation.chat.agent) == (True, AGENT.name)
    story >> fired(TimerName.CHAT, 1, 181)
    assert story.followed == []


def test_an_agents_word_that_stays_unread_is_mailed() -> None:
    story = chatting(mails_replies=True, mail_delay_s=60.0)
    assert story.conversation is not None
    known = replace(story.conversation.contact, email="ada@shop.example")
    story.conversation = replace(story.conversation, contact=known)
    story >> replied()
    assert ("timer", TimerName.MAIL, 65.0) in story.followed


def test_the_end_solves_and_fin_has_the_customer_again() -> None:
    story = chatting()
    story >> replied()
    story.followed.clear()
    story >> ended()
    [solved] = [one for one in story.followed if isinstance(one, UpdateTicket)]
    assert (solved.status, solved.assignee) == (TicketStatus.SOLVED, None)
    assert any(one[0] == "fin" and AGENT.name in one[1] for one in story.followed if isinstance(one, tuple))
    story.followed.clear()
    assert story.conversation is not None
    assert story.conversation.owner is Owner.FIN
    story >> ended(second=10)
    assert story.followed == []
    story >> wrote("one more thing", second=11)
    assert len(effects(story, Think)) == 1


def test_what_was_written_after_the_end_is_thought_about() -> None:
    story = chatting()
    story >> replied()
    story.followed.clear()
    story >> wrote("are you there?", second=10)
    story.followed.clear()
    story >> ended(second=9)
    assert len(effects(story, Think)) == 1


def test_a_chat_that_goes_on_by_mail_stays_with_the_team() -> None:
    story = chatting()
    story >> replied()
    story.followed.clear()
    story >> ended(reason="transferToEmail")
    assert [one[0] for one in story.followed if isinstance(one, tuple) and one[0] == "system"] == ["system"]
    story.followed.clear()
    story >> wrote("thanks", second=11)
    assert not [one for one in story.followed if isinstance(one, SayInChat)]
    assert len(effects(story, UpdateTicket)) == 1


@pytest.mark.parametrize(("second", "owner"), [(8, Owner.FIN), (9, Owner.FIN), (10, Owner.TEAM)])
def test_late_word_that_an_agent_took_the_ticket_does_not_take_it_after_the_end(
    second: float, owner: Owner
) -> None:
    story = chatting()
    story >> replied()
    story.followed.clear()
    story >> ended(second=9)
    story.followed.clear()
    story >> replace(changed(assignee="people"), ticket_id=9, at=at(second))
    assert story.conversation is not None
    assert story.conversation.owner is owner
    assert story.conversation.ticket is not None
    assert story.conversation.ticket.assignee == "people"


@pytest.mark.parametrize(("second", "owner"), [(8.4, Owner.FIN), (9.4, Owner.FIN), (60, Owner.TEAM)])
def test_a_last_word_that_comes_after_the_solved_ticket_is_shown_and_takes_nobody_from_fin(
    second: float, owner: Owner
) -> None:
    story = chatting()
    story >> replied(second=5)
    story.followed.clear()
    story >> replace(changed(second=9, status=TicketStatus.SOLVED), ticket_id=9)
    story.followed.clear()
    story >> replied(second=second)
    assert ("agent", "Hello") in story.followed
    assert story.conversation is not None
    assert story.conversation.owner is owner


def test_a_last_word_that_comes_late_stops_no_thought() -> None:
    story = chatting()
    story >> replace(changed(second=9, status=TicketStatus.SOLVED), ticket_id=9)
    story.followed.clear()
    story >> wrote("and my other order?", second=10)
    [thought] = effects(story, Think)
    story >> replied(second=8)
    story.followed.clear()
    story >> fin(ANSWER, turn=thought.turn, second=11)
    assert ("fin", "In two days.") in story.followed


def test_a_solved_ticket_ends_the_chat() -> None:
    story = chatting()
    story >> replace(changed(status=TicketStatus.SOLVED), ticket_id=9)
    assert len([one for one in story.followed if isinstance(one, EndChat)]) == 1
    assert story.conversation is not None
    assert story.conversation.owner is Owner.FIN


@pytest.mark.parametrize("create_on", ["first_message", "handoff"])
def test_a_refused_chat_becomes_a_ticket(create_on: str) -> None:
    story = going(create_on=create_on)
    story.followed.clear()
    story >> ChatRefused(conversation_id="cnv_1", at=at(2), number=1, reason="no")
    routed = [one for one in story.followed if isinstance(one, UpdateTicket) and one.packet]
    assert len(routed) == 1
    assert len(effects(story, CreateTicket)) == (create_on == "handoff")
    assert story.conversation is not None
    assert story.conversation.owner is Owner.TEAM


def test_words_that_met_a_chat_that_is_over_go_on_the_ticket() -> None:
    story = chatting()
    story >> wrote("lost?", second=4)
    [say] = effects(story, SayInChat)
    story >> ChatOver(conversation_id="cnv_1", at=at(5), say=say, reason="gone")
    [update] = effects(story, UpdateTicket)
    assert update.comment is not None
    assert update.comment.body.text == "lost?"


def test_nobody_takes_it() -> None:
    story = chatting()
    story >> fired(TimerName.CHAT, 1, 181)
    [told] = [one for one in story.followed if isinstance(one, tuple) and one[0] == "fin"]
    assert "nobody" in told[1]
    assert len([one for one in story.followed if isinstance(one, EndChat)]) == 1
    story.followed.clear()
    assert story.conversation is not None
    assert story.conversation.owner is Owner.FIN
    [option] = story.conversation.offered
    story >> wrote(option.text, second=190, option=option.uuid)
    assert not [one for one in story.followed if isinstance(one, OpenChat)]
    assert story.conversation.owner is Owner.TEAM
    assert [one.packet for one in effects(story, UpdateTicket)].count(True) == 1


def test_a_chat_that_opens_after_the_customer_was_told_is_linked_and_ended() -> None:
    story = going()
    story.followed.clear()
    story >> fired(TimerName.CHAT, 1, 181)
    story.followed.clear()
    story >> opened()
    story.followed.clear()
    story >> linked()
    assert len([one for one in story.followed if isinstance(one, EndChat)]) == 1
    assert story.conversation is not None
    assert story.conversation.owner is Owner.FIN


def test_the_next_hand_off_is_a_new_chat_and_words_of_the_first_one_change_nothing() -> None:
    story = chatting()
    story >> ended()
    story.followed.clear()
    story >> wrote("a person again", second=11)
    story.followed.clear()
    story >> fin(WantsTeam(), turn=2, second=12)
    [order] = effects(story, OpenChat)
    assert order.number == 2
    story >> ended(second=13, number=1)
    assert story.followed == []
    story >> replied(second=14, number=1)
    assert story.conversation is not None
    assert story.conversation.chat is not None
    assert not story.conversation.chat.is_taken


def test_a_chat_without_a_ticket_leaves_the_one_before() -> None:
    story = going()
    story.followed.clear()
    story >> opened()
    story.followed.clear()
    story >> linked(ticket_id=None)
    assert story.followed == []
    assert story.conversation is not None
    assert story.conversation.ticket is not None
    assert story.conversation.ticket.id == 7


def test_the_mode_is_asked_with_what_is_known() -> None:
    asked: list[Mapping[str, Any]] = []

    def mode(known: Mapping[str, Any], _at: datetime) -> Chosen:
        asked.append(known)
        return Chosen("ticket", "")

    story = Story(rules=Rules(mode=mode))
    story >> wrote("a person, please")
    story.followed.clear()
    story >> fin(WantsTeam())
    [known] = asked
    assert (known["reason"], known["team"], known["message"]) == ("asked_for_team", "", "a person, please")
    assert known["contact"]["external_id"] == "42"


@pytest.mark.parametrize("made", [refused, unknown])
def test_an_order_that_fails_is_said(made: Any) -> None:
    order = going().followed
    [opening] = [one for one in order if isinstance(one, OpenChat)]
    assert isinstance(made(opening, "no", at(9)), ChatRefused)
    say = SayInChat(conversation_id="cnv_1", number=1, person="42", body=from_plain("x"))
    end: Effect = EndChat(conversation_id="cnv_1", number=1)
    assert made(say, "no", at(9)).conversation_id == "cnv_1"
    assert made(end, "no", at(9)).effect_kind == "end_chat"
    assert (stays_at_head(opening), stays_at_head(say), stays_at_head(end)) == (False, True, False)


def test_a_late_ticket_of_the_first_message_is_not_lost() -> None:
    story = Story(rules=RULES)
    story >> wrote("a person, please")
    story.followed.clear()
    story >> fin(WantsTeam())
    story.followed.clear()
    story >> opened()
    story.followed.clear()
    story >> TicketCreated(
        conversation_id="cnv_1", at=at(3), episode=1, ticket_id=7, requester_id=3, assignee="fin"
    )
    story.followed.clear()
    story >> linked()
    assert story.conversation is not None
    assert story.conversation.ticket is not None
    assert (story.conversation.ticket.id, story.conversation.ticket.episode) == (9, 2)


def test_a_wish_for_a_ticket_is_not_asked_about_and_one_for_a_chat_is() -> None:
    conversation = Story(rules=RULES)
    conversation >> wrote("hello")
    assert conversation.conversation is not None
    asked: list[Mapping[str, Any]] = []

    def mode(known: Mapping[str, Any], _at: datetime) -> Chosen:
        asked.append(known)
        return Chosen("live_chat", "")

    draft = Draft(conversation.conversation, Rules(mode=mode), at(1))
    assert chosen(draft, Reason.PROCEDURE, "", "ticket").mode == "ticket"
    assert asked == []
    chosen(draft, Reason.PROCEDURE, "Legal", "live_chat")
    assert (asked[0]["wish"], asked[0]["team"]) == ("live_chat", "Legal")


@pytest.mark.parametrize("is_end_first", [True, False])
def test_words_between_the_end_and_its_news_are_answered(is_end_first: bool) -> None:
    story = chatting()
    story >> replied()
    story.followed.clear()
    story >> wrote("one more question", second=8)
    [say] = effects(story, SayInChat)
    over = ChatOver(conversation_id="cnv_1", at=at(9), say=say, reason="gone")
    thought = []
    for event in (ended(second=10), over) if is_end_first else (over, ended(second=10)):
        story >> event
        thought += [one.text for one in story.followed if isinstance(one, Think)]
        story.followed.clear()
    assert thought == ["one more question"]
