"""What is secret or private appears in no log line, at whatever level."""

import logging

import structlog

from bridge.channels.messenger.identity import expected_hash
from tests.edges.messenger_server import WEB_SECRET


async def test_no_log_line_holds_a_word_of_the_customer(messenger, capsys, caplog):
    caplog.set_level(logging.DEBUG)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    canary = "canary4711"
    user_hash = expected_hash(WEB_SECRET, user_id=canary, email=None)
    ann = messenger.customer()
    answer = await ann.boot(user_id=canary, user_hash=user_hash, email=f"{canary}@x.example", name=canary)
    await messenger.customer().boot(403, user_id=canary, user_hash="0" * 64, name=canary)
    await messenger.customer().boot(403, intercom_user_jwt=f"{canary}.{canary}.{canary}")
    cid = (await ann.begin(canary))["conversation"]["id"]
    await ann.call(
        "POST", f"/messenger/conversations/{cid}/rating", 204, json={"rating": 1, "remark": canary}
    )
    await ann.call("POST", "/messenger/events", 204, json={"name": canary, "metadata": {"x": canary}})
    await ann.call("POST", "/messenger/conversations", 400, json={"body": canary, canary: 1})
    ws = await ann.socket()
    await ws.send_str(canary)
    await ws.receive(timeout=5)
    printed = capsys.readouterr()
    logged = printed.out + printed.err + caplog.text
    structlog.reset_defaults()
    for secret in (canary, user_hash, answer["session"], WEB_SECRET):
        assert secret not in logged
    assert "boot_rejected" in logged
