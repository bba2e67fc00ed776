"""Files of conversations: uploaded as a form, served under an address that names them."""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import web

from connectors.sandbox import sc_problems
from connectors.sandbox.sc_bodies import chats_of, route
from connectors.sandbox.sc_gate import is_signed_in
from connectors.sandbox.sc_records import ChatFile
from connectors.sandbox.web import STATE, answer

FILE_MOST = 50 * 1024 * 1024


def add_routes(app: web.Application) -> None:
    """`/attachments`, and where they are served."""
    route(app, "POST", "/attachments", upload)
    app.router.add_get("/sc/attachments/v2/{file}/{name}", serve)


async def upload(request: web.Request) -> web.Response:
    """`POST attachments?access=public&for=message&conversationId=`, a form with the field `source`."""
    chats = chats_of(request)
    if request.query.get("access", "public") != "public":
        raise sc_problems.bad("access must be public")
    conversation_id = request.query.get("conversationId")
    if conversation_id is not None:
        chats.conversation(conversation_id)
    name, content_type, data = _source(request.headers.get("Content-Type", ""), await request.read())
    if len(data) > FILE_MOST:
        raise sc_problems.too_large()
    file = ChatFile(
        id=chats.next_id(), name=name, content_type=content_type, data=data, conversation_id=conversation_id
    )
    chats.files[file.id] = file
    url = f"{request.app[STATE].origin}/sc/attachments/v2/{file.id}/{quote(name, safe='')}"
    return answer({"attachment": {"mediaUrl": url, "mediaType": content_type}}, 201)


async def serve(request: web.Request) -> web.Response:
    """A file's bytes: for everybody, or where attachments are private for who has a key."""
    state = request.app[STATE]
    file = state.chats.files.get(request.match_info["file"])
    if file is None:
        raise sc_problems.not_found()
    if state.options.sc_private_attachments and not is_signed_in(request):
        raise sc_problems.unauthorized()
    return web.Response(
        body=file.data,
        headers={
            "Content-Type": file.content_type,
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _source(content_type: str, body: bytes) -> tuple[str, str, bytes]:
    """Name, type and bytes of the form's field `source`; the body has been read before, so not by aiohttp."""
    boundary = re.search(r'boundary="?([^";]+)"?', content_type)
    if not content_type.startswith("multipart/form-data") or boundary is None:
        raise sc_problems.bad("Send multipart/form-data")
    for piece in body.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, data = piece.partition(b"\r\n\r\n")
        lines = head.decode("utf-8", "replace")
        if re.search(r'\bname="source"', lines) is None:
            continue
        name = re.search(r'filename="([^"]*)"', lines)
        kind = re.search(r"(?im)^content-type:\s*([\w.+-]+/[\w.+-]+)", lines)
        return (
            (name[1] if name else "") or "file",
            kind[1] if kind else "application/octet-stream",
            data.removesuffix(b"\r\n"),
        )
    raise sc_problems.bad("source is required")
