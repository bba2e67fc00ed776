"""A ticket's conversation as one list."""

from __future__ import annotations

from tests.connectors.sandbox.client import Api


async def test_public_words_and_notes_are_told_in_order_with_who_said_them(api: Api) -> None:
    cora = await api.customer()
    ticket_id = await api.ticket(cora)
    api.zd.agent_reply(ticket_id, "<p>On its way</p>", status="open")
    api.zd.agent_reply(ticket_id, "<p>psst</p>", public=False)
    events = (await api("GET", f"/tickets/{ticket_id}/conversation_log")).json["events"]
    assert [
        (one["author"]["type"], one["author"]["display_name"], one["metadata"]["public"]) for one in events
    ] == [
        ("user", "Cora Customer", True),
        ("agent", "Ada Agent", True),
        ("agent", "Ada Agent", False),
    ]
    assert "On its way" in events[1]["content"]["body"]
    assert events[0]["author"]["zen:support:user_id"] == str(cora)
    assert events[0]["reference"] == f"zen:ticket_event:{events[0]['id']}"


async def test_it_is_read_page_by_page(api: Api) -> None:
    ticket_id = await api.ticket()
    for n in range(4):
        api.zd.agent_reply(ticket_id, f"<p>{n}</p>", status="open")
    found, query = [], "page[size]=2"
    while True:
        answer = (await api("GET", f"/tickets/{ticket_id}/conversation_log.json?{query}")).json
        found += [one["id"] for one in answer["events"]]
        if not answer["meta"]["has_more"]:
            break
        query = f"page[size]=2&page[after]={answer['meta']['after_cursor']}"
    assert found == [str(one["id"]) for one in api.zd.comments(ticket_id)]


async def test_a_ticket_that_is_not_there_has_none(api: Api) -> None:
    assert (await api("GET", "/tickets/99/conversation_log")).status == 404
