"""The app wires every effect and channel, or does not start."""

import asyncio
from typing import get_args

import pytest
from structlog.testing import capture_logs

from bridge.app import NEEDS, built
from bridge.channels import CHANNELS
from bridge.core.words.effects import Effect, UpdateTicket
from bridge.performers import PERFORMERS
from bridge.settings import Settings
from tests.knowledge.articles import write_article
from tests.knowledge.semantic.tiny import write_model
from tests.model_server import running

KEYS = ["a key for tests, long and random enough"]


def settings(tmp_path):
    return Settings(database_url=f"sqlite:///{tmp_path}/bridge.db", config_dir=tmp_path)


def test_every_effect_has_a_performer_and_every_channel_what_it_is_built_from():
    assert set(PERFORMERS) == set(get_args(Effect))
    assert set(NEEDS) == set(CHANNELS)


async def test_an_effect_without_a_performer_stops_the_start_and_is_named(tmp_path):
    (tmp_path / "content").mkdir()
    lacking = {effect: make for effect, make in PERFORMERS.items() if effect is not UpdateTicket}
    with pytest.raises(ValueError, match="nobody performs UpdateTicket"):
        async with built(settings(tmp_path), KEYS, performers=lacking):
            pass


async def test_the_routes_of_every_channel_and_of_the_api_are_there(tmp_path):
    (tmp_path / "content").mkdir()
    async with built(settings(tmp_path), KEYS) as bridge:
        routes = {resource.canonical for resource in bridge.web.router.resources()}
    assert {
        "/messenger/boot",
        "/messenger.js",
        "/zendesk/webhooks",
        "/health",
        "/ready",
        "/metrics",
    } <= routes


async def test_with_an_embedding_model_the_matcher_is_made_before_anybody_asks(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures" / "magic.yaml").write_text(
        "when_to_use: {description: The magic word., examples: [abracadabra]}\nsteps: [{say: Hocus pocus.}]\n"
    )
    semantic = {"path": str(tmp_path / "model"), "sha256": write_model(tmp_path / "model")}
    configured = Settings.model_validate({**settings(tmp_path).model_dump(), "semantic": semantic})
    with capture_logs() as lines:
        async with built(configured, KEYS) as bridge, asyncio.timeout(10):
            bridge.ticker.start()
            while not any(line["event"] == "matcher_made" for line in lines):
                await asyncio.sleep(0.05)
            await bridge.ticker.stop()
    assert [line["procedures"] for line in lines if line["event"] == "matcher_made"] == [1]


async def test_articles_are_embedded_once_the_service_runs(tmp_path):
    write_article(tmp_path / "content", "parcel", "Parcel", "It comes with the post.")
    async with running() as server:
        llm = {"base_url": server.url, "api_key": "k", "model": "chat", "embeddings": "embedder"}
        configured = Settings.model_validate({**settings(tmp_path).model_dump(), "llm": llm})
        async with built(configured, KEYS) as bridge, asyncio.timeout(20):
            bridge.ticker.start()
            while not server.asked:
                await asyncio.sleep(0.05)
            await bridge.ticker.stop()
    assert "Parcel\nIt comes with the post." in server.asked[0].json["input"]


async def test_a_broken_article_does_not_keep_the_service_from_starting(tmp_path):
    write_article(tmp_path / "content", "parcel", "Parcel", "It comes with the post.")
    (tmp_path / "content" / "broken.md").write_text("no front matter")
    (tmp_path / "audiences.yaml").write_text("- no mapping")
    with capture_logs() as lines:
        async with built(settings(tmp_path), KEYS):
            pass
    told = [line["reason"] for line in lines if line["event"] == "content_not_read"]
    assert len(told) == 2
    assert "broken.md:1: there is no front matter" in told[0]
    assert "audiences.yaml" in told[1]
