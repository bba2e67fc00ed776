from connectors.sandbox.app import Sandbox
from tests.connectors.sandbox.client import Api


async def test_the_one_that_stays_has_tickets_and_addresses_of_both(zd: Sandbox, api: Api) -> None:
    goes = await api.customer("u1", email="a@example.test")
    stays = await api.customer("u2", email="b@example.test")
    ticket = {"subject": "s", "requester_id": goes, "comment": {"body": "hi", "author_id": goes}}
    made = (await api("POST", "/tickets", {"ticket": ticket})).json["ticket"]["id"]
    saves = len(zd.audits(made))
    answer = await api("PUT", f"/users/{goes}/merge", {"user": {"id": stays}})
    assert (answer.status, answer.json["user"]["id"]) == (200, stays)
    assert zd.ticket(made)["requester_id"] == stays
    assert len(zd.audits(made)) == saves
    assert await api.customer("u2", email="a@example.test") == stays
    gone = (await api("GET", f"/users/{goes}")).json["user"]
    assert (gone["active"], gone["external_id"], gone["email"]) == (False, None, None)


async def test_one_who_is_no_more_is_neither_author_nor_requester(api: Api) -> None:
    goes, stays = await api.customer("u1"), await api.customer("u2")
    ticket = {"subject": "s", "requester_id": stays, "comment": {"body": "hi", "author_id": stays}}
    made = (await api("POST", "/tickets", {"ticket": ticket})).json["ticket"]["id"]
    await api("PUT", f"/users/{goes}/merge", {"user": {"id": stays}})
    said = {"ticket": {"comment": {"body": "me", "author_id": goes}}}
    assert (await api("PUT", f"/tickets/{made}", said)).status == 422
    assert (await api("PUT", f"/tickets/{made}", {"ticket": {"requester_id": goes}})).status == 422
    assert (await api("POST", "/tickets", {"ticket": {**ticket, "requester_id": goes}})).status == 422


async def test_only_two_end_users_are_merged(zd: Sandbox, api: Api) -> None:
    cora, ada = await api.customer("u1"), zd.state.ada.id
    assert (await api("PUT", f"/users/{cora}/merge", {"user": {"id": cora}})).status == 422
    assert (await api("PUT", f"/users/{cora}/merge", {"user": {"id": ada}})).status == 422
    assert (await api("PUT", f"/users/{cora}/merge", {"user": {"id": 1}})).status == 404
    assert (await api("PUT", f"/users/{cora}/merge", {"user": {"email": "no@example.test"}})).status == 404
