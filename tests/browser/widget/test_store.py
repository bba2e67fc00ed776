"""The parts of the widget that need no browser, tried in Node."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bridge.channels.messenger.script import WIDGET

HERE = Path(__file__).parent
NODE = shutil.which("node") or "node"


@pytest.mark.parametrize("name", ["store", "outbox", "triggers", "words"])
def test_it_keeps_its_promises(name, tmp_path):
    modules = tmp_path / "widget"  # a copy beside a package.json, so that Node takes .js for modules
    shutil.copytree(WIDGET, modules)
    (modules / "package.json").write_text('{"type": "module"}')
    run = subprocess.run(
        [NODE, "--test", str(HERE / f"{name}.test.mjs")],
        env={**os.environ, "WIDGET": modules.as_uri()},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
