"""`content`: the team's articles: add, list, search, ask, ready, report, sync."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import typer

from bridge.cli.as_served import as_served
from bridge.cli.content_ready import ready
from bridge.cli.content_report import report
from bridge.cli.content_sync import sync
from bridge.cli.texts import File, Texts, given, print_lines, stop

if TYPE_CHECKING:
    from bridge.knowledge.library import Library
    from bridge.knowledge.search import Near

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Add, list, search, ask and judge the team's content."
)

app.command()(ready)
app.command()(report)
app.command()(sync)

Locale = Annotated[str | None, typer.Option(help="the reader's language, such as de or pt-br")]

MANY = 5
"""From so many files on the progress is shown, on a terminal."""


@app.command()
def add(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Markdown, HTML, PDF and DOCX files, or folders of them", show_default=False),
    ],
    url: Annotated[
        str, typer.Option(help="where customers read it; of a folder: what its paths are added to")
    ] = "",
    locale: Annotated[str, typer.Option(help="language of documents that do not say theirs")] = "en",
    skip_broken: Annotated[
        bool, typer.Option("--skip-broken", help="add the rest when a file does not fit")
    ] = False,
) -> None:
    """Check articles and put them into the content folder as Markdown; a file of the same name is replaced.

    Title, address and language of HTML, PDF and DOCX are taken from the document. What has no address is
    private: Fin uses it and never cites it. Markdown begins with front matter: title, url, and if you like
    locale. A running service sees the articles within a second.
    """
    from bridge.knowledge.article import ContentError
    from bridge.knowledge.ingest.web_page import is_address
    from bridge.knowledge.ingest.written import put

    if url and not is_address(url):
        stop(f"--url {url}: is no web address; write it as https://host/path")
    folder = _folder()
    texts: dict[Path, tuple[Path, str | None, str]] = {}
    broken: list[str] = []
    for place, file, result in _read(_chosen(folder, paths), url, locale):
        if isinstance(result, ContentError):
            broken.append(str(result))
        else:
            texts[place] = (file, *result)
    for sentence in broken:
        typer.echo(f"bridge: {sentence}", err=True)
    if broken and not skip_broken:  # nothing was written: a half-added folder would be a riddle
        raise typer.Exit(2)
    for place, (file, text, title) in texts.items():
        target = folder / place
        if target.resolve() != file.resolve():
            try:
                put(target, text, file)
            except OSError as error:
                stop(f"{target}: cannot be written ({error.strerror}); check the folder's permissions")
        private = "  (private: no url, used and never cited)" if text and "\nurl: private\n" in text else ""
        typer.echo(f"{target}: {title}{private}")


def _chosen(folder: Path, paths: list[Path]) -> dict[Path, tuple[Path, Path]]:
    """Where each file goes -> the file, and its path within what was named."""
    from bridge.knowledge.ingest import DOCUMENTS
    from bridge.knowledge.sources import documents_of

    chosen: dict[Path, tuple[Path, Path]] = {}
    for path in paths:
        if not path.exists():
            stop(f"{path}: there is no such file or folder")
        if not path.is_dir() and not path.is_file():
            stop(f"{path}: is neither a file nor a folder; save what it gives as a file")
        files = documents_of(path) if path.is_dir() else [path]
        if not files:
            stop(f"{path}: holds no Markdown, HTML, PDF or DOCX (.md, .html, .pdf, .docx)")
        for file in files:
            within = file.relative_to(path) if path.is_dir() else Path(file.name)
            place = within.with_suffix(".md") if file.suffix.lower() in DOCUMENTS else within
            if place in chosen:
                stop(f"{file}: another file would become {folder / place} too; rename one of them")
            chosen[place] = (file, within)
    return chosen


def _read(chosen: dict[Path, tuple[Path, Path]], url: str, locale: str) -> Iterator[tuple[Path, Path, Any]]:
    """Each file with (its new text or None, its title), or with the ContentError."""
    from bridge.knowledge.article import ContentError
    from bridge.knowledge.ingest import DOCUMENTS
    from bridge.knowledge.ingest.apart import Apart
    from bridge.knowledge.ingest.written import as_markdown
    from bridge.knowledge.sources import read_article

    is_shown = sys.stderr.isatty() and len(chosen) >= MANY
    bar: Any = (
        typer.progressbar(chosen.items(), label="reading", file=sys.stderr)
        if is_shown
        else nullcontext(chosen.items())
    )
    with Apart() as apart, bar as items:
        for place, (file, within) in items:
            result: Any
            try:
                if file.suffix.lower() in DOCUMENTS:
                    document = apart.read(file)
                    at = f"{url.rstrip('/')}/{quote(within.as_posix())}" if url and len(chosen) > 1 else url
                    name = file.stem.replace("-", " ").replace("_", " ").capitalize()
                    result = (as_markdown(document, name=name, url=at, locale=locale), document.title or name)
                else:
                    result = (None, read_article(file).title)
            except ContentError as error:
                result = error
            yield place, file, result


@app.command("list")
def list_articles(
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines instead of a table")] = False,
) -> None:
    """List all articles that Fin answers from."""
    folder = _folder()
    articles = _library().articles
    rows = [
        {
            "title": a.title,
            "url": a.url or None,
            "locale": a.locale,
            "source": _place(a, folder),
        }
        for a in articles
    ]
    if as_json:
        print_lines(rows)
        return
    if not rows:
        typer.echo(f"No articles in {folder}; add some with python -m bridge content add PATH")
        return
    columns = ("title", "locale", "url", "source")
    table = [{name: row[name] or "private" for name in columns} for row in rows]
    widths = {name: max(len(name), *(len(row[name]) for row in table)) for name in columns}
    for row in ({name: name.upper() for name in columns}, *table):
        typer.echo("  ".join(row[name].ljust(widths[name]) for name in columns).rstrip())


@app.command()
def search(
    texts: Texts = None,
    file: File = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="results per text")] = 5,
    locale: Locale = None,
) -> None:
    """Search the content; one JSON line per text, best article first, scores 0..1."""
    from bridge.knowledge.excerpt import plain
    from bridge.knowledge.search import search as find

    folder = _folder()

    def searched(library: Library, near: Near | None) -> None:
        index = library.current()
        print_lines(
            {
                "text": text,
                "results": [
                    {
                        "title": hit.passage.article.title,
                        "url": hit.passage.article.url or None,
                        "source": _place(hit.passage.article, folder),
                        "score": round(hit.score, 4),
                        "excerpt": plain(hit.passage.text),
                    }
                    for hit in find(index, text, limit=limit, locale=locale, near=near)
                ],
            }
            for text in given(texts, file)
        )

    as_served(searched)


@app.command()
def ask(texts: Texts = None, file: File = None, locale: Locale = None) -> None:
    """Ask the embedded brain; one JSON line per text.

    "answer" is null where Fin would ask back or pass the conversation to the team.
    """
    from bridge.fin.brain import Question
    from bridge.fin.brains.embedded import EmbeddedBrain

    def asked(library: Library, near: Near | None) -> None:
        brain = EmbeddedBrain(library, near=near)
        print_lines(
            _answered(text, brain.read_now(Question(text=text, locale=locale))) for text in given(texts, file)
        )

    as_served(asked)


def _answered(text: str, reading: Any) -> dict[str, Any]:
    from bridge.core.words.reading import Answer, NoAnswer

    line: dict[str, Any] = {"text": text, "answer": None, "score": 0.0, "sources": []}
    if isinstance(reading, Answer):
        sources = [{"content_type": s.content_type, "title": s.title, "url": s.url} for s in reading.sources]
        return line | {"answer": reading.body.text, "score": reading.score, "sources": sources}
    if isinstance(reading, NoAnswer):
        return line | {"score": round(reading.best_score, 4)}
    return line


def _place(article: Any, folder: Path) -> str:
    """Its file in the content folder; of a page that was sent, external_pages/ID."""
    path: Path = article.path
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)


def _folder() -> Path:
    from bridge.settings import load

    return load().config_dir / "content"


def _library() -> Any:
    from bridge.cli.sent import library_now

    return library_now()
