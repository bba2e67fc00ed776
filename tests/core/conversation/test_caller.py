"""Who speaks for a customer through Fin's API: what he is told, in which order, and when it is over."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.core.conversation.caller import STATUS, is_for_caller
from bridge.core.conversation.decide import begin, decide
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation
from bridge.core.words.body import from_plain
from bridge.core.words.caller_events import TeamRequested
from bridge.core.words.effects import CreateTicket, Effect, TellCaller, UpdateTicket
from bridge.core.words.entries import Entry, Part, Why
from bridge.core.words.events import (
    AgentReplied,
    CustomerRead,
    CustomerWrote,
    Event,
    FinFailed,
    FinRead,
    TicketChanged,
    TicketCreated,
    TimerFired,
)
from bridge.core.words.reading import (
    Answer,
    Candidate,
    Clarify,
    Helped,
    NoAnswer,
    SmallTalk,
    StartProcedure,
    WantsTeam,
)
from bridge.core.words.timers import SetTimer, TimerName
from bridge.core.words.values import Author, Caller, Channel, Contact, Source, TicketStatus
from tests.story import at

ADA = Contact(id="con_a", role="user", verified=True, external_id="42", name="Ada")
ANSWER = Answer(
    body=from_plain("Three days."), sources=(Source(content_type="article", title="Delivery"),), score=0.9
)


class Play:
    """One conversation of a caller; `told` is what he has been told, in order."""

    def __init__(self, *, rules: Rules | None = None, **caller: object) -> None:
        self.rules = rules or Rules()
        self.caller = Caller(conversation="ext-1", user="42", **caller)
        self.c: Conversation | None = None
        self.lines: list[Entry] = []
        self.told: list[str] = []
        self.seqs: list[int] = []
        self.effects: list[Effect] = []
        self.timers: dict[TimerName, float] = {}
        self.now = 0

    def says(self, text: str, **more: object) -> Play:
        return self.happens(
            CustomerWrote(
                conversation_id="cnv_1",
                at=at(self.now),
                contact=ADA,
                channel=Channel.API,
                body=from_plain(text),
                client_id=f"line-{self.now}",
                caller=self.caller,
                **more,
            )
        )

    def thinks(self, reading, **more: object) -> Play:
        turn = self.c.turn
        return self.happens(
            FinRead(conversation_id="cnv_1", at=at(self.now), turn=turn, reading=reading, **more)
        )

    def happens(self, event: Event) -> Play:
        self.now += 1
        before = self.c or begin(event)
        decision = decide(before, event, self.rules)
        self.lines += decision.entries
        self.effects += [one for one in decision.effects if not isinstance(one, TellCaller)]
        for order in decision.timers:
            self.timers.pop(order.name, None)
            if isinstance(order, SetTimer):
                self.timers[order.name] = (order.due - at(0)).total_seconds()
        self.seqs += [one.seq for one in decision.effects if isinstance(one, TellCaller)]
        self.told += [
            _said(self.lines[one.seq - 1]) for one in decision.effects if isinstance(one, TellCaller)
        ]
        self.c = replace(decision.conversation, seq=len(self.lines))
        return self


def _said(entry: Entry) -> str:
    assert is_for_caller(entry)
    return entry.detail if isinstance(entry, Why) else f"{entry.author.type}: {entry.body.text}"


def statuses(play: Play) -> list[str]:
    return [one.detail for one in play.lines if isinstance(one, Why) and one.what == STATUS]


def test_a_reply_is_told_and_then_that_fin_waits():
    play = Play().says("How long does delivery take?")
    assert play.told == []
    play.thinks(ANSWER, stream_id="a" * 32)
    assert play.told == ["fin: Three days.", "awaiting_user_reply"]
    assert [one.stream_id for one in play.lines if isinstance(one, Part)] == [None, "a" * 32]


def test_there_is_no_ticket_before_people_are_needed():
    play = Play().says("It is broken").thinks(ANSWER)
    assert not [one for one in play.effects if isinstance(one, CreateTicket | UpdateTicket)]
    play.says("I want a human").thinks(WantsTeam())
    assert isinstance(play.effects[-2], CreateTicket)
    assert play.told[-2:] == ["escalated: Escalation requested by user", "complete"]


def test_a_ticket_may_be_wished_for_from_the_first_message_or_never():
    first = Play(rules=Rules(for_api="first_message")).says("It is broken")
    assert isinstance(first.effects[0], CreateTicket)
    never = Play(rules=Rules(for_api="never")).says("It is broken").thinks(NoAnswer())
    assert not [one for one in never.effects if isinstance(one, CreateTicket | UpdateTicket)]
    assert never.told[1:] == ["escalated: Conversation finished without resolution", "complete"]


def test_what_helped_is_resolved_and_then_complete():
    play = Play().says("How long?").thinks(ANSWER).says("that helped, thanks").thinks(Helped())
    assert play.told[-2:] == ["resolved", "complete"]
    assert not play.told[-3].startswith(("resolved", "awaiting"))


def test_a_customer_who_is_silent_after_an_answer_has_been_helped():
    play = Play().says("How long?").thinks(ANSWER)
    assert play.timers == {TimerName.PENDING: 1 + 180.0}
    play.happens(TimerFired(conversation_id="cnv_1", at=at(181), name=TimerName.PENDING, turn=play.c.turn))
    assert play.told[-2:] == ["resolved", "complete"]
    play.says("and how much is it?").thinks(ANSWER)
    assert play.told[-2:] == ["fin: Three days.", "awaiting_user_reply"]


def test_a_customer_who_is_silent_after_a_question_goes_to_the_team():
    play = Play().says("broken").thinks(Clarify(body=from_plain("Which one?"), options=("A", "B")))
    play.happens(TimerFired(conversation_id="cnv_1", at=at(181), name=TimerName.PENDING, turn=play.c.turn))
    assert play.told[-2:] == ["escalated: Conversation finished without resolution", "complete"]


def test_an_old_version_is_not_told_that_fin_waits_by_an_event_of_its_own():
    play = Play(is_legacy=True).says("How long?").thinks(ANSWER)
    assert play.told == ["fin: Three days."]
    assert statuses(play) == ["awaiting_user_reply"], "a stream ends there all the same"
    play.says("a human please").thinks(WantsTeam())
    assert play.told[-2:] == ["escalated: Escalation requested by user", "complete"]


def test_one_answer_and_no_more():
    assert Play(is_once=True).says("How long?").thinks(ANSWER).told == [
        "fin: Three days.",
        "resolved",
        "complete",
    ]


def test_where_one_answer_is_wanted_nothing_is_asked_run_or_handed_over():
    back = Clarify(body=from_plain("Which one?"))
    run = StartProcedure(candidates=(Candidate(procedure="p", score=1.0),), otherwise=NoAnswer())
    for reading in (back, run, NoAnswer(), WantsTeam()):
        play = Play(is_once=True).says("broken").thinks(reading)
        assert play.told == ["fin: I could not find an answer to that.", "complete"]
        assert play.timers == {}
        assert not [one for one in play.effects if isinstance(one, CreateTicket)]


def test_one_answer_that_comes_too_late_or_never_is_complete_too():
    play = Play(is_once=True).says("How long?")
    play.happens(FinFailed(conversation_id="cnv_1", at=at(5), turn=1, reason="no brain"))
    assert play.told[-1] == "complete"
    late = Play(is_once=True).says("How long?")
    late.happens(TimerFired(conversation_id="cnv_1", at=at(13), name=TimerName.THINKING, turn=1))
    assert late.told[-1] == "complete"


def test_who_asked_once_can_still_call_people():
    play = Play(is_once=True).says("How long?").thinks(NoAnswer())
    play.happens(TeamRequested(conversation_id="cnv_1", at=at(9), context="He is upset."))
    assert any(isinstance(one, CreateTicket) for one in play.effects)


def test_what_was_said_before_is_known_and_not_told_again():
    history = tuple(
        Part(at=at(-9), author=Author(type=who, name="x"), body=from_plain(f"by {who}"))
        for who in ("user", "agent", "fin")
    )
    play = Play().says("How long?", history=history)
    assert [one.body.text for one in play.lines if isinstance(one, Part)][:3] == [
        "by user",
        "by agent",
        "by fin",
    ]
    assert play.told == []
    assert play.thinks(ANSWER).told == ["fin: Three days.", "awaiting_user_reply"]


def test_a_conversation_begins_once():
    play = Play().says("How long?", is_first=True)
    decision = decide(
        play.c,
        CustomerWrote(
            conversation_id="cnv_1",
            at=at(3),
            contact=ADA,
            channel=Channel.API,
            body=from_plain("again"),
            client_id="other",
            caller=play.caller,
            is_first=True,
        ),
        play.rules,
    )
    assert decision.refused
    assert decision.conversation == play.c


def test_who_calls_for_people_says_why_and_it_is_said_once():
    play = Play().says("How long?").thinks(ANSWER)
    request = TeamRequested(conversation_id="cnv_1", at=at(9), context="He is upset.")
    play.happens(request)
    assert play.told[-2:] == ["escalated: Escalation requested via API", "complete"]
    notes = [one for one in play.effects if isinstance(one, UpdateTicket) and one.comment]
    assert any("He is upset." in one.comment.body.text for one in notes)
    assert all(not one.comment.public for one in notes)
    told = len(play.told)
    play.happens(request)
    assert len(play.told) == told


def test_an_agents_words_reach_the_caller_and_fin_comes_back_after_him():
    play = Play().says("a human please").thinks(WantsTeam())
    play.happens(TicketCreated(conversation_id="cnv_1", at=at(3), episode=1, ticket_id=7, requester_id=8))
    sam = Author(type="agent", name="Sam")
    play.happens(
        AgentReplied(
            conversation_id="cnv_1", at=at(4), ticket_id=7, comment_id=1, author=sam, body=from_plain("Hi")
        )
    )
    assert play.told[-1] == "agent: Hi"
    play.says("thanks")
    assert play.told[-1] == "agent: Hi", "people have it: Fin is silent"
    play.happens(
        TicketChanged(conversation_id="cnv_1", at=at(9), ticket_id=7, by="agent", status=TicketStatus.SOLVED)
    )
    assert play.told[-1] == "agent: Hi"
    play.says("How long?").thinks(ANSWER)
    assert play.told[-2:] == ["fin: Three days.", "awaiting_user_reply"]


def test_a_rating_is_asked_for_after_the_end_where_it_is_wished_for():
    play = (
        Play(rules=Rules(asks_rating=True)).says("How long?").thinks(ANSWER).says("helped").thinks(Helped())
    )
    assert play.told[-3:] == ["resolved", "complete", "csat_requested"]
    assert play.c.caller.asked_rating_at is not None
    escalated = Play(rules=Rules(asks_rating=True)).says("a human").thinks(WantsTeam())
    assert escalated.told[-1] == "complete"


def test_a_conversation_that_nobody_speaks_for_is_told_to_nobody():
    play = Play()
    play.caller = None
    play.says("How long?").thinks(ANSWER).happens(CustomerRead(conversation_id="cnv_1", at=at(4), seq=9))
    assert play.told == []
    assert statuses(play) == []


READINGS = (
    ANSWER,
    Clarify(body=from_plain("Which one?")),
    NoAnswer(),
    WantsTeam(),
    Helped(),
    SmallTalk(body=from_plain("Hello")),
)
STEPS = st.one_of(
    st.just("says"),
    st.sampled_from(READINGS),
    st.sampled_from(TimerName),
    st.sampled_from(("escalate", "agent", "solve", "take", "failed")),
)


@settings(max_examples=150, deadline=None)
@given(steps=st.lists(STEPS, max_size=14), is_legacy=st.booleans(), is_once=st.booleans())
def test_whatever_happens_each_line_is_told_once_in_order_and_an_end_is_an_end(steps, is_legacy, is_once):
    play = Play(is_legacy=is_legacy, is_once=is_once).says("How long?")
    for step in steps:
        _happens(play, step)
    due = [
        seq
        for seq, entry in enumerate(play.lines, start=1)
        if is_for_caller(entry) and not (is_legacy and getattr(entry, "detail", "") == "awaiting_user_reply")
    ]
    assert play.seqs == due
    said = statuses(play)
    for before, after in pairwise(["", *said]):
        if after == "complete":
            assert before == "resolved" or before.startswith("escalated") or is_once
        if before == "resolved" or before.startswith("escalated"):
            assert after == "complete"
    assert not (is_once and "awaiting_user_reply" in said)
    if said and play.c.caller.told != "thinking":
        assert play.c.caller.told == said[-1]


def _happens(play: Play, step) -> None:
    c, when = play.c, {"conversation_id": "cnv_1", "at": at(play.now + 1)}
    match step:
        case "says":
            play.says("And?")
        case TimerName():
            play.happens(TimerFired(**when, name=step, turn=c.turn))
        case "escalate":
            play.happens(TeamRequested(**when))
        case "failed":
            play.happens(FinFailed(**when, turn=c.turn, reason="x"))
        case "agent" | "solve" | "take":
            if c.ticket is not None and c.ticket.id is None:
                play.happens(TicketCreated(**when, episode=c.ticket.episode, ticket_id=7, requester_id=8))
            if step == "agent":
                sam = Author(type="agent", name="Sam")
                play.happens(
                    AgentReplied(**when, ticket_id=7, comment_id=play.now, author=sam, body=from_plain("Hi"))
                )
            elif step == "solve":
                play.happens(TicketChanged(**when, ticket_id=7, by="agent", status=TicketStatus.SOLVED))
            else:
                play.happens(TicketChanged(**when, ticket_id=7, by="agent", assignee="people"))
        case _:
            play.thinks(step)
