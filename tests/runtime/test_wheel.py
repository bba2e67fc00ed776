"""The wheel in one process: the same turns, outbox and timers, driven by hand."""

import asyncio
from datetime import timedelta

import pytest

from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Status
from bridge.core.words.body import from_plain
from bridge.core.words.effects import CreateTicket, Think, UpdateTicket
from bridge.core.words.entries import Why
from bridge.core.words.events import AgentReplied, FinRead, TicketCreated, TicketUpdated
from bridge.core.words.reading import Answer, Clarify, WantsTeam
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Author, Contact, Owner, Source, TicketStatus
from bridge.runtime.clock import SystemClock
from bridge.runtime.verdict import NotSent, Refused
from bridge.runtime.wheel import START, NobodyPerforms, turning

SOURCE = Source(content_type="article", title="Returns", url="https://shop.example/return")
READINGS = {
    "return": Answer(body=from_plain("Within 30 days."), sources=(SOURCE,), score=0.9),
    "order": Clarify(body=from_plain("Which one?"), options=("Refund an order", "Track an order")),
    "person": WantsTeam(),
}


async def thinker(attempt):
    think = attempt.effect
    reading = next(reading for word, reading in READINGS.items() if word in think.text)
    return [
        FinRead(
            conversation_id=think.conversation_id, at=attempt.planned_at, turn=think.turn, reading=reading
        )
    ]


async def creator(attempt):
    effect = attempt.effect
    return [
        TicketCreated(
            conversation_id=effect.conversation_id,
            at=attempt.planned_at,
            episode=effect.episode,
            ticket_id=7,
            requester_id=70,
        )
    ]


async def updater(attempt):
    effect = attempt.effect
    return [
        TicketUpdated(conversation_id=effect.conversation_id, at=attempt.planned_at, episode=effect.episode)
    ]


ALL = {Think: thinker, CreateTicket: creator, UpdateTicket: updater}


def kinds(performed):
    return [one.effect.kind for one in performed]


async def test_a_question_is_answered_and_its_ticket_solved():
    async with turning(ALL) as wheel:
        said = await wheel.says("how do I return it?")
        assert said.conversation.status is Status.THINKING
        assert wheel.performed == []
        performed = await wheel.settle()
        assert sorted(kinds(performed)) == ["create_ticket", "think", "update_ticket"]
        question, answer = await wheel.parts()
        assert (question.author.type, question.body.text) == ("user", "how do I return it?")
        assert (answer.author.type, answer.sources) == ("fin", (SOURCE,))
        conversation = await wheel.conversation()
        assert (conversation.ticket.id, conversation.ticket.status) == (7, TicketStatus.SOLVED)
        whys = [line.entry.what for line in await wheel.lines() if isinstance(line.entry, Why)]
        assert "answered" in whys
        assert await wheel.settle() == []


async def test_a_question_back_that_nobody_answers_goes_to_the_team_when_its_time_comes():
    async with turning(ALL, rules=Rules(pending_timeout_s=60)) as wheel:
        await wheel.says("my order")
        await wheel.settle()
        (pending,) = await wheel.timers()
        assert (pending.name, pending.due) == (TimerName.PENDING, START + timedelta(seconds=60))
        assert await wheel.advance(59.9) == []
        assert (await wheel.conversation()).owner is Owner.FIN
        assert kinds(await wheel.advance(0.1)) == ["update_ticket"]
        assert (await wheel.conversation()).owner is Owner.TEAM
        assert wheel.clock.now() == START + timedelta(seconds=60)


async def test_time_passes_from_one_thing_due_to_the_next():
    times = []

    async def busy(attempt):
        times.append(wheel.clock.now())
        if len(times) < 3:
            raise NotSent("busy", retry_after_s=10)
        return await creator(attempt)

    async with turning({**ALL, CreateTicket: busy}) as wheel:
        await wheel.says("how do I return it?")
        await wheel.advance(100)
        assert times == [START + timedelta(seconds=s) for s in (0, 10, 20)]
        assert [one.attempt.number for one in wheel.performed if one.failure] == [1, 1]
        assert wheel.clock.now() == START + timedelta(seconds=100)


async def test_a_button_is_pressed_by_its_words():
    async with turning(ALL) as wheel:
        await wheel.says("my order")
        await wheel.settle()
        with pytest.raises(LookupError, match="Refund an order"):
            await wheel.presses("Fly to the moon")
        await wheel.presses("Talk to the team")
        await wheel.settle()
        assert (await wheel.conversation()).owner is Owner.TEAM


async def test_an_agent_replies():
    async with turning(ALL) as wheel:
        await wheel.says("a person please")
        await wheel.settle()
        await wheel.happens(
            AgentReplied(
                conversation_id=wheel.conversation_id,
                at=wheel.clock.now(),
                ticket_id=7,
                comment_id=1,
                author=Author(type="agent", name="Grace"),
                body=from_plain("Hello!"),
            )
        )
        assert (await wheel.parts())[-1].author.name == "Grace"


async def test_an_effect_that_nobody_was_given_for_is_named():
    async with turning({Think: thinker, CreateTicket: creator}) as wheel:
        await wheel.says("a person please")
        with pytest.raises(NobodyPerforms, match="update_ticket"):
            await wheel.settle()


async def test_a_mistake_of_a_stand_in_is_no_failure_of_the_world():
    async def broken(_attempt):
        raise ZeroDivisionError("a hole in the stand-in")

    async with turning({**ALL, Think: broken}) as wheel:
        await wheel.says("a person please")
        with pytest.raises(ZeroDivisionError):
            await wheel.settle()


async def test_a_refusal_is_an_event_as_in_the_service():
    async def refusing(_attempt):
        raise Refused("no such account")

    async with turning({**ALL, CreateTicket: refusing}) as wheel:
        await wheel.says("how do I return it?")
        await wheel.settle()
        assert "ticket_unwritable" in [getattr(line.entry, "what", "") for line in await wheel.lines()]
        assert [str(one.failure) for one in wheel.performed if one.failure] == ["no such account"]


async def test_the_same_words_make_the_same_ids():
    async def run():
        async with turning(ALL, name="refund") as wheel:
            await wheel.says("my order")
            await wheel.settle()
            lines = await wheel.lines()
            return [line.id for line in lines], [one.attempt.effect_id for one in wheel.performed]

    assert await run() == await run()


async def test_wheels_beside_each_other_do_not_touch():
    async def run(words, name):
        async with turning(
            ALL, contact=Contact(id=f"con_{name}", role="user", verified=True, external_id=name, name=name)
        ) as wheel:
            await wheel.says(words)
            await wheel.settle()
            return [(part.author.name, part.body.text) for part in await wheel.parts()]

    one, other = await asyncio.gather(run("a return", "Ann"), run("a person", "Bob"))
    assert one[0] == ("Ann", "a return")
    assert other[0] == ("Bob", "a person")


async def test_a_clock_that_runs_by_itself_cannot_be_advanced():
    async with turning(ALL, clock=SystemClock()) as wheel:
        with pytest.raises(TypeError):
            await wheel.advance(1)
