"""The demo's mailbox: mail arrives by SMTP, is shown as text, and is answered through the bridge's route."""

from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bridge.cli.postbox import Postbox, received
from connectors.mail import Mailer


async def test_mail_is_taken_shown_and_answered(aiohttp_client) -> None:  # type: ignore[no-untyped-def]  # pytest's
    posted = []

    async def inbound(request: web.Request) -> web.Response:
        posted.append((request.headers["Authorization"], await request.json()))
        return web.json_response({"status": "accepted"})

    bridge = web.Application()
    bridge.router.add_post("/mail/inbound", inbound)
    server = TestServer(bridge)
    await server.start_server()
    postbox = Postbox(str(server.make_url("")).rstrip("/"), "the-token")
    shop = web.Application()
    postbox.add_routes(shop)
    client: TestClient[web.Request, web.Application] = await aiohttp_client(shop)
    async with received(postbox) as port:
        mailer = Mailer(
            "127.0.0.1",
            port,
            sender="help@shop.example",
            now=lambda: datetime(2026, 1, 5, tzinfo=UTC),
            tls="none",
        )
        await mailer.send(
            "ada@shop.example",
            "Hi <script>",
            "Your code is 123456.\n.\n<img src=x>",
            message_id="<a@b>",
            headers={"Reply-To": "reply+x@shop.example"},
        )
    page = await (await client.get("/mail")).text()
    assert "Your code is 123456.\n.\n&lt;img" in page.replace("\r", "")
    assert "<script>" not in page
    answer = {"from": "ada@shop.example", "to": "reply+x@shop.example", "text": "thanks"}
    shown = await (await client.post("/mail", data=answer)).text()
    assert "Answer: accepted" in shown
    assert posted == [("Bearer the-token", {**answer, "to": [answer["to"]], "message_id": "<answer-1@demo>"})]
    await server.close()
