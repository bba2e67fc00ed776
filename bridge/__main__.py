"""`python -m bridge`."""

from __future__ import annotations

import importlib
import sys


def main() -> None:
    """Runs the command line."""
    _import_structlog()
    from bridge.cli.main import run

    run()


def _import_structlog() -> None:
    """Without `rich`, which it looks for and we, who log JSON, never use: 14 MB in every process."""
    sys.modules["rich"] = None  # type: ignore[assignment]  # what Python itself writes for "not to be found"
    try:
        importlib.import_module("structlog")
    finally:
        del sys.modules["rich"]


if __name__ == "__main__":
    main()
