"""Runs `python -m bridge …` as an operator would, with nothing of this machine's own settings."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def bridge(
    *arguments: str, config: Path, given: str | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """The finished command; its working folder is the parent of `config`, so that var/ is made there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")}
    whole = kept | {"BRIDGE_CONFIG_DIR": str(config), "PYTHONPATH": str(ROOT)} | env
    return subprocess.run(
        [sys.executable, "-m", "bridge", *arguments],
        env=whole,
        cwd=config.parent,
        capture_output=True,
        text=True,
        timeout=60,
        input=given,
        check=False,
    )
