"""The sandbox's front door: `build_app`, `serve` and `run` for processes, `Sandbox` for tests."""

from __future__ import annotations

from connectors.sandbox.sandbox import Sandbox
from connectors.sandbox.serving import build_app, run, serve

__all__ = ["Sandbox", "build_app", "run", "serve"]
