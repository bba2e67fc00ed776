"""What a customer writes becomes an event: one body, one client id, one turn, whatever is sent twice."""

from __future__ import annotations

from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints, model_validator

from bridge.channels.messenger.needs import MessengerParts
from bridge.channels.messenger.shapes import Json, conversation_json, part_json
from bridge.channels.messenger.uploads import Uploads
from bridge.core.words.body import from_plain, is_blank
from bridge.core.words.entries import Line, Part
from bridge.core.words.events import CustomerWrote
from bridge.core.words.ids import derived
from bridge.core.words.values import Channel
from bridge.runtime import log
from bridge.runtime.people import Session
from bridge.web.answers import json_answer
from bridge.web.bodies import Body, json_body
from bridge.web.errors import EdgeError

BODY_CHARS = 5_000
ATTACHMENTS = 10
PLATFORM_CHANNELS = {"web": Channel.WEB, "ios": Channel.IOS, "android": Channel.ANDROID}

ClientId = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]
"""Whatever a client counts or draws; visible ASCII, so that no two look alike."""


class Message(Body):
    """A message as the Messenger sends it.

    Args:
        client_id: Chosen by the sender, the same however often he sends it.
        body: Plain text; may be empty when there is a file.
        attachments: Ids of uploads of his own.
        reply_option: The button that was pressed.
    """

    client_id: ClientId
    body: Annotated[str, Field(max_length=BODY_CHARS)] = ""
    attachments: Annotated[
        tuple[Annotated[str, Field(max_length=64)], ...], Field(max_length=ATTACHMENTS, strict=False)
    ] = ()
    reply_option: Annotated[str, Field(max_length=64)] | None = None

    @model_validator(mode="after")
    def _something(self) -> Message:
        if is_blank(self.body) and not self.attachments:
            raise ValueError("a message has a body or an attachment")
        return self


class Messages:
    """Takes messages into a conversation, new or old."""

    def __init__(self, parts: MessengerParts, uploads: Uploads) -> None:
        self._parts = parts
        self._uploads = uploads

    async def take(
        self, request: web.Request, session: Session, conversation_id: str | None
    ) -> web.StreamResponse:
        """Writes the message of `request`; 201 with the part, 200 with the same when it was there already.

        Args:
            request: With a `Message` as its body.
            session: Who writes; nothing in the body can change that.
            conversation_id: None begins a conversation whose id follows from the client id.
        """
        message = await json_body(request, Message)
        contact = session.contact
        into = conversation_id or derived("cnv", contact.id, message.client_id)
        event_id = derived("evt", contact.id, into, message.client_id)
        is_counted = await self._spare(contact.id, event_id)
        event = CustomerWrote(
            conversation_id=into,
            at=self._parts.clock.now(),
            contact=contact,
            channel=PLATFORM_CHANNELS.get(session.platform, Channel.WEB),
            body=from_plain(message.body),
            client_id=message.client_id,
            reply_option=message.reply_option,
            attachments=await self._uploads.named(contact.id, message.attachments),
        )
        # lasting: a browser that was offline for weeks sends again what it never saw acknowledged
        turned = await self._parts.turns.turn(event_id, [event], lasting=True)
        if turned.again and is_counted:
            self._parts.limits.messages.give_back(contact.id)
        if turned.refused is not None:
            raise EdgeError(422, "refused", turned.refused)
        line = _written(turned.lines, message.client_id)
        last = turned.lines[-1] if turned.lines else line
        answer: Json = {
            "conversation": conversation_json(turned.conversation, last),
            "part": part_json(line),
        }
        return json_answer(answer, status=200 if turned.again else 201)

    async def _spare(self, contact_id: str, event_id: str) -> bool:
        """Whether it counts; a message that stands already does not, however often it is sent.

        Whether it stands is only asked where that decides: mostly the turn finds out by itself.
        """
        wait_s = self._parts.limits.messages.take(contact_id)
        if wait_s > 0 and not await log.seen(self._parts.store, [event_id]):
            raise EdgeError(
                429,
                "rate_limited",
                "That was quick: wait a moment before you write again.",
                retry_after_s=wait_s,
            )
        return wait_s <= 0


def _written(lines: tuple[Line, ...], client_id: str) -> Line:
    for line in lines:
        if isinstance(line.entry, Part) and line.entry.client_id == client_id:
            return line
    raise LookupError("a turn that took a message has its part")
