"""`procedures new` and `procedures draft`: a procedure to begin with, from a use case or by a model."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bridge.cli.texts import stop

if TYPE_CHECKING:
    from bridge.core.procedures.source import Problem
    from bridge.fin.drafting import Around, Drafted
    from bridge.settings import Settings
    from connectors.llm import Models

USE_CASES = Path(__file__).parents[2] / "config"
"""The shipped procedures, each one use case."""
EMPTY = """\
title: {title}
when_to_use:
  description: The customer wants …
  examples:
    - Write here what customers write, six messages or more
  not_for: []
# audience: {{contacts: verified}}
attributes:
  number:
    type: string
    pattern: "^[0-9]{{6,11}}$"
    ask: What is the order number?
    retry: That does not look like an order number.
steps:
  - collect: [number]
  - say: "You said {{{{ number }}}}."
  - handoff: {{to: team}}
on_error:
  - handoff: {{to: team}}
"""

NewId = Annotated[str, typer.Argument(metavar="ID", help="what it is to be called", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="replace a draft of that name")]


def new(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="what it is to be called")] = "",
    use_case: Annotated[str, typer.Option("--from", help="a use case; without ID they are listed")] = "",
    force: Force = False,
) -> None:
    """Begin a draft: from a use case that is shipped, with its connectors and scenarios, or an empty one."""
    from bridge.settings import load

    cases = {path.stem: path for path in sorted((USE_CASES / "procedures").glob("*.yaml"))}
    if not id_ and not use_case:
        for name, path in cases.items():
            typer.echo(f"{name:<28}{_head(path.read_text(encoding='utf-8'))['title']}")
        return
    root = load().config_dir
    if not use_case:
        _save(root, id_, EMPTY.format(title=_title(id_)), force=force)
        return
    found = cases.get(use_case) or next((one for name, one in cases.items() if use_case in name), None)
    if found is None:
        stop(f"--from {use_case}: there is no such use case; there is {', '.join(cases) or 'none'}")
    text = found.read_text(encoding="utf-8")
    for part in _needed(text, found.stem):
        _bring(part, root, id_ or found.stem)
    _save(root, id_ or found.stem, text, force=force)


def draft(
    description: Annotated[
        str, typer.Argument(help="what it shall do: a sentence, a file, or - for the standard input")
    ],
    id_: Annotated[str, typer.Option("--id", help="its name; made of the title by default")] = "",
    force: Force = False,
) -> None:
    """Have the model write a draft from a description, policy or article; exit code 1 if it has errors."""
    from bridge.runtime.clock import SystemClock
    from bridge.settings import load
    from bridge.thinking import models_of
    from connectors.failures import OutsideFailure

    settings = load()
    models = models_of(settings, SystemClock())
    if models is None:
        stop(
            "drafting needs a model: set BRIDGE_LLM__BASE_URL, BRIDGE_LLM__API_KEY and BRIDGE_LLM__MODEL; "
            "without one, procedures new lists use cases to begin from"
        )
    text = _described(description)
    try:
        made = asyncio.run(_drafted(models, settings, text))
    except OutsideFailure as error:
        stop(f"the model did not answer: {error}")
    _keep(settings.config_dir, made, id_, force=force)


async def _drafted(models: Models, settings: Settings, description: str) -> Drafted:
    from bridge.fin.drafting import drafted

    async with models as asked:
        around, judge = _around(settings.config_dir)
        return await drafted(asked, description, around, judge)


def _around(root: Path) -> tuple[Around, Any]:
    """What there is in the folder, and who judges a text that is to lie in it."""
    from bridge.catalog.drafts import judged
    from bridge.catalog.folder import read_folder
    from bridge.fin.drafting import Around

    catalog = read_folder(root, has_model=True).catalog
    shared = {}
    for path in sorted((root / "procedures" / "shared").glob("*.yaml")):
        head = _head(path.read_text(encoding="utf-8"))
        shared[path.stem] = (
            f"{head.get('title', '')}; takes {', '.join(head.get('inputs') or ()) or 'nothing'}; "
            f"returns {head.get('returns') or 'nothing'}"
        )
    triggers = {
        one.id: one.head.when_to_use.description
        for one in catalog.procedures.values()
        if one.head.when_to_use is not None
    }
    example = root / "procedures" / "refund_order.yaml"
    around = Around(
        connectors=catalog.connectors,
        shared=shared,
        procedures=triggers,
        example=example.read_text(encoding="utf-8") if example.is_file() else "",
    )
    return around, lambda text: judged(root, text, has_model=True)


def _keep(root: Path, made: Drafted, id_: str, *, force: bool) -> None:
    errors = [one for one in made.problems if one.severity == "error"]
    for one in made.problems:
        typer.echo(f"{one.severity}: line {one.line}: {one.what} {one.mend}".rstrip(), err=True)
    if errors:
        typer.echo(made.text)
        typer.echo(
            f"Not kept: the model left {len(errors)} errors in it. Say more, or mend it yourself.", err=True
        )
        raise typer.Exit(1)
    name = id_ or _name(str(_head(made.text).get("title", "")))
    _save(root, name, made.text, force=force, has_model=True)
    _scenarios(root, name, made.scenarios)


def _scenarios(root: Path, id_: str, text: str) -> None:
    """Written only where they can be read and nobody wrote others."""
    from bridge.simulation.folder import SCENARIOS
    from bridge.simulation.scenario import read_scenarios

    path = root / SCENARIOS / f"{id_}.yaml"
    if not text or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if problems := read_scenarios(path)[1]:
        path.unlink()
        typer.echo(f"its scenarios were left out: {problems[0]}", err=True)
        return
    typer.echo(f"wrote {path}; play them: procedures simulate {id_}")


def _save(root: Path, id_: str, text: str, *, force: bool, has_model: bool = False) -> None:
    from bridge.catalog import drafts

    try:
        path = drafts.draft_path(root, id_)
        if path.exists() and not force:
            stop(f"{path}: is there already; another ID, or --force")
        problems: tuple[Problem, ...] = drafts.save_draft(root, id_, text, has_model=has_model)
    except drafts.NotDeployable as error:
        stop(str(error))
    typer.echo(f"wrote {path}")
    for problem in problems:
        typer.echo(str(problem))
    typer.echo(f"It is a draft, which no customer meets: read it, then procedures deploy {id_}")


def _needed(text: str, stem: str) -> list[Path]:
    """Files of the shipped folder that a procedure stands on."""
    names = set(re.findall(r"\buse: *(\w+)", text))
    shared = [
        path
        for path in sorted((USE_CASES / "procedures" / "shared").glob("*.yaml"))
        if re.search(rf"\brun: *{path.stem}\b", text)
    ]
    names |= {
        name for path in shared for name in re.findall(r"\buse: *(\w+)", path.read_text(encoding="utf-8"))
    }
    connectors = [USE_CASES / "connectors" / f"{name}.yaml" for name in sorted(names)]
    return [*connectors, *shared, USE_CASES / "procedures" / "scenarios" / f"{stem}.yaml"]


def _bring(part: Path, root: Path, id_: str) -> None:
    """Copies what is not there yet; scenarios go under the new name."""
    goal = root / part.relative_to(USE_CASES)
    if goal.parent.name == "scenarios":
        goal = goal.with_name(f"{id_}.yaml")
    if not part.is_file() or goal.exists():
        return
    goal.parent.mkdir(parents=True, exist_ok=True)
    text = part.read_text(encoding="utf-8")
    if part.parent.name == "scenarios":
        text = re.sub(rf"\bstarted: *{part.stem}\b", f"started: {id_}", text)
    goal.write_text(text, encoding="utf-8")
    typer.echo(f"wrote {goal}")


def _described(given: str) -> str:
    from bridge.fin.drafting import LONGEST

    try:
        if given == "-":
            text = sys.stdin.read()
        else:
            is_file = len(given) < 1000 and "\n" not in given and Path(given).is_file()  # noqa: PLR2004 - no path is longer
            text = Path(given).read_text(encoding="utf-8-sig") if is_file else given
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{given}: cannot be read: {error}")
    if not text.strip():
        stop("there is no description")
    if len(text) > LONGEST:
        stop(f"the description has {len(text)} characters; {LONGEST} are the most")
    return text


def _name(title: str) -> str:
    """`Refund an order` → `refund_an_order`."""
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:64]
    return name if re.match("[a-z]", name) else f"procedure_{name}".rstrip("_")


def _head(text: str) -> Any:
    """What a file says on its outermost level."""
    from bridge.core.procedures.source import read

    return read(text).data


def _title(id_: str) -> str:
    return id_.replace("_", " ").capitalize()
