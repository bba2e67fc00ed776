"""What asking a model costs on our side: time to its first chunk, connections, the loop's time."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from statistics import median

from tests.connectors.test_llm import asking, replied
from tests.model_server import running, says

FIRST_CHUNK_MS = 10.0
MODEL_MS = 40.0


async def test_the_first_chunk_is_heard_within_ten_milliseconds_of_its_coming():
    async with running(says("one two three", before_s=MODEL_MS / 1000)) as server, asking(server) as models:
        await replied(models)  # connects
        extra = []
        for _ in range(15):
            began = time.monotonic()
            heard: list[float] = []
            reply = await replied(models, on_text=lambda _text, heard=heard: heard.append(time.monotonic()))
            extra.append((heard[0] - began) * 1000 - MODEL_MS)
            assert reply.first_chunk_ms >= MODEL_MS * 0.9
    assert median(extra) <= FIRST_CHUNK_MS


async def test_forty_at_once_share_the_loop():
    async with running(says("one two three", before_s=0.05)) as server, asking(server) as models:
        await replied(models)
        began = time.monotonic()
        replies = await asyncio.gather(*[replied(models) for _ in range(40)])
        took = time.monotonic() - began
        assert {one.text for one in replies} == {"one two three"}
        assert took < 40 * 0.05 / 2


async def test_an_end_that_is_held_back_costs_no_time():
    """The last word has come; the server keeps the line open."""
    async with running(says("one two", ending="lingers")) as server, asking(server) as models:
        began = time.monotonic()
        assert (await replied(models)).text == "one two"
        assert time.monotonic() - began < 0.5


def test_the_package_is_imported_only_when_a_model_is_used():
    code = "import connectors.llm, sys; sys.exit(any(name in sys.modules for name in ('openai', 'httpx2')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
