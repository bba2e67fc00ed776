"""What the records know of themselves."""

from __future__ import annotations

from dataclasses import fields

import pytest

from connectors.sandbox.records import STATUSES, TRACKED, Role, Ticket, User


@pytest.mark.parametrize(("role", "is_staff"), [("end-user", False), ("agent", True), ("admin", True)])
def test_agents_and_admins_are_staff(role: Role, is_staff: bool) -> None:
    assert User(id=1, name="x", role=role, created_at=0, updated_at=0).is_staff is is_staff


def test_the_first_address_is_the_primary_one() -> None:
    user = User(id=1, name="x", role="agent", created_at=0, updated_at=0)
    assert user.email is None
    user.emails += ["a@x.example", "b@x.example"]
    assert user.email == "a@x.example"


def test_what_audits_show_are_fields_of_a_ticket() -> None:
    assert set(TRACKED) <= {one.name for one in fields(Ticket)}


def test_statuses_go_from_new_to_closed() -> None:
    assert (STATUSES[0], STATUSES[-1], len(STATUSES)) == ("new", "closed", 6)
