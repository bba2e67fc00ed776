from tests.connectors.sandbox.client import Api


async def test_a_comment_carries_author_marker_and_its_id_from_the_audit(api: Api) -> None:
    cora = await api.customer()
    ticket_id = await api.ticket(cora)
    comment = {"html_body": "<p>Hi <b>there</b></p>", "public": True, "author_id": cora}
    body = {"ticket": {"comment": comment, "metadata": {"bridge_msg": "m-1"}}}
    audit = (await api("PUT", f"/tickets/{ticket_id}", body)).json["audit"]
    comment_id = next(one["id"] for one in audit["events"] if one["type"] == "Comment")
    listed = await api("GET", f"/tickets/{ticket_id}/comments?page[size]=1&sort=-created_at&include=users")
    newest = listed.json["comments"][0]
    assert (newest["id"], newest["audit_id"], newest["author_id"]) == (comment_id, audit["id"], cora)
    assert newest["metadata"]["custom"] == {"bridge_msg": "m-1"}
    assert newest["html_body"] == '<div class="zd-comment" dir="auto"><p>Hi <b>there</b></p></div>'
    assert newest["body"] == "Hi there"
    assert listed.json["meta"]["has_more"] is True
    assert [one["id"] for one in listed.json["users"]] == [cora]


async def test_a_script_in_a_comment_is_gone(api: Api) -> None:
    ticket_id = await api.ticket()
    html = '<p onclick="x()">a</p><script>alert(1)</script><a href="javascript:x()">b</a>'
    await api("PUT", f"/tickets/{ticket_id}", {"ticket": {"comment": {"html_body": html}}})
    kept = api.zd.comments(ticket_id)[-1]
    assert "script" not in kept["html_body"]
    assert "onclick" not in kept["html_body"]
    assert "alert" not in kept["body"]


async def test_an_empty_comment_is_no_comment(api: Api) -> None:
    ticket_id = await api.ticket()
    await api("PUT", f"/tickets/{ticket_id}", {"ticket": {"comment": {"body": " "}, "priority": "high"}})
    assert len(api.zd.comments(ticket_id)) == 1
    count = await api("GET", f"/tickets/{ticket_id}/comments/count")
    assert count.json["count"]["value"] == 1


async def test_the_conversation_log_tells_who_is_who(api: Api) -> None:
    ticket_id = await api.ticket(metadata={"bridge_msg": "m-1"})
    api.zd.agent_reply(ticket_id, "note", public=False)
    events = (await api("GET", f"/tickets/{ticket_id}/conversation_log")).json["events"]
    assert [one["author"]["type"] for one in events] == ["user", "agent"]
    assert [one["metadata"]["public"] for one in events] == [True, False]
    assert events[0]["metadata"]["custom"] == {"bridge_msg": "m-1"}
