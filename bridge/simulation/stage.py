"""Does what each line of a scenario says: words, clicks, time that passes, what comes from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bridge.core.procedures.run import Run
from bridge.core.words.body import from_plain
from bridge.core.words.chat_events import ChatReplied
from bridge.core.words.events import AgentReplied, HookReceived, TeammateAnswered
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import Author
from bridge.runtime.wheel import Wheel
from bridge.simulation.scenario import Line, Scenario, Trigger
from bridge.simulation.standins import Connectors, Desk, Post
from bridge.simulation.world import CODE


@dataclass(slots=True)
class Stage:
    """One scenario under way.

    Args:
        scenario: What is played.
        wheel: The conversation.
        desk: Where its tickets are.
        connectors: What it calls.
        post: Where its mails go.
        heard: Parts that an earlier line has looked at.
        run: The last one that was seen.
        problems: What was not as expected.
    """

    scenario: Scenario
    wheel: Wheel
    desk: Desk
    connectors: Connectors
    post: Post
    heard: int = 0
    run: Run | None = None
    problems: list[str] = field(default_factory=list)

    async def line(self, place: int, line: Line) -> None:
        """Does what the line says, and waits until nothing is under way."""
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
            if parts[index].author.type != "user" and flat(wanted) in flat(parts[index].body.text):
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


def flat(text: str) -> str:
    """As it is compared: without regard to case, breaks and spaces."""
    return re.sub(r"\s+", " ", text).strip().casefold()
