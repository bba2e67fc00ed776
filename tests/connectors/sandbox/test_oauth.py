import pytest
from aiohttp import encode_basic_auth

from tests.connectors.sandbox.client import Api


async def test_a_client_gets_a_token_that_acts_as_fin(api: Api) -> None:
    answer = await api.login(expires_in=600)
    assert answer.status == 201
    assert {key: answer.json[key] for key in ("token_type", "scope", "expires_in")} == {
        "token_type": "bearer", "scope": "read write", "expires_in": 600,
    }  # fmt: skip
    assert (await api("GET", "/users/me.json")).json["user"]["email"] == "fin@sandbox.test"


async def test_a_wrong_secret_gets_no_token(api: Api) -> None:
    assert (await api.login(client_secret="guess")).status == 401


@pytest.mark.parametrize("expires_in", [299, 172_801, "soon"])
async def test_a_token_lives_from_five_minutes_to_two_days(api: Api, expires_in: object) -> None:
    assert (await api.login(expires_in=expires_in)).status == 400


async def test_a_list_of_scopes_gives_a_token_that_may_nothing(api: Api) -> None:
    assert (await api.login(scope=["read", "write"])).status == 201
    answer = await api("GET", "/users/me")
    assert answer.status == 403
    assert answer.json["error"] == "Forbidden"
    assert answer.json["description"] == "You are missing the following required scopes: read, users:read"


@pytest.mark.parametrize(
    ("scope", "path", "status"),
    [
        ("read", "/tickets", 200),
        ("tickets:read", "/tickets", 200),
        ("users:read", "/tickets", 403),
        ("tickets:read", "/incremental/tickets/cursor?start_time=1", 200),
        ("webhooks:read", "/webhooks", 200),
        ("tickets:write", "/tickets", 403),
        ("tickets:read", "/tickets/1/audits", 403),
        ("read", "/tickets/1/audits", 404),
    ],
)
async def test_a_token_may_what_its_scopes_say(api: Api, scope: str, path: str, status: int) -> None:
    await api.login(scope=scope)
    assert (await api("GET", path)).status == status


async def test_reading_does_not_allow_writing(api: Api) -> None:
    await api.login(scope="read")
    assert (await api("POST", "/users/create_or_update", {"user": {"name": "A"}})).status == 403


async def test_nobody_is_told_who_nobody_is(api: Api) -> None:
    answer = await api.raw("GET", "/api/v2/users/me")
    assert answer.status == 401
    assert answer.json == {"error": "Couldn't authenticate you"}


async def test_a_token_ends_with_time_and_when_it_is_revoked(api: Api) -> None:
    await api.login(expires_in=300)
    api.zd.advance(301)
    answer = await api("GET", "/users/me")
    assert (answer.status, answer.json["error"]) == (401, "invalid_token")
    await api.login()
    assert (await api("GET", "/users/me")).status == 200
    api.zd.revoke_tokens()
    assert (await api("GET", "/users/me")).status == 401


@pytest.mark.parametrize(
    ("login", "secret", "status"),
    [
        ("fin@sandbox.test/token", "sandbox-token", 200),
        ("ada@sandbox.test/token", "sandbox-token", 200),
        ("fin@sandbox.test", "sandbox-token", 401),
        ("fin@sandbox.test/token", "guess", 401),
        ("who@sandbox.test/token", "sandbox-token", 401),
    ],
)
async def test_the_old_login_is_address_and_token(api: Api, login: str, secret: str, status: int) -> None:
    auth = encode_basic_auth(login, secret)
    answer = await api.raw("GET", "/api/v2/users/me", headers={"Authorization": auth})
    assert answer.status == status


async def test_only_an_admin_exports(api: Api) -> None:
    auth = {"Authorization": encode_basic_auth("ada@sandbox.test/token", "sandbox-token")}
    answer = await api.raw("GET", "/api/v2/incremental/tickets/cursor?start_time=1", headers=auth)
    assert answer.status == 403
