"""The service as a process of its own, beside what hostile clients do to its port."""

import asyncio
import os
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

from tests.handoff.world import free_port

ROOT = Path(__file__).parents[2]
NEVER = {
    "aiosmtplib",
    "alembic",
    "docx",
    "httpx2",
    "numpy",
    "openai",
    "psycopg",
    "pypdf",
    "requests",
    "rich.console",
    "urllib3",
    "zenpy",
    "bridge.described",
    "bridge.fin.brains.model.follow",
    "bridge.knowledge.semantic.model",
    "bridge.simulation",
    "connectors.sandbox",
    "connectors.zendesk.conversations",
    "sqlalchemy.dialects.postgresql",
}
"""What a service without a model, live chats, mail and PostgreSQL never loads, or not before it calls out."""
AFTER = {
    "apscheduler",
    "bridge.actions.connector_call",
    "bridge.api.operating",
    "bridge.core.conversation.decide",
    "bridge.fin.brains.embedded",
    "bridge.knowledge.library",
    "bridge.performers",
    "markdown_it",
    "bridge.working",
}
"""What it loads once its port is open."""


@asynccontextmanager
async def serving(folder: Path, *, stderr=None, **environment):
    """`python -m bridge serve` with defaults and what `environment` says; its port."""
    (folder / "config" / "content").mkdir(parents=True)
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")}
    own = {"PORT": str(port), "PYTHONPATH": str(ROOT), "BRIDGE_LOG_LEVEL": "warning"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bridge", "serve", env=kept | own | environment, cwd=folder, stderr=stderr
    )
    try:
        async with asyncio.timeout(25):
            while not (await said(port, "/ready")).startswith(b"HTTP/1.1 200"):
                assert process.returncode is None, "the service did not start"
                await asyncio.sleep(0.05)
        yield port
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def said(port, path):
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return b""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return answer


async def test_half_a_request_head_is_let_go_within_seconds(tmp_path):
    async with serving(tmp_path) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /messenger/boot HTTP/1.1\r\nHost: here\r\nX-Slow: ")
        started = time.monotonic()
        async with asyncio.timeout(25):
            assert await reader.read() == b""
        assert time.monotonic() - started > 3  # a slow line is given its time
        writer.close()


async def test_what_a_first_answer_does_not_need_is_loaded_afterwards_or_not_at_all(tmp_path):
    told = tmp_path / "imports"
    account = {
        "BRIDGE_ZENDESK__SUBDOMAIN": "acme",
        "BRIDGE_ZENDESK__EMAIL": "fin@acme.test",
        "BRIDGE_ZENDESK__API_TOKEN": "token",
        "BRIDGE_LOG_LEVEL": "info",
        "PYTHONPROFILEIMPORTTIME": "1",
    }
    with told.open("wb") as stderr:
        async with serving(tmp_path, stderr=stderr, **account):
            pass  # it stops when it has started wholly
    before, opened, after = told.read_text().partition('"event":"listening"')
    assert opened
    early, late = imported(before), imported(after)
    assert early & NEVER == set()
    assert late & NEVER == set()
    assert early & AFTER == set()
    assert late >= AFTER


def imported(log):
    """All modules that Python says were imported, and the packages that hold them."""
    names = {line.rpartition("|")[2].strip() for line in log.splitlines() if line.startswith("import time:")}
    return {name[:end] for name in names for end in (*(i for i, c in enumerate(name) if c == "."), None)}
