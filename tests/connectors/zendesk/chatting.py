"""A client of Sunshine Conversations whose other side answers as a test says; each request is checked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from connectors.zendesk.conversations import Conversations
from tests.connectors.outside import Outside, outside, says
from tests.connectors.zendesk.conversation_schemas import check

AT = "2026-11-20T10:00:0{}.000Z"


def message(name: str, *, second: int = 0, **more: Any) -> dict[str, Any]:
    """A message as the API tells it."""
    return {
        "id": name,
        "received": AT.format(second),
        "author": {"type": "business", "displayName": "Fin"},
        "content": {"type": "text", "text": name},
        "source": {"type": "api:conversations"},
        **more,
    }


def posted(other: Outside) -> None:
    """Posts are answered with the message that they made."""

    async def answer(request: web.Request) -> web.Response:
        body = await request.json()
        made = message(f"m{len(other.asked)}", metadata=body["metadata"], content=body["content"])
        return web.json_response({"messages": [made]}, status=201)

    other.answer = answer


@asynccontextmanager
async def chatting(**how: Any) -> AsyncIterator[tuple[Conversations, Outside]]:
    """An open client, and what it talks to; at the end all that was asked is checked."""
    async with outside() as other:
        other.answer = says(json={})
        base = f"http://{other.host}/sc"
        client = Conversations(base_url=base, app_id="app_1", key_id="key", secret="s3cret", **how)
        async with client:
            yield client, other
        for method, path, body, headers in other.asked:
            if path.startswith("/sc/v2"):
                check(method, path, body, headers)
