"""One-time codes by mail, to a real SMTP server."""

import pytest

from bridge.actions.mail_sender import MailSender
from bridge.core.words.effects import SendMail
from bridge.runtime.verdict import Refused
from connectors.mail import Mailer
from tests.actions.attempts import attempt, now
from tests.connectors.mail_server import mail_server

MAIL = SendMail(
    conversation_id="cnv_1",
    run_id="run_1",
    call="1",
    to="ada@example.com",
    subject="Your code",
    text="Your code is 123456.",
)


async def test_a_repetition_carries_the_same_message_id():
    async with mail_server() as server:
        post = Mailer("127.0.0.1", server.port, sender="Shop <help@shop.example>", now=now, tls="none")
        sends = MailSender(post, "messenger.example", now)
        [event] = await sends(attempt(MAIL))
        await sends(attempt(MAIL, number=2))
    assert (event.run_id, event.call) == ("run_1", "1")
    first, second = server.taken
    assert first["Message-ID"] == second["Message-ID"] == "<eff_1@messenger.example>"
    assert "123456" in first.get_content()


async def test_without_a_server_it_is_said_what_to_set():
    with pytest.raises(Refused, match="BRIDGE_MAIL__SMTP_URL"):
        await MailSender(None, "x", now)(attempt(MAIL))


async def test_an_address_that_the_server_refuses_is_refused():
    async with mail_server() as server:
        server.answers["RCPT"] = "550 5.1.1 no such user"
        post = Mailer("127.0.0.1", server.port, sender="help@shop.example", now=now, tls="none")
        with pytest.raises(Refused):
            await MailSender(post, "x", now)(attempt(MAIL))
