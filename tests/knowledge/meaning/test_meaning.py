"""Articles found by meaning, over HTTP to a model server, and by words alone while it is out of reach."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bridge.core.words.reading import Answer
from bridge.fin.brain import Question
from bridge.fin.brains.embedded import EmbeddedBrain
from bridge.knowledge.library import Library
from bridge.knowledge.search import Hit, search
from bridge.meaning import Meaning, meaning_of, near_as_served
from bridge.runtime import schema
from bridge.runtime.store import Store
from bridge.settings import Settings, SettingsError
from connectors.model.embeddings import MOST_TEXTS
from tests.knowledge.articles import write_article
from tests.knowledge.meaning.concepts import vector
from tests.knowledge.semantic.tiny import write_model
from tests.model_server import ModelServer, Script, fails, hangs, running

ARTICLES = {
    "Refund": "You get a refund within a week.",
    "Parcel": "Your parcel comes with the post.",
    "Lamp": "A lamp may flicker.",
    "Password": "Choose a new password by e-mail.",
    "Opening hours": "We are there on weekdays.",
    "Invoice": "The invoice is in your account.",
}
START = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
QUESTION = "consignment"
"""Of no word of the articles."""


class Clock:
    """Time that passes when the test says so."""

    def __init__(self) -> None:
        self.passed_s = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.passed_s)

    def epoch(self) -> float:
        return self.now().timestamp()

    def monotonic(self) -> float:
        return self.passed_s


@dataclass
class Place:
    """What a process of the service has of it."""

    meaning: Meaning
    library: Library
    brain: EmbeddedBrain
    clock: Clock

    async def found(self, text: str) -> list[str]:
        return [hit.passage.article.title for hit in await self.hits(text)]

    async def hits(self, text: str) -> tuple[Hit, ...]:
        index = self.library.current()
        return await asyncio.to_thread(search, index, text, near=self.meaning.near)


def content(folder: Path) -> Path:
    for title, body in ARTICLES.items():
        write_article(folder / "content", title.lower().replace(" ", "-"), title, body)
    return folder / "content"


def settings(url: str, **more: Any) -> Settings:
    llm = {"base_url": url, "api_key": "k", "model": "chat", "embeddings": "embedder"}
    return Settings.model_validate({"llm": llm} | more)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite:///{tmp_path}/bridge.db"
    await asyncio.to_thread(schema.migrate, url)
    opened = await Store.open(url)
    yield opened
    await opened.close()


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with running() as made:
        made.vector = vector
        yield made


@asynccontextmanager
async def place(folder: Path, store: Store, server: ModelServer, **more: Any) -> AsyncIterator[Place]:
    clock = Clock()
    library = Library(folder, monotonic=clock.monotonic)
    async with meaning_of(settings(server.url, **more), library, store, clock) as meaning:
        assert meaning is not None
        brain = EmbeddedBrain(library, near=meaning.near)
        yield Place(meaning, library, brain, clock)


def embedded(server: ModelServer) -> Counter[str]:
    """Each text, and how often it was sent."""
    return Counter(text for one in server.asked for text in one.json["input"])


async def test_a_question_in_other_words_finds_its_article(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    async with place(content(tmp_path), store, server) as here:
        assert await here.found(QUESTION) == []
        await here.meaning.filling.make()

        assert (await here.found(QUESTION))[0] == "Parcel"
        reading = await here.brain.read(Question(text=QUESTION))
        assert isinstance(reading, Answer), reading
        assert [source.title for source in reading.sources] == ["Parcel"]
        assert server.last.json["encoding_format"] == "float"
        assert server.last.headers["authorization"] == "Bearer k"


async def test_scores_are_summed_and_what_is_far_in_meaning_keeps_the_score_of_its_words(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    async with place(content(tmp_path), store, server) as here:
        words = {h.passage.article.title: h.score for h in await here.hits("lamp consignment")}
        await here.meaning.filling.make()
        both = {h.passage.article.title: h.score for h in await here.hits("lamp consignment")}

    assert words.keys() == {"Lamp"}
    assert both["Lamp"] >= words["Lamp"]
    assert both["Parcel"] > 0


async def test_no_text_is_embedded_twice_after_a_restart_and_after_a_change(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    folder = content(tmp_path)
    async with place(folder, store, server) as first:
        await first.meaning.filling.make()
    before = len(server.asked)
    async with place(folder, store, server) as second:
        await second.meaning.filling.look()
        assert (await second.found("parcel"))[0] == "Parcel"
        assert len(server.asked) == before + 1  # the question

        write_article(folder, "lamp", "Lamp", "A luminaire is something else.")
        second.clock.passed_s += 1
        await second.meaning.filling.make()

    assert set(embedded(server).values()) == {1}
    assert [one.json["input"] for one in server.asked[before + 1 :]] == [
        ["Lamp\nA luminaire is something else."]
    ]


async def test_several_processes_embed_each_text_once(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    folder = tmp_path / "content"
    for number in range(200):
        write_article(folder, f"a{number}", f"Title {number}", f"Text number {number}.")
    async with place(folder, store, server) as one, place(folder, store, server) as other:
        await asyncio.gather(one.meaning.filling.make(), other.meaning.filling.make())
        for here in (one, other):
            here.clock.passed_s += 60
            await here.meaning.filling.look()
        assert [len(here.meaning.filling.space.vectors()) for here in (one, other)] == [400, 400]  # type: ignore[union-attr]  # made above

    assert set(embedded(server).values()) == {1}
    assert max(len(one.json["input"]) for one in server.asked) <= MOST_TEXTS


@pytest.mark.parametrize(
    "script",
    [
        fails(500),
        fails(401),
        fails(404, "model_not_found"),
        Script(body=b"<html>"),
        Script(body=b'{"data": []}'),
        Script(body=b'{"data": [{"index": 0, "embedding": [1e999]}]}'),
        Script(body=b'{"data": [{"index": 7, "embedding": [1.0]}]}'),
        Script(body=b'{"data": [{"index": 0, "embedding": "AACAPw=="}]}'),
    ],
    ids=["500", "401", "404", "html", "none", "infinite", "elsewhere", "base64"],
)
async def test_while_the_server_fails_words_alone_count_and_it_is_left_alone(
    tmp_path: Path, store: Store, server: ModelServer, script: Script
) -> None:
    async with place(content(tmp_path), store, server) as here:
        await here.meaning.filling.make()
        server.answer, asked = script, len(server.asked)

        assert await here.found("flicker") == ["Lamp"]
        assert await here.found("weekdays") == ["Opening hours"]
        assert len(server.asked) == asked + 1

        server.answer = Script()
        here.clock.passed_s += 31
        assert (await here.found(QUESTION))[0] == "Parcel"


async def test_a_server_that_hangs_holds_one_question_up_and_is_not_asked_the_next(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    async with place(content(tmp_path), store, server) as here:
        await here.meaning.filling.make()
        server.answer = hangs()
        assert await here.found("flicker") == ["Lamp"]
        asked = len(server.asked)
        assert await here.found("weekdays") == ["Opening hours"]

        assert len(server.asked) == asked


async def test_a_server_that_is_not_there_is_asked_again_until_all_is_embedded(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    async with place(content(tmp_path), store, server) as here:
        server.answer = fails(503)
        await here.meaning.filling.make()
        assert await here.found("flicker") == ["Lamp"]
        server.answer = Script()
        here.clock.passed_s += 31
        await here.meaning.filling.make()

        assert (await here.found(QUESTION))[0] == "Parcel"


async def test_a_model_that_takes_short_texts_only_gets_their_beginnings(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    folder = content(tmp_path)
    write_article(folder, "long", "Long", " ".join(f"word{number}" for number in range(150)))
    server.answer = lambda asked: fails(400) if max(map(len, asked["input"])) > 600 else Script()
    async with place(folder, store, server) as here:
        for _ in range(3):
            await here.meaning.filling.make()
            here.clock.passed_s += 31
        assert here.meaning.filling.space is not None
        assert len(here.meaning.filling.space.vectors()) == 2 * (len(ARTICLES) + 1)
        await here.found("consignment " * 400)

    assert max(map(len, server.last.json["input"])) <= 500


async def test_a_question_is_sent_without_what_is_secret_and_once(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    hidden = {"patterns": [r"PT-\d+"]}
    async with place(content(tmp_path), store, server, privacy=hidden) as here:
        await here.meaning.filling.make()
        for _ in range(3):
            await here.found("my card 4111 1111 1111 1111, PT-77 and the consignment")

    (asked,) = [text for text in embedded(server) if "consignment" in text]
    assert "4111" not in asked
    assert "PT-77" not in asked
    assert embedded(server)[asked] == 1


async def test_who_searches_on_the_loop_itself_is_not_held_up(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    async with place(content(tmp_path), store, server) as here:
        await here.meaning.filling.make()

        assert [
            h.passage.article.title for h in search(here.library.current(), "lamp", near=here.meaning.near)
        ]


async def test_few_articles_are_searched_by_words_alone(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    write_article(tmp_path / "content", "parcel", "Parcel", "It comes with the post.")
    async with place(tmp_path / "content", store, server) as here:
        await here.meaning.filling.make()
        assert await here.found(QUESTION) == []
        assert here.meaning.filling.space is not None
        assert here.meaning.filling.space.scale is None


async def test_a_command_finds_by_the_vectors_of_the_service_and_makes_none(
    tmp_path: Path, store: Store, server: ModelServer
) -> None:
    configured = settings(server.url, database_url=store.url)
    folder = content(tmp_path)
    async with place(folder, store, server) as service:
        await service.meaning.filling.make()
    asked = len(server.asked)
    library = Library(folder)
    async with near_as_served(configured, library, Clock()) as near:
        hits = await asyncio.to_thread(search, library.current(), QUESTION, near=near)
    assert hits[0].passage.article.title == "Parcel"
    assert len(server.asked) == asked + 1
    nowhere = settings(server.url, database_url=f"sqlite:///{tmp_path}/no.db")
    async with near_as_served(nowhere, library, Clock()) as near:
        assert near is None
    assert not (tmp_path / "no.db").exists()


async def test_it_is_off_unless_it_is_configured(tmp_path: Path, store: Store) -> None:
    async with meaning_of(Settings(), Library(tmp_path), store, Clock()) as meaning:
        assert meaning is None


async def test_the_files_of_a_model_do_without_a_server(tmp_path: Path, store: Store) -> None:
    (tmp_path / "model").mkdir()
    semantic = {"path": str(tmp_path / "model"), "sha256": write_model(tmp_path / "model"), "content": True}
    library = Library(content(tmp_path))
    async with meaning_of(
        Settings.model_validate({"semantic": semantic}), library, store, Clock()
    ) as meaning:
        assert meaning is not None
        await meaning.filling.make()
        assert meaning.filling.space is not None
        assert len(meaning.filling.space.vectors()) == 2 * len(ARTICLES)
        assert await asyncio.to_thread(search, library.current(), "lamp", near=meaning.near)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"llm": {"embeddings": "e"}}, "BRIDGE_LLM__BASE_URL"),
        ({"semantic": {"content": True}}, "BRIDGE_SEMANTIC__PATH"),
    ],
)
def test_half_of_it_is_an_error_that_names_what_is_missing(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Settings.model_validate(given)


async def test_two_models_at_once_are_an_error(tmp_path: Path, store: Store) -> None:
    both = settings("http://127.0.0.1:1/v1", semantic={"path": "x", "sha256": "0" * 64, "content": True})
    with pytest.raises(SettingsError, match="choose one"):
        async with meaning_of(both, Library(tmp_path), store, Clock()):
            pass
