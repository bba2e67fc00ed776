"""`POST /mail/inbound`: a customer's answer by e-mail comes back into its conversation.

Neutral to the provider: whoever receives mail posts it here as JSON, with a bearer token of ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from email.utils import parseaddr
from typing import Annotated

import structlog
from aiohttp import web
from pydantic import ConfigDict, Field

from bridge.core.conversation.state import Conversation
from bridge.core.words.body import from_plain, is_blank
from bridge.core.words.events import CustomerWrote
from bridge.core.words.ids import derived
from bridge.core.words.values import Channel
from bridge.runtime.turn import Turns
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body
from bridge.web.mail_tokens import MailTokens
from bridge.web.tokens import Tokens

SCOPE = "write_conversations"
BODY_BYTES = 1024 * 1024
TEXT_CHARS = 5_000

_QUOTED = re.compile(
    r"^(?:>|On .{5,200} wrote:\s*$|Am .{5,200} schrieb.{0,200}:\s*$"
    r"|-{2,} ?(?:Original Message|Ursprüngliche Nachricht)|_{10,}|(?:From|Von): .{3,200}$|-- ?$)",
    re.IGNORECASE,
)

log = structlog.get_logger(__name__)


class Mail(Body):
    """One mail as it was received; what else a provider says of it is ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True, populate_by_name=True)

    sender: Annotated[str, Field(alias="from", min_length=3, max_length=1_000)]
    to: Annotated[list[Annotated[str, Field(max_length=1_000)]], Field(min_length=1, max_length=50)]
    text: Annotated[str, Field(max_length=500_000)]
    message_id: Annotated[str, Field(min_length=1, max_length=1_000)]


class MailInbound:
    """The route.

    Args:
        turns: Where the words go.
        tokens: Who may post mail.
        mail_tokens: Reads the addresses that we gave away.
        conversation: By its id.
        now: The time, aware UTC.
    """

    def __init__(
        self,
        turns: Turns,
        tokens: Tokens,
        mail_tokens: MailTokens,
        conversation: Callable[[str], Awaitable[Conversation | None]],
        now: Callable[[], datetime],
    ) -> None:
        self._turns = turns
        self._tokens = tokens
        self._mail_tokens = mail_tokens
        self._conversation = conversation
        self._now = now

    def add_routes(self, app: web.Application) -> None:
        """Its one route."""
        app.router.add_post("/mail/inbound", self.post)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """200 also for what is not ours or not the customer's own: a provider must not send it again."""
        self._tokens.allow(request, SCOPE)
        mail = await json_body(request, Mail, limit_bytes=BODY_BYTES)
        conversation_id = self._mail_tokens.read(mail.to)
        conversation = await self._conversation(conversation_id) if conversation_id is not None else None
        if conversation_id is None or conversation is None:
            return json_answer({"status": "unknown"})
        address = parseaddr(mail.sender)[1].casefold()
        if not conversation.contact.email or address != conversation.contact.email.casefold():
            log.warning("mail_from_somebody_else", conversation=conversation_id)
            return json_answer({"status": "not_the_customer"})
        said = own_words(mail.text)
        if is_blank(said):
            return json_answer({"status": "empty"})
        event = CustomerWrote(
            conversation_id=conversation_id,
            at=self._now(),
            contact=conversation.contact,
            channel=Channel.EMAIL,
            body=from_plain(said),
            client_id=f"eml-{hashlib.blake2b(mail.message_id.encode(), digest_size=16).hexdigest()}",
        )
        turned = await self._turns.turn(derived("evt", "mail", conversation_id, mail.message_id), [event])
        return json_answer({"status": "duplicate" if turned.again else "accepted"})


def own_words(text: str) -> str:
    """What the customer wrote himself, without what he quotes and without his signature."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _QUOTED.match(line.strip()):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()[:TEXT_CHARS]
