"""Placeholders of a trigger's payload, filled from the save that rang it."""

from __future__ import annotations

import pytest

from connectors.sandbox.change import Save
from connectors.sandbox.placeholders import filled
from connectors.sandbox.saving import NewComment, Wanted
from tests.connectors.sandbox.saves import Desk


@pytest.fixture
def save() -> Save:
    desk = Desk()
    ticket = desk.ticket(
        external_id="cnv_1", tags="b a", status="open", priority="high", assignee_id=desk.state.ada.id
    )
    note = NewComment(author_id=desk.state.ada.id, body="a note", public=False)
    desk.saver.update(desk.ada, ticket, Wanted(comment=note, fields={"status": "hold"}))
    return desk.save(ticket)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ticket.id}}", "1"),
        ("{{ ticket.external_id }}", "cnv_1"),
        ("{{ticket.title}}: {{ticket.description}}", "A question: Where is it?"),
        ("{{ticket.status}} {{ticket.priority}}", "On-hold High"),
        ("{{ticket.tags}}", "a b"),
        ("{{ticket.group.name}}", "Support"),
        ("{{ticket.latest_public_comment}}", "Where is it?"),
        ("{{ticket.comments[0].value}}", "a note"),
        ("{{ticket.comments[0].is_public}}", "false"),
        ("{{ticket.public_comments[0].value}}", "Where is it?"),
        ("{{ticket.public_comments[1].value}}", ""),
        ("{{ticket.comments[0].colour}}", ""),
        ("{{ticket.created_at_with_timestamp}}", "2027-01-15T08:00:00Z"),
        ("{{ticket.comments[1].created_at}}", "2027-01-15T08:00:00Z"),
        ("{{current_user.name}}", "Ada Agent"),
        ("{{ticket.requester.external_id}} {{ticket.requester.email}}", "u1 cora@shop.example"),
        ("{{ticket.assignee.name}}", "Ada Agent"),
        ("{{ticket.assignee.shoe_size}}", ""),
        ("[{{nobody.name}}{{}}{{ticket.nothing}}]", "[]"),
        ("no placeholder } {", "no placeholder } {"),
    ],
)
def test_a_placeholder_is_filled_and_an_unknown_one_is_empty(save: Save, template: str, text: str) -> None:
    assert filled(template, save) == text


def test_ids_of_comments_are_those_of_the_ticket(save: Save) -> None:
    first, note = save.ticket.comments
    assert (
        filled("{{ticket.public_comments[0].id}}/{{ticket.comments[0].id}}", save) == f"{first.id}/{note.id}"
    )


def test_a_value_is_not_escaped_as_zendesk_does_not_promise_it(save: Save) -> None:
    save.ticket.subject = 'say "hi"'
    assert filled('"{{ticket.title}}"', save) == '"say "hi""'
