"""`content`: the team's articles: add, list, search, ask."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated, Any

import typer

from bridge.cli.texts import File, Texts, given, print_lines, stop

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Add, list, search and ask the team's content."
)


@app.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(help="Markdown files, or folders of them", show_default=False)
    ],
) -> None:
    """Check Markdown articles and copy them into the content folder; a file of the same name is replaced.

    An article begins with front matter: title and url, and if you like locale (en, de, …). HTML and PDF are
    not supported yet in this version. A running service sees the articles within a second.
    """
    from bridge.knowledge.article import ContentError
    from bridge.knowledge.sources import files_of, read_article

    folder = _folder()
    chosen: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            stop(f"{path}: there is no such file or folder")
        files = files_of(path) if path.is_dir() else [path]
        if not files:
            stop(f"{path}: holds no Markdown (.md); HTML and PDF are not supported yet in this version")
        for file in files:
            place = file.relative_to(path) if path.is_dir() else Path(file.name)
            if place in chosen.values():
                stop(f"{file}: another file would become {folder / place} too; rename one of them")
            chosen[file] = place
    try:
        titles = {file: read_article(file).title for file in chosen}
    except ContentError as error:  # nothing was copied: a half-added folder would be a riddle
        stop(str(error))
    for file, place in chosen.items():
        target = folder / place
        if target.resolve() != file.resolve():
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
            except OSError as error:
                stop(f"{target}: cannot be written ({error.strerror}); check the folder's permissions")
        typer.echo(f"{target}: {titles[file]}")


@app.command("list")
def list_articles(
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines instead of a table")] = False,
) -> None:
    """List all articles that Fin answers from."""
    folder = _folder()
    articles = _library(folder).articles
    rows = [
        {"title": a.title, "url": a.url, "locale": a.locale, "source": str(a.path.relative_to(folder))}
        for a in articles
    ]
    if as_json:
        print_lines(rows)
        return
    if not rows:
        typer.echo(f"No articles in {folder}; add some with python -m bridge content add PATH")
        return
    columns = ("title", "locale", "url", "source")
    widths = {name: max(len(name), *(len(row[name]) for row in rows)) for name in columns}
    for row in ({name: name.upper() for name in columns}, *rows):
        typer.echo("  ".join(row[name].ljust(widths[name]) for name in columns).rstrip())


@app.command()
def search(
    texts: Texts = None,
    file: File = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="results per text")] = 5,
) -> None:
    """Search the content; one JSON line per text, best article first, scores 0..1."""
    from bridge.knowledge.excerpt import plain
    from bridge.knowledge.search import search as find

    folder = _folder()
    index = _library(folder).current()
    print_lines(
        {
            "text": text,
            "results": [
                {
                    "title": hit.passage.article.title,
                    "url": hit.passage.article.url,
                    "source": str(hit.passage.article.path.relative_to(folder)),
                    "score": round(hit.score, 4),
                    "excerpt": plain(hit.passage.text),
                }
                for hit in find(index, text, limit=limit)
            ],
        }
        for text in given(texts, file)
    )


@app.command()
def ask(texts: Texts = None, file: File = None) -> None:
    """Ask the embedded brain; one JSON line per text.

    "answer" is null where Fin would ask back or pass the conversation to the team.
    """
    from bridge.fin.brain import Question
    from bridge.fin.brains.embedded import EmbeddedBrain

    brain = EmbeddedBrain(_library(_folder()))
    print_lines(_answered(text, brain.read_now(Question(text=text))) for text in given(texts, file))


def _answered(text: str, reading: Any) -> dict[str, Any]:
    from bridge.core.words.reading import Answer, NoAnswer

    line: dict[str, Any] = {"text": text, "answer": None, "score": 0.0, "sources": []}
    if isinstance(reading, Answer):
        sources = [{"content_type": s.content_type, "title": s.title, "url": s.url} for s in reading.sources]
        return line | {"answer": reading.body.text, "score": reading.score, "sources": sources}
    if isinstance(reading, NoAnswer):
        return line | {"score": round(reading.best_score, 4)}
    return line


def _folder() -> Path:
    from bridge.settings import load

    return load().config_dir / "content"


def _library(folder: Path) -> Any:
    from bridge.knowledge.article import ContentError
    from bridge.knowledge.library import Library

    try:
        return Library(folder)
    except ContentError as error:
        stop(str(error))
