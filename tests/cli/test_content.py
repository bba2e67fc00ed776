import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bridge.knowledge.library import Library
from bridge.meaning import meaning_of
from bridge.runtime import schema
from bridge.runtime.clock import SystemClock
from bridge.runtime.store import Store
from bridge.settings import Settings
from tests.cli.bridge_command import bridge
from tests.knowledge.articles import write_article
from tests.knowledge.ingest.documents import word
from tests.knowledge.meaning.concepts import vector
from tests.model_server import running

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def config(tmp_path: Path) -> Path:
    write_article(
        tmp_path / "config" / "content", "return", "Return an item", "Send **it** back within 30 days."
    )
    write_article(tmp_path / "config" / "content", "hours", "Opening hours", "We are open from nine to five.")
    return tmp_path / "config"


def content(config: Path, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")}
    env = kept | {"BRIDGE_CONFIG_DIR": str(config), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bridge", "content", *arguments]
    return subprocess.run(
        command, env=env, cwd=config, capture_output=True, text=True, timeout=30, input=given, check=False
    )


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_search_prints_one_json_line_per_text(config: Path) -> None:
    first, second = lines(content(config, "search", "how do I return an item?", "zeppelin"))

    assert first["text"] == "how do I return an item?"
    (result,) = first["results"]
    assert result.pop("score") > 0
    assert result == {
        "title": "Return an item",
        "url": "https://shop.example/return",
        "source": "return.md",
        "excerpt": "Send it back within 30 days.",
    }
    assert second == {"text": "zeppelin", "results": []}


def test_ask_prints_the_answer_with_its_sources_or_null(config: Path) -> None:
    first, second = lines(content(config, "ask", "can I return an item", "do you sell zeppelins"))

    assert first["answer"] == "Send it back within 30 days."
    assert first["sources"] == [
        {"content_type": "article", "title": "Return an item", "url": "https://shop.example/return"}
    ]
    assert 0 < first["score"] <= 1
    assert second == {"text": "do you sell zeppelins", "answer": None, "score": 0.0, "sources": []}


def test_texts_come_from_a_file_of_lines_or_json_lines(config: Path) -> None:
    file = config / "texts"
    file.write_text('opening hours\n\n{"text": "return", "id": 7}\n')

    assert [row["text"] for row in lines(content(config, "search", "--file", str(file)))] == [
        "opening hours",
        "return",
    ]


def test_add_checks_copies_and_lists_articles_of_files_and_folders(config: Path) -> None:
    write_article(config.parent / "new" / "deep", "gift", "Gift cards", "They never end.")

    assert content(config, "add", str(config.parent / "new")).returncode == 0

    assert (config / "content" / "deep" / "gift.md").is_file()
    listed = lines(content(config, "list", "--json"))
    assert [(row["title"], row["source"]) for row in listed] == [
        ("Gift cards", "deep/gift.md"),
        ("Opening hours", "hours.md"),
        ("Return an item", "return.md"),
    ]
    assert "Gift cards" in content(config, "list").stdout


def test_add_makes_documents_into_markdown_that_is_searched_at_once(config: Path) -> None:
    new = config.parent / "new"
    (new / "deep").mkdir(parents=True)
    (new / "deep" / "gift.html").write_text("<h1>Gift cards</h1><p>They never end.</p>")
    (new / "zeppelins.docx").write_bytes(word())
    (new / "bad.pdf").write_bytes(b"broken")

    refused = content(config, "add", str(new))
    assert refused.returncode == 2
    assert not (config / "content" / "deep").exists()
    done = content(config, "add", str(new), "--skip-broken", "--url", "https://shop.example/help/")

    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    listed = {row["title"]: row for row in lines(content(config, "list", "--json"))}
    assert listed["Gift cards"]["url"] == "https://shop.example/help/deep/gift.html"
    assert listed["Returns"]["locale"] == "de-de"
    (found,) = lines(content(config, "search", "do gift cards end?"))
    assert found["results"][0]["title"] == "Gift cards"


def test_a_document_without_an_address_is_private_and_its_answer_cites_nothing(config: Path) -> None:
    page = config.parent / "gift.html"
    page.write_text("<h1>Gift cards</h1><p>Gift cards never end.</p>")

    assert "private" in content(config, "add", str(page)).stdout

    (answer,) = lines(content(config, "ask", "do gift cards end?"))
    assert (answer["answer"], answer["sources"]) == ("Gift cards never end.", [])


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("manual.pdf", "%PDF", "manual.pdf: is no whole PDF"),
        ("page.html", "<p>", "page.html: holds no text"),
        ("notes.txt", "Text", "notes.txt: cannot read TXT"),
        ("bare.md", "Just text.", "bare.md:1: there is no front matter"),
        ("absent.md", None, "absent.md: there is no such file or folder"),
    ],
)
def test_what_cannot_be_added_is_said_in_one_line_and_nothing_is_copied(
    config: Path, name: str, text: str | None, says: str
) -> None:
    good = write_article(config.parent / "new", "gift", "Gift cards", "They never end.")
    path = config.parent / name
    if text is not None:
        path.write_text(text)

    done = content(config, "add", str(good), str(path))

    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (config / "content" / "gift.md").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["add", "broken", "--url", "shop"], "--url shop: is no web address"),
        (["search"], "give a text in quotes, or --file"),
        (["ask", "--file", "nowhere"], "nowhere: cannot be read"),
        (["search", "--file", "broken"], "broken:2: is not valid JSON"),
    ],
)
def test_bad_usage_exits_2_with_one_line(config: Path, arguments: list[str], says: str) -> None:
    (config / "broken").write_text('fine\n{"text": \n')

    done = content(config, *arguments)

    assert done.returncode == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_an_article_that_does_not_fit_stops_a_search_with_file_and_line(config: Path) -> None:
    (config / "content" / "bad.md").write_text("---\ntitle: A\n---\nText.")

    done = content(config, "search", "anything")

    assert done.returncode == 2
    assert "bad.md:1: there is no url" in done.stderr


def test_a_pipe_in_a_folder_is_left_out_and_one_that_is_named_is_refused(
    config: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    os.mkfifo(folder / "pipe.html")
    (folder / "page.html").write_text("<title>Page</title><p>Some text.</p>")
    done = content(config, "add", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(".md: ") == 1
    named = content(config, "add", str(folder / "pipe.html"))
    assert (named.returncode, "is neither a file nor a folder" in named.stderr) == (2, True)


async def test_what_the_service_finds_by_meaning_these_commands_find_too(
    config: Path, tmp_path: Path
) -> None:
    folder = config / "content"
    for title in ("Refund", "Lamp", "Password", "Invoice"):
        write_article(folder, title.lower(), title, f"All about the {title.lower()}, as we see it.")
    async with running() as server:
        server.vector = vector
        llm = {"base_url": server.url, "api_key": "k", "model": "chat", "embeddings": "embedder"}
        settings = Settings.model_validate({"llm": llm})
        store = await Store.open(f"sqlite:///{tmp_path}/bridge.db")
        await schema.ensure(store)
        async with meaning_of(settings, Library(folder), store, SystemClock()) as meaning:
            assert meaning is not None
            await meaning.filling.make()
        await store.close()
        env = {
            "DATABASE_URL": f"sqlite:///{tmp_path}/bridge.db",
            **{f"BRIDGE_LLM__{name.upper()}": value for name, value in llm.items()},
        }

        for command, names in (("search", "results"), ("ask", "sources")):
            done = await asyncio.to_thread(
                bridge, "content", command, "luminaire", "zeppelin", config=config, **env
            )
            near, far = lines(done)
            assert near[names][0]["title"] == "Lamp"
            assert far[names] == []
    (by_words,) = lines(await asyncio.to_thread(content, config, "search", "luminaire"))
    assert by_words["results"] == []
