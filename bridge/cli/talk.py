"""Talks to Fin in memory, with stand-ins for the world: the conversation of `chat`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bridge.cli.texts import stop

if TYPE_CHECKING:
    from bridge.cli.world import Around
    from bridge.core.conversation.state import Conversation
    from bridge.runtime.wheel import Wheel
    from bridge.simulation.recorded import Recording


async def said(wheel: Wheel, typed: str) -> None:
    """One line as it was typed: words, a button's number, `/wait`; or as it was kept."""
    import json

    from bridge.core.procedures.duration import duration
    from bridge.core.words.values import Attachment
    from bridge.simulation.recorded import FILES, MORE, SAYS

    typed = typed.removeprefix(MORE)
    conversation = await wheel.conversation()
    offered = conversation.offered if conversation is not None else ()
    if typed.startswith("/wait"):
        await wheel.advance(duration(typed.removeprefix("/wait").strip()).total_seconds())
    elif typed.isdecimal() and 0 < int(typed) <= len(offered):
        await wheel.presses(offered[int(typed) - 1].text)
    elif typed.startswith(FILES):
        files, _, text = typed.removeprefix(FILES).partition("\n")
        await wheel.says(text, files=[Attachment(**one) for one in json.loads(files)])
    else:
        await wheel.says(typed.removeprefix(SAYS))


@asynccontextmanager
async def a_wheel(
    tape: Recording,
    *,
    is_live: bool,
    around: Around | None,
    was: Conversation | None = None,
) -> AsyncIterator[Wheel]:
    """One that turns in memory, at the time of the tape.

    Args:
        tape: Who speaks, and since when.
        is_live: Whether connectors are really called.
        around: What is asked instead of the configured model.
        was: The conversation that is had again.
    """
    from bridge.catalog.folder import read_folder
    from bridge.cli.world import live_connectors, world
    from bridge.core.words.effects import CallConnector
    from bridge.core.words.values import Channel
    from bridge.knowledge.audience import Reader
    from bridge.runtime.clock import ManualClock
    from bridge.runtime.wheel import turning
    from bridge.settings import load
    from bridge.simulation.standins import Connectors, Desk, Post
    from bridge.simulation.world import Told, performers

    settings = load()
    folder = read_folder(settings.config_dir, has_model=settings.llm.is_on)
    if not folder.is_sound:
        first = next(one for one in folder.problems if one.severity == "error")
        stop(f"{first}; procedures check lists all")
    clock, contact = ManualClock(tape.at), tape.contact
    channel = was.channel if was is not None else Channel.WEB
    reader = Reader(contact=contact, channel=channel)
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(
            world(folder, settings.config_dir, with_model=True, around=around)
        )
        connectors = Connectors(stage.catalog.connectors, {}, clock)
        told = Told()
        made = performers(stage, Desk(clock), connectors, Post(clock.now), clock, reader=reader, told=told)
        if is_live:
            made[CallConnector] = await stack.enter_async_context(live_connectors(settings, stage, clock))
        wheel = await stack.enter_async_context(
            turning(
                made,
                rules=stage.rules,
                contact=contact,
                clock=clock,
                name="chat",
                channel=channel,
                conversation_id=was.id if was is not None else None,
            )
        )
        told.wheel = wheel
        yield wheel
