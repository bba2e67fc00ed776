"""Mail through a real server: what arrives, and which of our words each failure is."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from connectors.failures import NotSent, Refused, Unsure
from connectors.mail import Mailer, is_installed
from tests.connectors.certificate import certificate
from tests.connectors.mail_server import CUT, HANG, MailServer, mail_server

ID = "<conversation-7.part-3@bridge.example>"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def mailer(server: MailServer, **more) -> Mailer:
    told = {"tls": "none", "sender": "Grün & Co <help@shop.example>", "timeout_s": 5.0} | more
    return Mailer("127.0.0.1", server.port, now=lambda: NOON, **told)


async def sent(server: MailServer, *, to="eve@customer.example", subject="Your order", **more) -> None:
    told = {"text": "Hello", "message_id": ID} | more
    await mailer(server).send(to, subject, **told)


async def test_a_mail_arrives_as_it_was_written():
    text = "Grüße 👋\n.\n..leading dots\nFrom here\n" + "x" * 3000
    async with mail_server() as server:
        await sent(
            server,
            subject="Ihre Bestellung: größer " + "sehr " * 40,
            text=text,
            html="<p>Grüße</p>",
            headers={"In-Reply-To": "<1@x.example>", "Auto-Submitted": "auto-generated"},
        )
    [mail] = server.taken
    assert mail["From"] == "Grün & Co <help@shop.example>"
    assert mail["To"] == "eve@customer.example"
    assert mail["Subject"].startswith("Ihre Bestellung: größer sehr")
    assert (mail["Message-ID"], mail["In-Reply-To"]) == (ID, "<1@x.example>")
    assert (mail["Date"], mail["Auto-Submitted"]) == ("Fri, 20 Nov 2026 12:00:00 +0000", "auto-generated")
    assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n").rstrip("\n") == text
    assert mail.get_body(("html",)).get_content().strip() == "<p>Grüße</p>"
    assert server.raw[0].isascii()
    assert max(len(line) for line in server.raw[0].split(b"\r\n")) < 1000
    assert server.heard == [
        "EHLO shop.example",
        "MAIL FROM:<help@shop.example>",
        "RCPT TO:<eve@customer.example>",
        "DATA",
        "QUIT",
    ]


async def test_without_html_it_is_plain_text():
    async with mail_server() as server:
        await sent(server, text="Hello\n")
    assert server.taken[0].get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("answers", "failure", "told"),
    [
        ({"connect": "421 4.3.2 too busy"}, NotSent, "answered 421 4.3.2 to the connection"),
        ({"connect": "554 5.7.1 you are on a list"}, Refused, "answered 554 5.7.1 to the connection"),
        ({"connect": "SSH-2.0-OpenSSH_9"}, NotSent, "no answer of SMTP to the connection"),
        ({"connect": CUT}, NotSent, "could not be reached"),
        ({"connect": HANG}, NotSent, r"within 0\.2 s"),
        ({"ehlo": CUT}, NotSent, "cut the connection"),
        ({"mail": "451 4.3.0 later"}, NotSent, "answered 451 4.3.0 to the sender"),
        ({"mail": "553 5.1.8 not yours"}, Refused, "answered 553 5.1.8 to the sender"),
        ({"mail": CUT}, NotSent, r"\(sender\)"),
        ({"rcpt": "450 4.2.1 grey"}, NotSent, "answered 450 4.2.1 to the recipient"),
        ({"rcpt": "550 5.1.1 unknown eve@customer.example"}, Refused, "answered 550 5.1.1 to the recipient"),
        ({"rcpt": "550 no such user"}, Refused, "answered 550 to the recipient"),
        ({"rcpt": HANG}, NotSent, r"within 0\.2 s \(recipient\)"),
        ({"data": "452 4.3.1 full"}, NotSent, "answered 452 4.3.1 to the mail"),
        ({"data": "554 5.6.0 no"}, Refused, "answered 554 5.6.0 to the mail"),
        ({"end": "451 4.7.1 later"}, NotSent, "answered 451 4.7.1 to the mail"),
        ({"end": "552 5.3.4 too large"}, Refused, "answered 552 5.3.4 to the mail"),
        ({"end": CUT}, Unsure, "cut the connection while it took the mail"),
        ({"end": HANG}, Unsure, r"did not answer within 0\.2 s while it took the mail"),
        ({"end": "garbage"}, Unsure, "no answer of SMTP to the mail"),
    ],
)
async def test_a_failure_says_whether_the_mail_may_be_sent_again(answers, failure, told):
    async with mail_server(**answers) as server:
        is_hanging = HANG in answers.values()
        with pytest.raises(failure, match=told) as error:
            await mailer(server, timeout_s=0.2 if is_hanging else 5.0).send(
                "eve@customer.example", "Hi", "Hello", message_id=ID
            )
    assert "eve@" not in str(error.value)
    assert server.taken == []


async def test_a_refusal_carries_the_code_of_the_server():
    async with mail_server(rcpt="550 5.1.1 unknown") as server:
        with pytest.raises(Refused) as error:
            await sent(server)
    assert (error.value.status, error.value.code) == (550, "5.1.1")


@pytest.mark.parametrize("goodbye", [CUT, HANG, "500 what", "garbage"])
async def test_once_taken_it_is_sent_however_the_server_says_goodbye(goodbye):
    async with mail_server(quit=goodbye) as server:
        await sent(server)
    assert len(server.taken) == 1


async def test_nobody_listening_is_not_sent():
    async with mail_server() as server:
        pass
    with pytest.raises(NotSent, match="could not be reached"):
        await sent(server)


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "Hi\r\nBcc: all@shop.example"},
        {"subject": "Hi\nthere"},
        {"subject": "x" * 901},
        {"to": "eve@customer.example\r\nRCPT TO:<all@shop.example>"},
        {"to": "eve@customer.example, mallory@evil.example"},
        {"to": "Eve <eve@customer.example>"},
        {"to": "<eve@customer.example>"},
        {"to": "eve@customer.example> SIZE=1"},
        {"to": '"eve"@customer.example'},
        {"to": "e v e@customer.example"},
        {"to": "eve"},
        {"to": "@customer.example"},
        {"to": ""},
        {"to": "eve@customer.example\0"},
        {"to": "eve@" + "x." * 200 + "example"},
        {"message_id": "7@x.example"},
        {"message_id": "<7@x.example>\r\nBcc: all@shop.example"},
        {"message_id": "<7>"},
        {"headers": {"X-A": "1\r\nBcc: all@shop.example"}},
        {"headers": {"X-A\r\nBcc": "all@shop.example"}},
        {"headers": {"X-A: 1\r\nBcc": "all@shop.example"}},
        {"headers": {"Bcc": "all@shop.example"}},
        {"headers": {"CC": "all@shop.example"}},
        {"headers": {"From": "boss@shop.example"}},
        {"headers": {"Content-Type": "text/html"}},
        {"headers": {"Resent-To": "all@shop.example"}},
        {"headers": {"": "x"}},
        {"headers": {"Reply-To": "nobody <"}},
        {"text": "half a character: \ud800"},
        {"text": "x" * 1_100_000},
    ],
)
async def test_what_could_reach_somebody_else_is_refused_before_anything_is_sent(more):
    async with mail_server() as server:
        with pytest.raises(Refused, match="Not sent") as error:
            await sent(server, **more)
    assert error.value.status == 0
    assert server.heard == []


@pytest.mark.parametrize("sender", ["", "nobody", "Shop <help@shop.example>\r\nBcc: x@y.example", "a@b@c"])
def test_a_sender_that_is_none_is_noticed_at_the_start(sender):
    with pytest.raises(ValueError, match="no address"):
        Mailer("mail.example", 587, sender=sender, now=lambda: NOON)


async def test_it_signs_in():
    async with mail_server("AUTH PLAIN LOGIN") as server:
        await mailer(server, username="shop", password="secret").send(
            "eve@customer.example", "Hi", "Hello", message_id=ID
        )
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("extensions", "told"),
    [(["AUTH PLAIN"], "answered 535 5.7.8 to the sign-in"), (["AUTH GSSAPI"], "sign in"), ([], "sign in")],
)
async def test_a_wrong_password_is_refused_and_never_shown(extensions, told):
    async with mail_server(*extensions) as server:
        with pytest.raises(Refused, match=told) as error:
            await mailer(server, username="shop", password="wr0ng").send(
                "eve@customer.example", "Hi", "Hello", message_id=ID
            )
    assert "wr0ng" not in str(error.value)
    assert not any(line.startswith("MAIL") for line in server.heard)


def test_a_password_does_not_travel_readably():
    with pytest.raises(ValueError, match="readably"):
        Mailer("mail.example", 25, sender="a@b.example", now=lambda: NOON, tls="none", username="shop")


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_it_is_sent_through_tls_and_only_to_whom_we_trust(tmp_path, tls):
    server_side, client_side = certificate(tmp_path)
    async with mail_server("STARTTLS", "AUTH PLAIN", context=server_side, is_tls=tls == "tls") as server:
        with pytest.raises(NotSent, match="certificate"):
            await mailer(server, tls=tls, username="shop", password="secret").send(
                "eve@customer.example", "Hi", "Hello", message_id=ID
            )
        assert not any(line.startswith(("AUTH", "MAIL")) for line in server.heard)
        await mailer(server, tls=tls, username="shop", password="secret", context=client_side).send(
            "eve@customer.example", "Hi", "Hello", message_id=ID
        )
    assert len(server.taken) == 1
    assert isinstance(server_side, ssl.SSLContext)


async def test_a_server_without_tls_gets_nothing_when_tls_is_wanted():
    async with mail_server("AUTH PLAIN") as server:
        with pytest.raises(Refused, match="does not offer STARTTLS"):
            await mailer(server, tls="starttls", username="shop", password="secret").send(
                "eve@customer.example", "Hi", "Hello", message_id=ID
            )
    assert server.heard == ["EHLO shop.example"]


async def test_many_mails_at_once_all_arrive():
    async with mail_server() as server:
        await asyncio.gather(*(sent(server, subject=f"{n}") for n in range(20)))
    assert {str(mail["Subject"]) for mail in server.taken} == {f"{n}" for n in range(20)}


def test_without_the_extra_the_sentence_says_what_to_install():
    program = """
import asyncio, sys
from datetime import UTC, datetime
sys.modules["aiosmtplib"] = None
from connectors.failures import Refused
from connectors.mail import Mailer, is_installed
async def main():
    mailer = Mailer("mail.example", 587, sender="a@b.example", now=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    try:
        await mailer.send("eve@customer.example", "Hi", "Hello", message_id="<1@b.example>")
    except Refused as error:
        print(is_installed(), error)
asyncio.run(main())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.stdout.startswith(
        'False Not sent: mail cannot be sent here: install "messenger-bridge[mail]"'
    )
    assert is_installed()
