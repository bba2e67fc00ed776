"""`procedures import-task`: writes the draft that a Fin Task becomes, and skeletons of what it calls."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from bridge.cli.texts import stop


def import_task(file: Path, id_: str, *, force: bool) -> None:
    """Converts a file and says, with its name and line, what a person must look at.

    Args:
        file: Text or JSON; `-` is the standard input.
        id_: What the procedure is to be called; made of the title where it is empty.
        force: Whether a procedure of that name may be replaced.
    """
    from bridge.catalog import drafts
    from bridge.catalog.fin_task.blocks import TaskError
    from bridge.catalog.fin_task.convert import Around, convert
    from bridge.catalog.folder import read_folder
    from bridge.settings import load

    settings = load()
    root = settings.config_dir
    around = Around(
        connectors=read_folder(root).catalog.connectors,
        has_model=bool(settings.llm.base_url and settings.llm.model),
    )
    name = "standard input" if str(file) == "-" else file.name
    try:
        made = convert(_text(file), file=name, around=around, id_=id_)
    except TaskError as error:
        stop(f"{name}:{error.line}: {error}")
    path = drafts.draft_path(root, made.id)
    for one in (path, drafts.live_path(root, made.id)):
        if one.exists() and not force:
            stop(f"{one}: is there already; --id gives the draft another name, --force puts it at {path}")
    connectors = {root / "connectors" / f"{id_}.yaml": text for id_, text in made.connectors.items()}
    for one in connectors:
        if one.exists():
            stop(f"{one}: has an error, so nobody knows whether it fits; procedures check says what to mend")
    for one, text in connectors.items():  # what a procedure calls is there before it is
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_text(text, encoding="utf-8")
        typer.echo(f"wrote {one}")
    wrong = drafts.save_draft(root, made.id, made.procedure, has_model=around.has_model)
    typer.echo(f"wrote {path}")
    for problem in (*made.problems, *wrong):
        typer.echo(str(problem))
    typer.echo(f"It is a draft: read it, then check, simulate and deploy it: procedures deploy {made.id}")


def _text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except OSError as error:
        stop(f"{file}: cannot be read ({error.strerror})")
    except UnicodeDecodeError:
        stop(f"{file}: is not UTF-8; save it as UTF-8")
