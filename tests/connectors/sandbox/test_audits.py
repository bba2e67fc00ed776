from tests.connectors.sandbox.client import Api


async def test_the_first_audit_creates_and_the_next_ones_change(api: Api) -> None:
    cora = await api.customer()
    ticket_id = await api.ticket(cora, metadata={"bridge_msg": "m-0"})
    body = {"ticket": {"status": "open", "metadata": {"bridge_msg": "m-1"}}}
    await api("PUT", f"/tickets/{ticket_id}", body)
    listed = (await api("GET", f"/tickets/{ticket_id}/audits?page[size]=100")).json
    first, second = listed["audits"]
    assert {one["type"] for one in first["events"]} == {"Comment", "Create"}
    assert first["metadata"]["custom"] == {"bridge_msg": "m-0"}
    assert (second["author_id"], second["via"]["channel"]) == (api.zd.state.fin.id, "api")
    assert second["metadata"]["custom"] == {"bridge_msg": "m-1"}
    (event,) = second["events"]
    assert (event["type"], event["field_name"]) == ("Change", "status")
    assert (event["previous_value"], event["value"]) == ("new", "open")
    assert listed["meta"]["has_more"] is False


async def test_ids_are_strings_in_events_and_rise(api: Api) -> None:
    ticket_id = await api.ticket()
    api.zd.assign(ticket_id, "ada")
    audit = (await api("GET", f"/tickets/{ticket_id}/audits?sort=-created_at")).json["audits"][0]
    changes = {one["field_name"]: one["value"] for one in audit["events"]}
    assert changes["assignee_id"] == str(api.zd.state.ada.id)
    assert (audit["author_id"], audit["via"]["channel"]) == (api.zd.state.ada.id, "web")
    assert audit["id"] < audit["events"][0]["id"]
    assert audit["id"] > api.zd.audits(ticket_id)[0]["events"][-1]["id"]
    one = await api("GET", f"/tickets/{ticket_id}/audits/{audit['id']}")
    assert one.json["audit"] == audit


async def test_audits_can_be_asked_for_by_kind(api: Api) -> None:
    ticket_id = await api.ticket()
    api.zd.set_status(ticket_id, "open")
    comment_id = api.zd.agent_reply(ticket_id, "<p>Hello</p>")
    listed = await api("GET", f"/tickets/{ticket_id}/audits?filter_events[]=Comment")
    assert [one["events"][0]["type"] for one in listed.json["audits"]] == ["Comment", "Comment"]
    assert listed.json["audits"][1]["events"][0]["id"] == comment_id


async def test_an_update_that_changes_nothing_leaves_no_audit(api: Api) -> None:
    ticket_id = await api.ticket()
    answer = await api("PUT", f"/tickets/{ticket_id}", {"ticket": {"subject": "A question"}})
    assert (answer.status, answer.json["audit"]["events"]) == (200, [])
    assert len(api.zd.audits(ticket_id)) == 1
