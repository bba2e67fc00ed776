"""How a call to Sunshine Conversations can fail, on a server that does as it is told."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from connectors.failures import NotSent, Refused, Unsure
from connectors.zendesk.conversation_bodies import Author, Text
from connectors.zendesk.conversations import Conversations
from tests.connectors.outside import cut, outside, raw_server, says
from tests.connectors.zendesk.chatting import chatting, posted

FIN = Author(type="business", display_name="Fin")


async def _post(chats: Conversations, text: str = "hi") -> None:
    await chats.post("c1", Text(text=text), author=FIN, metadata={"messenger_bridge": "eff_1"})


def _error(code: str, title: str = "No") -> dict[str, list[dict[str, str]]]:
    return {"errors": [{"code": code, "title": title}]}


async def test_the_key_signs_in_and_is_in_no_failure() -> None:
    async with chatting() as (chats, other):
        other.answer = says(status=401, json=_error("unauthorized"))
        with pytest.raises(Refused) as refused:
            await chats.app()
        assert other.asked[0][3]["authorization"] == "Basic a2V5OnMzY3JldA=="
        assert "BRIDGE_CONVERSATIONS__KEY_ID" in refused.value.reason
        assert "s3cret" not in refused.value.reason


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (400, "bad_request", "a metadata that is too deep"),
        (403, "forbidden", "a key of the app"),
        (404, "app_not_found", "BRIDGE_CONVERSATIONS__APP_ID"),
        (423, "locked", "a metadata that is too deep"),
        (302, "", "BRIDGE_CONVERSATIONS__BASE_URL"),
    ],
)
async def test_a_no_is_final_and_says_what_to_mend(status: int, code: str, said: str) -> None:
    async with chatting() as (chats, other):
        other.answer = says(status=status, json=_error(code, "a metadata that is too deep") if code else {})
        with pytest.raises(Refused) as refused:
            await _post(chats)
        assert (refused.value.status, refused.value.code) == (status, code)
        assert said in refused.value.reason


@pytest.mark.parametrize("status", [429, 503])
async def test_what_asks_us_to_wait_did_nothing(status: int) -> None:
    async with chatting() as (chats, other):
        other.answer = says(status=status, headers={"Retry-After": "7"})
        with pytest.raises(NotSent) as failure:
            await _post(chats)
        assert failure.value.retry_after_s == 7.0
        other.answer = says(status=status)
        with pytest.raises(NotSent) as failure:
            await _post(chats)
        assert failure.value.retry_after_s is None


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_write_that_failed_there_may_have_been_done_and_a_read_has_not(status: int) -> None:
    async with chatting() as (chats, other):
        other.answer = says(status=status)
        with pytest.raises(Unsure):
            await _post(chats)
        with pytest.raises(NotSent):
            await chats.conversation("c1")


async def test_a_cut_line_is_unsure_for_a_write_and_the_write_is_sent_once() -> None:
    async with chatting() as (chats, other):
        other.answer = cut
        with pytest.raises(Unsure):
            await _post(chats)
        assert len(other.asked) == 1
        with pytest.raises(NotSent):
            await chats.messages("c1")


async def test_nobody_at_home_is_not_sent() -> None:
    async with outside() as gone:
        base = f"http://{gone.host}/sc"
    async with Conversations(base_url=base, app_id="a", key_id="k", secret="s") as chats:
        with pytest.raises(NotSent):
            await _post(chats)


async def test_an_answer_that_never_comes_is_unsure() -> None:
    async with (
        raw_server(b"HTTP/1.1 200 OK\r\n", pause_s=20) as host,
        Conversations(
            base_url=f"http://{host}/sc", app_id="a", key_id="k", secret="s", timeout_s=0.2
        ) as chats,
    ):
        with pytest.raises(Unsure, match="did not answer"):
            await _post(chats)


@pytest.mark.parametrize("text", ["<html>", "[]", '{"messages": []}', '{"messages": [{"id": 1}]}'])
async def test_an_answer_that_cannot_be_read_is_unsure_for_a_write(text: str) -> None:
    async with chatting() as (chats, other):
        other.answer = says(text=text)
        with pytest.raises(Unsure, match="could not be read"):
            await _post(chats)
        with pytest.raises(NotSent, match="nothing was changed"):
            await chats.user("u1")


async def test_only_so_many_calls_are_under_way_at_once() -> None:
    under_way, most = 0, 0
    arrived, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def slow(_request: web.Request) -> web.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        arrived.release()
        await go_on.wait()
        under_way -= 1
        return web.json_response({"messages": []})

    async with chatting(most=2) as (chats, other):
        other.answer = slow
        async with asyncio.TaskGroup() as group:
            for place in range(5):
                group.create_task(chats.messages(f"c{place}"), name=f"list {place}")
            await arrived.acquire()
            await arrived.acquire()
            go_on.set()
        assert (most, len(other.asked)) == (2, 5)


async def test_who_gets_no_turn_in_time_has_sent_nothing() -> None:
    go_on = asyncio.Event()

    async def slow(_request: web.Request) -> web.Response:
        await go_on.wait()
        return web.json_response({})

    async with chatting(most=1, timeout_s=0.3) as (chats, other):
        other.answer = slow
        upload = asyncio.ensure_future(chats.upload("c1", "a.txt", "text/plain", b"x"))
        while not other.asked:
            await asyncio.sleep(0.005)
        with pytest.raises(NotSent, match="too many calls"):
            await _post(chats)
        go_on.set()
        with pytest.raises(Unsure):
            await upload
        assert len(other.asked) == 1


async def test_what_the_api_would_not_take_is_not_sent() -> None:
    async with chatting() as (chats, other):
        with pytest.raises(Refused, match="100 KB"):
            await _post(chats, "x" * 102_400)
        with pytest.raises(Refused, match="4 KB"):
            await chats.pass_control("c1", "next", metadata={"a": "x" * 4096})
        with pytest.raises(Refused, match="no plain value"):
            await chats.pass_control("c1", "next", metadata={"a": ["x"]})  # type: ignore[dict-item]
        with pytest.raises(Refused, match="JSON"):
            await _post(chats, "\ud800")
        assert other.asked == []


async def test_ids_in_paths_stay_one_part_of_them() -> None:
    async with chatting() as (chats, other):
        other.answer = says(json={"user": {"id": "1"}})
        await chats.user("a/b?c=d e@f#ü")
        assert other.asked[0][1] == "/sc/v2/apps/app_1/users/a%2Fb%3Fc=d%20e@f%23%C3%BC"


async def test_our_key_goes_to_our_own_host_only() -> None:
    async with chatting() as (chats, other), outside() as elsewhere:
        other.answer = says(text="data", content_type="image/png")
        file = await chats.download(other.url("/sc/attachments/v2/1/a.png"))
        assert (file.data, file.media_type) == (b"data", "image/png; charset=utf-8")
        assert "authorization" in other.asked[0][3]
        other.answer = says(status=302, headers={"Location": elsewhere.url("/a.png")})
        with pytest.raises(Refused):
            await chats.download(other.url("/sc/attachments/v2/1/a.png"))
        with pytest.raises(Refused):
            await chats.download(elsewhere.url("/a.png"))
        with pytest.raises(Refused):
            await chats.download("file:///etc/passwd")
        assert elsewhere.asked == []


async def test_a_file_that_is_too_large_is_refused() -> None:
    async with chatting() as (chats, other):
        other.answer = says(text="x" * 100)
        with pytest.raises(Refused, match="larger"):
            await chats.download(other.url("/a"), size_bytes=99)
        posted(other)
        await _post(chats)
