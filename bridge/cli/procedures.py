"""`procedures`: check, simulate, match, convert, judge; see what versions there were and bring one back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bridge.cli.procedure_drafts import draft, new
from bridge.cli.procedure_reports import discover, report
from bridge.cli.texts import File, Texts, given, print_lines, stop

if TYPE_CHECKING:
    from bridge.catalog.folder import Folder
    from bridge.core.procedures.definition import Kind
    from bridge.core.procedures.source import Problem
    from bridge.fin.matching.matcher import Matcher
    from bridge.fin.matching.meaning import Embed
    from bridge.knowledge.index import Index

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Check, simulate, match, convert and judge procedures; show and restore versions.",
)

app.command()(new)
app.command()(draft)
app.command()(report)
app.command()(discover)

Json = Annotated[bool, typer.Option("--json", help="JSON lines instead of text")]
Id = Annotated[str, typer.Argument(metavar="ID", help="the file's name without .yaml", show_default=False)]
Workflow = Annotated[bool, typer.Option("--workflow", help="a workflow, not a procedure")]


@app.command()
def check(as_json: Json = False) -> None:
    """Say of each file what is wrong, on which line and how to mend it; exit code 2 if it has errors."""
    folder = _folder()
    problems = [*folder.problems, *_alike(folder)]
    if as_json:
        print_lines(
            {
                "file": one.file,
                "line": one.line,
                "severity": one.severity,
                "what": one.what,
                "mend": one.mend,
            }
            for one in problems
        )
    else:
        for one in problems:
            typer.echo(f"{one.severity}: {one}")
    errors = sum(1 for one in folder.problems if one.severity == "error")
    if not as_json:
        live, drafts = len(folder.catalog.procedures), len(folder.drafts) + len(folder.workflow_drafts)
        counted = f"{live} procedures live, {drafts} drafts, {len(folder.catalog.workflows)} workflows, "
        typer.echo(counted + f"{len(folder.catalog.connectors)} connectors; {errors} errors")
    if errors:
        raise typer.Exit(2)


@app.command("list")
def list_procedures(as_json: Json = False) -> None:
    """List all procedures and workflows, live ones and drafts."""
    folder = _folder()
    beside = [*folder.drafts.values(), *folder.workflow_drafts.values()]
    written = [one.definition for one in folder.written.values() if one.definition not in beside]
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "status": status,
            "version": one.version,
            "title": one.title,
        }
        for one, status in sorted(
            [*((one, one.head.status) for one in written), *((one, "draft") for one in beside)],
            key=lambda row: (row[0].kind, row[0].id, row[1]),
        )
    ]
    if as_json:
        print_lines(rows)
        return
    if not rows:
        typer.echo("No procedures yet; README, Procedures, shows how to write one.")
        return
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    for row in ({name: name.upper() for name in rows[0]}, *rows):
        typer.echo("  ".join(row[name].ljust(widths[name]) for name in widths).rstrip())


@app.command()
def match(texts: Texts = None, file: File = None) -> None:
    """Say which procedure each message would start; one JSON line per text, "procedure" is null for none."""
    from bridge.fin.matching.made import matcher_of

    matcher = matcher_of(_folder(), _index(), embed=_embed())
    print_lines(_matched(text, matcher) for text in given(texts, file))


@app.command()
def simulate(
    procedures: Annotated[
        list[str] | None, typer.Argument(help="scenario files by name; all by default", show_default=False)
    ] = None,
    model: Annotated[
        bool, typer.Option("--model", help="ask the configured model; most of --times plays decide")
    ] = False,
    times: Annotated[int, typer.Option(min=1, max=9, help="plays of each scenario with --model, odd")] = 3,
    as_json: Json = False,
    junit: Annotated[
        Path | None, typer.Option(help="also write JUnit XML to this file", show_default=False)
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="also write a page to this file", show_default=False)
    ] = None,
    share: Annotated[bool, typer.Option("--share", help="keep it in the service; prints its link")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="every line of every scenario")] = False,
) -> None:
    """Play scenarios through the real engine, with stand-ins for the world; exit code 1 when one fails."""
    from bridge.cli.simulate import simulate

    simulate(
        procedures or [],
        with_model=model,
        times=times,
        as_json=as_json,
        junit=junit,
        html=html,
        share=share,
        verbose=verbose,
    )


@app.command("import-task")
def import_task(
    file: Annotated[
        Path, typer.Argument(help="text or JSON; - reads the standard input", show_default=False)
    ],
    id_: Annotated[str, typer.Option("--id", help="its name; made of the title by default")] = "",
    force: Annotated[bool, typer.Option("--force", help="replace a procedure of that name")] = False,
) -> None:
    """Convert a Fin Task into a draft procedure; say what a person must look at, with its line."""
    from bridge.cli.fin_task import import_task

    import_task(file, id_, force=force)


@app.command()
def history(id_: Id, workflow: Workflow = False, as_json: Json = False) -> None:
    """List the versions of a procedure that were live here, the newest first."""
    kept = asyncio.run(_history("workflow" if workflow else "procedure", id_))
    if not kept:
        stop(f"{id_}: no version of it was ever live here")
    rows = [{"version": one.version, "seen_at": one.seen_at.isoformat(timespec="seconds")} for one in kept]
    if as_json:
        print_lines(rows)
        return
    for row in rows:
        typer.echo(f"{row['version']}  {row['seen_at']}")


@app.command()
def restore(id_: Id, version: Annotated[str, typer.Argument()], workflow: Workflow = False) -> None:
    """Write an earlier version back into its file; a running service takes it over within a second."""
    from bridge.catalog import drafts

    kind: Kind = "workflow" if workflow else "procedure"
    kept = next((one for one in asyncio.run(_history(kind, id_)) if one.version == version), None)
    if kept is None:
        stop(f"{id_}: there is no version {version}; procedures history {id_} lists them")
    problems = drafts.restore(_root(), id_, kept.text, kind)
    typer.echo(f"{drafts.live_path(_root(), id_, kind)}: is version {version} again")
    if errors := [one for one in problems if one.severity == "error"]:
        stop(f"but it does not fit what is around it now: {errors[0]}")


@app.command()
def deploy(id_: Id, workflow: Workflow = False) -> None:
    """Put the draft config/procedures/drafts/ID.yaml in place of the live file, if it has no errors."""
    from bridge.catalog import drafts

    kind: Kind = "workflow" if workflow else "procedure"
    try:
        warnings = drafts.deploy(_root(), id_, kind, has_model=_has_model())
    except drafts.NotDeployable as error:
        stop(str(error))
    for one in warnings:
        typer.echo(f"{one.severity}: {one}")
    typer.echo(
        f"{drafts.live_path(_root(), id_, kind)}: live; a running service takes it over within a second"
    )


def _matched(text: str, matcher: Matcher | None) -> dict[str, Any]:
    if matcher is None:
        return {"text": text, "procedure": None, "score": 0.0, "runner_up": None}
    ranked = matcher.match(text)
    first = next(iter(ranked.procedures), None)
    return {
        "text": text,
        "procedure": ranked.best.procedure if ranked.best is not None else None,
        "score": first.score if first is not None else 0.0,
        "runner_up": ranked.runner_up.procedure if ranked.runner_up is not None else None,
    }


def _alike(folder: Folder) -> list[Problem]:
    """Procedures that customers' words could not tell apart."""
    from bridge.core.procedures.source import Problem
    from bridge.fin.matching.made import matcher_of

    matcher = matcher_of(folder, None)
    return [
        Problem(
            file=folder.written["procedure", one.second].file,
            line=_line_of(folder.written["procedure", one.second].text, one.texts[1]),
            what=f"{one.texts[1]!r} is too much like {one.texts[0]!r} of {one.first}.",
            mend="Tell them apart in `examples`, or say in `not_for` what is the other's.",
            severity="warning",
        )
        for one in (matcher.alike() if matcher is not None else ())
    ]


def _line_of(text: str, words: str) -> int:
    return next((place for place, line in enumerate(text.split("\n"), 1) if words in line), 1)


def _index() -> Index:
    from bridge.configured import library_of
    from bridge.settings import load

    return library_of(load()).current()


def _embed() -> Embed | None:
    from bridge.settings import load
    from bridge.thinking import embed_of

    return embed_of(load())


def _root() -> Path:
    from bridge.settings import load

    return load().config_dir


def _folder() -> Folder:
    from bridge.catalog.folder import read_folder

    return read_folder(_root(), has_model=_has_model())


def _has_model() -> bool:
    from bridge.settings import load

    return load().llm.is_on


async def _history(kind: str, id_: str) -> list[Any]:
    from bridge.cli.opened import opened
    from bridge.runtime.definitions import history as read
    from bridge.settings import load

    async with opened(load()) as store:
        return await read(store, kind, id_)
