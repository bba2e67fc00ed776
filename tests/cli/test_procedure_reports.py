"""`procedures report` and `procedures discover` over a database with conversations."""

import asyncio
import json
from pathlib import Path

import pytest

from bridge.core.words.reading import NoAnswer
from bridge.core.words.runs import RunBegan, RunEnded
from bridge.runtime import schema
from bridge.runtime.clock import SystemClock
from bridge.runtime.runs import write
from bridge.runtime.store import Store
from tests.cli.bridge_command import bridge
from tests.runtime.talks import Talks, answer


async def _filled(url: str) -> None:
    store = await Store.open(url)
    await schema.ensure(store)
    talks = Talks(store)
    resolved = await talks.asked("where is my refund?", answer("https://shop.example/refunds"))
    handed = await talks.asked("please engrave my name on the lamp, card 4111 1111 1111 1111", NoAnswer())
    await talks.asked("can you engrave my lamp?", NoAnswer())
    began = [
        (where, RunBegan(run_id=f"run_{place}", kind="procedure", definition="refund_order", version="v"))
        for place, where in enumerate((resolved, resolved, handed))
    ]
    ended = [(resolved, RunEnded(run_id="run_0", how="completed"))]
    await store.write(lambda conn: write(conn, [*began, *ended], SystemClock().now()))
    await store.close()


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    (tmp_path / "var").mkdir()
    asyncio.run(_filled(f"sqlite:///{tmp_path}/var/bridge.db"))
    return tmp_path / "config"


def test_the_report_counts_conversations_once_and_says_what_was_resolved(config: Path) -> None:
    (line,) = bridge("procedures", "report", "--json", config=config).stdout.splitlines()
    row = json.loads(line)
    assert (row["id"], row["began"], row["under_way"], row["conversations"]) == ("refund_order", 3, 2, 2)
    assert row["outcomes"] == {"resolution_assumed": 1, "escalated": 1}
    assert row["resolution_rate"] == 0.5
    shown = bridge("procedures", "report", config=config).stdout
    assert "refund_order" in shown
    assert "50%" in shown


def test_discover_groups_what_was_asked_for_in_vain(config: Path) -> None:
    (line,) = bridge("procedures", "discover", "--json", config=config).stdout.splitlines()
    found = json.loads(line)
    assert found["count"] == 2
    assert all("engrave" in sample and "4111" not in sample for sample in found["samples"])
    shown = bridge("procedures", "discover", config=config).stdout
    assert "3 conversations in 30 days; 1 kinds of wishes came to nothing." in shown
