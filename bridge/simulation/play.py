"""Plays one scenario and compares what came of it with what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from bridge.core.conversation.rules import Chosen, Rules
from bridge.core.procedures.catalog import Catalog
from bridge.core.procedures.hours import Hours
from bridge.core.procedures.run import Run
from bridge.core.words.body import from_plain
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.chat_events import ChatReplied
from bridge.core.words.effects import (
    CallConnector,
    CreateTicket,
    Digest,
    Effect,
    Instruct,
    Look,
    MailReplies,
    Recap,
    RunCode,
    SendEvent,
    SendMail,
    TagContact,
    Think,
    UpdateTicket,
)
from bridge.core.words.entries import Line as Logged
from bridge.core.words.entries import Part, Why
from bridge.core.words.events import AgentReplied, HookReceived, TeammateAnswered
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import Author, Json
from bridge.fin.brain import Brain
from bridge.fin.digest import Digester
from bridge.fin.instruct import Follows, Instructor
from bridge.fin.look import Digests, Looker
from bridge.fin.recap import Recapper, Tells
from bridge.fin.think import Context, Thinker
from bridge.knowledge.audience import Reader
from bridge.runtime.clock import ManualClock
from bridge.runtime.perform import Performer
from bridge.runtime.wheel import NeverQuiet, NobodyPerforms, Wheel, turning
from bridge.simulation.scenario import Handoff, Line, Reply, Scenario, Trigger
from bridge.simulation.standins import Connectors, Desk, Post
from handoff.mode import choose

CODE = "271828"
"""What every one-time code is in a simulation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What all scenarios share.

    Args:
        catalog: Definitions, drafts among the procedures.
        brain: Who reads.
        follower: Who follows instruction steps; None without a model.
        digester: Who labels and summarises; None without a model.
        teller: Who tells customers what people did; None without a model.
        code: Makes, of a scenario's clock, what runs its code steps.
        rules: The operator's choices; the catalog is put into them.
    """

    catalog: Catalog
    brain: Brain
    code: Callable[[Callable[[], datetime]], Performer[RunCode]]
    rules: Rules
    follower: Follows | None = None
    digester: Digests | None = None
    teller: Tells | None = None


@dataclass(slots=True)
class Told:
    """The log of a conversation, once it turns."""

    wheel: Wheel | None = None

    async def __call__(self, _conversation_id: str) -> Sequence[Logged]:
        """All of it so far."""
        return await self.wheel.lines() if self.wheel is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What came of one scenario.

    Args:
        run_id: Of the last run; empty when none began.
        problems: Empty when all was as expected.
        log: Every line, in order: `customer`, `fin`, `agent`, `system`, or why.
        votes: How many plays went so, where more than one was played.
    """

    name: str
    run_id: str
    problems: tuple[str, ...]
    log: tuple[tuple[str, str], ...]
    calls: tuple[str, ...]
    articles: tuple[str, ...]
    outcome: str
    tags: tuple[str, ...]
    path: tuple[str, ...]
    votes: str = ""


@dataclass(slots=True)
class _Stage:
    scenario: Scenario
    wheel: Wheel
    desk: Desk
    connectors: Connectors
    post: Post
    heard: int = 0
    run: Run | None = None
    problems: list[str] = field(default_factory=list)

    async def line(self, place: int, line: Line) -> None:
        before = self.wheel
        if line.fin is not None:
            await self._expect_fin(place, line.fin)
            return
        parts = await before.parts()
        self.heard = len(parts)
        if line.trigger is not None:
            await self._trigger(place, line.trigger)
        elif line.customer is not None:
            await before.says(line.customer)
        elif line.presses is not None:
            try:
                await before.presses(line.presses)
            except LookupError as error:
                self.problems.append(f"line {place}: {error}")
        elif line.code is not None:
            await before.says(CODE if line.code == "right" else "000000")
        elif line.passes is not None:
            await before.advance(line.passes.total_seconds())
        elif line.hook is not None:
            await self._hook(place, line.hook)
        elif line.teammate is not None:
            await self._teammate(place, line.teammate)
        elif line.agent is not None:
            await self._agent(line.agent)
        await before.settle()
        conversation = await before.conversation()
        if conversation is not None and conversation.runs:
            self.run = conversation.runs[-1]

    async def _expect_fin(self, place: int, wanted: str) -> None:
        parts = await self.wheel.parts()
        for index in range(self.heard, len(parts)):
            if parts[index].author.type != "user" and _flat(wanted) in _flat(parts[index].body.text):
                self.heard = index + 1
                return
        said = [one.body.text for one in parts[self.heard :] if one.author.type != "user"]
        self.problems.append(f"line {place}: Fin did not say {wanted!r}; it said {said or 'nothing'}")

    async def _trigger(self, place: int, trigger: Trigger) -> None:
        wheel = self.wheel
        made = await wheel.happens(
            ProcedureTriggered(
                conversation_id=wheel.conversation_id,
                at=wheel.clock.now(),
                contact=wheel.contact,
                channel=wheel.channel,
                procedure=trigger.procedure,
                by=trigger.by,
                values=trigger.attributes,
            )
        )
        if made.refused:
            self.problems.append(f"line {place}: nothing was triggered: {made.refused}")

    async def _hook(self, place: int, hook: Mapping[str, Any]) -> None:
        conversation = await self.wheel.conversation()
        runs = conversation.runs if conversation is not None else ()
        run_id = runs[-1].id if runs else self.run.id if self.run else "run_none"
        made = await self.wheel.happens(
            HookReceived(
                conversation_id=self.wheel.conversation_id,
                at=self.wheel.clock.now(),
                run_id=run_id,
                name=str(hook.get("name", "")),
                payload=hook.get("payload"),
            )
        )
        wanted = hook.get("reply", "resumed")
        if made.reply != wanted:
            self.problems.append(f"line {place}: the hook was answered {made.reply!r}, not {wanted!r}")

    async def _teammate(self, place: int, values: Mapping[str, Any]) -> None:
        made = await self.wheel.happens(
            TeammateAnswered(
                conversation_id=self.wheel.conversation_id,
                at=self.wheel.clock.now(),
                values=values,
                by="Bo",
            )
        )
        if made.refused:
            self.problems.append(f"line {place}: the teammate's input was refused: {made.refused}")

    async def _agent(self, text: str) -> None:
        conversation = await self.wheel.conversation()
        if conversation is not None and conversation.is_chatting and conversation.chat is not None:
            await self.wheel.happens(
                ChatReplied(
                    conversation_id=self.wheel.conversation_id,
                    at=self.wheel.clock.now(),
                    number=conversation.chat.number,
                    message_id=f"message {self.heard}",
                    author=Author(type="agent", name="Bo"),
                    body=from_plain(text),
                )
            )
            return
        ticket = conversation.ticket if conversation is not None else None
        await self.wheel.happens(
            AgentReplied(
                conversation_id=self.wheel.conversation_id,
                at=self.wheel.clock.now(),
                ticket_id=(ticket.id or 0) if ticket else 0,
                comment_id=self.heard,
                author=Author(type="agent", name="Bo"),
                body=from_plain(text),
            )
        )


async def play(scenario: Scenario, world: World) -> Played:
    """One scenario from its first line to its last; what a stand-in lacks is a problem, not an error."""
    clock = ManualClock(scenario.now)
    replies = {name: one if isinstance(one, tuple) else (one,) for name, one in scenario.connectors.items()}
    desk, post = Desk(clock), Post(clock.now)
    connectors = Connectors(world.catalog.connectors, replies, clock)
    problems = [
        f"`connectors` names {name}, and there is none"
        for name in replies
        if name not in world.catalog.connectors
    ]
    reader = Reader(contact=scenario.contact.contact(), channel=scenario.channel)
    told = Told()
    async with turning(
        performers(world, desk, connectors, post, clock, reader=reader, told=told),
        rules=replace(world.rules, mode=partial(_mode, scenario.handoff, world.catalog.hours)),
        contact=reader.contact,
        channel=scenario.channel,
        clock=clock,
        name=scenario.name,
    ) as wheel:
        told.wheel = wheel
        stage = _Stage(scenario, wheel, desk, connectors, post, problems=problems)
        try:
            for place, line in enumerate(scenario.play, 1):
                await stage.line(place, line)
        except (NobodyPerforms, NeverQuiet) as error:
            stage.problems.append(str(error))
        return await _compared(stage)


def performers(
    world: World,
    desk: Desk,
    connectors: Connectors,
    post: Post,
    clock: ManualClock,
    *,
    reader: Reader | None = None,
    told: Told | None = None,
) -> dict[type[Effect], Performer[Any]]:
    """Stand-ins for the outside; Fin reads and code runs as in the service.

    Args:
        world: What is played in.
        desk: Stands in for the help desk.
        connectors: Stand in for outside systems.
        post: Stands in for the mail server.
        clock: The world's time.
        reader: Who asks; without one only content for everybody is an answer.
        told: What was said before, for a model.
    """
    lines = told or Told()

    async def context(conversation_id: str) -> Context | None:
        if reader is None:
            return None
        return Context(contact_id=reader.contact.id, reader=reader, lines=await lines(conversation_id))

    async def who(_conversation_id: str) -> Reader | None:
        return reader

    return {
        Think: Thinker(world.brain, clock.now, context=context),
        Look: Looker(world.brain, clock.now, reader=who, digester=world.digester),
        Digest: Digester(world.digester, lines, clock.now),
        Recap: Recapper(world.teller, lines, clock.now),
        Instruct: Instructor(world.follower, clock.now, context=context),
        CreateTicket: desk.create,
        UpdateTicket: desk.update,
        CallConnector: connectors,
        RunCode: world.code(clock.now),
        SendMail: post.mail,
        MailReplies: post.replies,
        TagContact: post.tag,
        SendEvent: post.event,
        OpenChat: desk.open_chat,
        SayInChat: desk.say_in_chat,
        EndChat: desk.end_chat,
        LinkChat: desk.link_chat,
    }


def _mode(handoff: Handoff, hours: Hours, known: Mapping[str, Json], at: datetime) -> Chosen:
    return choose(handoff.mode, hours, known, at, agents_online=handoff.agents_online, queue=handoff.queue)


async def _compared(stage: _Stage) -> Played:
    wheel, expect, problems = stage.wheel, stage.scenario.expect, stage.problems
    conversation = await wheel.conversation()
    lines = [line.entry for line in await wheel.lines()]
    path = tuple(one.detail for one in lines if isinstance(one, Why) and one.what == "step")
    why = [f"{one.what}: {one.detail}" for one in lines if isinstance(one, Why)]
    articles = tuple(
        dict.fromkeys(source.title for one in lines if isinstance(one, Part) for source in one.sources)
    )
    outcome = conversation.outcome.value if conversation is not None and conversation.outcome else ""
    run = conversation.run if conversation is not None else None

    def same(what: str, wanted: object, found: object) -> None:
        if wanted is not None and wanted != found:
            problems.append(f"{what} is {found!r}, not {wanted!r}")

    same("outcome", expect.outcome, outcome)
    same("status", expect.status, stage.desk.status)
    same("owner", expect.owner, conversation.owner.value if conversation is not None else "")
    same("calls", None if expect.calls is None else list(expect.calls), stage.connectors.made)
    same("mails", expect.mails, len(stage.post.mails))
    same("waits", expect.waits, run.waits.what if run is not None and run.waits is not None else "")
    begun = ("procedure_started", "workflow_started")
    started = [one.split(": ", 1)[1].split(" ")[0] for one in why if one.startswith(begun)]
    if expect.started is not None and expect.started not in started:
        problems.append(f"{expect.started!r} was not started, but {started or 'nothing'}")
    for tag in expect.tags:
        if tag not in stage.desk.tags:
            problems.append(f"the tag {tag!r} is missing; there are {sorted(stage.desk.tags)}")
    for tag in expect.no_tags:
        if tag in stage.desk.tags:
            problems.append(f"the tag {tag!r} is there")
    for title in expect.articles:
        if title not in articles:
            problems.append(f"the article {title!r} was not cited, but {list(articles) or 'none'}")
    for note in expect.notes:
        if not any(_flat(note) in _flat(one) for one in stage.desk.notes):
            problems.append(f"no internal note says {note!r}")
    _in_order(expect.path, why, problems)
    return Played(
        name=stage.scenario.name,
        run_id=stage.run.id if stage.run is not None else "",
        problems=tuple(problems),
        log=tuple(
            (one.author.type, one.body.text) if isinstance(one, Part) else (one.what, one.detail)
            for one in lines
        ),
        calls=tuple(stage.connectors.made),
        articles=articles,
        outcome=outcome,
        tags=tuple(sorted(stage.desk.tags)),
        path=path,
    )


def _in_order(wanted: tuple[str, ...], lines: list[str], problems: list[str]) -> None:
    place = 0
    for one in wanted:
        found = next((index for index in range(place, len(lines)) if one in lines[index]), None)
        if found is None:
            problems.append(
                f"the path lacks {one!r} after {lines[place - 1] if place else 'its beginning'!r}"
            )
            return
        place = found + 1


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


__all__ = ["CODE", "Played", "Reply", "World", "performers", "play"]
