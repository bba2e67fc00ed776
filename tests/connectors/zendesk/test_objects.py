"""Zendesk's JSON becomes plain data, with whatever it leaves out or adds."""

from __future__ import annotations

from connectors.zendesk.objects import (
    ChangeEvent,
    CommentEvent,
    account_settings,
    audit,
    comment,
    ticket,
    ticket_written,
    user,
)

WHEN = "2026-01-05T09:00:00Z"


def test_a_ticket_may_be_nearly_empty() -> None:
    made = ticket({"id": 7, "status": "OPEN", "tags": None, "via": {"channel": 30}})
    assert (made.id, made.status, made.tags, made.assignee_id, made.followup_of) == (
        7,
        "open",
        (),
        None,
        None,
    )


def test_a_follow_up_names_the_closed_ticket() -> None:
    via = {"channel": "web", "source": {"from": {"ticket_id": 5}, "rel": "follow_up"}}
    assert ticket({"id": 7, "via": via}).followup_of == 5
    via["source"]["rel"] = "problem"  # type: ignore[index]  # a nested dict
    assert ticket({"id": 7, "via": via}).followup_of is None


def test_a_save_without_a_comment_or_unknown_has_none() -> None:
    assert ticket_written({"id": 7}, None, replayed=False).comment_id is None
    written = ticket_written({"id": 7}, {"id": 3, "events": [{"id": 4, "type": "Change"}]}, replayed=True)
    assert (written.comment_id, written.audit_id, written.replayed) == (None, 3, True)


def test_events_that_we_do_not_know_are_left_out() -> None:
    events = [
        {"id": 1, "type": "Comment", "public": True, "html_body": "<p>a</p>"},
        {"id": 2, "type": "Notification", "via": {"channel": "rule"}},
        {"id": 3, "type": "Change", "field_name": "status", "value": "solved", "previous_value": "open"},
        {"id": 4, "type": "SomethingNew"},
        {"id": 5, "type": "Change", "field_name": "tags", "value": ["a"], "via": {"channel": "rule"}},
        "what",
    ]
    made = audit({"id": 9, "author_id": 8, "created_at": WHEN, "metadata": None, "events": events})
    said, status, tags = made.events
    assert isinstance(said, CommentEvent)
    assert (said.author_id, said.html_body, said.attachments) == (8, "<p>a</p>", ())
    assert isinstance(status, ChangeEvent)
    assert (status.value, status.previous, status.via_channel) == ("solved", "open", "")
    assert isinstance(tags, ChangeEvent)
    assert tags.via_channel == "rule"
    assert made.custom == {}
    assert made.created_at.utcoffset() is not None


def test_a_comment_is_public_only_when_zendesk_says_so() -> None:
    for said in (None, False, "true", 0):
        assert not comment({"id": 1, "created_at": WHEN, "public": said}).public
    assert comment({"id": 1, "created_at": WHEN, "public": True}).public


def test_a_photo_may_be_missing() -> None:
    assert user({"id": 1, "photo": None}).photo_url is None
    assert (
        user({"id": 1, "photo": {"content_url": "https://a.example/p.png"}}).photo_url
        == "https://a.example/p.png"
    )


def test_settings_are_written_as_booleans_or_words() -> None:
    made = account_settings(
        {"settings": {"api": {"api_token_access": "false"}, "tickets": {"private_attachments": True}}}
    )
    assert (made.api_token_access, made.private_attachments, made.comments_public_by_default) == (
        False,
        True,
        None,
    )


def test_a_save_names_the_tickets_of_a_merge_wherever_it_does_so() -> None:
    def via(**other: object) -> dict[str, object]:
        return {"channel": "web", "source": {"from": other, "to": {}, "rel": "merge"}}

    said = {"id": 3, "created_at": WHEN}
    assert audit({**said, "via": via(ticket_ids=[5, "6", None])}).merged_with == (5, 6)
    assert audit({**said, "events": [{"id": 4, "type": "Comment", "via": via(ticket_id=5)}]}).merged_with == (
        5,
    )
    follow_up = {"channel": "web", "source": {"from": {"ticket_id": 5}, "rel": "follow_up"}}
    assert audit({**said, "via": follow_up}).merged_with == ()
