"""The house keeps its word: contracts, performers, and what the README promises."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bridge.app import built
from bridge.cli.main import COMMANDS
from bridge.core.conversation.ticket import LIFECYCLE, Moment
from bridge.core.procedures.steps import STEPS
from bridge.core.words.effects import Effect
from bridge.performers import PERFORMERS
from bridge.settings import Settings

ROOT = Path(__file__).parent.parent
OURS = [path for room in ("bridge", "connectors", "handoff") for path in sorted((ROOT / room).rglob("*.py"))]
LONG = 400
ONLY_WITH_SETTINGS = {"POST /zendesk/conversations/webhooks"}
"""Served where what they need is configured."""


def test_the_import_contracts_hold() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_effect_has_a_performer() -> None:
    assert set(PERFORMERS) == set(get_args(Effect))


def test_every_moment_has_a_row() -> None:
    assert set(LIFECYCLE) == set(Moment)


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_says_what_it_is_and_is_not_long(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), "the first line says what the file is"
    assert text.count("\n") <= LONG


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [name for name in _variables(Settings, "BRIDGE_") if f"`{name}`" not in readme]
    assert missing == []


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [name for name in COMMANDS if f"`python -m bridge {name}`" not in readme] == []


def test_every_step_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    assert [kind for kind in STEPS if f"`{kind}`" not in readme] == []


async def test_every_route_is_in_the_page_of_routes_and_every_route_there_is_served(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    settings = Settings(database_url=f"sqlite:///{tmp_path}/bridge.db", config_dir=tmp_path)
    async with built(settings, ["a key for tests, long and random enough"]) as bridge:
        served = {
            f"{route.method} {route.resource.canonical}"
            for route in bridge.web.router.routes()
            if route.resource is not None and route.method not in ("HEAD", "OPTIONS")
        }
    page = (ROOT / "docs" / "routes.md").read_text()
    told = set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) [^`?]+)`", page))
    assert (served - told, told - served - ONLY_WITH_SETTINGS) == (set(), set())


def test_every_decision_has_its_four_paragraphs() -> None:
    for page in (ROOT / "docs" / "decisions").glob("0*.md"):
        text = page.read_text()
        for word in ("# ", "**Decided.**", "**Why.**", "**It costs.**", "**We would change it**"):
            assert word in text, f"{page.name} lacks {word}"


def _variables(model: type[BaseModel], prefix: str) -> list[str]:
    names = []
    for name, field in model.model_fields.items():
        inner: Any = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names += _variables(inner, f"{prefix}{name.upper()}__")
        else:
            names.append(
                {"PORT": "PORT", "DATABASE_URL": "DATABASE_URL"}.get(
                    name.upper(), prefix + (field.alias or name).upper()
                )
            )
    return names
