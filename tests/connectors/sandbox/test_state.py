"""What a sandbox knows at the beginning, and how it finds people again."""

from __future__ import annotations

import pytest

from connectors.sandbox.problems import Problem
from tests.connectors.sandbox.saves import NOON, Desk


def test_the_seed_is_three_agents_one_group_and_nothing_else() -> None:
    state = Desk().state
    assert [one.name for one in (state.fin, state.ada, state.bo)] == ["Fin", "Ada Agent", "Bo Agent"]
    assert all(one.is_staff and one.default_group_id == state.group.id for one in (state.fin, state.ada))
    assert (state.tickets, state.webhooks, state.triggers) == ({}, {}, {})


def test_a_reset_goes_back_to_the_seed() -> None:
    desk = Desk()
    first = desk.ticket()
    desk.state.advance(60)
    desk.state.reset()
    assert (desk.state.tickets, desk.state.now()) == ({}, NOON)
    assert desk.state.user_by_external_id("u1") is None
    assert desk.state.next_id("ticket") == first.id


def test_people_are_found_whatever_the_case() -> None:
    desk = Desk()
    desk.cora.emails.append("Second@Shop.example")
    assert desk.state.user_by_external_id("U1") is desk.cora
    for email in ("CORA@shop.example", "second@shop.example"):
        assert desk.state.user_by_email(email) is desk.cora
    assert desk.state.user_by_email("nobody@shop.example") is None


@pytest.mark.parametrize("user_id", [7, "8", None, "x", True])
def test_who_is_not_there_is_a_404(user_id: object) -> None:
    with pytest.raises(Problem) as problem:
        Desk().state.user(user_id)
    assert problem.value.status == 404


def test_a_deleted_ticket_and_an_unknown_webhook_are_a_404() -> None:
    desk = Desk()
    ticket = desk.ticket()
    assert desk.state.ticket(ticket.id) is ticket
    ticket.deleted = True
    for find in (lambda: desk.state.ticket(ticket.id), lambda: desk.state.webhook("01H")):
        with pytest.raises(Problem) as problem:
            find()
        assert problem.value.status == 404


def test_agents_have_short_names() -> None:
    state = Desk().state
    assert state.agent("bo") is state.bo
    with pytest.raises(KeyError):
        state.agent("cora")


def test_ids_rise_and_do_not_fit_into_32_bits() -> None:
    state = Desk().state
    first = state.next_id("user")
    assert state.next_id("user") == first + 1
    assert first > 2**32
