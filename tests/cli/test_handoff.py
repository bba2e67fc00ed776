"""The hand-off's mode on a terminal, and `zendesk setup` with live chats."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from connectors.sandbox.app import Sandbox
from tests.cli.bridge_command import bridge


def _environment(zd: Sandbox) -> dict[str, str]:
    options = zd.state.options
    return {
        "BRIDGE_ZENDESK__BASE_URL": zd.base_url,
        "BRIDGE_ZENDESK__OAUTH_CLIENT_ID": "sandbox-client",
        "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET": "sandbox-secret",
        "BRIDGE_CONVERSATIONS__APP_ID": options.sc_app_id,
        "BRIDGE_CONVERSATIONS__KEY_ID": options.sc_key_id,
        "BRIDGE_CONVERSATIONS__SECRET": options.sc_secret,
    }


def test_without_credentials_the_switch_says_what_stands_in_its_way(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    shown = json.loads(bridge("handoff", "mode", "--json", config=config).stdout)
    assert shown == {"mode": "ticket", "by": "the setting", "obstacle": None}
    done = bridge("handoff", "mode", "live_chat", config=config)
    assert "live_chat (by the switch)" in done.stdout
    assert "BRIDGE_CONVERSATIONS__APP_ID" in done.stdout
    back = json.loads(bridge("handoff", "mode", "setting", "--json", config=config).stdout)
    assert back == {"mode": "ticket", "by": "the setting", "obstacle": None}
    assert bridge("handoff", "mode", "pigeon", config=config).returncode == 2


async def test_setup_doctor_and_teardown_care_for_live_chats(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    async with Sandbox(incremental_lag_s=0) as zd:
        env = _environment(zd)
        sick = await asyncio.to_thread(bridge, "zendesk", "doctor", "--json", config=config, **env)
        assert sick.returncode == 1
        setup = await asyncio.to_thread(bridge, "zendesk", "setup", config=config, **env)
        assert "switchboard integration" in setup.stdout, setup.stderr
        assert zd.state.options.sc_secret not in setup.stdout
        again = await asyncio.to_thread(bridge, "zendesk", "setup", config=config, **env)
        assert "nothing was changed" in again.stdout
        well = await asyncio.to_thread(bridge, "zendesk", "doctor", "--json", config=config, **env)
        assert {one["name"] for one in json.loads(well.stdout)["checks"] if not one["ok"]} == set()
        zd.state.chats.is_multi_conversation = False
        shown = await asyncio.to_thread(
            bridge, "handoff", "mode", "situation", "--json", config=config, **env
        )
        assert "Admin Center" in json.loads(shown.stdout)["obstacle"]
        gone = await asyncio.to_thread(bridge, "zendesk", "teardown", config=config, **env)
        assert "removed switchboard integration" in gone.stdout
