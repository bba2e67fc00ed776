from typing import Any

from connectors.sandbox import markup
from tests.connectors.sandbox.client import Api


async def submit(api: Api, ticket_id: int, **body: Any) -> Any:
    return await api.raw("POST", f"/_sandbox/agent/tickets/{ticket_id}", json=body)


async def test_the_page_runs_only_its_own_script(api: Api) -> None:
    page = await api.raw("GET", "/agent")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    script = (await api.raw("GET", "/agent/agent.js")).raw
    for name in ("agent.js", "agent.css", "chat.js"):
        assert f"/agent/{name}".encode() in page.raw or f"./{name}".encode() in script
        assert (await api.raw("GET", f"/agent/{name}")).status == 200
    assert (await api.raw("GET", "/agent/agent.html")).status == 404
    assert (await api.raw("GET", "/agent/../app.py")).status == 404


async def test_the_list_is_empty_and_then_shows_the_newest_first(api: Api) -> None:
    assert (await api.raw("GET", "/_sandbox/agent/tickets")).json == {"tickets": []}
    first, second = await api.ticket(), await api.ticket()
    api.zd.assign(first, "ada")
    rows = (await api.raw("GET", "/_sandbox/agent/tickets")).json["tickets"]
    assert [(one["id"], one["assignee"], one["requester"]) for one in rows] == [
        (first, "Ada Agent", "Cora Customer"),
        (second, None, "Cora Customer"),
    ]


async def test_ada_replies_and_submits(api: Api) -> None:
    ticket_id = await api.ticket()
    answer = await submit(api, ticket_id, text="Hello\n\nthere", public=True, status="pending", take=True)
    ticket = answer.json["ticket"]
    assert (ticket["status"], ticket["assignee"]) == ("pending", "Ada Agent")
    assert (ticket["comments"][-1]["author"], ticket["comments"][-1]["public"]) == ("Ada Agent", True)
    audit = api.zd.audits(ticket_id)[-1]
    assert (audit["author_id"], audit["via"]["channel"]) == (api.zd.state.ada.id, "web")
    note = await submit(api, ticket_id, text="for us", public=False, agent="bo")
    assert (note.json["ticket"]["comments"][-1]["author"], note.json["ticket"]["status"]) == (
        "Bo Agent",
        "pending",
    )
    assert [one["public"] for one in api.zd.comments(ticket_id)] == [True, True, False]


async def test_tags_come_and_go_and_solving_takes_the_ticket(api: Api) -> None:
    ticket_id = await api.ticket(tags=["a"])
    ticket = (await submit(api, ticket_id, add_tags=["b"], remove_tags=["a"], status="solved")).json["ticket"]
    assert (ticket["tags"], ticket["status"], ticket["assignee"]) == (["b"], "solved", "Ada Agent")


async def test_what_the_page_may_not_do_is_said(api: Api) -> None:
    ticket_id = await api.ticket()
    assert (await submit(api, ticket_id, status="new")).status == 422
    assert (await submit(api, ticket_id, agent="eve")).status == 400
    assert (await submit(api, 99, text="x")).status == 404
    form = await api.raw("POST", f"/_sandbox/agent/tickets/{ticket_id}", data={"text": "x"})
    assert form.status == 400
    api.zd.close(ticket_id)
    assert (await submit(api, ticket_id, text="too late")).status == 422


async def test_a_comment_reaches_the_page_as_elements_and_text(api: Api) -> None:
    html = '<p>a <b>b</b> <img src=x onerror=alert(1)> <a href="javascript:x()">c</a><script>d</script></p>'
    ticket_id = await api.ticket(comment={"html_body": html})
    content = (await api.raw("GET", f"/_sandbox/agent/tickets/{ticket_id}")).json["ticket"]["comments"][0][
        "content"
    ]
    assert content == [["div", {}, [["p", {}, ["a ", ["b", {}, ["b"]], "  ", ["a", {}, ["c"]]]]]]]


def test_text_and_html_become_each_other() -> None:
    assert markup.to_text("<p>a<br>b</p><ul><li>c</li><li>d &amp; e</li></ul>") == "a\nb\n\n- c\n\n- d & e"
    assert markup.from_text("a <b>\n\nc") == (
        '<div class="zd-comment" dir="auto"><p dir="auto">a &lt;b&gt;</p><p dir="auto">c</p></div>'
    )


async def test_ada_merges_a_ticket_into_another(api: Api) -> None:
    loser, winner = await api.ticket(), await api.ticket()
    answer = await api.raw("POST", f"/_sandbox/agent/tickets/{loser}/merge", json={"into": winner})
    assert (answer.status, answer.json["ticket"]["id"]) == (200, winner)
    assert "closed_by_merge" in api.zd.ticket(loser)["tags"]
    assert (
        await api.raw("POST", f"/_sandbox/agent/tickets/{loser}/merge", json={"into": winner})
    ).status == 422
