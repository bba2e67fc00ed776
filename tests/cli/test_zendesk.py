"""What the commands for the account say; what they do is tested with their connectors."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from connectors.sandbox.app import Sandbox
from tests.cli.bridge_command import bridge


async def test_the_requester_of_a_customer_is_said_and_mended(tmp_path: Path):
    (tmp_path / "config").mkdir()
    async with Sandbox() as zendesk:
        settings = {
            "BRIDGE_ZENDESK__BASE_URL": zendesk.base_url,
            "BRIDGE_ZENDESK__OAUTH_CLIENT_ID": "sandbox-client",
            "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET": "sandbox-secret",
        }

        async def said(*arguments: str):
            command = ("zendesk", "requester", "--user-id", "42", *arguments)
            return await asyncio.to_thread(bridge, *command, config=tmp_path / "config", **settings)

        done = await said("--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["ok"] is True
        ada = zendesk.state.ada.email
        wrong = await said("--email", ada)
        assert wrong.returncode == 1
        assert wrong.stdout.startswith("FAIL  the address belongs to user ")
        mended = await said("--email", ada, "--fix")
        assert mended.returncode == 0, mended.stderr
        assert mended.stdout.startswith("ok    external_id 42 is user ")
