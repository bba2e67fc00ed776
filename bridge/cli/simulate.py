"""`procedures simulate`: plays scenarios, shows how far it is, and writes what came of them."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bridge.cli.logs import log_to_stderr
from bridge.cli.texts import stop

if TYPE_CHECKING:
    from bridge.catalog.folder import Folder
    from bridge.runtime.simulations import Kept
    from bridge.settings import Settings


def simulate(
    procedures: list[str],
    *,
    with_model: bool,
    times: int,
    as_json: bool,
    junit: Path | None,
    html: Path | None,
    share: bool,
    verbose: bool,
) -> None:
    """Plays the scenarios of these files, or of all.

    Args:
        procedures: The files' stems; all when empty.
        with_model: Ask the configured model, whose majority decides.
        times: How often each is played at most, with a model.
        as_json: JSON lines instead of text.
        junit: Where JUnit's XML goes as well.
        html: Where a page of HTML goes as well.
        share: Keep the results in the service's database, and print their link.
        verbose: Every line of every scenario.
    """
    from bridge.catalog.folder import read_folder
    from bridge.settings import load
    from bridge.simulation import report
    from bridge.simulation.folder import scenarios_in

    settings = load()
    if with_model and not settings.llm.base_url:
        stop("BRIDGE_LLM__BASE_URL: --model needs a model server; README, Settings")
    if times % 2 == 0:
        stop(f"--times {times}: an even number of plays has no majority")
    root, folder = settings.config_dir, read_folder(settings.config_dir, has_model=settings.llm.is_on)
    try:
        found, problems = scenarios_in(root, procedures)
    except LookupError as error:
        stop(str(error.args[0]))
    wrong = [*(one for one in folder.problems if one.severity == "error"), *problems]
    if wrong:
        stop(str(wrong[0]) + (f" ({len(wrong) - 1} more; procedures check lists them)" if wrong[1:] else ""))
    if not found:
        stop(f"{root}/procedures/scenarios: there are no scenarios; README, Procedures, shows one")
    log_to_stderr("error")
    results = asyncio.run(_played(folder, root, found, with_model=with_model, times=times))
    for line in report.as_json(results) if as_json else report.lines(results, is_verbose=verbose):
        print(line)
    if junit is not None:
        junit.write_text(report.as_junit(results), encoding="utf-8")
    if html is not None or share:
        _shown(settings, [json.loads(line) for line in report.as_json(results)], html, share=share)
    if any(played.problems for _, played in results):
        raise typer.Exit(1)


def _shown(settings: Settings, results: list[Any], html: Path | None, *, share: bool) -> None:
    """The results as a page: in a file, or under a link that can be given to others."""
    from bridge.runtime.clock import SystemClock
    from bridge.runtime.simulations import Kept
    from bridge.web.simulation_page import page

    id_, at = f"sim_{secrets.token_hex(16)}", SystemClock().now()
    if html is not None:
        html.write_text(page(id_, at, results), encoding="utf-8")
    if share:
        asyncio.run(_kept(settings, Kept(id=id_, at=at, results=json.dumps(results, ensure_ascii=False))))
        typer.echo(f"Shared: {settings.base_url}/simulations/{id_}", err=True)


async def _kept(settings: Settings, simulation: Kept) -> None:
    from bridge.cli.opened import opened
    from bridge.runtime.simulations import keep

    async with opened(settings) as store:
        await keep(store, simulation)


async def _played(
    folder: Folder, root: Path, found: list[tuple[str, Any]], *, with_model: bool, times: int
) -> list[tuple[str, Any]]:
    """Each scenario in turn; on a terminal a line shows how far it is."""
    from bridge.cli.world import world
    from bridge.simulation.majority import decided
    from bridge.simulation.play import play

    results = []
    is_shown = sys.stderr.isatty()
    async with world(folder, root, with_model=with_model) as stage:
        for place, (file, scenario) in enumerate(found, 1):
            if is_shown:
                sys.stderr.write(f"\r{place}/{len(found)} {file}: {scenario.name}\x1b[K")
            once = partial(play, scenario, stage)
            results.append((file, await (decided(once, times) if with_model else once())))
    if is_shown:
        sys.stderr.write("\r\x1b[K")
    return results
