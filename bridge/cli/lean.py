"""Imports libraries without the parts that cost every start and that nobody here uses."""

from __future__ import annotations

import importlib
import os
import sys

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Where OpenSSL looks for them, as far as its surroundings say."""


def import_structlog() -> None:
    """Without rich: coloured tracebacks, 14 MB and 30 ms, that we, who log JSON, never print."""
    if "rich" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # how Python is told that there is no such module
    try:
        importlib.import_module("structlog")
    finally:
        del sys.modules["rich"]


def import_aiohttp() -> None:
    """Without the certificates of its two contexts for TLS, 2 MB and 30 ms.

    `connectors.tls` has the one that we use. Who uses aiohttp's own all the same trusts nobody.
    """
    before = {name: os.environ.get(name) for name in _CERTIFICATES}
    os.environ.update(dict.fromkeys(_CERTIFICATES, os.devnull))
    try:
        importlib.import_module("aiohttp")
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
