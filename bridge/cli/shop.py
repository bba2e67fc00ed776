"""The demo's shop: a page on somebody else's site that carries the Messenger, with a log-in."""

from __future__ import annotations

import hashlib
import hmac
import html
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from bridge.cli.postbox import Postbox
from bridge.cli.shop_api import ShopApi
from bridge.runtime.clock import SystemClock

TOKEN_S = 3600
FILES = Path(__file__).parent / "shop_files"
PEOPLE = {
    "ada": {"user_id": "42", "name": "Ada Lovelace", "email": "ada@shop.example"},
    "grace": {"user_id": "43", "name": "Grace Hopper", "email": "grace@shop.example"},
}


@asynccontextmanager
async def served(
    port: int, *, bridge: str, secret: str, api: ShopApi, postbox: Postbox
) -> AsyncIterator[None]:
    """The shop on 127.0.0.1:`port`.

    Args:
        port: Where.
        api: What procedures ask and change.
        postbox: Where the customers' mail arrives.
        bridge: The bridge's address, from which the page loads the Messenger.
        secret: The identity secret: a shop's server computes `user_hash`, its pages never see the secret.
    """

    async def page(request: web.Request) -> web.Response:
        person = PEOPLE.get(request.query.get("as", ""))
        settings: dict[str, str] = {"app_id": "demo"}
        if person is not None:
            settings |= _proven(person, secret)
        text = (FILES / "shop.html").read_text()
        text = text.replace("{{ settings }}", html.escape(json.dumps(settings), quote=True))
        text = text.replace("{{ bridge }}", html.escape(bridge, quote=True))
        text = text.replace("{{ who }}", html.escape(person["name"] if person else "nobody"))
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_static("/files/", FILES)
    api.add_routes(app)
    postbox.add_routes(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield
    finally:
        await runner.cleanup()


def _proven(person: dict[str, str], secret: str) -> dict[str, str]:
    """What a shop's server puts into its page; Ada comes with a token, which proves her e-mail too."""
    if person["user_id"] == "42":
        from joserfc import jwt
        from joserfc.jwk import OctKey

        claims = {**person, "exp": int(SystemClock().epoch()) + TOKEN_S}
        token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret), algorithms=["HS256"])
        return {"intercom_user_jwt": token}
    made = hmac.new(secret.encode(), person["user_id"].encode(), hashlib.sha256).hexdigest()
    return person | {"user_hash": made}
