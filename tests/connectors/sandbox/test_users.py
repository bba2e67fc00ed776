import pytest

from tests.connectors.sandbox.client import Api


async def test_a_user_is_made_once_and_found_again_by_external_id(api: Api) -> None:
    first = await api("POST", "/users/create_or_update", {"user": {"external_id": "u1", "name": "Cora"}})
    again = await api("POST", "/users/create_or_update", {"user": {"external_id": "U1", "name": "Cora C."}})
    assert (first.status, again.status) == (201, 200)
    assert again.json["user"]["id"] == first.json["user"]["id"]
    assert again.json["user"]["name"] == "Cora C."
    assert again.json["user"]["external_id"] == "U1"
    assert first.json["user"]["role"] == "end-user"


async def test_an_address_that_is_known_names_the_same_user(api: Api) -> None:
    first = await api.customer("u1", email="c@example.test")
    answer = await api(
        "POST", "/users/create_or_update", {"user": {"email": "C@example.test", "external_id": "u9"}}
    )
    assert answer.json["user"]["id"] == first
    assert answer.json["user"]["external_id"] == "u9"


async def test_id_and_address_of_two_people_are_refused(api: Api) -> None:
    await api.customer("u1", email="a@example.test")
    await api.customer("u2", email="b@example.test")
    answer = await api(
        "POST", "/users/create_or_update", {"user": {"external_id": "u1", "email": "b@example.test"}}
    )
    assert answer.status == 422
    assert answer.json["details"]["email"][0]["error"] == "DuplicateValue"


async def test_a_new_user_needs_a_name(api: Api) -> None:
    answer = await api("POST", "/users/create_or_update", {"user": {"external_id": "u1"}})
    assert (answer.status, answer.json["details"]["name"][0]["error"]) == (422, "BlankValue")


async def test_search_by_external_id_is_exact(api: Api) -> None:
    await api.customer("u1")
    assert (await api("GET", "/users/search?external_id=u1")).json["count"] == 1
    assert (await api("GET", "/users/search?external_id=u")).json["users"] == []


async def test_a_second_address_does_not_replace_the_first(api: Api) -> None:
    user_id = await api.customer("u1", email="a@example.test")
    answer = await api("PUT", f"/users/{user_id}", {"user": {"email": "b@example.test", "name": "Neu"}})
    assert (answer.json["user"]["email"], answer.json["user"]["name"]) == ("a@example.test", "Neu")
    assert await api.customer("u1", email="b@example.test") == user_id


async def test_unknown_keys_are_dropped_and_named(api: Api) -> None:
    answer = await api("POST", "/users/create_or_update", {"user": {"name": "A", "shoe": 43}})
    assert answer.status == 201
    assert '"user.shoe"' in answer.headers["x-zendesk-api-warn"]


@pytest.mark.parametrize("path", ["/users/1", "/groups/1", "/tickets/1", "/triggers/1", "/job_statuses/ab"])
async def test_what_is_not_there_is_not_found(api: Api, path: str) -> None:
    answer = await api("GET", path)
    assert (answer.status, answer.json) == (404, {"error": "RecordNotFound", "description": "Not found"})


async def test_a_route_that_zendesk_lacks_is_an_invalid_endpoint(api: Api) -> None:
    answer = await api("GET", "/nothing/here")
    assert (answer.status, answer.json["error"]) == (404, "InvalidEndpoint")


async def test_the_seed_has_a_group_and_two_agents(api: Api) -> None:
    assert [one["name"] for one in (await api("GET", "/groups")).json["groups"]] == ["Support"]
    agents = (await api("GET", "/users?role[]=agent")).json["users"]
    assert [one["name"] for one in agents] == ["Ada Agent", "Bo Agent"]
    settings = (await api("GET", "/account/settings")).json["settings"]
    assert settings["tickets"]["comments_public_by_default"] is True
