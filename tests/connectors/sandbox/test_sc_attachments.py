from __future__ import annotations

import aiohttp

from tests.connectors.sandbox.chats import FIN, ChatApi


async def _upload(sc: ChatApi, query: str, data: bytes = b"\x89PNG\r\n--x\r\n") -> str:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("source", data, filename="a b.png", content_type="image/png")
    answer = await sc("POST", f"/attachments?{query}", data=form)
    assert answer.status == 201, answer.raw
    assert answer.json["attachment"]["mediaType"] == "image/png"
    return str(answer.json["attachment"]["mediaUrl"])


async def test_a_file_arrives_byte_for_byte_and_is_never_a_page(sc: ChatApi) -> None:
    url = await _upload(sc, "access=public&for=message")
    async with sc.api.session.get(url) as answer:
        assert await answer.read() == b"\x89PNG\r\n--x\r\n"
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''a%20b.png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert (await sc.api.raw("GET", "/sc/attachments/v2/none/a.png")).status == 404


async def test_a_file_belongs_to_the_conversation_that_it_was_uploaded_for(sc: ChatApi) -> None:
    await sc.user()
    ours, other = await sc.conversation(), await sc.conversation()
    url = await _upload(sc, f"access=public&for=message&conversationId={ours}")
    body = {"author": FIN, "content": {"type": "image", "mediaUrl": url}}
    posted = (await sc.made(f"/conversations/{ours}/messages", body))["messages"][0]
    assert (posted["content"]["mediaType"], posted["content"]["mediaSize"]) == ("image/png", 11)
    assert (await sc("POST", f"/conversations/{other}/messages", body)).status == 400


async def test_private_files_are_for_who_has_a_key(sc: ChatApi) -> None:
    url = await _upload(sc, "access=public")
    options = sc.zd.state.options
    object.__setattr__(options, "sc_private_attachments", True)
    async with sc.api.session.get(url) as answer:
        assert answer.status == 401
    async with sc.api.session.get(url, headers=sc.auth) as answer:
        assert answer.status == 200


async def test_what_no_upload_is(sc: ChatApi) -> None:
    form = aiohttp.FormData()
    form.add_field("other", b"x", filename="a", content_type="text/plain")
    assert (await sc("POST", "/attachments?access=public", data=form)).status == 400
    assert (await sc("POST", "/attachments?access=public", data=b"x")).status == 400
    assert (await sc("POST", "/attachments?access=private", data=b"x")).status == 400
    assert (await sc("POST", "/attachments?conversationId=none", data=b"x")).status == 404
