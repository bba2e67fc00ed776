"""`retention` says what is due, and what went."""

from pathlib import Path

from tests.cli.bridge_command import bridge


def test_it_counts_and_erases_what_the_settings_say(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    done = bridge("retention", "--dry-run", config=config, BRIDGE_RETENTION__CONVERSATIONS="90")
    assert (done.returncode, done.stdout) == (0, "due: 0 conversation(s), 0 record(s) of the model\n"), done
    done = bridge("retention", config=config)
    assert (done.returncode, done.stdout) == (0, "erased: 0 conversation(s), 0 record(s) of the model\n"), (
        done
    )


def test_a_negative_number_of_days_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    done = bridge("retention", config=config, BRIDGE_RETENTION__CONVERSATIONS="-1")
    assert done.returncode == 2
    assert "BRIDGE_RETENTION__CONVERSATIONS" in done.stderr
