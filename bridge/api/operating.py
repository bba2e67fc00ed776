"""Every route of operators and of systems that act for them, by token; `operators` names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bridge.api.agent_input import AgentInput
from bridge.api.content_sources import ContentSources
from bridge.api.data_connectors import DataConnectors
from bridge.api.external_pages import ExternalPages
from bridge.api.handoff_mode import HandoffMode
from bridge.api.outcomes import Outcomes
from bridge.api.procedures import Procedures
from bridge.api.simulations import Simulations
from bridge.api.trigger import ProactiveTrigger
from bridge.catalog.shelf import Shelf
from bridge.core.procedures.definition import Definition
from bridge.runtime import log
from bridge.runtime.clock import Clock
from bridge.runtime.store import Store
from bridge.runtime.switches import set_switch
from bridge.runtime.triggering import Triggering
from bridge.runtime.turn import Turns
from bridge.web.tokens import Tokens
from handoff.choosing import SWITCH, Choosing

LOG_LINES = 10_000
"""Of a conversation, looked through for a teammate's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operated:
    """What these routes show and change.

    Args:
        shelf: What is live.
        written: Every procedure by id, drafts among them.
        config_dir: Where drafts are written.
        has_model: Whether `instruct` steps can be followed.
        choosing: How people get conversations.
    """

    store: Store
    turns: Turns
    tokens: Tokens
    clock: Clock
    shelf: Shelf
    written: Callable[[], Mapping[str, Definition]]
    config_dir: Path
    has_model: bool
    choosing: Choosing


def add_routes(app: web.Application, o: Operated) -> None:
    """All of them."""
    store, turns, tokens, now = o.store, o.turns, o.tokens, o.clock.now
    DataConnectors(lambda: o.shelf.catalog.connectors, store, tokens).add_routes(app)
    Simulations(store).add_routes(app)
    Outcomes(turns, store, tokens, now).add_routes(app)
    Procedures(o.config_dir, lambda: o.shelf.folder, store, tokens, now, has_model=o.has_model).add_routes(
        app
    )
    ProactiveTrigger(Triggering(store, turns, now), turns.rules, o.written, store, tokens).add_routes(app)
    ContentSources(store, tokens, now).add_routes(app)
    ExternalPages(store, tokens, now).add_routes(app)
    AgentInput(
        turns,
        tokens,
        lambda conversation_id: log.lines(store, conversation_id, limit=LOG_LINES, parts_only=False),
        now,
    ).add_routes(app)
    HandoffMode(o.choosing, lambda mode, by: set_switch(store, SWITCH, mode, by), tokens).add_routes(app)
