"""What simulations and the chat in a terminal play in: the operator's definitions, content and rules."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.simulation.world import CODE, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from bridge.catalog.folder import Folder
    from bridge.core.words.effects import CallConnector
    from bridge.fin.brains.model.repair import Models
    from bridge.runtime.clock import Clock
    from bridge.runtime.perform import Performer
    from bridge.settings import Settings

    Around: TypeAlias = Callable[[Models | None], Models | None]


@asynccontextmanager
async def world(
    folder: Folder, root: Path, *, with_model: bool = False, around: Around | None = None
) -> AsyncIterator[World]:
    """Drafts are live here: that is what simulations are for.

    Args:
        folder: What was read.
        root: Where its content is.
        with_model: Ask the configured model; simulations are the same every time without one.
        around: What is asked instead of it.

    Raises:
        SettingsError: The content or a model cannot be read.
    """
    from bridge.actions.code_runner import CodeRunner
    from bridge.cli.sent import library_now
    from bridge.configured import library_of, rules_of
    from bridge.meaning import near_as_served
    from bridge.runtime.clock import SystemClock
    from bridge.settings import LlmSettings, load
    from bridge.thinking import current_matcher, minds_of
    from connectors.code import Sandbox

    settings = load().model_copy(update={"config_dir": root})
    drafts, workflows = folder.drafts, folder.workflow_drafts
    changed = (*drafts.values(), *workflows.values())
    catalog = replace(
        folder.catalog,
        procedures={**folder.catalog.procedures, **drafts},
        workflows={
            **workflows,
            **{id_: one for id_, one in folder.catalog.workflows.items() if id_ not in workflows},
        },
        versions={**folder.catalog.versions, **{one.version: one for one in changed}},
    )
    rules = replace(
        rules_of(settings, ["simulation"]),
        catalog=catalog,
        email_code=lambda _run, _key: CODE,
    )
    # Simulations are played on files alone; who talks to Fin gets what the service would say.
    library = await asyncio.to_thread(library_now, root) if with_model else library_of(settings)
    matcher = current_matcher(settings, library, lambda: catalog)
    clock = SystemClock()
    if not with_model:
        settings = settings.model_copy(update={"llm": LlmSettings()})
    async with (
        Sandbox() as sandbox,
        near_as_served(settings, library, clock) if with_model else nullcontext() as near,
        minds_of(
            settings, library, matcher, lambda: catalog, clock, around=around or (lambda one: one), near=near
        ) as minds,
    ):
        yield World(
            catalog=catalog,
            brain=minds.brain,
            follower=minds.follower,
            digester=minds.digester,
            teller=minds.teller,
            code=lambda now: CodeRunner(sandbox.run, now),
            rules=replace(rules, summarises=minds.digester is not None),
        )


@asynccontextmanager
async def live_connectors(
    settings: Settings, stage: World, clock: Clock
) -> AsyncIterator[Performer[CallConnector]]:
    """The performer that really calls outside systems, with the operator's secrets.

    Raises:
        SettingsError: A server's database has an older schema.
    """
    from bridge.actions.connector_call import ConnectorCaller
    from bridge.cli.opened import opened
    from bridge.configured import http_of, secret_of
    from bridge.runtime.vault import Vault
    from bridge.settings import secret_keys
    from connectors.breaker import Breaker
    from connectors.code import Sandbox
    from connectors.data_connector import DataConnector

    async with opened(settings) as store, http_of(settings) as http, Sandbox() as sandbox:
        vault = Vault(store, secret_keys(settings, make=True))
        data = DataConnector(
            http, breaker=Breaker(clock.monotonic), monotonic=clock.monotonic, transform=sandbox.run
        )
        yield ConnectorCaller(
            lambda: stage.catalog.connectors, data.call, secret_of(settings, vault), clock.now
        )
