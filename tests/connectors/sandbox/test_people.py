import pytest

from connectors.sandbox.problems import Problem
from tests.connectors.sandbox.client import Api


async def test_nobody_closes_a_ticket_but_the_automation(api: Api) -> None:
    ticket_id = await api.ticket()
    api.zd.close(ticket_id)
    audit = api.zd.audits(ticket_id)[-1]
    assert (audit["author_id"], audit["via"]["channel"], audit["via"]["source"]["rel"]) == (
        -1,
        "rule",
        "automation",
    )
    assert api.zd.ticket(ticket_id)["status"] == "closed"
    with pytest.raises(Problem):
        api.zd.agent_reply(ticket_id, "too late")


async def test_a_merged_ticket_is_closed_and_points_to_the_other(api: Api) -> None:
    loser, winner = await api.ticket(), await api.ticket()
    api.zd.merge(loser, winner)
    assert api.zd.ticket(loser)["status"] == "closed"
    assert f"request #{winner}" in api.zd.comments(loser)[-1]["body"]
    assert api.zd.comments(winner)[-1]["public"] is False


async def test_a_ticket_passes_from_agent_to_agent_to_nobody(api: Api) -> None:
    ticket_id = await api.ticket()
    api.zd.assign(ticket_id, "ada")
    api.zd.assign(ticket_id, "bo", by="ada")
    assert api.zd.ticket(ticket_id)["assignee_id"] == api.zd.state.bo.id
    assert api.zd.audits(ticket_id)[-1]["author_id"] == api.zd.state.ada.id
    api.zd.assign(ticket_id, None, by="bo")
    assert api.zd.ticket(ticket_id)["assignee_id"] is None


async def test_a_blank_reply_is_a_mistake_of_the_test(api: Api) -> None:
    ticket_id = await api.ticket()
    with pytest.raises(ValueError, match="blank"):
        api.zd.agent_reply(ticket_id, "<p> </p>")


async def test_a_mail_opens_a_ticket_of_its_own(api: Api) -> None:
    ticket_id = api.zd.customer_mail(await api.customer(), "Hello?")
    ticket = api.zd.ticket(ticket_id)
    assert (ticket["via"]["channel"], ticket["tags"], ticket["status"]) == ("email", [], "new")
