"""What the running service logs, libraries included."""

import asyncio
import json
import os
import sys

from tests.cli.bridge_command import ROOT
from tests.handoff.world import eventually, free_port

CANARY = b"canary4711"


async def test_a_request_that_is_none_leaves_nothing_of_its_words_in_the_log(tmp_path):
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")}
    (tmp_path / "config").mkdir()
    settings = {"PORT": str(port), "PYTHONPATH": str(ROOT), "BRIDGE_LOG_LEVEL": "debug"}
    with (tmp_path / "log").open("wb") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bridge", "serve", env=kept | settings, cwd=tmp_path, stderr=written
        )

    async def asked(request: bytes) -> bytes:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            return b""
        writer.write(request)
        answer = await reader.read(4096)
        writer.close()
        return answer

    async def ready() -> bool:
        return b" 200 " in await asked(b"GET /ready HTTP/1.0\r\n\r\n")

    try:
        await eventually(ready, "never ready")
        head = b"POST /messenger/boot HTTP/1.1\r\nHost: x\r\n"
        for wrong in (
            b"Authorization: Bearer \x00" + CANARY,
            b"Cookie: " + CANARY * 2000,
            b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\nX-" + CANARY + b": 1",
        ):
            answer = await asked(head + wrong + b"\r\n\r\n")
            assert b" 400 " in answer.partition(b"\r\n")[0]
        body = (
            b"Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n" + CANARY
        )
        assert b" 415 " in (await asked(head + body)).partition(b"\r\n")[0]
    finally:
        process.terminate()
        await process.wait()
    lines = (tmp_path / "log").read_text().splitlines()
    assert CANARY.decode() not in "\n".join(lines)
    assert [json.loads(line) for line in lines], "one JSON object a line, nothing else"
    assert any(json.loads(line)["event"] == "library" for line in lines)
    assert {json.loads(line)["level"] for line in lines} & {"error", "critical"} == set()
