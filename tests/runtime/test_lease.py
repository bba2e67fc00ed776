"""Only the certainly dead are replaced before their time."""

import subprocess
import sys

from bridge.runtime.lease import is_dead, new_owner

MAKE = "from bridge.runtime.lease import new_owner; print(new_owner(), flush=True); input()"


def test_one_that_lives_is_not_dead_and_one_that_ended_is():
    with subprocess.Popen(
        [sys.executable, "-c", MAKE], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    ) as process:
        owner = process.stdout.readline().strip()
        assert not is_dead(owner)
        process.kill()
        process.wait(5)
        assert is_dead(owner)


def test_of_another_machine_or_of_nonsense_we_know_nothing():
    mine = new_owner()
    assert not is_dead(mine)
    assert mine != new_owner()
    _, pid, began, word = mine.split("/")
    assert not is_dead(f"elsewhere/{pid}/{began}x/{word}")
    assert not is_dead("nonsense")
    assert not is_dead("")


def test_a_process_number_that_was_given_away_again_is_dead():
    machine, pid, began, word = new_owner().split("/")
    assert is_dead(f"{machine}/{pid}/{int(began) - 1}/{word}")
