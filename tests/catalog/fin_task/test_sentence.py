"""Sentences that are a block, in the several ways that people write them, and sentences that are none."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from bridge.catalog.fin_task.sentence import block_of


def told(text: str) -> tuple[str, dict[str, Any]] | None:
    block = block_of(text, 7)
    if block is None:
        return None
    data = {name: value for name, value in asdict(block).items() if value}
    assert (data.pop("line"), data.pop("text")) == (7, text)
    return type(block).__name__, data


@pytest.mark.parametrize(
    ("text", "kind", "data"),
    [
        ("Send message: Hello there.", "Message", {"message": "Hello there."}),
        ('Send the customer a message saying "Hello."', "Message", {"message": "Hello."}),
        ("Tell the customer: it is done", "Message", {"message": "it is done"}),
        ("Reply with “It's done”", "Message", {"message": "It's done"}),
        ("Run action Get order", "Action", {"name": "Get order"}),
        ("Then call the Get order action.", "Action", {"name": "Get order"}),
        ("@Use data connector Get order", None, {}),
        ("Use @Get order with number = 5", "Action", {"name": "Get order", "inputs": (("number", "5"),)}),
        (
            "Run action Pay with amount: {{ a.b }}, reason and save the response as paid",
            "Action",
            {"name": "Pay", "inputs": (("amount", "{{ a.b }}"), ("reason", None)), "into": "paid"},
        ),
        ('Run action Pay with {"amount": 5}', "Action", {"name": "Pay", "inputs": (("amount", 5),)}),
        ("Wait for webhook paid", "Webhook", {"name": "paid"}),
        ("Wait for the payment webhook (up to 2 days)", "Webhook", {"name": "payment", "timeout": "2 days"}),
        ("Pause for 10 minutes", "Pause", {"duration": "10 minutes"}),
        ("Tag the conversation with vip, late", "Tag", {"tags": ("vip", "late")}),
        ("Add tag vip", "Tag", {"tags": ("vip",)}),
        ("Tag the customer as vip", "Tag", {"tags": ("vip",), "of_person": True}),
        ("Escalate", "HandOff", {}),
        ("Escalate to a human.", "HandOff", {}),
        ("Hand off to team Billing", "HandOff", {"team": "Billing"}),
        ("Transfer the conversation to the Tier 2 team", "HandOff", {"team": "Tier 2"}),
        ('Hand over to Billing with message "Wait."', "HandOff", {"team": "Billing", "message": "Wait."}),
        ("End", "End", {}),
        ("Finally, end the conversation.", "End", {}),
        ("Set attribute plan to pro", "Assign", {"name": "plan", "value": "pro"}),
        ("Classify the query as billing or delivery and store it as topic", "Classify", None),
        ("Add note: Look at this.", "Note", {"note": "Look at this."}),
    ],
)
def test_a_sentence_is_the_block_that_it_says(
    text: str, kind: str | None, data: dict[str, Any] | None
) -> None:
    found = told(text)
    if kind is None:
        return
    assert found is not None
    assert found[0] == kind
    if data is not None:
        assert found[1] == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Be kind.",
        "Ask the customer to confirm that the address is right",
        "Escalate to Billing if the refund fails",
        "Transfer the money to the customer",
        "Send the parcel to the customer",
        "Send the customer a link",
        "Update the shipping address to the new one",
        "Set the order to cancelled",
        "Run the risk of being late",
        "Use your judgement",
        "Collect whatever seems useful so that people can help later",
        "Wait until the customer answers",
        "Tag team wrestling is not supported, so explain that",
        "End users cannot do this",
        "Note that refunds take days",
        "Run " + "a very long sentence " * 100,
    ],
)
def test_prose_is_no_block(text: str) -> None:
    assert block_of(text, 1) is None


def test_the_names_and_questions_of_what_is_collected() -> None:
    for text, names in (
        ("Collect order number, e-mail (email) and reason", ["order number", "e-mail", "reason"]),
        ("Ask the customer for their order number.", ["order number"]),
        ("Ask the customer to provide the postcode", ["postcode"]),
        ("Gather: size (one of: S, M or L)", ["size"]),
        ("Collect delivery day: When shall it come?", ["delivery day"]),
    ):
        found = told(text)
        assert found is not None, text
        assert [one["name"] for one in found[1]["fields"]] == names
    size = told("Gather: size (one of: S, M or L)")
    assert size is not None
    assert size[1]["fields"][0]["options"] == ("S", "M", "L")
    day = told("Collect delivery day: When shall it come?")
    assert day is not None
    assert day[1]["fields"][0]["ask"] == "When shall it come?"


def test_questions_with_buttons_and_a_place_for_the_answer() -> None:
    found = told('Ask the customer "Shall I?" [options: Yes, No] and store the answer as sure')
    assert found is not None
    assert found[1]["field"] == {"name": "sure", "type": "", "ask": "Shall I?", "options": ("Yes", "No")}
