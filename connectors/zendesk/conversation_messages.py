"""Messages and files of a conversation: posted, listed, looked for before anything is repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from connectors.failures import NotSent, Refused, Unsure
from connectors.zendesk.conversation_bodies import (
    Author,
    Content,
    Metadata,
    Text,
    author_json,
    content_json,
)
from connectors.zendesk.conversation_calls import FILE_BYTES, ConversationCalls, check_metadata, part
from connectors.zendesk.conversation_objects import Attachment, Download, Message
from connectors.zendesk.split_text import split_text

PIECE = "messenger_bridge_piece"
"""In the metadata of a text that had to be split: `2/3`."""
LISTED_MOST = 1000
NAME_LONGEST = 128

_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/]')
"""In a file's name: what would end its quotes or its header, or look like a folder."""


class ConversationMessages(ConversationCalls):
    """What is said in conversations; `ConversationCalls` says how the calls are made, and how they fail."""

    async def post(
        self, conversation_id: str, content: Content, *, author: Author, metadata: Metadata
    ) -> Message:
        """One message. No key prevents a second one: look with `find_messages`.

        Args:
            conversation_id: Where.
            content: A text of at most 4,096 characters, or media.
            author: The user, or the business.
            metadata: Holds what it is found by; comes back with it in lists and webhooks.

        Source: POST conversations/{id}/messages.
        """
        what = "post a message"
        body = {
            "author": author_json(author),
            "content": content_json(content),
            "metadata": check_metadata(what, metadata),
        }
        return await self.call(
            what,
            "POST",
            f"{path_of(conversation_id)}/messages",
            json=body,
            touch="unsafe",
            told=lambda raw: Message.model_validate(raw["messages"][0]),
        )

    async def say(
        self, conversation_id: str, text: str, *, author: Author, marker: Metadata, is_repeat: bool = False
    ) -> list[Message]:
        """A text of any length, in as many messages as it needs, in order.

        Args:
            conversation_id: Where.
            text: Split where a reader would split it; a blank one posts nothing.
            author: See `post`.
            marker: In each message's metadata; of several each also has its place under `PIECE`.
            is_repeat: An earlier try may have posted some of it: that is looked for, and not repeated.

        Returns: The messages that this call posted.

        Raises:
            NotSent: Nothing of it was posted.
            Unsure: Some of it was, or may have been: repeat with `is_repeat`.
        """
        pieces = split_text(text)
        marked = [
            {**marker, PIECE: f"{place}/{len(pieces)}"} if len(pieces) > 1 else dict(marker)
            for place in range(1, len(pieces) + 1)
        ]
        there = await self.find_messages(conversation_id, marker) if is_repeat else []
        posted: list[Message] = []
        for piece, metadata in zip(pieces, marked, strict=True):
            if any(carries(one.metadata, metadata) for one in there):
                continue
            try:
                posted.append(
                    await self.post(conversation_id, Text(text=piece), author=author, metadata=metadata)
                )
            except NotSent as failure:
                if posted or there:
                    raise Unsure(f"{failure.reason} A part of the text was posted before.") from failure
                raise
        return posted

    async def messages(
        self,
        conversation_id: str,
        *,
        after: str | None = None,
        limit: int = LISTED_MOST,
        is_enough: Callable[[Message], bool] = lambda _: False,
    ) -> list[Message]:
        """Messages in the order of their arrival: the newest ones, or with `after` those that follow it.

        Args:
            conversation_id: Whose.
            after: A message's id, itself left out.
            limit: At most this many are read.
            is_enough: Reading ends at a page that holds one of these.

        Source: GET conversations/{id}/messages; a hundred a page, backwards from the newest.
        """
        forward = after is not None
        query = {"page[after]": after} if after is not None else {}
        found: list[Message] = []
        while True:
            page, place = await self.get(
                "list messages",
                f"{path_of(conversation_id)}/messages",
                query,
                told=lambda raw: (
                    [Message.model_validate(one) for one in raw["messages"]],
                    cursor(raw, "afterCursor" if forward else "beforeCursor"),
                ),
            )
            found = found + page if forward else page + found
            if not page or place is None or len(found) >= limit or any(is_enough(one) for one in page):
                ordered = sorted(found, key=lambda one: one.received_at)
                return ordered[:limit] if forward else ordered[-limit:]
            query = {"page[after]" if forward else "page[before]": place}

    async def find_messages(self, conversation_id: str, marker: Metadata) -> list[Message]:
        """The messages that carry all of `marker`; what to ask before a post is repeated."""
        found = await self.messages(conversation_id)
        return [one for one in found if carries(one.metadata, marker)]

    async def upload(self, conversation_id: str, name: str, content_type: str, data: bytes) -> Attachment:
        """A file for a message in this conversation. Source: POST attachments.

        Raises:
            Refused: It is larger than 50 MB; nothing was sent.
        """
        what = "upload a file"
        if len(data) > FILE_BYTES:
            raise Refused(f"{name[:80]} is larger than 50 MB: not sent.", status=0, code="size")
        with aiohttp.MultipartWriter("form-data") as form:
            piece = form.append(data, {"Content-Type": content_type})
            # Not percent-encoded: nobody would decode it, and agents would read it so.
            shown = _UNSAFE.sub("_", name)[:NAME_LONGEST] or "file"
            piece.set_content_disposition("form-data", quote_fields=False, name="source", filename=shown)
            body = await form.as_bytes()
        return await self.call(
            what,
            "POST",
            "/attachments",
            query={"access": "public", "for": "message", "conversationId": conversation_id},
            data=body,
            content_type=form.content_type,
            touch="idempotent",  # a second copy is seen by nobody
            told=lambda raw: Attachment.model_validate(raw["attachment"]),
        )

    async def download(self, media_url: str, *, size_bytes: int = FILE_BYTES) -> Download:
        """A file that a message named, wherever it lies; private networks are refused.

        Raises:
            Refused: It is gone, too large, or not where we go.
        """
        response = await self.fetch("download a file", media_url, size_bytes=size_bytes)
        return Download(media_type=response.headers.get("content-type", ""), data=response.body)


def carries(metadata: Mapping[str, Any], marker: Metadata) -> bool:
    """Whether all of a marker stands in some metadata."""
    return all(metadata.get(key) == value for key, value in marker.items())


def cursor(raw: Mapping[str, Any], name: str) -> str | None:
    """The place behind a page; None at the end."""
    meta = raw.get("meta") or {}
    return (meta.get(name) or None) if meta.get("hasMore") else None


def path_of(conversation_id: str) -> str:
    """A conversation's path behind the app."""
    return f"/conversations/{part(conversation_id)}"
