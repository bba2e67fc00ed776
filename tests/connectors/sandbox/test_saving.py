"""The rules of a save: what is refused, what follows from what, and that nothing half-done stays."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox.problems import Problem
from connectors.sandbox.records import Upload
from connectors.sandbox.saving import COMMENT_CHARACTERS, COMMENTS_MOST, NewComment, Wanted
from tests.connectors.sandbox.saves import NOON, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": "done"}, "not a valid value"),
        ({"status": "solved"}, "is required when solving"),
        ({"status": "closed"}, "is required when solving"),
        ({"assignee_id": 1}, "Assignee: is invalid"),
        ({"group_id": 1}, "Group: is invalid"),
        ({"requester_id": 1}, "Requester: is invalid"),
    ],
)
def test_a_field_that_breaks_a_rule_changes_nothing(desk: Desk, fields: dict[str, Any], told: str) -> None:
    ticket = desk.ticket(status="open")
    audits = len(ticket.audits)
    with pytest.raises(Problem, match=told):
        desk.saver.update(
            desk.fin,
            ticket,
            Wanted(
                fields={"subject": "other", **fields}, comment=NewComment(author_id=desk.cora.id, body="x")
            ),
        )
    assert (ticket.subject, len(ticket.comments), len(ticket.audits)) == ("A question", 1, audits)


def test_a_customer_cannot_have_a_ticket(desk: Desk) -> None:
    with pytest.raises(Problem, match="Assignee: is invalid"):
        desk.saver.update(desk.fin, desk.ticket(), Wanted(fields={"assignee_id": desk.cora.id}))


def test_who_gets_a_new_ticket_opens_it_and_brings_the_group(desk: Desk) -> None:
    ticket = desk.ticket()
    desk.saver.update(desk.ada, ticket, Wanted(fields={"assignee_id": desk.state.ada.id}))
    assert (ticket.status, ticket.group_id) == ("open", desk.state.group.id)
    with pytest.raises(Problem, match="cannot go back to new"):
        desk.saver.update(desk.ada, ticket, Wanted(fields={"status": "new"}))


def test_a_save_without_a_change_leaves_no_audit(desk: Desk) -> None:
    ticket = desk.ticket()
    audit = desk.saver.update(desk.ada, ticket, Wanted(fields={"subject": "A question"}))
    assert audit.events == []
    assert len(ticket.audits) == 1


def test_tags_are_added_and_taken_from_what_is_there(desk: Desk) -> None:
    ticket = desk.ticket(tags="a b")
    desk.saver.update(desk.ada, ticket, Wanted(add_tags=("C", "d"), remove_tags=("a", "D")))
    assert ticket.tags == ["b", "c"]


@pytest.mark.parametrize("status", ["pending", "hold", "solved"])
def test_only_a_customer_who_writes_himself_opens_the_ticket_again(desk: Desk, status: str) -> None:
    from connectors.sandbox.change import actor_of

    ticket = desk.ticket(status=status, assignee_id=desk.state.ada.id)
    said = Wanted(comment=NewComment(author_id=desk.cora.id, body="And?"))
    desk.saver.update(desk.fin, ticket, said)
    assert ticket.status == status
    desk.saver.update(actor_of(desk.cora, "email"), ticket, said)
    assert ticket.status == "open"


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ({"author_id": 1}, "Author: is invalid"),
        ({"body": "x" * (COMMENT_CHARACTERS + 1)}, "too long"),
        ({"uploads": ("none",)}, "token is invalid"),
    ],
)
def test_a_comment_that_breaks_a_rule_is_refused(desk: Desk, comment: dict[str, Any], told: str) -> None:
    wanted = {"author_id": desk.cora.id, "body": "x"} | comment
    with pytest.raises(Problem, match=told):
        desk.saver.update(desk.fin, desk.ticket(), Wanted(comment=NewComment(**wanted)))


def test_an_upload_that_is_too_old_is_refused(desk: Desk) -> None:
    desk.state.uploads["old"] = Upload(token="old", expires_at=NOON - 1, attachments=[])
    with pytest.raises(Problem, match="expired"):
        desk.saver.update(
            desk.fin, desk.ticket(), Wanted(comment=NewComment(author_id=desk.cora.id, uploads=("old",)))
        )


def test_a_ticket_has_a_last_comment(desk: Desk) -> None:
    ticket = desk.ticket()
    ticket.comments *= COMMENTS_MOST
    with pytest.raises(Problem, match="limit of 5000"):
        desk.saver.update(desk.fin, ticket, Wanted(comment=NewComment(author_id=desk.cora.id, body="x")))


@pytest.mark.parametrize(
    ("comment", "is_blank"),
    [
        ({"body": " \n"}, True),
        ({"html": "<p>&nbsp;</p>"}, True),
        ({"html": "<script>x</script>"}, True),
        ({"html": '<img src="https://x.example/a.png">'}, False),
        ({"body": "x"}, False),
        ({"uploads": ("t",)}, False),
    ],
)
def test_blank_is_nothing_to_say_and_nothing_to_show(comment: dict[str, Any], is_blank: bool) -> None:
    assert NewComment(author_id=1, **comment).is_blank is is_blank


def test_a_follow_up_inherits_and_is_known_to_its_source(desk: Desk) -> None:
    source = desk.ticket(tags="vip", custom_fields={1: "a"}, assignee_id=desk.state.ada.id)
    wanted = Wanted(comment=NewComment(author_id=desk.cora.id, body="Again"))
    with pytest.raises(Problem, match="is not closed"):
        desk.saver.create(
            desk.fin, wanted, requester_id=desk.cora.id, submitter_id=desk.cora.id, followup_of=source.id
        )
    desk.saver.update(desk.ada, source, Wanted(fields={"status": "closed"}))
    made, _ = desk.saver.create(
        desk.fin, wanted, requester_id=desk.cora.id, submitter_id=desk.cora.id, followup_of=source.id
    )
    assert (made.tags, made.custom_fields, source.followup_ids) == (["vip"], {1: "a"}, [made.id])
    assert made.via["source"]["from"]["ticket_id"] == source.id
    with pytest.raises(Problem, match="closed prevents"):
        desk.saver.update(desk.ada, source, Wanted(fields={"status": "open"}))


def test_a_ticket_that_is_refused_is_not_kept(desk: Desk) -> None:
    for text, fields in (("", {}), ("x", {"status": "done"})):
        with pytest.raises(Problem):
            desk.ticket(text=text, **fields)
    assert desk.state.tickets == {}
