"""What the operator configured is made, or the one line says which setting does not fit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.core.procedures.catalog import Catalog
from bridge.core.procedures.guidance import Guidance
from bridge.core.words.values import Channel
from bridge.knowledge.audience import Reader
from bridge.runtime.clock import SystemClock
from bridge.settings import Settings, SettingsError
from bridge.thinking import embed_of, manner_of, models_of
from connectors.llm import Message
from tests.knowledge.semantic.tiny import write_model
from tests.model_server import fails, running, says
from tests.play import ADA


def settings(**semantic: Any) -> Settings:
    return Settings.model_validate({"semantic": semantic})


def test_a_configured_model_embeds(tmp_path: Path) -> None:
    embed = embed_of(settings(path=str(tmp_path), sha256=write_model(tmp_path)))
    assert embed is not None
    assert embed(["Where is my order?"]).shape == (1, 32)


def test_no_model_is_needed() -> None:
    assert embed_of(settings()) is None


def test_a_model_that_is_not_there_or_another_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^BRIDGE_SEMANTIC__PATH: .*model.safetensors: No such file"):
        embed_of(settings(path=str(tmp_path / "no"), sha256="0" * 64))
    write_model(tmp_path)
    with pytest.raises(SettingsError, match=r"^BRIDGE_SEMANTIC__PATH: .* its SHA-256 is "):
        embed_of(settings(path=str(tmp_path), sha256="0" * 64))


def test_guidance_for_some_contacts_is_given_for_them_only() -> None:
    pieces = (
        Guidance(kind="style", text="Be brief."),
        Guidance.model_validate({"kind": "style", "text": "Be formal.", "audience": "contact.plan == 'pro'"}),
    )
    manner = manner_of(Settings(), lambda: Catalog(guidance=pieces))
    beginner = replace(ADA, attributes={})
    told = [
        manner.guidance(Reader(contact=one, channel=Channel.WEB) if one else None)
        for one in (ADA, beginner, None)
    ]
    assert told == ["- Be brief.\n- Be formal.", "- Be brief.", "- Be brief."]


async def test_a_server_is_asked_in_the_dialect_that_was_set_and_so_is_its_fallback() -> None:
    async with running(fails(500)) as first, running(says("Fine.")) as second:
        other = {"base_url": second.url, "api_key": "k", "model": "m", "api": "responses"}
        llm = {"base_url": first.url, "api_key": "k", "model": "m", "fallbacks": [other]}
        for api, path in (("chat", "/v1/chat/completions"), ("responses", "/v1/responses")):
            models = models_of(Settings.model_validate({"llm": {**llm, "api": api}}), SystemClock())
            assert models is not None
            async with models:
                reply = await models.reply([Message("user", "Hello")], deadline_s=5.0, max_tokens=10)
            assert reply.text == "Fine."
            assert (first.last.path, second.last.path) == (path, "/v1/responses")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"base_url": "ftp://a.example"}, "^BRIDGE_LLM: "),
        (
            {"fallbacks": [{"base_url": "http://b.example/v1", "api_key": "k", "model": "m"}]},
            "number 1: .*https",
        ),
    ],
)
def test_a_server_that_cannot_be_used_stops_the_start_and_is_named(
    changed: dict[str, Any], said: str
) -> None:
    llm = {"base_url": "https://a.example/v1", "api_key": "k", "model": "m", **changed}
    with pytest.raises(SettingsError, match=said):
        models_of(Settings.model_validate({"llm": llm}), SystemClock())
