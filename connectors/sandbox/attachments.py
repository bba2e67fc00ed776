"""Files: uploaded first, named in a comment, then served under an unguessable address."""

from __future__ import annotations

import orjson
from aiohttp import web

from connectors.sandbox import problems
from connectors.sandbox.clock import stamp
from connectors.sandbox.ids import token
from connectors.sandbox.oauth import caller
from connectors.sandbox.records import Attachment, Upload
from connectors.sandbox.render import attachment_json
from connectors.sandbox.web import STATE, answer, path_id, route

UPLOAD_LIFE_S = 3600.0
FILE_MOST = 50 * 1024 * 1024


def add_routes(app: web.Application) -> None:
    """`/uploads`, `/attachments`."""
    route(app, "POST", "/uploads", upload)
    route(app, "DELETE", "/uploads/{token:[0-9a-f]+}", forget)
    route(app, "GET", r"/attachments/{id:\d+}", show)
    app.router.add_get("/attachments/token/{token:[0-9a-f]+}/", serve)
    app.router.add_get("/access/unauthenticated", sign_in)


async def upload(request: web.Request) -> web.Response:
    """`POST /uploads?filename=[&token=]` with the raw bytes."""
    state = request.app[STATE]
    name = request.query.get("filename")
    if not name:
        raise problems.missing("filename")
    data = await request.read()
    if len(data) > FILE_MOST:
        raise problems.invalid("attachment", "Attachment: is larger than 50 MB")
    file = Attachment(
        id=state.next_id("attachment"),
        token=token()[:32],
        name=name,
        content_type=request.content_type,
        data=data,
    )
    state.attachments[file.token] = file
    known = state.uploads.get(request.query.get("token", ""))
    if known is None:
        known = Upload(token=token()[:32], expires_at=state.now() + UPLOAD_LIFE_S, attachments=[])
        state.uploads[known.token] = known
    known.attachments.append(file)
    body = {
        "upload": {
            "token": known.token,
            "expires_at": stamp(known.expires_at),
            "attachments": [attachment_json(state, one) for one in known.attachments],
            "attachment": attachment_json(state, file),
        }
    }
    # Zendesk really says text/plain here.
    return web.Response(body=orjson.dumps(body), status=201, content_type="text/plain", charset="utf-8")


async def forget(request: web.Request) -> web.Response:
    """`DELETE /uploads/{token}`."""
    if request.app[STATE].uploads.pop(request.match_info["token"], None) is None:
        raise problems.not_found()
    return web.Response(status=204)


async def show(request: web.Request) -> web.Response:
    """`GET /attachments/{id}`."""
    state = request.app[STATE]
    wanted = path_id(request)
    for file in state.attachments.values():
        if file.id == wanted:
            return answer({"attachment": attachment_json(state, file)})
    raise problems.not_found()


async def serve(request: web.Request) -> web.Response:
    """A file's bytes: always a download, never a page of this origin; strangers meet a page to sign in."""
    state = request.app[STATE]
    file = state.attachments.get(request.match_info["token"])
    if file is None:
        raise problems.not_found()
    if state.options.private_attachments:
        if "Authorization" not in request.headers:
            raise web.HTTPFound("/access/unauthenticated")
        caller(request)
    response = web.Response(
        body=file.data,
        headers={
            "Content-Type": file.content_type,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(file.name)}"
    return response


async def sign_in(_request: web.Request) -> web.Response:
    """Where Zendesk sends a browser that nobody has signed in."""
    return web.Response(text="<!doctype html><title>Sign in</title>", content_type="text/html")


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
