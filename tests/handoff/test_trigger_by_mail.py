"""A trigger by e-mail, all the way: Fin's mail, the answer's way back, the procedure's question by mail."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr

from bridge.runtime import log
from bridge.settings.sections import ApiToken, MailSettings
from tests.connectors.mail_server import mail_server
from tests.handoff.world import eventually, world

TOKEN = "the-token-of-a-shop"
PROCEDURE = """
title: Look at a payout
audience: {contacts: verified}
proactive: {first_message: "Shall we look at your payout, {{ contact.name }}?"}
steps:
  - ask: For which day?
    as: day
  - say: "I look at {{ day }}."
"""


async def test_the_customer_is_asked_and_answers_by_e_mail(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    (folder / "procedures").mkdir(parents=True)
    (folder / "procedures" / "payout.yaml").write_text(PROCEDURE)
    async with mail_server() as server:
        changes = {
            "mail": MailSettings(
                smtp_url=SecretStr(f"smtp://127.0.0.1:{server.port}"),
                sender="help@shop.example",
                reply_to="reply@shop.example",
            ),
            "api_tokens": [ApiToken(token=SecretStr(TOKEN), name="shop", scopes=["write_conversations"])],
        }
        async with world(tmp_path, config=folder, changes=changes) as w:
            http, base = w.customer.http, w.settings.base_url
            auth = {"Authorization": f"Bearer {TOKEN}", "Intercom-Version": "Unstable"}

            async def posted(path, body):
                async with http.post(f"{base}{path}", json=body, headers=auth) as answer:
                    return answer.status, await answer.json()

            async def mails(count):
                async def there():
                    return len(server.taken) >= count

                await eventually(there, f"{count} mails were never sent: {server.heard}")
                return [one.get_body(("plain",)).get_content() for one in server.taken]

            user = {"id": "42", "name": "Ada", "email": "Ada@example.com"}
            status, told = await posted("/procedures/payout/trigger", {"user": user, "channel": "email"})
            assert status == 200, told
            assert "Shall we look at your payout, Ada?" in (await mails(1))[0]
            first = server.taken[0]
            assert (first["To"], first["Subject"]) == ("ada@example.com", "Re: Look at a payout")
            answer = {
                "from": "Ada <ada@example.com>",
                "to": [first["Reply-To"]],
                "text": "Yes please\n\nOn Monday Fin wrote:\n> Shall we look",
                "message_id": "<1@example.com>",
            }
            assert await posted("/mail/inbound", answer) == (200, {"status": "accepted"})
            assert "For which day?" in (await mails(2))[1]
            conversation = await log.conversation(w.bridge.store, told["conversation_id"])
            assert conversation is not None
            assert conversation.run is not None
            assert (await w.ticket())()["subject"] == "Look at a payout"
            status, told = await posted(
                "/procedures/payout/trigger", {"user": {"id": "43"}, "channel": "email"}
            )
            assert (status, told["errors"][0]["code"]) == (400, "parameter_invalid")
            assert "no e-mail address" in told["errors"][0]["message"]
