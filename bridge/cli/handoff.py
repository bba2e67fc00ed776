"""`handoff mode`: how people get conversations, shown and switched while the service runs."""

from __future__ import annotations

import asyncio
import json
from enum import StrEnum
from typing import Annotated, Any

import typer

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
        print(f"  but every hand-off is a ticket: {told['obstacle']}")


async def _mode(what: Wanted) -> dict[str, Any]:
    from bridge.chatting import live_chats
    from bridge.cli.opened import opened
    from bridge.configured import support_of
    from bridge.runtime.switches import read_switch, set_switch
    from bridge.settings import load
    from handoff.choosing import SWITCH, Choosing

    settings = load()
    support = support_of(settings)
    async with opened(settings) as store, live_chats(settings, support) as chats:
        if what not in (Wanted.SHOW, Wanted.SETTING):
            await set_switch(store, SWITCH, what.value, by="terminal")
        elif what is Wanted.SETTING:
            await set_switch(store, SWITCH, None, by="terminal")
        choosing = Choosing(
            settings.handoff.mode,
            hours=_no_hours,
            switch=lambda: read_switch(store, SWITCH),
            chats=chats,
        )
        await choosing.look()
        if choosing.setting != "ticket":
            await choosing.look_at_account()
        by = "the setting" if await read_switch(store, SWITCH) is None else "the switch"
    if support is not None:
        await support.close()
    obstacle = choosing.obstacle if choosing.setting != "ticket" else ""
    return {"mode": choosing.setting, "by": by, "obstacle": obstacle or None}


def _no_hours() -> Any:
    from bridge.core.procedures.hours import Hours

    return Hours()
