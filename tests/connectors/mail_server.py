"""A mail server on 127.0.0.1 that keeps what it takes, and fails where a test says so."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

CUT = "cut"
HANG = "hang"


@dataclass
class MailServer:
    """`answers` replaces an answer by its command: a line, `CUT` or `HANG`; `.` is the end of a mail.

    A command whose answer is scripted has no effect, except that a mail has arrived wholly before `.`.
    """

    answers: dict[str, str] = field(default_factory=dict)
    extensions: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    port: int = 0
    heard: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = "CONNECT"
            while await self._answered(line, reader, writer):
                line = (await reader.readuntil(b"\r\n")).decode().rstrip("\r\n")
                self.heard.append(line)
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _answered(self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        word = line.partition(" ")[0].upper()
        if word in self.answers:
            return await self._scripted(self.answers[word], writer)
        match word:
            case "CONNECT":
                said = "220 mail.example ready"
            case "EHLO":
                said = (
                    "\r\n".join(f"250-{one}" for one in ["mail.example", *self.extensions]) + "\r\n250 SIZE"
                )
            case "STARTTLS":
                writer.write(b"220 2.0.0 go\r\n")
                await writer.drain()
                await writer.start_tls(self.context)
                return True
            case "AUTH":
                known = base64.b64encode(b"\0shop\0secret").decode()
                said = "235 2.7.0 welcome" if line == f"AUTH PLAIN {known}" else "535 5.7.8 wrong password"
            case "DATA":
                writer.write(b"354 go on\r\n")
                self.raw.append(await reader.readuntil(b"\r\n.\r\n"))
                if "." in self.answers:
                    return await self._scripted(self.answers["."], writer)
                mail = message_from_bytes(self.raw[-1][:-3].replace(b"\r\n..", b"\r\n."), policy=default)
                self.taken.append(mail)
                said = "250 2.0.0 taken"
            case "QUIT":
                writer.write(b"221 bye\r\n")
                return False
            case _:
                said = "250 2.1.0 fine"
        writer.write(said.encode() + b"\r\n")
        return True

    async def _scripted(self, answer: str, writer: asyncio.StreamWriter) -> bool:
        match answer:
            case "cut":
                return False
            case "hang":
                await self.stop.wait()
                return False
            case _:
                writer.write(answer.encode() + b"\r\n")
                return True


@asynccontextmanager
async def mail_server(
    *extensions: str, context: ssl.SSLContext | None = None, is_tls: bool = False, **answers: str
) -> AsyncIterator[MailServer]:
    """`end="…"` is the answer to a whole mail."""
    scripted = {("." if word == "end" else word.upper()): answer for word, answer in answers.items()}
    made = MailServer(answers=scripted, extensions=list(extensions), context=context)
    server = await asyncio.start_server(made.talk, "127.0.0.1", 0, ssl=context if is_tls else None)
    made.port = server.sockets[0].getsockname()[1]
    yield made
    made.stop.set()
    server.close()
    await server.wait_closed()
