"""Plays one scenario from its first line to its last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from bridge.core.conversation.rules import Chosen
from bridge.core.procedures.hours import Hours
from bridge.core.words.values import Json
from bridge.knowledge.audience import Reader
from bridge.runtime.clock import ManualClock
from bridge.runtime.wheel import NeverQuiet, NobodyPerforms, turning
from bridge.simulation.comparison import Played, compared
from bridge.simulation.scenario import Handoff, Scenario
from bridge.simulation.stage import Stage
from bridge.simulation.standins import Connectors, Desk, Post
from bridge.simulation.world import Told, World, performers
from handoff.mode import choose


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
        stage = Stage(scenario, wheel, desk, connectors, post, problems=problems)
        try:
            for place, line in enumerate(scenario.play, 1):
                await stage.line(place, line)
        except (NobodyPerforms, NeverQuiet) as error:
            stage.problems.append(str(error))
        return await compared(stage)


def _mode(handoff: Handoff, hours: Hours, known: Mapping[str, Json], at: datetime) -> Chosen:
    return choose(handoff.mode, hours, known, at, agents_online=handoff.agents_online, queue=handoff.queue)
