"""What a start leaves out, seen in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.connectors.certificate import certificate

ROOT = Path(__file__).parents[2]


def run(script: str, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SSL_CERT_")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_structlog_comes_without_rich_and_rich_can_be_had_all_the_same():
    script = """
import sys
from bridge.cli.lean import import_structlog
import_structlog()
print("structlog" in sys.modules, "rich" in sys.modules)
import rich
"""
    assert run(script) == "True False\n"


def test_the_machines_certificates_are_read_once_and_not_by_aiohttp(tmp_path: Path):
    script = """
import asyncio, os
from bridge.cli.lean import import_aiohttp
import_aiohttp()
import aiohttp.connector
from connectors.tls import trusted
print(aiohttp.connector._SSL_CONTEXT_VERIFIED.cert_store_stats()["x509"])
print(asyncio.run(trusted()).cert_store_stats()["x509"])
print(os.environ["SSL_CERT_FILE"], "SSL_CERT_DIR" in os.environ)
"""
    certificate(tmp_path)
    only = tmp_path / "both.pem"
    assert run(script, SSL_CERT_FILE=str(only)) == f"0\n1\n{only} False\n"
