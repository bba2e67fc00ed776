from __future__ import annotations

import json

import pytest
from aiohttp import web

from connectors.failures import NotSent, Refused, Unsure
from connectors.zendesk.conversation_bodies import Author, Media, Text
from connectors.zendesk.conversation_messages import PIECE
from tests.connectors.outside import Outside, says
from tests.connectors.zendesk.chatting import chatting, message, posted

FIN = Author(type="business", display_name="Fin", avatar_url="https://shop.example/fin.png", subtypes=("AI",))
CORA = Author(type="user", user_external_id="u1")
MARKER = {"messenger_bridge": "eff_1"}
LONG = ("word " * 1600).strip() + "\n\n" + ("more " * 1000).strip()


def _texts(other: Outside) -> list[str]:
    return [json.loads(one[2])["content"]["text"] for one in other.asked if one[0] == "POST"]


async def test_a_message_carries_author_and_marker() -> None:
    async with chatting() as (chats, other):
        posted(other)
        made = await chats.post("c1", Text(text="hello"), author=FIN, metadata=MARKER)
        assert (made.text, made.metadata, made.source) == ("hello", MARKER, "api:conversations")
        await chats.post("c1", Text(text="hello"), author=CORA, metadata=MARKER)
        file = Media(type="file", media_url="https://zd.example/a.pdf", alt_text="x" * 300)
        await chats.post("c1", file, author=CORA, metadata=MARKER)
        bodies = [json.loads(one[2]) for one in other.asked]
        assert bodies[0]["author"] == {
            "type": "business",
            "displayName": "Fin",
            "avatarUrl": "https://shop.example/fin.png",
            "subtypes": ["AI"],
        }
        assert bodies[1]["author"] == {"type": "user", "userExternalId": "u1"}
        assert bodies[2]["content"] == {
            "type": "file",
            "mediaUrl": "https://zd.example/a.pdf",
            "altText": "x" * 128,
        }


async def test_a_text_of_any_length_is_said_in_order() -> None:
    async with chatting() as (chats, other):
        posted(other)
        made = await chats.say("c1", LONG, author=FIN, marker=MARKER)
        assert [one.metadata[PIECE] for one in made] == ["1/4", "2/4", "3/4", "4/4"]
        assert "".join(_texts(other)) == LONG
        assert await chats.say("c1", "short", author=FIN, marker=MARKER) != []
        assert PIECE not in json.loads(other.asked[-1][2])["metadata"]
        assert await chats.say("c1", " \n", author=FIN, marker=MARKER) == []


async def test_a_repeated_text_is_completed_and_nothing_said_twice() -> None:
    async with chatting() as (chats, other):
        there = [
            message("m1", metadata={**MARKER, PIECE: "1/4"}),
            message("m2", metadata={**MARKER, PIECE: "2/4"}, second=1),
            message("m9", metadata={"messenger_bridge": "eff_0", PIECE: "3/4"}, second=2),
        ]

        async def answer(request: web.Request) -> web.Response:
            if request.method == "GET":
                return web.json_response({"messages": there, "meta": {"hasMore": False}})
            body = await request.json()
            return web.json_response({"messages": [message("m", metadata=body["metadata"])]}, status=201)

        other.answer = answer
        made = await chats.say("c1", LONG, author=FIN, marker=MARKER, is_repeat=True)
        assert [one.metadata[PIECE] for one in made] == ["3/4", "4/4"]
        there[0]["metadata"] = MARKER
        assert await chats.say("c1", "short", author=FIN, marker=MARKER, is_repeat=True) == []


@pytest.mark.parametrize(("status", "kind"), [(503, Unsure), (400, Refused)])
async def test_a_text_that_was_said_in_part_is_not_called_unsent(status: int, kind: type[Exception]) -> None:
    async with chatting() as (chats, other):
        posted(other)
        usual, fail = other.answer, says(status=status)

        async def answer(request: web.Request) -> web.StreamResponse:
            return await (usual if len(other.asked) == 1 else fail)(request)

        other.answer = answer
        with pytest.raises(kind):
            await chats.say("c1", LONG, author=FIN, marker=MARKER)
        assert len(other.asked) == 2
        other.answer = says(status=503)
        with pytest.raises(NotSent):
            await chats.say("c1", LONG, author=FIN, marker=MARKER)


async def test_messages_come_in_the_order_of_their_arrival() -> None:
    pages = {
        None: (["m5", "m6"], "m5"),
        "m5": (["m3", "m4"], "m3"),
        "m3": (["m1", "m2"], None),
    }

    async def answer(request: web.Request) -> web.Response:
        names, before = pages[request.query.get("page[before]")]
        meta = {"hasMore": before is not None} | ({"beforeCursor": before} if before else {})
        page = [message(name, second=int(name[1])) for name in names]
        return web.json_response({"messages": page, "meta": meta})

    async with chatting() as (chats, other):
        other.answer = answer
        assert [one.id for one in await chats.messages("c1")] == ["m1", "m2", "m3", "m4", "m5", "m6"]
        assert [one.id for one in await chats.messages("c1", limit=3)] == ["m4", "m5", "m6"]
        found = await chats.messages("c1", is_enough=lambda one: one.id == "m3")
        assert [one.id for one in found] == ["m3", "m4", "m5", "m6"]


async def test_messages_after_one_are_read_forward() -> None:
    async def answer(request: web.Request) -> web.Response:
        after = int(request.query["page[after]"][1])
        page = [message(f"m{after + 1}", second=after + 1)]
        meta = {"hasMore": after < 4, "afterCursor": f"m{after + 1}"}
        return web.json_response({"messages": page, "meta": meta})

    async with chatting() as (chats, other):
        other.answer = answer
        assert [one.id for one in await chats.messages("c1", after="m2")] == ["m3", "m4", "m5"]
        assert [one.id for one in await chats.messages("c1", after="m2", limit=2)] == ["m3", "m4"]


async def test_a_file_is_uploaded_for_its_conversation() -> None:
    async with chatting() as (chats, other):
        told = {"mediaUrl": "https://zd.example/sc/a.png", "mediaType": "image/png"}
        other.answer = says(json={"attachment": told}, status=201)
        made = await chats.upload("c/1", 'Ü "x"\r\n.png', "image/png", b"\x89PNG")
        assert (made.media_url, made.media_type) == ("https://zd.example/sc/a.png", "image/png")
        _, path, body, headers = other.asked[0]
        assert "conversationId=c/1" in path
        head, _, rest = body.partition(b"\r\n\r\n")
        assert 'name="source"; filename="Ü _x___.png"'.encode() in head
        assert b"image/png" in head
        assert head.count(b"\r\n") < 6
        assert rest.startswith(b"\x89PNG\r\n--")
        assert headers["content-length"] == str(len(body))


async def test_a_file_over_fifty_megabytes_is_not_sent() -> None:
    async with chatting() as (chats, other):
        with pytest.raises(Refused, match="50 MB"):
            await chats.upload("c1", "film.mp4", "video/mp4", bytes(50 * 1024 * 1024 + 1))
        assert other.asked == []
