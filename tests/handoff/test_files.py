"""Files of agents reach the customer from our own host, once, whatever Zendesk closes to strangers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from connectors.sandbox.app import Sandbox
from tests.handoff.test_live_chat import PERSON, QUESTION, chat_of
from tests.handoff.world import Customer, World, eventually, world

CLOSED = {"private_attachments": True, "sc_private_attachments": True}
PDF = b"%PDF-1.7 an offer"
PAGE = b"<!doctype html><script>alert(1)</script>"


async def uploaded(zendesk: Sandbox, name: str, data: bytes) -> str:
    """A token of a file for an agent's comment."""
    login = aiohttp.encode_basic_auth(f"{zendesk.state.options.email}/token", zendesk.state.options.api_token)
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{zendesk.base_url}/api/v2/uploads",
            params={"filename": name},
            data=data,
            headers={"Authorization": login, "Content-Type": "application/pdf"},
        ) as answer,
    ):
        token: str = (await answer.json(content_type=None))["upload"]["token"]
        return token


async def file_of_agent(w: World, name: str) -> dict[str, Any]:
    async def there() -> Any:
        files = [file for part in await w.customer.parts() for file in part["attachments"]]
        return next((one for one in files if one["name"] == name), None)

    found: dict[str, Any] = await eventually(there, f"the file {name} never came")
    return found


async def fetched(w: World, file: dict[str, Any], expect: int = 200) -> tuple[aiohttp.ClientResponse, bytes]:
    async with w.customer.http.get(w.settings.base_url + file["url"]) as answer:
        assert answer.status == expect, await answer.text()
        return answer, await answer.read()


def asked(w: World) -> int:
    return len(
        [one for one in w.zendesk.journal.entries if "/attachments/" in one.path and one.method == "GET"]
    )


async def test_a_file_in_a_comment_is_read_from_our_host_once(tmp_path: Path) -> None:
    async with world(tmp_path, sandbox=CLOSED) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        ticket = await w.ticket()
        token = await uploaded(w.zendesk, "offer.pdf", PDF)
        w.zendesk.agent_reply(ticket()["id"], "<p>Here is the offer</p>", uploads=[token])
        file = await file_of_agent(w, "offer.pdf")
        assert w.zendesk.base_url not in str(await w.customer.parts())
        for _ in range(2):
            answer, data = await fetched(w, file)
            assert data == PDF
            assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert asked(w) == 1
        w.zendesk.state.attachments.clear()  # Zendesk forgets it; the customer's copy stays
        assert (await fetched(w, file))[1] == PDF


async def test_a_file_in_a_live_chat_is_inert_and_read_from_our_host(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff", sandbox=CLOSED) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        chat = await chat_of(w)
        w.zendesk.chat_reply(chat()["ticket_id"], file=("picture.png", "image/png", PAGE))
        answer, data = await fetched(w, await file_of_agent(w, "picture.png"))
        assert data == PAGE
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert w.zendesk.base_url not in str(await w.customer.parts())


async def test_a_file_that_zendesk_does_not_give_now_is_asked_for_again(tmp_path: Path) -> None:
    async with world(tmp_path, sandbox=CLOSED) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        ticket = await w.ticket()
        token = await uploaded(w.zendesk, "offer.pdf", PDF)
        w.zendesk.agent_reply(ticket()["id"], "<p>Here is the offer</p>", uploads=[token])
        file = await file_of_agent(w, "offer.pdf")
        w.zendesk.fault("503", method="GET", path_regex="/attachments/")
        answer, _ = await fetched(w, file, 503)
        assert int(answer.headers["Retry-After"]) > 0
        assert (await fetched(w, file))[1] == PDF


async def test_only_a_signed_address_opens_a_file(tmp_path: Path) -> None:
    async with world(tmp_path, sandbox=CLOSED) as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await w.customer.say(PERSON)
        ticket = await w.ticket()
        token = await uploaded(w.zendesk, "offer.pdf", PDF)
        w.zendesk.agent_reply(ticket()["id"], "<p>Here is the offer</p>", uploads=[token])
        file = await file_of_agent(w, "offer.pdf")
        forged = file["url"][:-1] + ("0" if file["url"][-1] != "0" else "1")
        await fetched(w, {"url": forged}, 404)
        other = file["url"].replace(w.customer.conversation, "cnv_somebodyelse")
        await fetched(w, {"url": other}, 404)
        assert asked(w) == 0
        w.zendesk.state.attachments.clear()
        await fetched(w, file, 404)


PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


async def sent(customer: Customer, text: str, *names: str) -> None:
    """The customer writes, with a file for each name."""
    ids = []
    for name in names:
        form = aiohttp.FormData()
        form.add_field("file", PNG + name.encode(), filename=name, content_type="image/png")
        url = f"{customer.base}/messenger/uploads"
        async with customer.http.post(url, data=form, headers=customer.headers) as answer:
            ids.append((await answer.json())["id"])
    await customer.say(text, attachments=ids)


async def test_files_from_before_the_hand_off_can_be_opened_in_the_chat(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await sent(w.customer, QUESTION, "broken-1.png", "broken-2.png")
        await w.customer.hears("fin", "working day")
        await sent(w.customer, PERSON, "broken-3.png")
        chat = await chat_of(w)
        shown = [one["content"] for one in chat()["messages"]]
        files = [one["altText"] for one in shown if one["type"] == "image"]
        assert files == ["broken-1.png", "broken-2.png", "broken-3.png"]
        assert [one["author"]["type"] for one in chat()["messages"] if one["content"]["type"] == "image"] == [
            "user"
        ] * 3
        texts = " ".join(one["text"] for one in shown if one["type"] == "text")
        assert "[broken-1.png]" in texts
        assert PERSON in texts


@pytest.mark.parametrize("kind", ["503", "garbage", "reset_after"])
async def test_a_file_that_did_not_arrive_is_sent_again_and_stands_there_once(
    tmp_path: Path, kind: Any
) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        w.zendesk.fault(kind, method="POST", path_regex="/attachments")
        w.zendesk.fault(kind, method="POST", path_regex="/messages", body_regex="mediaUrl")
        await sent(w.customer, PERSON, "broken.png", "worse.png")
        chat = await chat_of(w)
        shown = [one["content"] for one in chat()["messages"]]
        assert [one["altText"] for one in shown if one["type"] == "image"] == ["broken.png", "worse.png"]


async def test_agents_see_all_that_was_sent_before(tmp_path: Path) -> None:
    async with world(tmp_path, mode="live_chat", create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await sent(w.customer, QUESTION, *(f"a{number}.png" for number in range(5)))
        await w.customer.hears("fin", "working day")
        await sent(w.customer, PERSON, *(f"b{number}.png" for number in range(5)))
        await chat_of(w)
        [there] = w.zendesk.state.chats.conversations.values()
        assert len(there.messages) == 12
        assert {one.ticket_id for one in there.messages} == {there.ticket_id}


async def test_files_from_before_the_hand_off_are_on_a_ticket_that_begins_with_it(tmp_path: Path) -> None:
    async with world(tmp_path, create_on="handoff") as w:
        await w.customer.boot("42", name="Ada Lovelace")
        await sent(w.customer, QUESTION, "broken-1.png")
        await w.customer.hears("fin", "working day")
        await sent(w.customer, PERSON, "broken-2.png")
        ticket = await w.ticket()
        await w.becomes("no packet", lambda: bool(w.zendesk.comments(ticket()["id"], public=False)))
        [packet] = w.zendesk.comments(ticket()["id"], public=False)
        assert [one["file_name"] for one in packet["attachments"]] == ["broken-1.png", "broken-2.png"]
        assert "[broken-1.png]" in packet["html_body"]
