from typing import Any

import pytest

from tests.connectors.sandbox.client import TAG, Api


async def put(api: Api, ticket_id: int, **ticket: Any) -> Any:
    return await api("PUT", f"/tickets/{ticket_id}", {"ticket": ticket})


async def test_a_ticket_begins_with_the_customers_words(api: Api) -> None:
    cora = await api.customer()
    ticket_id = await api.ticket(cora, external_id="cnv_1")
    answer = await api("GET", f"/tickets/{ticket_id}.json?include=users")
    ticket = answer.json["ticket"]
    assert (ticket["status"], ticket["tags"], ticket["external_id"]) == ("new", [TAG], "cnv_1")
    assert (ticket["requester_id"], ticket["submitter_id"], ticket["description"]) == (
        cora,
        cora,
        "Where is it?",
    )
    assert [one["name"] for one in answer.json["users"]] == ["Cora Customer"]
    assert [one["author_id"] for one in api.zd.comments(ticket_id)] == [cora]


async def test_creating_answers_with_location_and_audit(api: Api) -> None:
    body = {"ticket": {"subject": "s", "comment": {"body": "b"}}}
    answer = await api("POST", "/tickets.json", body)
    assert answer.headers["Location"].endswith("/api/v2/tickets/1.json")
    assert answer.json["audit"]["events"][0]["type"] == "Comment"


@pytest.mark.parametrize(
    ("ticket", "field"),
    [
        ({"subject": "s"}, "base"),
        ({"comment": {"body": "  "}}, "base"),
        ({"comment": {"body": "b"}, "requester": {"email": "n@example.test"}}, "requester"),
        ({"comment": {"body": "b"}, "requester_id": 7}, "requester"),
        ({"comment": {"body": "b", "author_id": 7}}, "author"),
        ({"comment": {"body": "b"}, "status": "done"}, "status"),
        ({"comment": {"body": "b"}, "status": "solved"}, "assignee"),
        ({"comment": {"body": "b"}, "priority": "huge"}, "priority"),
        ({"comment": {"body": "b" * 65_536}}, "comment"),
        ({"comment": {"body": "b", "uploads": ["nope"]}}, "uploads"),
    ],
)
async def test_a_ticket_that_breaks_a_rule_is_not_made(api: Api, ticket: Any, field: str) -> None:
    answer = await api("POST", "/tickets", {"ticket": ticket})
    assert (answer.status, answer.json["error"]) == (422, "RecordInvalid")
    assert field in answer.json["details"]
    assert api.zd.tickets() == []


async def test_a_requester_with_a_name_is_made_on_the_way(api: Api) -> None:
    requester = {"name": "Nina", "email": "n@example.test"}
    answer = await api("POST", "/tickets", {"ticket": {"comment": {"body": "b"}, "requester": requester}})
    user_id = answer.json["ticket"]["requester_id"]
    assert (await api("GET", f"/users/{user_id}")).json["user"]["name"] == "Nina"


async def test_tickets_are_found_by_their_external_id_exactly(api: Api) -> None:
    await api.ticket(external_id="cnv_1")
    await api.ticket(external_id="cnv_12")
    found = (await api("GET", "/tickets?external_id=cnv_1")).json
    assert ([one["external_id"] for one in found["tickets"]], found["count"]) == (["cnv_1"], 1)


async def test_assigning_opens_a_new_ticket_and_there_is_no_way_back(api: Api) -> None:
    ticket_id = await api.ticket()
    answer = await put(api, ticket_id, assignee_id=api.zd.state.fin.id)
    assert answer.json["ticket"]["status"] == "open"
    assert answer.json["ticket"]["group_id"] == api.zd.state.group.id
    assert (await put(api, ticket_id, status="new")).status == 422


async def test_only_an_agent_can_have_a_ticket(api: Api) -> None:
    ticket_id = await api.ticket()
    assert (await put(api, ticket_id, assignee_id=await api.customer("u2"))).status == 422


async def test_solving_needs_somebody_who_has_it(api: Api) -> None:
    ticket_id = await api.ticket()
    assert (await put(api, ticket_id, status="solved")).status == 422
    both = await put(api, ticket_id, status="solved", assignee_id=api.zd.state.fin.id)
    assert both.json["ticket"]["status"] == "solved"


async def test_a_relayed_comment_reopens_nothing_but_the_customers_own_does(api: Api) -> None:
    cora = await api.customer()
    ticket_id = await api.ticket(cora, assignee_id=api.zd.state.fin.id)
    await put(api, ticket_id, status="solved")
    await put(api, ticket_id, comment={"body": "still broken", "author_id": cora})
    assert api.zd.ticket(ticket_id)["status"] == "solved"
    await put(api, ticket_id, comment={"body": "really", "author_id": cora}, status="open")
    assert api.zd.ticket(ticket_id)["status"] == "open"
    api.zd.set_status(ticket_id, "solved")
    api.zd.customer_reply(ticket_id, "by mail")
    assert api.zd.ticket(ticket_id)["status"] == "open"


async def test_a_closed_ticket_takes_nothing_but_a_follow_up(api: Api) -> None:
    cora = await api.customer()
    ticket_id = await api.ticket(cora)
    early = await api(
        "POST", "/tickets", {"ticket": {"comment": {"body": "b"}, "via_followup_source_id": ticket_id}}
    )
    assert early.status == 422
    api.zd.close(ticket_id)
    refused = await put(api, ticket_id, comment={"body": "hello?"})
    assert refused.status == 422
    assert "closed prevents ticket update" in refused.json["details"]["status"][0]["description"]
    assert (await api("PUT", f"/tickets/{ticket_id}/tags", {"tags": ["x"]})).status == 422
    next_id = await api.ticket(cora, via_followup_source_id=ticket_id)
    assert api.zd.ticket(next_id)["via"]["source"]["rel"] == "follow_up"
    assert api.zd.ticket(ticket_id)["followup_ids"] == [next_id]


async def test_an_update_on_an_old_state_is_refused_when_asked(api: Api) -> None:
    ticket_id = await api.ticket()
    stamp = api.zd.ticket(ticket_id)["updated_at"]
    api.zd.advance(2)
    api.zd.add_tags(ticket_id, "vip")
    old = await put(api, ticket_id, subject="x", safe_update=True, updated_stamp=stamp)
    assert old.status == 409
    stamp = api.zd.ticket(ticket_id)["updated_at"]
    assert (await put(api, ticket_id, subject="x", safe_update=True, updated_stamp=stamp)).status == 200
    tags = {"tags": ["y"], "safe_update": True, "updated_stamp": "2020-01-01T00:00:00Z"}
    assert (await api("PUT", f"/tickets/{ticket_id}/tags", tags)).status == 409


async def test_tags_in_an_update_replace_all_others(api: Api) -> None:
    ticket_id = await api.ticket(tags=[TAG, "vip"])
    answer = await put(api, ticket_id, tags=["only"])
    assert answer.json["ticket"]["tags"] == ["only"]


async def test_bulk_tags_work_only_in_update_many(api: Api) -> None:
    ticket_id = await api.ticket(tags=[TAG, "old"])
    plain = await put(api, ticket_id, additional_tags=["new"])
    assert '"ticket.additional_tags"' in plain.headers["x-zendesk-api-warn"]
    assert api.zd.ticket(ticket_id)["tags"] == [TAG, "old"]
    body = {"ticket": {"additional_tags": ["new"], "remove_tags": ["old"]}}
    job = (await api("PUT", f"/tickets/update_many?ids={ticket_id},99", body)).json["job_status"]
    assert job["status"] == "queued"
    done = (await api("GET", f"/job_statuses/{job['id']}")).json["job_status"]
    assert [one["success"] for one in done["results"]] == [True, False]
    assert api.zd.ticket(ticket_id)["tags"] == [TAG, "new"]


async def test_a_hundred_at_once_and_no_more(api: Api) -> None:
    ids = ",".join(str(one) for one in range(1, 102))
    answer = await api("PUT", f"/tickets/update_many?ids={ids}", {"ticket": {"additional_tags": ["x"]}})
    assert (answer.status, answer.json["error"], answer.json["max_count"]) == (400, "TooManyValues", 100)


async def test_a_ticket_that_begins_with_a_note_stays_private(api: Api) -> None:
    cora = await api.customer()
    ticket_id = await api.ticket(cora, comment={"body": "note", "public": False, "author_id": cora})
    await put(api, ticket_id, comment={"body": "and more"})
    assert [one["public"] for one in api.zd.comments(ticket_id)] == [False, False]
    assert api.zd.ticket(ticket_id)["is_public"] is False


async def test_a_deleted_ticket_is_gone(api: Api) -> None:
    ticket_id = await api.ticket()
    assert (await api("DELETE", f"/tickets/{ticket_id}")).status == 204
    assert (await api("GET", f"/tickets/{ticket_id}")).status == 404
    assert (await put(api, ticket_id, subject="x")).status == 404


@pytest.mark.parametrize(
    ("data", "status", "error"),
    [
        (b"{", 422, "Unprocessable Entity"),
        (b"[]", 400, "InvalidRequest"),
        (b"{}", 400, "ParameterMissing"),
        (b'{"ticket": 1}', 400, "ParameterMissing"),
    ],
)
async def test_a_body_that_is_no_ticket_is_named_so(api: Api, data: bytes, status: int, error: str) -> None:
    answer = await api("POST", "/tickets", data=data, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.json["error"]) == (status, error)


async def test_pages_go_by_number_and_by_cursor(api: Api) -> None:
    cora = await api.customer()
    for _ in range(3):
        await api.ticket(cora)
    first = (await api("GET", "/tickets?per_page=2")).json
    assert (len(first["tickets"]), first["count"], "page=2" in first["next_page"]) == (2, 3, True)
    seen, path = [], "/api/v2/tickets?page[size]=2"
    while path:
        body = (await api.raw("GET", path, headers=api.auth)).json
        seen += [one["id"] for one in body["tickets"]]
        path = (body["links"]["next"] or "").removeprefix(api.zd.base_url)
    assert seen == [1, 2, 3]
    assert (await api("GET", "/tickets?page[after]=x")).status == 400
