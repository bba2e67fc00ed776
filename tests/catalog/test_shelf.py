"""What is live follows the files; a run keeps the version that it began with, in any process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bridge.catalog.folder import Folder
from bridge.catalog.shelf import Shelf, loaded
from bridge.core.procedures.catalog import DefinitionMissing
from bridge.core.procedures.engine import begin
from bridge.core.procedures.run import Run
from bridge.runtime import schema
from bridge.runtime.clock import SystemClock
from bridge.runtime.definitions import history
from bridge.runtime.store import Store, StoreBusy
from tests.catalog.files import CHECK_AGE, CONNECTOR, GREETS, RUNS_SHARED, Config

USES = """\
when_to_use: {description: The customer asks after an order.}
steps:
  - use: get_order
    with: {number: "1"}
    as: order
  - say: "{{ order.total }}"
"""
LATER = GREETS.replace("Hello.", "Good day.")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    made = Config(tmp_path / "config")
    made.write("procedures/greet.yaml", GREETS)
    return made


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    url = f"sqlite:///{tmp_path}/bridge.db"
    schema.migrate(url)
    opened = await Store.open(url)
    yield opened
    await opened.close()


async def shelf_of(config: Config, store: Store) -> Shelf:
    shelf = Shelf(config.root, store, SystemClock())
    await shelf.look()
    return shelf


def run_of(shelf: Shelf, id_: str = "greet") -> Run:
    definition = shelf.catalog.procedures[id_]
    return begin(definition, run_id="run_1", at=SystemClock().now(), heard="hello")


def said(shelf: Shelf, run: Run) -> str:
    """What the run's own version says first."""
    return str(shelf.catalog.of(run).step("steps", 0).say.source)  # type: ignore[attr-defined]  # a say step


async def test_a_changed_file_is_live_at_the_next_look(config: Config, store: Store) -> None:
    shelf = await shelf_of(config, store)
    before = shelf.catalog
    config.write("procedures/greet.yaml", LATER)
    config.write("procedures/other.yaml", GREETS)
    await shelf.look()
    assert said(shelf, run_of(shelf)) == "Good day."
    assert set(shelf.catalog.procedures) == {"greet", "other"}
    assert set(before.procedures) == {"greet"}, "who held the old catalog still holds it whole"


async def test_a_look_at_files_that_did_not_change_reads_and_tells_nothing(
    config: Config, store: Store
) -> None:
    seen: list[Folder] = []
    shelf = Shelf(config.root, store, SystemClock(), changed=seen.append)
    await shelf.look()
    first = shelf.catalog
    await shelf.look()
    assert shelf.catalog is first
    assert seen == [shelf.folder]


async def test_a_changed_connector_alone_is_live_at_the_next_look(config: Config, store: Store) -> None:
    config.write("connectors/get_order.yaml", CONNECTOR)
    shelf = await shelf_of(config, store)
    config.write("connectors/get_order.yaml", CONNECTOR.replace("orders", "purchases"))
    await shelf.look()
    assert "purchases" in shelf.catalog.connectors["get_order"].url


async def test_a_broken_file_leaves_what_is_live_and_is_logged_once(config: Config, store: Store) -> None:
    shelf = await shelf_of(config, store)
    was = shelf.catalog.procedures["greet"]
    config.write("procedures/greet.yaml", GREETS.replace("say: Hello.", "sya: Hello."))
    with capture_logs() as logs:
        await shelf.look()
        await shelf.look()
    assert shelf.catalog.procedures["greet"] is was
    problems = [one for one in logs if one["event"] == "definition_problem"]
    assert [(one["log_level"], one["where"]) for one in problems] == [("error", "procedures/greet.yaml:4")]


async def test_what_broke_while_nothing_ran_is_live_as_it_last_was(config: Config, store: Store) -> None:
    config.write("procedures/adult.yaml", RUNS_SHARED)
    config.write("procedures/shared/check_age.yaml", CHECK_AGE)
    config.write("connectors/get_order.yaml", CONNECTOR)
    config.write("procedures/order.yaml", USES)
    config.write("escalation.yaml", "rules: [{if: \"message == 'x'\", reason: X}]\n")
    was = (await shelf_of(config, store)).catalog
    for name in (
        "procedures/greet.yaml",
        "procedures/shared/check_age.yaml",
        "connectors/get_order.yaml",
        "escalation.yaml",
    ):
        config.write(name, "steps: [{sya: Hello.}")
    for _ in range(2):  # a second restart remembers as well as the first
        restarted = await shelf_of(config, store)
        assert restarted.catalog.procedures == was.procedures
        assert restarted.catalog.connectors == was.connectors
        assert restarted.catalog.escalation == was.escalation
        assert not restarted.folder.is_sound
    config.write("procedures/greet.yaml", LATER)
    await restarted.look()
    assert said(restarted, run_of(restarted)) == "Good day.", "mended, it is live"


async def test_a_command_in_another_place_makes_nobody_forget(
    config: Config, store: Store, tmp_path: Path
) -> None:
    was = (await shelf_of(config, store)).catalog
    await Shelf(tmp_path / "elsewhere", store, SystemClock()).look()
    config.write("procedures/greet.yaml", "steps: [{sya: Hello.}")
    assert (await shelf_of(config, store)).catalog.procedures == was.procedures


async def test_what_was_taken_away_while_nothing_ran_is_gone(config: Config, store: Store) -> None:
    config.write("procedures/other.yaml", GREETS)
    await shelf_of(config, store)
    config.remove("procedures/other.yaml")
    config.write("procedures/greet.yaml", "steps: [{sya: Hello.}")
    assert set((await shelf_of(config, store)).catalog.procedures) == {"greet"}


async def test_what_was_always_broken_is_not_live_and_takes_nothing_with_it(
    config: Config, store: Store
) -> None:
    config.write("procedures/other.yaml", "steps: [{sya: Hello.}")
    for _ in range(2):
        assert set((await shelf_of(config, store)).catalog.procedures) == {"greet"}


async def test_a_file_that_is_taken_away_can_begin_no_more_and_its_runs_go_on(
    config: Config, store: Store
) -> None:
    shelf = await shelf_of(config, store)
    run = run_of(shelf)
    config.remove("procedures/greet.yaml")
    await shelf.look()
    assert dict(shelf.catalog.procedures) == {}
    assert said(shelf, run) == "Hello."


async def test_a_run_finishes_on_the_version_that_it_began_with(config: Config, store: Store) -> None:
    shelf = await shelf_of(config, store)
    run = run_of(shelf)
    config.write("procedures/greet.yaml", LATER)
    await shelf.look()
    assert said(shelf, run) == "Hello."
    assert said(shelf, run_of(shelf)) == "Good day."


async def test_a_run_finishes_on_its_version_in_a_process_that_never_saw_the_file(
    config: Config, store: Store
) -> None:
    run = run_of(await shelf_of(config, store))
    config.write("procedures/greet.yaml", LATER)
    restarted = await shelf_of(config, store)
    assert said(restarted, run) == "Hello."
    assert restarted.catalog.of(run) is restarted.catalog.of(run), "it is read from the store once"


async def test_a_shared_part_that_changed_stays_as_it_was_for_a_run_that_began_before(
    config: Config, store: Store
) -> None:
    config.write("procedures/adult.yaml", RUNS_SHARED)
    config.write("procedures/shared/check_age.yaml", CHECK_AGE)
    run = run_of(await shelf_of(config, store), "adult")
    config.write("procedures/shared/check_age.yaml", CHECK_AGE.replace("18", "21"))
    restarted = await shelf_of(config, store)
    old, new = restarted.catalog.of(run), restarted.catalog.procedures["adult"]
    assert old.version != new.version
    assert "18" in str(old.blocks["shared:check_age"])
    assert "21" in str(new.blocks["shared:check_age"])


async def test_a_version_that_was_never_kept_is_missing_and_says_which(config: Config, store: Store) -> None:
    shelf = await shelf_of(config, store)
    run = run_of(shelf)
    elsewhere = Run(
        id="run_2",
        procedure=run.procedure,
        version="0" * 16,
        kind=run.kind,
        spots=run.spots,
        values={},
        heard="",
        began_at=run.began_at,
    )
    with pytest.raises(DefinitionMissing, match="0000000000000000"):
        shelf.catalog.of(elsewhere)


async def test_every_version_that_was_live_is_kept_once_with_its_text(config: Config, store: Store) -> None:
    shelf = await shelf_of(config, store)
    config.write("procedures/greet.yaml", LATER)
    await shelf.look()
    config.write("procedures/greet.yaml", GREETS)
    await shelf.look()
    kept = await history(store, "procedure", "greet")
    assert [one.text for one in kept] == [LATER, GREETS]
    assert shelf.catalog.procedures["greet"].version == kept[1].version


async def test_a_kept_version_reads_as_the_very_same_definition(config: Config, store: Store) -> None:
    shelf = await shelf_of(config, store)
    live = shelf.catalog.procedures["greet"]
    again = loaded(store, live.version)
    assert again is not None
    assert (again.id, again.version, again.blocks, again.head) == (
        live.id,
        live.version,
        live.blocks,
        live.head,
    )


async def test_a_look_that_cannot_keep_the_new_version_leaves_the_old_one_live(
    config: Config, store: Store
) -> None:
    shelf = await shelf_of(config, store)
    await store.close()
    config.write("procedures/greet.yaml", LATER)
    with pytest.raises(StoreBusy):
        await shelf.look()
    assert shelf.catalog.procedures["greet"].step("steps", 0).say.source == "Hello."  # type: ignore[attr-defined]  # a say step
