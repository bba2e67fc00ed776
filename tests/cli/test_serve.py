"""The service as a process of its own, beside what hostile clients do to its port."""

import asyncio
import os
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

from tests.handoff.world import free_port

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def serving(folder: Path):
    """`python -m bridge serve` with nothing but defaults; its port."""
    (folder / "config" / "content").mkdir(parents=True)
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")}
    own = {"PORT": str(port), "PYTHONPATH": str(ROOT), "BRIDGE_LOG_LEVEL": "warning"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bridge", "serve", env=kept | own, cwd=folder
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
