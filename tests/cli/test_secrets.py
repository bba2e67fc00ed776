import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.bridge_command import bridge

VALUE = "a-value-that-nobody-may-see"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path / "config"


def test_a_secret_is_kept_encrypted_listed_by_name_and_forgotten(config: Path) -> None:
    kept = bridge("secrets", "set", "shop_token", config=config, given=VALUE + "\n")
    assert (kept.returncode, kept.stdout) == (0, "SHOP_TOKEN: kept\n"), kept.stderr
    listed = bridge("secrets", "list", "--json", config=config, BRIDGE_SECRETS__OTHER="x")
    assert [json.loads(line) for line in listed.stdout.splitlines()] == [
        {"name": "OTHER", "from": "environment"},
        {"name": "SHOP_TOKEN", "from": "database"},
    ]
    with sqlite3.connect(config.parent / "var" / "bridge.db") as database:
        assert VALUE.encode() not in b"".join(row[0] for row in database.execute("select value from vault"))
    assert bridge("secrets", "delete", "SHOP_TOKEN", config=config).returncode == 0
    assert bridge("secrets", "delete", "SHOP_TOKEN", config=config).returncode == 2
    assert "No secrets yet" in bridge("secrets", "list", config=config).stdout


@pytest.mark.parametrize(("name", "value"), [("1x", "v"), ("a-b", "v"), ("ok", "")])
def test_what_cannot_be_kept_is_said_in_one_line(config: Path, name: str, value: str) -> None:
    done = bridge("secrets", "set", name, config=config, given=value)
    assert done.returncode == 2
    assert done.stderr.startswith("bridge: ")
    assert done.stderr.count("\n") == 1
