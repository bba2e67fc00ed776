"""What an operator sees of what is parked: the answer alone, for people and for machines."""

import json

from tests.cli.bridge_command import bridge


def test_the_list_of_an_empty_queue_says_so_and_nothing_else(tmp_path):
    config = tmp_path / "config"
    (config / "content").mkdir(parents=True)
    assert bridge("queue", "list", config=config).stdout == "Nothing is parked.\n"
    assert json.loads(bridge("queue", "list", "--json", config=config).stdout) == {
        "effects": [],
        "deliveries": [],
    }


def test_what_is_not_parked_is_named_and_the_exit_code_is_2(tmp_path):
    config = tmp_path / "config"
    (config / "content").mkdir(parents=True)
    done = bridge("queue", "retry", "eff_nothing", config=config)
    assert (done.returncode, done.stdout) == (2, "")
    assert "eff_nothing: there is no parked effect of this id" in done.stderr
