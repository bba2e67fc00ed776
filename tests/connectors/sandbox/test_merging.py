from typing import Any

from tests.connectors.sandbox.client import TAG, Api


async def merged(api: Api, winner: int, *losers: int, **words: Any) -> Any:
    return await api("POST", f"/tickets/{winner}/merge", {"ids": list(losers), **words})


async def test_losers_are_closed_and_keep_their_tags_and_the_winner_says_where_it_came_from(api: Api) -> None:
    winner, one, two = [await api.ticket() for _ in range(3)]
    answer = await merged(api, winner, one, two)
    assert (answer.status, answer.json["job_status"]["status"]) == (200, "queued")
    job = await api("GET", f"/job_statuses/{answer.json['job_status']['id']}")
    assert job.json["job_status"]["status"] == "completed"
    for loser in (one, two):
        assert api.zd.ticket(loser)["status"] == "closed"
        assert set(api.zd.ticket(loser)["tags"]) == {TAG, "closed_by_merge"}
        audit = api.zd.audits(loser)[-1]
        assert audit["via"]["source"] == {
            "from": {"ticket_id": winner, "subject": api.zd.ticket(winner)["subject"]},
            "to": {},
            "rel": "merge",
        }
        assert f"request #{winner}" in api.zd.comments(loser)[-1]["body"]
    assert api.zd.audits(winner)[-1]["via"]["source"]["from"] == {"ticket_ids": [one, two]}
    assert "closed_by_merge" not in api.zd.ticket(winner)["tags"]


async def test_what_is_written_on_both_is_internal_unless_asked_otherwise(api: Api) -> None:
    winner, loser = await api.ticket(), await api.ticket()
    await merged(
        api, winner, loser, source_comment="over there", target_comment="here", target_comment_is_public=True
    )
    here, there = api.zd.comments(winner)[-1], api.zd.comments(loser)[-1]
    assert (here["body"], here["public"]) == ("here", True)
    assert (there["body"], there["public"]) == ("over there", False)


async def test_what_cannot_be_merged_stays_as_it_is(api: Api) -> None:
    winner, loser, closed = [await api.ticket() for _ in range(3)]
    await merged(api, winner, closed)
    for into, ids in ((winner, [winner]), (closed, [loser]), (winner, [closed]), (winner, [])):
        assert (await merged(api, into, *ids)).status == 422
    assert (await merged(api, winner, 999)).status == 404
    assert (await api("POST", f"/tickets/{winner}/merge", {})).status == 400
    assert api.zd.ticket(loser)["status"] == "new"
