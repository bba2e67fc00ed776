"""`procedures import-task`: from a Fin Task's text to a draft that simulations can play and people deploy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.bridge_command import bridge

TASK = """\
Title: Cancel an order
Description: The customer wants to cancel an order, for example "please cancel my order".
Instructions:
Collect order number
Run action Get order with number = {{order_number}}
If order.status is shipped then
  Send message: It is on its way already.
  Escalate to Returns
Otherwise
  Run action Cancel order with number = {{order_number}}
  Send message: Order {{ order.number }} is cancelled.
Make the customer smile.
End
"""

SKELETON = "fill in the skeleton config/connectors"

SCENARIO = """\
scenarios:
  - name: it has been shipped
    play:
      - customer: please cancel my order
      - fin: What is the order number?
      - customer: "1000234"
      - fin: It is on its way already.
    expect: {started: cancel_an_order, calls: [get_order], owner: team, outcome: procedure_handoff}
  - name: it has not
    play:
      - customer: please cancel my order
      - customer: "1000234"
      - fin: Order A-1 is cancelled.
    connectors: {get_order: {answer: {status: open, number: A-1}}}
    expect: {calls: [get_order, cancel_order], notes: [Make the customer smile.]}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    folder = tmp_path / "config"
    (folder / "procedures" / "scenarios").mkdir(parents=True)
    (folder / "content").mkdir()
    (tmp_path / "task.txt").write_text(TASK)
    return folder


def test_a_task_becomes_a_draft_that_is_checked_played_and_deployed(config: Path) -> None:
    done = bridge("procedures", "import-task", "task.txt", config=config)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"wrote {config}/connectors/get_order.yaml",
        f"wrote {config}/connectors/cancel_order.yaml",
        f"wrote {config}/procedures/drafts/cancel_an_order.yaml",
        f"task.txt:5: There is no data connector `get_order`: {SKELETON}/get_order.yaml.",
        f"task.txt:10: There is no data connector `cancel_order`: {SKELETON}/cancel_order.yaml.",
        "task.txt:12: `Make the customer smile.` is no step that we know; please write this step.",
        "It is a draft: read it, then check, simulate and deploy it: procedures deploy cancel_an_order",
    ]
    checked = bridge("procedures", "check", config=config)
    assert checked.returncode == 0
    assert checked.stdout == "0 procedures live, 1 drafts, 0 workflows, 2 connectors; 0 errors\n"
    (config / "procedures" / "scenarios" / "cancel_an_order.yaml").write_text(SCENARIO)
    played = bridge("procedures", "simulate", config=config)
    assert played.returncode == 0, played.stdout
    deployed = bridge("procedures", "deploy", "cancel_an_order", config=config)
    assert deployed.returncode == 0, deployed.stderr
    assert "1 procedures live" in bridge("procedures", "check", config=config).stdout


def test_what_is_there_is_replaced_only_by_force(config: Path) -> None:
    assert bridge("procedures", "import-task", "task.txt", "--id", "cancel", config=config).returncode == 0
    path = config / "procedures" / "drafts" / "cancel.yaml"
    connector = config / "connectors" / "get_order.yaml"
    connector.write_text(connector.read_text().replace("fill-in.invalid", "shop.example"))
    path.write_text("# mine\n")
    again = bridge("procedures", "import-task", "task.txt", "--id", "cancel", config=config)
    assert (again.returncode, path.read_text()) == (2, "# mine\n")
    assert again.stderr.startswith(f"bridge: {path}: is there already; --id")
    forced = bridge("procedures", "import-task", "task.txt", "--id", "cancel", "--force", config=config)
    assert forced.returncode == 0, forced.stderr
    assert "status: draft" in path.read_text()
    assert "shop.example" in connector.read_text(), "a connector is never written over"


def test_what_is_no_task_is_one_line_and_writes_nothing(config: Path) -> None:
    for name, given, said in (
        (
            "-",
            '{"title": "x",\n"steps": [}',
            "bridge: standard input:2: is not valid JSON: Expecting value.\n",
        ),
        ("gone.txt", None, "bridge: gone.txt: cannot be read (No such file or directory)\n"),
        ("-", "hello", 'bridge: standard input:1: has neither a "Title:" nor a "Description:"'),
    ):
        done = bridge("procedures", "import-task", name, config=config, given=given)
        assert (done.returncode, done.stderr[: len(said)]) == (2, said)
        assert done.stderr.count("\n") == 1
    bad = bridge("procedures", "import-task", "task.txt", "--id", "../../etc/x", config=config)
    assert bad.returncode == 2
    assert [one.name for one in config.rglob("*.yaml")] == []
