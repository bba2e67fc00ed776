"""What operators copy: samples that this machine can run make our own hash; pages boot as they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bridge.channels.messenger.identity import expected_hash
from bridge.cli import samples
from tests.cli.bridge_command import bridge

SECRET, USER = "a secret of the shop, with ünlauts", "user 42 / ä"
RUN = {
    "python": ("sample.py", [sys.executable, "sample.py"], f"\nprint(user_hash({USER!r}))\n"),
    "node": ("sample.cjs", ["node", "sample.cjs"], f"\nconsole.log(userHash({USER!r}));\n"),
    "ruby": ("sample.rb", ["ruby", "sample.rb"], f"\nputs user_hash({USER!r})\n"),
    "php": ("sample.php", ["php", "sample.php"], f"\necho user_hash({USER!r});\n"),
}


@pytest.mark.parametrize("language", RUN)
def test_a_sample_makes_the_hash_that_we_expect(language: str, tmp_path: Path):
    name, command, tail = RUN[language]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{language} is not on this machine")
    (tmp_path / name).write_text(samples.identity(language) + tail)
    environment = {**os.environ, "MESSENGER_SECRET": SECRET}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True, timeout=20
    )
    assert done.stdout.strip() == expected_hash(SECRET, user_id=USER, email=None)


@pytest.mark.parametrize("language", samples.names("identity"))
def test_every_sample_reads_the_secret_from_the_servers_surroundings(language: str):
    assert "MESSENGER_SECRET" in samples.identity(language)
    assert "never belongs on a page" in samples.identity(language)


@pytest.mark.parametrize("visitors", [True, False])
@pytest.mark.parametrize("name", samples.names("page"))
def test_a_snippet_is_filled_in_and_only_users_are_named(name: str, visitors: bool):
    text = samples.page(name, app_id="acme", public_url="https://m.example", visitors=visitors)
    assert "acme" in text
    assert "https://m.example/" in text
    assert not re.search(r"~user|~visitor|APP_ID|PUBLIC_URL", text)
    assert ("user_hash" in text) is ("user_id" in text) is not visitors


def test_the_command_prints_them_with_this_workspaces_id_and_no_secret(tmp_path: Path):
    (tmp_path / "config").mkdir()
    settings = {
        "BRIDGE_APP_ID": "acme",
        "BRIDGE_PUBLIC_URL": "https://m.example",
        "BRIDGE_IDENTITY__SECRETS": '["a hidden word, long enough"]',
    }
    shown = bridge("identity", "snippet", config=tmp_path / "config", **settings).stdout
    assert 'app_id: "acme"' in shown
    assert 'src="https://m.example/messenger.js"' in shown
    for arguments in (("snippet", "shopify"), ("code", "php")):
        assert (
            "hidden word" not in bridge("identity", *arguments, config=tmp_path / "config", **settings).stdout
        )
    wrong = bridge("identity", "code", "cobol", config=tmp_path / "config")
    assert wrong.returncode == 2
    assert "cobol" in wrong.stderr
    assert wrong.stderr.count("\n") == 1
