"""`content report` on a terminal and as JSON, with pages that were sent among the articles."""

import asyncio
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bridge.runtime import content_pages, content_sources, schema
from bridge.runtime.store import Store
from tests.cli.bridge_command import bridge
from tests.knowledge.articles import write_article
from tests.runtime.talks import Talks, answer

NOW = datetime(2027, 1, 15, tzinfo=UTC)


async def _filled(url: str) -> None:
    store = await Store.open(url)
    await schema.ensure(store)
    talks = Talks(store)
    await talks.asked("do you sell zeppelins? my card is 4111 1111 1111 1111")
    await talks.asked("how do I return it?", answer("https://shop.example/return"))
    source = await content_sources.add_source(
        store, sync_behavior="api", status="active", url="https://air.example", audience_ids=(), now=NOW
    )
    await content_pages.put_page(
        store,
        source_id=source.id,
        external_id="a",
        values={
            "title": "Airships",
            "html": "",
            "body": "They fly.",
            "url": "https://air.example/a",
            "locale": "en",
            "for_agent": True,
        },
        now=NOW,
    )
    await store.close()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config" / "content"
    old = write_article(folder, "return", "Return an item", "Send it back.")
    os.utime(old, (1_600_000_000, 1_600_000_000))
    write_article(folder, "hours", "Opening hours", "From nine to five.")
    (tmp_path / "var").mkdir()
    asyncio.run(_filled(f"sqlite:///{tmp_path}/var/bridge.db"))
    return tmp_path / "config"


def test_the_report_names_gaps_unused_and_old_articles(config: Path) -> None:
    done = bridge("content", "report", config=config)
    assert done.returncode == 0, done.stderr
    assert "2 conversations in 30 days." in done.stdout
    assert "Fin could not answer: 1\n     1  do you sell zeppelins? my card is [card number]" in done.stdout
    assert "Opening hours  https://shop.example/hours" in done.stdout
    assert "2020-09-13  Return an item" in done.stdout

    made = json.loads(bridge("content", "report", "--json", config=config).stdout)
    assert [one["count"] for one in made["unanswered"]] == [1]
    assert {one["title"] for one in made["never_cited"]} == {"Opening hours", "Airships"}
    assert [one["title"] for one in made["old"]] == ["Return an item"]
    hidden = bridge("content", "report", config=config, BRIDGE_PRIVACY__PATTERNS='["zepp[a-z]+"]').stdout
    assert "do you sell [hidden]? my card is [card number]" in hidden
    assert made["cited"] == [{"title": "Return an item", "url": "https://shop.example/return", "count": 1}]


def test_pages_that_were_sent_are_listed_and_searched_by_commands(config: Path) -> None:
    listed = [
        json.loads(line) for line in bridge("content", "list", "--json", config=config).stdout.splitlines()
    ]
    assert [(one["title"], one["source"]) for one in listed][-1] == ("Airships", "external_pages/1")
    (found,) = bridge("content", "search", "airships", config=config).stdout.splitlines()
    assert json.loads(found)["results"][0]["url"] == "https://air.example/a"


def test_a_file_that_does_not_fit_is_told_beside_the_report_and_not_in_it(config: Path) -> None:
    (config / "content" / "broken.md").write_text("no front matter")
    done = bridge("content", "report", "--json", config=config)
    assert json.loads(done.stdout)["conversations"] == 2
    assert "broken.md:1: there is no front matter" in done.stderr
