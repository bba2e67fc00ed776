import aiohttp

from connectors.sandbox.app import Sandbox
from tests.connectors.sandbox.client import Api


async def test_the_export_goes_on_from_its_cursor(api: Api) -> None:
    cora = await api.customer()
    for _ in range(3):
        await api.ticket(cora)
    start = int(api.zd.state.now()) - 10
    first = (await api("GET", f"/incremental/tickets/cursor.json?start_time={start}&per_page=2")).json
    assert ([one["id"] for one in first["tickets"]], first["end_of_stream"]) == ([1, 2], False)
    rest = (await api("GET", f"/incremental/tickets/cursor?cursor={first['after_cursor']}")).json
    assert ([one["id"] for one in rest["tickets"]], rest["end_of_stream"]) == ([3], True)
    quiet = (await api("GET", f"/incremental/tickets/cursor?cursor={rest['after_cursor']}")).json
    assert (quiet["tickets"], quiet["after_cursor"]) == ([], rest["after_cursor"])
    api.zd.agent_reply(1, "again")
    api.zd.delete(2)
    changed = (await api("GET", f"/incremental/tickets/cursor?cursor={rest['after_cursor']}")).json
    assert [(one["id"], one["status"]) for one in changed["tickets"]] == [(1, "new"), (2, "deleted")]


async def test_the_newest_minute_is_left_out() -> None:
    async with Sandbox() as zd, aiohttp.ClientSession() as session:
        api = Api(zd, session)
        await api.login()
        await api.ticket()
        now = int(zd.state.now())
        assert (await api("GET", f"/incremental/tickets/cursor?start_time={now - 30}")).status == 400
        path = f"/incremental/tickets/cursor?start_time={now - 120}"
        assert (await api("GET", path)).json["tickets"] == []
        zd.advance(61)
        assert [one["id"] for one in (await api("GET", path)).json["tickets"]] == [1]


async def test_events_come_by_time_with_their_comments(api: Api) -> None:
    ticket_id = await api.ticket()
    comment_id = api.zd.agent_reply(ticket_id, "<p>Hello</p>", status="pending")
    start = int(api.zd.state.now()) - 10
    path = f"/incremental/ticket_events?start_time={start}"
    body = (await api("GET", path + "&include=comment_events")).json
    event = body["ticket_events"][-1]
    children = {one["event_type"]: one for one in event["child_events"]}
    assert (children["Comment"]["id"], children["Comment"]["public"]) == (comment_id, True)
    assert (children["Change"]["status"], children["Change"]["previous_value"]) == ("pending", "new")
    assert event["updater_id"] == api.zd.state.ada.id
    assert (body["count"], body["end_of_stream"]) == (2, True)
    without = (await api("GET", path)).json["ticket_events"][-1]["child_events"]
    assert [one["event_type"] for one in without] == ["Change"]


async def test_an_export_needs_a_start_or_a_good_cursor(api: Api) -> None:
    assert (await api("GET", "/incremental/tickets/cursor")).status == 400
    assert (await api("GET", "/incremental/tickets/cursor?cursor=%21")).status == 400
    assert (await api("GET", "/incremental/ticket_events?start_time=x")).status == 400
