"""After the whole story no secret lies anywhere in the clear: not in the database's files, not in the log."""

from __future__ import annotations

import base64
import logging
from pathlib import Path

import pytest
import structlog

from tests.handoff.world import KEYS, OPERATOR, SECRET, world

CUSTOMERS = ("canary4711", "canary@shop.example")


async def test_no_secret_is_at_rest_or_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    async with world(tmp_path) as w:
        session = (await w.customer.boot("42", name=CUSTOMERS[0], email=CUSTOMERS[1]))["session"]
        await w.customer.say(f"I want to talk to a human about {CUSTOMERS[0]}")
        ticket = await w.ticket()
        await w.becomes("never routed", lambda: "fin-routed-to-team" in ticket()["tags"])
        w.zendesk.fault("500", method="PUT", path_regex=r"/api/v2/tickets/\d+", times=1)
        w.zendesk.revoke_tokens()
        w.zendesk.agent_reply(ticket()["id"], f"<p>Hello {CUSTOMERS[0]}</p>")
        await w.customer.hears("agent", CUSTOMERS[0])
        await w.customer.say("thank you")
        await w.becomes("never written", lambda: len(w.zendesk.comments(ticket()["id"])) == 4)
        tokens = list(w.zendesk.state.tokens)
        webhooks = [one.secret for one in w.zendesk.state.webhooks.values()]
        assert tokens
        assert webhooks
    secrets = [*KEYS, SECRET, OPERATOR, "sandbox-secret", session, *tokens, *webhooks]
    printed = capsys.readouterr()
    logged = printed.out + printed.err + caplog.text
    structlog.reset_defaults()
    assert [one for one in (*secrets, *CUSTOMERS) if one in logged] == []
    files = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert "bridge.db" in files
    for name, data in files.items():
        for secret in secrets:
            raw = secret.encode()
            for shown in (raw, base64.b64encode(raw).rstrip(b"="), raw.hex().encode()):
                assert shown not in data, f"{name} holds {secret[:6]}… in the clear"
