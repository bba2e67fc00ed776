from pathlib import Path

import pytest

from tests.cli.bridge_command import bridge


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path / "config"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("zendesk", "nonsense"),
        ("identity", "enforce", "maybe"),
        ("serve", "--rolle", "web"),
        ("serve", "--role", "king"),
        ("procedures", "history"),
        ("procedures", "match"),
        ("content", "search", "--limit", "x", "words"),
    ],
)
def test_a_wrong_usage_is_said_in_one_line(config: Path, arguments: tuple[str, ...]) -> None:
    done = bridge(*arguments, config=config)
    assert done.returncode == 2
    assert done.stderr.startswith("bridge: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert "Value error" not in done.stderr


@pytest.mark.parametrize("group", ["zendesk", "queue", "identity", "handoff", "contacts", "content"])
def test_a_group_without_its_command_lists_what_there_is(config: Path, group: str) -> None:
    done = bridge(group, config=config)
    assert (done.returncode, done.stderr) == (2, "")
    assert "Commands" in done.stdout


@pytest.mark.parametrize("name", ["", "--help", "zendesk --help", "procedures check --help"])
def test_help_goes_to_stdout_and_is_no_mistake(config: Path, name: str) -> None:
    done = bridge(*name.split(), config=config)
    assert (done.returncode, done.stderr) == (0, "")
    assert "python -m bridge" in done.stdout
