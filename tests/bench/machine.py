"""What every bench needs: servers as processes of their own, their memory, their rows."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from tests.bench.floor import SECRET

ROOT = Path(__file__).parents[2]


@dataclass
class Row:
    what: str
    ours: float
    floor: float | None
    unit: str
    goal: str
    met: bool


async def boot(http: aiohttp.ClientSession, base: str) -> str:
    async with http.post(f"{base}/messenger/boot", json={"app_id": "demo"}) as answer:
        assert answer.status == 200, await answer.text()
        return str((await answer.json())["session"])


PIDS: dict[str, int] = {}


@contextmanager
def bridge(
    path: Path, port: int, silent: socket.socket, *role: str, base_url: str = "", **more: str
) -> Iterator[int]:
    environment = {
        "PORT": str(port),
        "DATABASE_URL": f"sqlite:///{path}",
        "BRIDGE_LOG_LEVEL": "error",
        "BRIDGE_LIMITS__MESSAGES_PER_MINUTE": "0",
        "BRIDGE_LIMITS__BOOTS_PER_MINUTE": "0",
        "BRIDGE_ZENDESK__BASE_URL": base_url or f"http://127.0.0.1:{silent.getsockname()[1]}",
        "BRIDGE_ZENDESK__EMAIL": "fin@sandbox.test",
        "BRIDGE_ZENDESK__API_TOKEN": "sandbox-token",
        "BRIDGE_ZENDESK__WEBHOOK_SECRETS": json.dumps([SECRET]),
        **more,
    }
    with running("bridge", "serve", *role, port=port, environment=environment) as pid:
        yield pid


@contextmanager
def running(
    module: str, *arguments: str, port: int, environment: dict[str, str] | None = None
) -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "",
            **(environment or {}),
        },  # installed code is compiled
    )
    PIDS["floor" if "floor" in module else "bridge"] = process.pid
    try:
        _wait_for(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as s:
                s.sendall(b"GET /ready HTTP/1.0\r\n\r\n")
                if b"200" in s.recv(64):
                    return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("bench: a server did not start")


def rss_mib(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def count_of(path: Path, query: str) -> int:
    db = sqlite3.connect(path)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")  # noqa: TID251 - seen from outside
    found = int(db.execute(query, {"now": now} if ":now" in query else {}).fetchone()[0])
    db.close()
    return found


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])
