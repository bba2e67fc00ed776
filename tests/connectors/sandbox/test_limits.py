from tests.connectors.sandbox.client import Api


async def test_nothing_is_limited_unless_it_is_said(api: Api) -> None:
    assert "x-rate-limit" not in (await api("GET", "/users/me")).headers


async def test_the_account_has_so_many_requests_a_minute(api: Api) -> None:
    api.zd.limits.account_per_minute = 2
    first = await api("GET", "/users/me")
    assert (first.headers["x-rate-limit"], first.headers["x-rate-limit-remaining"]) == ("2", "1")
    await api("GET", "/users/me")
    refused = await api("GET", "/users/me")
    assert (refused.status, refused.json["error"]) == (429, "APIRateLimitExceeded")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    api.zd.advance(61)
    assert (await api("GET", "/users/me")).status == 200


async def test_one_ticket_takes_so_many_updates(api: Api) -> None:
    api.zd.limits.limits = {"per-ticket-updates": (1, 600.0)}
    one, two = await api.ticket(), await api.ticket()
    first = await api("PUT", f"/tickets/{one}", {"ticket": {"priority": "high"}})
    assert first.headers["zendesk-ratelimit-per-ticket-updates"] == "total=1; remaining=0; resets=600"
    assert (await api("PUT", f"/tickets/{one}", {"ticket": {"priority": "low"}})).status == 429
    assert (await api("PUT", f"/tickets/{two}", {"ticket": {"priority": "low"}})).status == 200
    assert api.zd.ticket(one)["priority"] == "high"


async def test_the_usual_limits_can_be_switched_on(api: Api) -> None:
    body = {"account_per_minute": 400, "usual": True}
    answer = await api.raw("POST", "/_sandbox/limits", json=body)
    assert answer.json["limits"]["per-ticket-updates"] == [30, 600.0]
    assert (await api("GET", "/tickets")).headers["zendesk-ratelimit-tickets-index"].startswith("total=100;")
