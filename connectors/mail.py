"""Sends one mail at a time by SMTP, and says for certain whether the server took it."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from importlib.util import find_spec
from typing import Literal, Protocol, TypeAlias

from connectors.failures import NotSent, Refused, Unsure

Tls: TypeAlias = Literal["starttls", "tls", "none"]

TIMEOUT_S = 20.0
MESSAGE_BYTES = 1024 * 1024
_QUIT_S = 1.0
"""The mail is accepted by then; a server that does not say goodbye changes nothing."""

_WIRE = SMTP_POLICY.clone(cte_type="7bit")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")
"""Source: the HTML standard's valid e-mail address; quoted local parts exist only to cause trouble."""
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@[A-Za-z0-9.-]{1,200}>")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,75}")
_OURS = frozenset(
    {"from", "sender", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "return-path"}
)
"""Headers that say who gets what; a caller who sets them could write to others."""
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
"""Source: RFC 3463."""


def is_installed() -> bool:
    """Whether the extra `mail` is there."""
    return find_spec("aiosmtplib") is not None


class Post(Protocol):
    """Brings mail on its way."""

    async def send(
        self,
        to: str,
        subject: str,
        text: str,
        *,
        message_id: str,
        html: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Hands it to the mail server; see `Mailer.send`.

        Raises:
            NotSent, Refused, Unsure: Of connectors.failures.
        """


class Mailer:
    """Hands mails to one server.

    Args:
        username: Empty to send without signing in.
        sender: `help@shop.example` or `Shop <help@shop.example>`.
        tls: `starttls` (port 587, usually), `tls` from the first byte (465), `none` for a server nearby.
        timeout_s: For all of one mail.
        now: For the header `Date`.
        context: To trust a certificate that the system does not.

    Raises:
        ValueError: The sender is no address, or a password would travel readably to another machine.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sender: str,
        now: Callable[[], datetime],
        username: str = "",
        password: str = "",
        tls: Tls = "starttls",
        timeout_s: float = TIMEOUT_S,
        context: ssl.SSLContext | None = None,
    ) -> None:
        name, address = parseaddr(sender)
        if not _is_address(address) or not _is_line(sender):
            raise ValueError(f"the sender of mail, {sender!r}, is no address")
        if tls == "none" and username and host not in _LOCAL:
            raise ValueError(
                f"mail to {host} without TLS would send the password readably; use starttls or tls"
            )
        self._host = host
        self._port = port
        self._from = Address(display_name=name, addr_spec=address)
        self._username = username
        self._password = password
        self._tls = tls
        self._timeout_s = timeout_s
        self._now = now
        self._context = context

    async def send(
        self,
        to: str,
        subject: str,
        text: str,
        *,
        message_id: str,
        html: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Sends it once; returns when the server has taken the mail over.

        Args:
            to: One address, without a name.
            subject: One line.
            text: What everybody can read.
            message_id: `<…@…>`; the same for every try, so that receivers may drop a second copy.
            html: The same text, for those who like it better.
            headers: More of them: `In-Reply-To`, `Reply-To`, `Auto-Submitted`, …

        Raises:
            NotSent: No connection, a 4xx, or no answer before the mail itself was on its way.
            Refused: A 5xx, with the server's `5.1.1` as code; or not a mail that we send (status 0).
            Unsure: The mail was on its way, and then no answer came. A line that is cut at the word DATA
                counts as such: the library does not say on which side of it.
        """
        if not is_installed():
            raise _no('mail cannot be sent here: install "messenger-bridge[mail]"', "mail")
        if not _is_address(to):
            raise _no("the recipient is no address that mail can go to", "address")
        wire = self._written(to, subject, text, message_id, html, headers or {})
        await self._handed_over(to, wire)

    def _written(
        self,
        to: str,
        subject: str,
        text: str,
        message_id: str,
        html: str | None,
        headers: Mapping[str, str],
    ) -> bytes:
        if not _is_line(subject):
            raise _no("the subject is not one line", "header")
        if not _MESSAGE_ID.fullmatch(message_id):
            raise _no("the message id is not <…@…>", "header")
        for name, value in headers.items():
            is_ours = name.lower() in _OURS or name.lower().startswith(("content-", "resent-"))
            if is_ours or not _HEADER.fullmatch(name) or not _is_line(value):
                raise _no(f"the header {name[:60]!r} has a name or value that may not be sent", "header")
        message = EmailMessage(policy=_WIRE)
        try:
            message["From"] = self._from
            message["To"] = Address(addr_spec=to)
            message["Subject"] = subject
            message["Date"] = format_datetime(self._now())
            message["Message-ID"] = message_id
            for name, value in headers.items():
                message[name] = value
            message.set_content(text)
            if html is not None:
                message.add_alternative(html, subtype="html")
            wire = message.as_bytes()
        except (ValueError, LookupError, MessageError) as error:  # the parser of headers stumbles over `a <`
            raise _no("the mail cannot be written", "message") from error
        if len(wire) > MESSAGE_BYTES:
            raise _no(f"the mail is larger than {MESSAGE_BYTES // 1024} KB", "message")
        return wire

    async def _handed_over(self, to: str, wire: bytes) -> None:
        import aiosmtplib

        smtp = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            local_hostname=self._from.domain,
            timeout=self._timeout_s,
            use_tls=self._tls == "tls",
            start_tls=self._tls == "starttls",
            tls_context=self._context,
        )
        stage = "connection"
        try:
            async with asyncio.timeout(self._timeout_s):
                await smtp.connect()
                stage = "sign-in"
                if self._username:
                    await smtp.login(self._username, self._password)
                stage = "sender"
                await smtp.mail(self._from.addr_spec)
                stage = "recipient"
                await smtp.rcpt(to)
                stage = "mail"
                await smtp.data(wire)
            with suppress(aiosmtplib.SMTPException, OSError):
                async with asyncio.timeout(_QUIT_S):
                    await smtp.quit()
        except aiosmtplib.SMTPResponseException as error:
            raise self._answered(error.code, error.message, stage) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise self._silent(error, stage) from error
        finally:
            smtp.close()

    def _answered(self, status: int, said: str, stage: str) -> NotSent | Refused | Unsure:
        word = _ENHANCED.match(said)
        code = word[0] if word else ""
        what = f"{self._host} answered {status}{' ' if code else ''}{code} to the {stage}"
        match status // 100:
            case 5:
                return Refused(f"{what}.", status=status, code=code)
            case 4:
                return NotSent(f"{what}.")
            case _ if stage == "mail":
                return Unsure(f"{self._host} gave no answer of SMTP to the mail; it may have been taken.")
            case _:
                return NotSent(f"{self._host} gave no answer of SMTP to the {stage}.")

    def _silent(self, error: Exception, stage: str) -> NotSent | Refused | Unsure:
        is_late = isinstance(error, TimeoutError)
        is_gone = is_late or isinstance(error, OSError)
        if stage == "mail":
            how = f"did not answer within {self._timeout_s:g} s" if is_late else "cut the connection"
            return Unsure(f"{self._host} {how} while it took the mail; it may have been taken.")
        if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
            return NotSent(f"{self._host} could not be reached: its certificate is not trusted, or no TLS.")
        if not is_gone:  # what we need, it does not know: STARTTLS, a way to sign in
            what = "STARTTLS" if stage == "connection" else "a way to sign in that we know"
            return Refused(f"{self._host} does not offer {what}.", status=0, code="unsupported")
        how = f"within {self._timeout_s:g} s" if is_late else "or cut the connection"
        return NotSent(f"{self._host} could not be reached {how} ({stage}).")


def _is_address(text: str) -> bool:
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None  # noqa: PLR2004 - RFC 5321's path limit


def _is_line(text: str) -> bool:
    return len(text) <= 900 and all(c.isprintable() for c in text)  # noqa: PLR2004 - RFC 5322's line limit


def _no(reason: str, code: str) -> Refused:
    return Refused(f"Not sent: {reason}.", status=0, code=code)
