"""The real process beside the sandbox, to be killed and started again."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import aiohttp

from bridge.settings import Settings
from tests.handoff.world import SECRET

ROOT = Path(__file__).parents[2]


class Service:
    """`python -m bridge serve` on one database."""

    def __init__(self, settings: Settings, **environment: str) -> None:
        self._settings = settings
        self._more = environment
        self._process: asyncio.subprocess.Process | None = None

    async def setup(self) -> None:
        """`python -m bridge zendesk setup`, as an operator runs it."""
        process = await self._run("zendesk", "setup")
        assert await process.wait() == 0

    async def start(self) -> None:
        self._process = await self._run("serve")
        async with asyncio.timeout(20), aiohttp.ClientSession() as http:
            while True:
                assert self._process.returncode is None, "the service did not start"
                try:
                    async with http.get(f"{self._settings.base_url}/ready") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """SIGKILL: nothing can be tidied up."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int | None:
        """SIGTERM, as a deploy sends it; the exit code, None when it never ran."""
        if self._process is None:
            return None
        if self._process.returncode is None:
            self._process.terminate()
            async with asyncio.timeout(20):
                await self._process.wait()
        return self._process.returncode

    async def _run(self, *arguments: str) -> asyncio.subprocess.Process:
        s = self._settings
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("BRIDGE_")},
            "PORT": str(s.port),
            "DATABASE_URL": s.database_url,
            "BRIDGE_LOG_LEVEL": "error",
            "BRIDGE_IDENTITY__SECRETS": json.dumps([SECRET]),
            "BRIDGE_HANDOFF__PENDING_TIMEOUT": str(s.handoff.pending_timeout),
            "BRIDGE_HANDOFF__MODE": s.handoff.mode,
            "BRIDGE_TICKET__CREATE_ON": s.ticket.create_on,
            "BRIDGE_CONVERSATIONS__APP_ID": s.conversations.app_id,
            "BRIDGE_CONVERSATIONS__KEY_ID": s.conversations.key_id,
            "BRIDGE_CONVERSATIONS__SECRET": s.conversations.secret.get_secret_value(),
            "BRIDGE_ZENDESK__BASE_URL": s.zendesk.base_url,
            "BRIDGE_ZENDESK__OAUTH_CLIENT_ID": "sandbox-client",
            "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET": "sandbox-secret",
            "BRIDGE_ZENDESK__RECONCILE_S": "1",
            **self._more,
        }
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bridge",
            *arguments,
            env=environment,
            cwd=ROOT,
            stdout=asyncio.subprocess.DEVNULL,
        )
