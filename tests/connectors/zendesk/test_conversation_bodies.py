from __future__ import annotations

from connectors.zendesk.conversation_bodies import Profile, profile_json, ticket_data


def test_a_profile_fits_whatever_a_customer_is_called() -> None:
    told = profile_json(
        Profile(given_name="x" * 200, surname="", email=f"{'x' * 200}@shop.example", locale="de-AT")
    )
    assert told == {"givenName": "x" * 128, "locale": "de-AT"}


def test_the_tickets_tags_and_fields_are_told_flat() -> None:
    told = ticket_data(
        tags=("fin-routed-to-team", "vip"), fields={36001: "refund"}, subject="Help", priority="high"
    )
    assert told == {
        "dataCapture.systemField.tags": "fin-routed-to-team,vip",
        "dataCapture.ticketField.36001": "refund",
        "dataCapture.systemField.subject": "Help",
        "dataCapture.systemField.priority": "high",
    }
    assert ticket_data() == {}
