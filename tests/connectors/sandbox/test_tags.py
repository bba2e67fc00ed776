from tests.connectors.sandbox.client import Api


async def test_post_sets_put_adds_delete_removes(api: Api) -> None:
    path = f"/tickets/{await api.ticket(tags=['a'])}/tags"
    added = await api("PUT", path, {"tags": ["B", "c"]})
    assert (added.status, added.json) == (200, {"tags": ["a", "b", "c"]})
    assert (await api("DELETE", path + "?tags=b,zzz")).json == {"tags": ["a", "c"]}
    assert (await api("DELETE", path, {"tags": ["c"]})).json == {"tags": ["a"]}
    replaced = await api("POST", path, {"tags": ["x", "x"]})
    assert (replaced.status, replaced.json) == (201, {"tags": ["x"]})
    assert (await api("GET", path)).json == {"tags": ["x"]}


async def test_a_change_of_tags_is_in_the_audits(api: Api) -> None:
    ticket_id = await api.ticket(tags=["a"])
    await api("PUT", f"/tickets/{ticket_id}/tags", {"tags": ["b"]})
    event = api.zd.audits(ticket_id)[-1]["events"][0]
    assert (event["field_name"], event["previous_value"], event["value"]) == ("tags", ["a"], ["a", "b"])


async def test_adding_what_is_there_changes_nothing(api: Api) -> None:
    ticket_id = await api.ticket(tags=["a"])
    await api("PUT", f"/tickets/{ticket_id}/tags", {"tags": ["a"]})
    assert len(api.zd.audits(ticket_id)) == 1
