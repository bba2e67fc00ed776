"""The demo's mailbox: takes mail by SMTP on this machine, shows it, and lets the customer answer."""

from __future__ import annotations

import asyncio
import html
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from urllib.parse import quote

import aiohttp
from aiohttp import web

MAIL_BYTES = 1024 * 1024
KEPT = 50
LINE_S = 30.0


@dataclass(slots=True)
class Postbox:
    """Mails, the newest first.

    Args:
        bridge: Where an answer is posted.
        token: With which it may be.
    """

    bridge: str
    token: str
    mails: list[EmailMessage] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One SMTP session: just enough of RFC 5321 for the one sender there is."""
        with suppress(OSError, asyncio.IncompleteReadError, ValueError, TimeoutError):
            writer.write(b"220 demo postbox\r\n")
            async with asyncio.timeout(LINE_S):
                while line := (await reader.readline()).decode(errors="replace").strip():
                    word = line.split(" ")[0].upper()
                    if word == "DATA":
                        writer.write(b"354 go on\r\n")
                        self._keep(await reader.readuntil(b"\r\n.\r\n"))
                        writer.write(b"250 taken\r\n")
                    elif word == "QUIT":
                        writer.write(b"221 bye\r\n")
                        break
                    elif word in ("EHLO", "HELO", "MAIL", "RCPT", "RSET", "NOOP"):
                        writer.write(b"250 ok\r\n")
                    else:
                        writer.write(b"502 not here\r\n")
                    await writer.drain()
        writer.close()

    def _keep(self, raw: bytes) -> None:
        unstuffed = raw.removesuffix(b"\r\n.\r\n").replace(b"\r\n..", b"\r\n.")
        made = message_from_bytes(unstuffed[:MAIL_BYTES], policy=default)
        if isinstance(made, EmailMessage):
            self.mails.insert(0, made)
            del self.mails[KEPT:]

    def add_routes(self, app: web.Application) -> None:
        """`/mail`, and the form on it."""
        app.router.add_get("/mail", self.page)
        app.router.add_post("/mail", self.answer)

    async def page(self, request: web.Request) -> web.Response:
        """All mails, each with a form when it can be answered."""
        shown = "".join(_mail(one) for one in self.mails) or "<p>No mail yet.</p>"
        said = html.escape(request.query.get("said", ""))
        text = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Mailbox</title>'
            '<link rel="stylesheet" href="/files/shop.css"><link rel="icon" href="data:,">'
            f'<main><h1>The customers\' mailbox</h1><p><a href="/">Shop</a> {said}</p>{shown}</main></html>'
        )
        return web.Response(text=text, content_type="text/html")

    async def answer(self, request: web.Request) -> web.Response:
        """Posts the answer to the bridge, as a mail provider would."""
        given = await request.post()
        mail = {
            "from": str(given.get("from", "")),
            "to": [str(given.get("to", ""))],
            "text": str(given.get("text", "")),
            "message_id": f"<answer-{next(self._numbers)}@demo>",
        }
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{self.bridge}/mail/inbound", json=mail, headers=headers) as answer,
        ):
            told = await answer.json()
        raise web.HTTPSeeOther(f"/mail?said={quote('Answer: ' + str(told.get('status', answer.status)))}")


@asynccontextmanager
async def received(postbox: Postbox) -> AsyncIterator[int]:
    """Open for mail on 127.0.0.1; yields the port."""
    server = await asyncio.start_server(postbox.talk, "127.0.0.1", 0, limit=MAIL_BYTES)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def _mail(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    text = html.escape(body.get_content() if body is not None else "")
    to, reply = html.escape(str(mail["To"] or "")), html.escape(str(mail["Reply-To"] or ""))
    form = (
        f'<form method="post"><input type="hidden" name="from" value="{to}">'
        f'<input type="hidden" name="to" value="{reply}"><textarea name="text" required></textarea>'
        "<button>Answer</button></form>"
        if reply
        else ""
    )
    subject = html.escape(str(mail["Subject"] or ""))
    return f"<article><h2>{subject}</h2><p>To {to}</p><pre>{text}</pre>{form}</article>"
