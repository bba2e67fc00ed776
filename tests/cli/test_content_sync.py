"""`content sync` against the Zendesk sandbox: the help centre is searched afterwards."""

import asyncio
import json
from pathlib import Path

from connectors.sandbox.app import Sandbox
from tests.cli.bridge_command import bridge


async def test_the_help_centre_is_searched_after_a_sync(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    async with Sandbox() as zendesk:
        zendesk.state.guide.publish("Zeppelins", "<p>A zeppelin carries <b>two</b> suitcases.</p>", at=1.0)
        zendesk.state.guide.publish("Draft", "<p>Nothing yet.</p>", at=1.0, draft=True)
        env = {
            "BRIDGE_ZENDESK__SUBDOMAIN": "sandbox",
            "BRIDGE_ZENDESK__BASE_URL": zendesk.base_url,
            "BRIDGE_ZENDESK__OAUTH_CLIENT_ID": "sandbox-client",
            "BRIDGE_ZENDESK__OAUTH_CLIENT_SECRET": "sandbox-secret",
        }

        done = await asyncio.to_thread(bridge, "content", "sync", config=config, **env)

        assert (done.returncode, done.stderr) == (0, "")
        assert (
            done.stdout
            == "1 added, 0 changed, 0 removed, 0 unchanged; 1 drafts and restricted articles left out\n"
        )
        asked = await asyncio.to_thread(
            bridge, "content", "ask", "how many suitcases on a zeppelin?", config=config, **env
        )
        answer = json.loads(asked.stdout)
        assert answer["answer"] == "A zeppelin carries two suitcases."
        assert answer["sources"][0]["content_type"] == "external_content"

        told = await asyncio.to_thread(bridge, "content", "report", "--json", config=config, **env)
        (old,) = json.loads(told.stdout)["old"]
        assert (old["title"], old["changed_at"]) == ("Zeppelins", "1970-01-01T00:00:01+00:00")

    failed = await asyncio.to_thread(bridge, "content", "sync", config=config, **env)
    assert failed.returncode == 1
    assert "the help centre cannot be read" in failed.stderr


def test_without_an_account_it_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    done = bridge("content", "sync", config=tmp_path / "config")
    assert (done.returncode, "BRIDGE_ZENDESK__SUBDOMAIN" in done.stderr) == (2, True)
