"""`/fin/escalate`, `/fin/csat`, `/fin/capabilities`, `/fin/procedures/{id}/run` over HTTP."""

from __future__ import annotations

import pytest

from tests.edges.fin_api_server import ADA, PROCEDURE, Caller, calling, words
from tests.edges.fin_api_stream import reading

DRAFT = PROCEDURE.replace("title: Cancel a booking", "title: Not yet\nstatus: draft")
WEB = PROCEDURE.replace("title: Cancel a booking", "title: On the web\naudience: {channels: [web]}")
PRO = PROCEDURE.replace(
    "title: Cancel a booking",
    "title: For pros\naudience: {channels: [api], if: \"contact.plan == 'pro'\"}",
)
PRO_USER = {**ADA, "attributes": {"plan": "pro"}}
MORE = {"draft": DRAFT, "web": WEB, "pro": PRO}


@pytest.fixture
async def caller(tmp_path):
    async with calling(tmp_path, procedures=MORE, ask_rating=True) as one:
        yield one


def run_of(**more) -> dict:
    return {"conversation_id": "run-1", "user": ADA, **more}


async def test_what_fin_can_do_depends_on_the_user(caller: Caller) -> None:
    answer = await caller.post("/fin/capabilities", {"user": {"id": "42"}})
    assert answer["version"] == "Preview"
    [cancel, *always] = answer["capabilities"]
    assert cancel == {
        "type": "procedure",
        "id": "cancel",
        "name": "Cancel a booking",
        "description": "The customer wants to cancel a booking.",
        "endpoint": "/fin/procedures/cancel/run",
        "method": "POST",
    }
    assert [(one["type"], one["endpoint"]) for one in always] == [
        ("reply", "/fin/reply"),
        ("ask", "/fin/ask"),
        ("escalate", "/fin/escalate"),
    ]
    answer = await caller.post("/fin/capabilities", {"user": PRO_USER})
    assert {one.get("id") for one in answer["capabilities"]} == {"cancel", "pro", None}
    many = {"id": "42", "attributes": {f"a{n}": n for n in range(11)}}
    said = await caller.refused("/fin/capabilities", {"user": many})
    assert said == "Cannot update more than 10 attributes at once."


async def test_a_procedure_runs_at_once_and_its_questions_go_to_the_caller(caller: Caller) -> None:
    message = {"author": "agent", "body": "I cancel your booking now."}
    answer = await caller.post("/fin/procedures/cancel/run", run_of(message=message))
    assert (answer["conversation_id"], answer["user_id"]) == ("run-1", "user-42")
    assert answer["procedure_id"] == "cancel"
    async with reading(caller.http, answer["sse_subscription_url"]) as reader:
        events = await reader.all()
    assert words(events) == ["fin_replied", "fin_replied", "awaiting_user_reply"]
    assert [one["message"]["body"] for one in events[:2]] == [
        "<p>I cancel your booking now.</p>",
        "<p>Which booking is it?</p>",
    ]
    await caller.reply("B-7", conversation="run-1")
    events = await caller.told("fin_replied", "resolved", "complete", "csat_requested", conversation="run-1")
    assert "Booking B-7 is cancelled." in events[3]["message"]["body"]


async def test_what_is_known_already_is_not_asked_for(caller: Caller) -> None:
    metadata = {"attributes": {"booking": "B-9", "mood": "good"}}
    answer = await caller.post("/fin/procedures/cancel/run", run_of(conversation_metadata=metadata))
    assert "errors" not in answer
    events = await caller.told("fin_replied", "resolved", "complete", "csat_requested", conversation="run-1")
    assert "Booking B-9 is cancelled." in events[0]["message"]["body"]


async def test_what_does_not_fit_is_reported_and_asked_for(caller: Caller) -> None:
    metadata = {"attributes": {"booking": 9}}
    answer = await caller.post("/fin/procedures/cancel/run", run_of(conversation_metadata=metadata))
    assert answer["errors"]["conversation"]["attributes"] == {
        "booking": "'9' is not a valid value for attribute 'booking' of type 'string'"
    }
    await caller.told("fin_replied", "awaiting_user_reply", conversation="run-1")


async def test_the_users_own_words_can_begin_it(caller: Caller) -> None:
    message = {"author": "user", "body": "Cancel my booking please"}
    await caller.post("/fin/procedures/cancel/run", run_of(message=message))
    await caller.told("fin_replied", "awaiting_user_reply", conversation="run-1")
    assert [part.author.type for part in await caller.parts("run-1")] == ["user", "fin"]


async def test_the_same_run_twice_is_one_and_another_is_refused(caller: Caller) -> None:
    await caller.post("/fin/procedures/cancel/run", run_of())
    await caller.post("/fin/procedures/cancel/run", run_of())
    events = await caller.told("fin_replied", "awaiting_user_reply", conversation="run-1")
    assert len(events) == 2
    exists = (
        "Fin session already exists for this conversation. Please use /reply to continue the conversation."
    )
    eve = run_of(user={"id": "eve"})
    assert await caller.refused("/fin/procedures/cancel/run", eve) == exists
    await caller.start(conversation="run-2")
    body = run_of(conversation_id="run-2")
    assert await caller.refused("/fin/procedures/cancel/run", body) == exists


async def test_why_a_procedure_does_not_run_is_said_in_intercoms_words(caller: Caller) -> None:
    async def why(id_: str, **more) -> str:
        return await caller.refused(f"/fin/procedures/{id_}/run", run_of(**more))

    assert await why("nothing") == "Procedure not found"
    assert await why("draft") == "Procedure is not live"
    assert await why("web") == "Procedure does not have an API trigger"
    assert await why("pro") == (
        "No Fin profile is configured to handle this conversation. Configure a Fin profile and retry."
    )
    assert await why("cancel", conversation_id=None) == "External Conversation ID is required"
    assert await why("cancel", user=None) == "User ID is required"
    assert {one["code"] for one in caller.last["errors"]} == {"parameter_invalid"}
    await caller.post("/fin/procedures/pro/run", run_of(user=PRO_USER))


async def test_a_conversation_is_escalated_with_its_reason(caller: Caller) -> None:
    await caller.start()
    await caller.told("fin_replied", "awaiting_user_reply")
    body = {"conversation_id": "ext-1", "context": "He is upset."}
    answer = await caller.post("/fin/escalate", body)
    url = answer.pop("sse_subscription_url")
    assert answer == {"conversation_id": "ext-1", "status": "escalated"}
    await caller.told("fin_replied", "escalated", "complete")
    async with reading(caller.http, url) as reader:
        events = await reader.all()
    assert words(events) == ["fin_replied", "escalated", "complete"]
    assert events[1]["reason"] == "Escalation requested via API"
    assert (await caller.state()).ticket is not None
    told = len(caller.events())
    await caller.post("/fin/escalate", body)
    assert len(caller.events()) == told
    assert (await caller.reply("hello?"))["status"] == "escalated"


async def test_what_was_only_asked_can_be_escalated(caller: Caller) -> None:
    await caller.post("/fin/ask", caller.body("Do you like jazz?"))
    await caller.told("fin_replied", "complete")
    await caller.post("/fin/escalate", {"conversation_id": "ext-1"})
    assert (await caller.state()).owner == "team"


async def test_what_cannot_be_escalated_is_refused(caller: Caller) -> None:
    neither = "Either conversation_id or user must be provided"
    assert await caller.refused("/fin/escalate", {}) == neither
    assert await caller.refused("/fin/escalate", {"conversation_id": "ext-1", "user": ADA}) == neither
    assert await caller.refused("/fin/escalate", {"conversation_id": "x"}) == "Conversation not found"
    assert "not supported" in await caller.refused("/fin/escalate", {"user": ADA})
    long = {"conversation_id": "x", "context": "a" * 10_001}
    assert "10000" in await caller.refused("/fin/escalate", long)


async def rated(caller: Caller, rating: object, status: int = 200, **more) -> object:
    body = {"conversation_id": "ext-1", "rating": rating, **more}
    answer = await caller.post("/fin/csat", body, status)
    if status == 200:
        assert answer == {"conversation_id": "ext-1", "rating": rating, "status": "rated"}
    return answer.get("errors")


async def test_a_rating_can_be_changed_until_it_has_a_remark(caller: Caller) -> None:
    not_found = {"external_conversation_id": "Conversation not found for the given external_conversation_id"}
    assert await rated(caller, "good", 422) == not_found
    await caller.start()
    await caller.told("fin_replied", "awaiting_user_reply")
    assert await rated(caller, "good", 422) == {"base": "No rating survey found for this conversation"}
    await caller.reply("that helped, thank you")
    await caller.told("resolved", "complete", "csat_requested")
    assert await rated(caller, "great", 422) == {"rating": "Rating isn't an option"}
    assert await rated(caller, ["good"], 422) == {"rating": "Rating isn't an option"}
    await rated(caller, "good")
    await rated(caller, "good")
    await rated(caller, "amazing")
    await rated(caller, "amazing", remark="Quick!")
    await rated(caller, "amazing", remark="Quick!")
    await rated(caller, "amazing")
    locked = {"base": "This rating can no longer be changed because a remark has already been submitted"}
    assert await rated(caller, "bad", 422) == locked
    assert await rated(caller, "amazing", 422, remark="No, slow.") == locked
    state = await caller.state()
    assert (state.rating.word, state.rating.remark) == ("amazing", "Quick!")


async def test_every_route_wants_a_token(caller: Caller) -> None:
    caller.token = "somebody else's"
    paths = ("start", "reply", "ask", "escalate", "csat", "capabilities", "procedures/cancel/run")
    for path in paths:
        assert await caller.refused(f"/fin/{path}", {}, 401) == "Access Token Invalid"
