"""`/fin/start` and `/fin/reply` over HTTP: what is taken, what is refused and in which words."""

from __future__ import annotations

import asyncio
import base64

import pytest

from bridge.core.words.values import Channel
from tests.edges.fin_api_server import ADA, QUESTION, Caller, calling, words

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"0" * 20).decode()


@pytest.fixture
async def caller(tmp_path):
    async with calling(tmp_path) as one:
        yield one


async def test_a_conversation_begins_and_goes_on(caller: Caller) -> None:
    answer = await caller.start()
    url = answer.pop("sse_subscription_url")
    assert url.startswith(f"{caller.base}/fin/events?channels=fin_agent_api%3Ademo%3Aext-1&accessToken=ey")
    assert url.endswith("&rewind=2m")
    created = answer.pop("created_at_ms")
    assert len(created) == len("2025-01-24T10:00:00.123Z")
    assert created.endswith("Z")
    assert answer == {"conversation_id": "ext-1", "user_id": "user-42", "status": "thinking"}
    await caller.told("fin_replied", "awaiting_user_reply")
    answer = await caller.reply("And how do I track it?")
    assert "rewind" not in answer["sse_subscription_url"]
    assert answer["status"] == "thinking"
    await caller.told("fin_replied", "awaiting_user_reply", "fin_replied", "awaiting_user_reply")
    said = [part.author.type for part in await caller.parts()]
    assert said == ["user", "fin", "user", "fin"]
    state = await caller.state()
    assert (state.channel, state.ticket) == (Channel.API, None)
    assert (state.contact.external_id, state.contact.verified) == ("user-42", True)


async def test_who_may_not_call_is_told_so(caller: Caller) -> None:
    caller.token = "somebody else's"
    assert await caller.refused("/fin/start", caller.body("hi"), 401) == "Access Token Invalid"
    assert caller.last["errors"][0]["code"] == "unauthorized"
    caller.token = "reads only, for tests"
    await caller.refused("/fin/start", caller.body("hi"), 403)


async def test_a_version_that_does_not_exist_is_refused(caller: Caller) -> None:
    for version in ("Preview", "Unstable", "2.14", "2.15", "2.16"):
        caller.version = version
        await caller.start(conversation=f"in {version}")
    caller.version = "1.0"
    assert "could not be found" in await caller.refused("/fin/start", caller.body("hi"))
    assert caller.last["errors"][0]["code"] == "intercom_version_invalid"


async def test_what_is_missing_or_wrong_is_named(caller: Caller) -> None:
    whole = caller.body("hi")

    async def without(path: str, **changes) -> str:
        return await caller.refused(path, {**whole, **changes})

    for path in ("/fin/start", "/fin/reply"):
        assert await without(path, conversation_id=None) == "conversation_id is required"
        assert await without(path, conversation_id="") == "conversation_id is required"
        assert await without(path, message=None) == "message is required"
        assert await without(path, user=None) == "user is required"
        assert await without(path, user={"name": "x"}) == "user.id is required"
        assert await without(path, message={"author": "user"}) == "message.body is required"
        for unseen in (" ", "\u200b", "\x00", "<script>alert(1)</script>", "<p> </p>"):
            message = {"author": "user", "body": unseen}
            assert await without(path, message=message) == "message.body is required"
        assert await without(path, message={"body": "x"}) == "message.author is required"
        assert "one of user, agent, fin" in await without(path, message={"author": "god", "body": "x"})
        assert "ISO 8601" in await without(
            path, message={"author": "user", "body": "x", "timestamp": "yesterday"}
        )
        many = {**ADA, "attributes": {f"a{n}": n for n in range(11)}}
        assert await without(path, user=many) == "Cannot update more than 10 attributes at once."
        assert "valid email" in await without(path, user={**ADA, "email": "nobody"})
        assert await without(path, attachments=[{"type": "url"}]) == "attachments.0.url is required"
        assert "one of url, file" in await without(path, attachments=[{"type": "x"}])
        assert "at most" not in await without(path, attachments=[{"type": "url", "url": "https://x"}] * 11)
        file = {"type": "file", "name": "x.png", "content_type": "image/png", "data": "!"}
        assert "base64" in await without(path, attachments=[file])
        assert "boolean" in await without(path, settings={"email": "yes"})
    old = {"author": "user", "body": "x"}
    said = await without("/fin/start", conversation_metadata={"history": [old] * 11})
    assert said == "Conversation history cannot contain more than 10 items"
    assert {one["code"] for one in caller.last["errors"]} == {"parameter_invalid"}
    assert await caller.state() is None


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'"x"', b'{"conversation_id": NaN}', b"\xff", b"[" * 5000])
async def test_what_is_no_json_object_is_refused(caller: Caller, raw: bytes) -> None:
    headers = {"Authorization": f"Bearer {caller.token}", "Content-Type": "application/json"}
    async with caller.http.post(f"{caller.base}/fin/start", data=raw, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["errors"][0]["code"] == "bad_json"


async def test_the_same_request_twice_is_one_message(caller: Caller) -> None:
    start = caller.body(QUESTION)
    first = await caller.post("/fin/start", start)
    await caller.told("fin_replied", "awaiting_user_reply")
    again = await caller.post("/fin/start", start)
    assert (again["conversation_id"], again["user_id"]) == (first["conversation_id"], first["user_id"])
    reply = caller.body("And how do I track it?")
    await asyncio.gather(*[caller.post("/fin/reply", reply) for _ in range(5)])
    await caller.told("fin_replied", "awaiting_user_reply", "fin_replied", "awaiting_user_reply")
    await caller.post("/fin/reply", reply)
    assert [part.author.type for part in await caller.parts()].count("user") == 2


async def test_the_same_words_at_another_time_are_another_message(caller: Caller) -> None:
    await caller.start()
    await caller.told("fin_replied", "awaiting_user_reply")
    await caller.reply("Tell me about delivery")
    await caller.reply("Tell me about delivery")
    assert [part.author.type for part in await caller.parts()].count("user") == 3


async def test_without_a_time_the_same_words_are_one_message_until_somebody_answered(caller: Caller) -> None:
    body = caller.body(QUESTION)
    del body["message"]["timestamp"]
    await caller.post("/fin/start", body)
    await caller.told("fin_replied", "awaiting_user_reply")
    await caller.post("/fin/start", body)
    await caller.post("/fin/reply", body)
    assert [part.author.type for part in await caller.parts()].count("user") == 2


async def test_a_conversation_is_begun_once_and_gone_on_with_by_its_user_alone(caller: Caller) -> None:
    await caller.start()
    assert "Please use /reply" in await caller.refused("/fin/start", caller.body("something else"))
    eve = {**caller.body("hi"), "user": {"id": "eve"}}
    message = "Conversation not found for the given conversation_id"
    assert await caller.refused("/fin/reply", eve) == message
    assert await caller.refused("/fin/reply", caller.body("hi", conversation="ext-9")) == message


async def test_a_user_is_made_and_brought_up_to_date(caller: Caller) -> None:
    user = {"id": 42, "name": "Ada\nLovelace", "email": "Ada@Example.com", "attributes": {"plan": "pro"}}
    await caller.start(user=user)
    contact = (await caller.state()).contact
    assert (contact.external_id, contact.name, contact.email) == ("42", "Ada Lovelace", "ada@example.com")
    assert contact.attributes == {"plan": "pro"}
    more = {"id": "42", "name": "Countess", "attributes": {"seats": 3}}
    await caller.post("/fin/reply", {**caller.body("hello"), "user": more})
    contact = (await caller.state()).contact
    assert (contact.name, contact.email) == ("Countess", "ada@example.com")
    assert contact.attributes == {"plan": "pro", "seats": 3}


async def test_attributes_that_do_not_exist_or_do_not_fit_are_reported_and_do_no_harm(tmp_path) -> None:
    declared = {
        "user": {"plan": "string", "seats": "integer"},
        "conversation": {"priority_level": "string"},
    }
    ill_typed = "'1234' is not a valid value for attribute 'priority_level' of type 'string'"
    async with calling(tmp_path, attributes=declared) as caller:
        user = {**ADA, "attributes": {"plan": "pro", "bad": 1, "seats": "three"}}
        metadata = {"attributes": {"priority_level": 1234, "bad_attr": True}}
        answer = await caller.start(user=user, conversation_metadata=metadata)
        assert answer["errors"] == {
            "user": {
                "attributes": {
                    "bad": "User attribute 'bad' does not exist",
                    "seats": "'three' is not a valid value for attribute 'seats' of type 'integer'",
                }
            },
            "conversation": {
                "attributes": {
                    "priority_level": ill_typed,
                    "bad_attr": "Conversation attribute 'bad_attr' does not exist",
                }
            },
        }
        assert (await caller.state()).contact.attributes == {"plan": "pro"}


async def test_where_none_are_declared_any_attribute_of_one_value_is_taken(caller: Caller) -> None:
    user = {**ADA, "attributes": {"plan": "pro", "nested": {"a": 1}, "<b>": 1}}
    answer = await caller.start(user=user, conversation_metadata={"attributes": {"order_id": "98765"}})
    assert set(answer["errors"]["user"]["attributes"]) == {"nested", "<b>"}
    state = await caller.state()
    assert state.contact.attributes == {"plan": "pro"}
    assert state.caller.attributes == {"order_id": "98765"}


async def test_what_was_said_before_stands_before_the_first_message_and_is_told_to_nobody(
    caller: Caller,
) -> None:
    history = [
        {"author": "user", "body": "I need help", "timestamp": "2025-01-24T10:00:01Z"},
        {"author": "agent", "body": "<p>What with?</p>", "timestamp": "2025-01-24T10:01:00Z"},
    ]
    await caller.start(conversation_metadata={"history": history})
    events = await caller.told("fin_replied", "awaiting_user_reply")
    assert words(events) == ["fin_replied", "awaiting_user_reply"]
    parts = await caller.parts()
    assert [(part.author.type, part.body.text) for part in parts][:3] == [
        ("user", "I need help"),
        ("agent", "What with?"),
        ("user", QUESTION),
    ]
    assert parts[0].at.isoformat() == "2025-01-24T10:00:01+00:00"


async def test_files_are_kept_by_their_content_and_links_stay_links(caller: Caller) -> None:
    files = [
        {"type": "file", "name": "../../a.exe", "content_type": "image/png", "data": PNG},
        {"type": "url", "url": "http://169.254.169.254/latest/meta-data"},
    ]
    await caller.start(attachments=files)
    part = (await caller.parts())[0]
    assert [(one.name, one.content_type) for one in part.attachments] == [("a.exe.png", "image/png")]
    assert part.body.text.endswith("http://169.254.169.254/latest/meta-data")
    async with caller.http.get(caller.base + part.attachments[0].url) as response:
        assert (response.status, response.content_type) == (200, "image/png")


async def test_files_that_are_too_large_or_of_a_strange_kind_are_refused(tmp_path) -> None:
    async with calling(tmp_path, limits={"upload_bytes": 1000}) as caller:
        large = base64.b64encode(b"a" * 600).decode()
        one = {"type": "file", "name": "a.txt", "content_type": "text/plain", "data": large}
        await caller.refused("/fin/start", caller.body("hi", attachments=[one, one]), 413)
        program = {**one, "data": base64.b64encode(b"MZ\x00\x01").decode()}
        await caller.refused("/fin/start", caller.body("hi", attachments=[program]), 415)
        headers = {"Authorization": f"Bearer {caller.token}", "Content-Type": "application/json"}
        huge = b" " * 400_000
        async with caller.http.post(f"{caller.base}/fin/start", data=huge, headers=headers) as response:
            assert response.status == 413


async def test_markup_is_read_as_text_that_is_safe(caller: Caller) -> None:
    await caller.start("<p>Is it <b>here</b>?</p><script>alert(1)</script><img src=x onerror=alert(2)>")
    part = (await caller.parts())[0]
    assert "<script" not in part.body.html
    assert "<img" not in part.body.html
    assert part.body.text == "Is it here?"
    await caller.reply("is 3 < 4 and 5 > 4?")
    assert [one.body.text for one in await caller.parts() if one.author.type == "user"][
        1
    ] == "is 3 < 4 and 5 > 4?"


async def test_replies_can_be_letters(caller: Caller) -> None:
    await caller.start(settings={"email": True})
    events = await caller.told("fin_replied", "awaiting_user_reply")
    body = events[0]["message"]["body"]
    assert body.startswith("<p>Hi Ada Lovelace,</p>")
    assert body.endswith("<p>Best regards,<br>Fin</p>")


async def test_one_answer_without_questions_back_is_complete(caller: Caller) -> None:
    await caller.start(settings={"follow_up_questions": False})
    await caller.told("fin_replied", "resolved", "complete")
    await caller.start("Do you like jazz?", conversation="ext-2", settings={"follow_up_questions": False})
    events = await caller.told("fin_replied", "complete", conversation="ext-2")
    assert "escalated" not in words(events)


async def test_people_are_asked_for(caller: Caller) -> None:
    await caller.start("I want to talk to a human")
    events = await caller.told("fin_replied", "escalated", "complete")
    assert events[1]["reason"] == "Escalation requested by user"
    assert (await caller.state()).ticket is not None
    answer = await caller.reply("are you there?")
    assert answer["status"] == "escalated"
