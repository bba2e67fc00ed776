"""Intercom's npm package, fetched once per lock file and wrapped for a page as a bundler would."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

LOCKED = Path(__file__).parents[1] / "npm"
"""The package's exact version and what its bytes must hash to."""
KEPT = Path(__file__).parents[3] / "var" / "npm"
PACKAGE = "node_modules/@intercom/messenger-js-sdk/dist"
FETCH_S = 50


def bundle() -> str:
    """A script that leaves the package's exports in `window.sdk`."""
    dist = _fetched() / PACKAGE
    modules = ",".join(
        f"{json.dumps('./' + path.stem)}:function(exports,require){{{path.read_text()}\n}}"
        for path in sorted(dist.glob("*.js"))
    )
    require = (
        "function require(name){if(!made[name]){made[name]={};modules[name](made[name],require)}"
        "return made[name]}"
    )
    return f"(function(modules){{const made={{}};{require}window.sdk=require('./index')}})({{{modules}}})"


def _fetched() -> Path:
    npm = shutil.which("npm")
    assert npm is not None, "npm is not there; @intercom/messenger-js-sdk cannot be fetched without it"
    lock = LOCKED / "package-lock.json"
    folder = KEPT / hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # tests run in several processes
        if not (folder / PACKAGE / "index.js").exists():
            for path in LOCKED.iterdir():
                shutil.copy(path, folder)
            done = subprocess.run(
                [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                cwd=folder,
                env={**os.environ, "npm_config_update_notifier": "false"},
                capture_output=True,
                text=True,
                timeout=FETCH_S,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    return folder
