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
from bridge.settings import Settings, SettingsError
from bridge.thinking import embed_of, manner_of
from tests.knowledge.semantic.tiny import write_model
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
