"""`content ready`: the gate before Fin is tried with customers."""

import asyncio
import json
from pathlib import Path

import pytest

from bridge.runtime import schema
from bridge.runtime.store import Store
from tests.cli.bridge_command import bridge
from tests.knowledge.articles import write_article
from tests.runtime.talks import Talks, answer

TOPICS = [
    "lamps",
    "curtains",
    "cushions",
    "refunds",
    "parcels",
    "invoices",
    "passwords",
    "vouchers",
    "warranty",
    "tablecloths",
    "newsletters",
]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    for topic in TOPICS:
        write_article(
            tmp_path / "config" / "content", topic, f"About {topic}", f"All that you ask about {topic}."
        )
    return tmp_path / "config"


def asking(config: Path, *questions: str) -> list[str]:
    file = config.parent / "questions.txt"
    file.write_text("\n".join(questions))
    return ["content", "ready", "--file", str(file)]


def test_enough_content_that_answers_what_customers_ask_is_ready(config: Path) -> None:
    done = bridge(*asking(config, *(f"what about {topic}?" for topic in TOPICS)), config=config)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Fin answers from 11 articles" in done.stdout
    assert "100% of the articles are found by their own titles" in done.stdout
    assert "Fin answers 100% of 11 questions" in done.stdout


def test_what_is_lacking_is_listed_and_the_exit_code_says_so(config: Path) -> None:
    zeppelins = [f"may I rent zeppelin {number}?" for number in range(8)]
    write_article(config / "content", "again", "About lamps", "All that you ask about lamps.")
    done = bridge(*asking(config, "what about lamps?", "refunds?", *zeppelins), "--json", config=config)

    assert done.returncode == 1
    checks = {one["check"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert checks["articles"]["ok"]
    assert checks["findable"]["lacking"] == ["About lamps"]
    assert not checks["answered"]["ok"]
    assert set(zeppelins) <= set(checks["answered"]["lacking"])
    assert checks["answered"]["remedy"]


def test_little_content_and_few_questions_are_not_enough(tmp_path: Path) -> None:
    write_article(tmp_path / "config" / "content", "lamps", "Lamps", "We make lamps.")
    done = bridge(*asking(tmp_path / "config", "lamps?"), config=tmp_path / "config")

    assert done.returncode == 1
    assert "not yet  Fin answers from 1 articles" in done.stdout
    assert "not yet  Fin was tried with 1 questions" in done.stdout


async def _talked(url: str) -> None:
    store = await Store.open(url)
    await schema.ensure(store)
    talks = Talks(store)
    for _ in range(8):
        await talks.asked("how do I return it?", answer("https://shop.example/return"))
    await talks.asked("do you sell zeppelins?")
    await talks.asked("what about warranty?")
    await store.close()


def test_without_a_file_it_is_what_customers_asked(config: Path) -> None:
    (config.parent / "var").mkdir()
    asyncio.run(_talked(f"sqlite:///{config.parent}/var/bridge.db"))

    done = bridge("content", "ready", config=config)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Fin answers 90% of 10 questions" in done.stdout
    assert "do you sell zeppelins?" in done.stdout
