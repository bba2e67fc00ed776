"""`handoff mode`: how people get conversations, shown and switched while the service runs."""

from __future__ import annotations

import asyncio
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from handoff.chats import LiveChats

app = typer.Typer(add_completion=False, no_args_is_help=True, help="How people get conversations.")


class Wanted(StrEnum):
    """The modes; `setting` gives the choice back to BRIDGE_HANDOFF__MODE."""

    TICKET = "ticket"
    LIVE_CHAT = "live_chat"
    SITUATION = "situation"
    SETTING = "setting"
    SHOW = "show"


@app.callback()
def _group() -> None:
    """How people get conversations."""


@app.command()
def mode(
    what: Annotated[Wanted, typer.Argument()] = Wanted.SHOW,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object, for programs")] = False,
) -> None:
    """Show or switch the hand-off's mode; in force at the next hand-off, within a second."""
    told = asyncio.run(_mode(what))
    if as_json:
        print(json.dumps(told))
        return
    print(f"hand-off mode: {told['mode']} (by {told['by']})")
    if told["obstacle"]:
        print(f"  but there can be no live chats: {told['obstacle']}")


async def _mode(what: Wanted) -> dict[str, Any]:
    from bridge.chatting import live_chats
    from bridge.cli.opened import opened
    from bridge.configured import support_of
    from bridge.runtime.switches import read_switch, set_switch
    from bridge.settings import load
    from handoff.choosing import SWITCH

    settings = load()
    async with opened(settings) as store:
        if what is not Wanted.SHOW:
            switched = None if what is Wanted.SETTING else what.value
            await set_switch(store, SWITCH, switched, by="terminal")
        kept = await read_switch(store, SWITCH)
    in_force = kept or settings.handoff.mode
    obstacle = ""
    support = support_of(settings)
    async with live_chats(settings, support) as chats:
        if in_force != "ticket":
            obstacle = await _obstacle(chats)
    if support is not None:
        await support.close()
    by = "the setting" if kept is None else "the switch"
    return {"mode": in_force, "by": by, "obstacle": obstacle or None}


async def _obstacle(chats: LiveChats | None) -> str:
    from bridge.runtime.verdict import Failure
    from handoff.choosing import NOT_CONFIGURED

    if chats is None:
        return NOT_CONFIGURED
    try:
        return await chats.obstacle()
    except Failure as failure:
        return f"the account does not answer: {failure.reason}"
