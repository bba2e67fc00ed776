"""What the operator configured is made, or the one line says which setting does not fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bridge.settings import Settings, SettingsError
from bridge.thinking import embed_of
from tests.knowledge.semantic.tiny import write_model


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
