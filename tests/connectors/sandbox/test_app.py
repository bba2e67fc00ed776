import asyncio
import signal
import sys
from pathlib import Path

import aiohttp

from connectors.sandbox.app import Sandbox, serve
from connectors.sandbox.web import STATE
from tests.connectors.sandbox.client import eventually

ROOT = Path(__file__).parents[3]


async def test_it_runs_as_a_process_until_it_is_interrupted(unused_tcp_port: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        f"from connectors.sandbox.app import run; run(host='127.0.0.1', port={unused_tcp_port})",
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    async with aiohttp.ClientSession() as session:

        async def answers() -> bool:
            try:
                async with session.get(f"http://127.0.0.1:{unused_tcp_port}/") as response:
                    return "Zendesk sandbox" in await response.text()
            except aiohttp.ClientConnectionError:
                return False

        await eventually(answers, timeout_s=20)
    process.send_signal(signal.SIGINT)
    _, complaints = await asyncio.wait_for(process.communicate(), 10)
    assert (process.returncode, complaints) == (0, b"")


async def test_a_sandbox_can_go_on_with_anothers_state() -> None:
    async with Sandbox() as first:
        first.state.add_user(name="Cora", external_id="u1")
    async with serve(state=first.state) as app:
        assert app[STATE].user_by_external_id("u1") is not None
        assert app[STATE].origin.startswith("http://127.0.0.1:")


async def test_two_sandboxes_know_nothing_of_each_other() -> None:
    async with Sandbox() as one, Sandbox(email="fin@other.test") as other:
        one.state.add_user(name="Cora", external_id="u1")
        assert other.state.user_by_external_id("u1") is None
        assert other.state.fin.email == "fin@other.test"
        assert one.base_url != other.base_url


async def test_a_stop_does_not_wait_for_what_hangs() -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(5), asyncio.TaskGroup() as group:
        async with Sandbox() as zd:
            zd.fault("hang", seconds=60)
            hanging = group.create_task(_swallowed(session, zd.base_url), name="hanging request")
            await eventually(lambda: len(zd.journal.entries) == 1)
        assert await hanging


async def _swallowed(session: aiohttp.ClientSession, base_url: str) -> bool:
    try:
        async with session.get(f"{base_url}/api/v2/users/me"):
            return False
    except aiohttp.ClientConnectionError:
        return True
