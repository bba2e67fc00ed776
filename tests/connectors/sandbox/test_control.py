from tests.connectors.sandbox.client import CREDENTIALS, Api


async def test_the_journal_tells_every_request_without_its_secrets(api: Api) -> None:
    await api("PUT", "/tickets/9", {"ticket": {"priority": "low"}}, headers={"Idempotency-Key": "k"})
    journal = await api.raw("GET", "/_sandbox/journal")
    login, update = journal.json["journal"]
    assert (login["method"], login["path"], login["status"]) == ("POST", "/oauth/tokens", 201)
    assert (update["path"], update["status"]) == ("/api/v2/tickets/9", 404)
    assert update["body"] == {"ticket": {"priority": "low"}}
    assert update["headers"]["Authorization"] == "Bearer ***"
    assert update["headers"]["Idempotency-Key"] == "k"
    assert CREDENTIALS["client_secret"].encode() not in journal.raw
    later = (await api.raw("GET", f"/_sandbox/journal?after={login['n']}&path=tickets/9$&method=PUT")).json
    assert [one["n"] for one in later["journal"]] == [update["n"]]
    assert (await api.raw("GET", "/_sandbox/journal?path=(")).status == 400


async def test_a_reset_forgets_everything_but_the_seed(api: Api) -> None:
    await api.ticket()
    api.zd.fault("503", times=None)
    assert (await api.raw("POST", "/_sandbox/reset")).status == 204
    assert (await api("GET", "/users/me")).status == 401
    await api.login()
    assert (await api("GET", "/tickets")).json["tickets"] == []
    assert await api.ticket() == 1


async def test_time_can_be_moved_and_tokens_revoked(api: Api) -> None:
    before = api.zd.state.now()
    assert (await api.raw("POST", "/_sandbox/advance", json={"seconds": 3600})).json["now"] >= before + 3600
    await api.login()
    assert (await api.raw("POST", "/_sandbox/tokens/revoke")).json["revoked"] == 2
    assert (await api("GET", "/users/me")).status == 401


async def test_tickets_and_deliveries_are_shown_to_other_processes(api: Api) -> None:
    ticket_id = await api.ticket()
    (ticket,) = (await api.raw("GET", "/_sandbox/tickets")).json["tickets"]
    assert (ticket["id"], len(ticket["comments"])) == (ticket_id, 1)
    held = (await api.raw("POST", "/_sandbox/deliveries", json={"hold": True, "drop": 0, "copies": 1})).json
    assert held == {"released": 0, "held": 0}
    released = await api.raw("POST", "/_sandbox/deliveries", json={"release": {"copies": 2}})
    assert released.json["released"] == 0
    assert (await api.raw("GET", "/_sandbox/deliveries")).json["deliveries"] == []


async def test_another_sites_page_cannot_press_the_buttons(api: Api) -> None:
    foreign = await api.raw("POST", "/_sandbox/reset", headers={"Origin": "https://evil.example"})
    assert foreign.status == 403
    own = await api.raw("POST", "/_sandbox/reset", headers={"Origin": api.zd.base_url})
    assert own.status == 204
