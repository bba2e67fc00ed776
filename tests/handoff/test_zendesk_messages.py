"""Which messages of a live chat are an agent's own words, and what of them the customer gets."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.zendesk.conversation_objects import Message
from handoff.desks.zendesk_messages import agents_message, is_agents
from tests.connectors.zendesk.chatting import message

AGENT = "__zendesk_msg.agent.id"
BY_AGENT = {
    "author": {"type": "business", "displayName": "Bo Agent", "avatarUrl": "https://x.example/bo.png"},
    "source": {"type": "zd:agentWorkspace"},
    "metadata": {AGENT: "9000123"},
}


def said(**more: Any) -> Message:
    return Message.model_validate(message("m1", **{**BY_AGENT, **more}))


def test_an_agents_words_come_with_name_and_picture() -> None:
    one = said(content={"type": "text", "text": "plain", "htmlText": "<p>Hi<script>x</script></p>"})
    assert is_agents(one)
    made = agents_message(one)
    assert (made.author.name, made.author.avatar_url) == ("Bo Agent", "https://x.example/bo.png")
    assert made.body.html == "<p>Hi</p>"


@pytest.mark.parametrize(
    "more",
    [
        {"metadata": {AGENT: "__trigger"}},  # "An agent will be with you shortly"
        {"metadata": {}},
        {"metadata": {AGENT: "9000123", "type": "csat"}},
        {"source": {"type": "zd:answerBot"}},
        {"source": {"type": "api:conversations"}},
        {"author": {"type": "user", "userId": "u1"}},
        {"activity": {"type": "ticket:closed", "data": {}}},
        {"deleted": True},
    ],
    ids=["trigger", "nobody", "rating", "bot", "ours", "customer", "system", "deleted"],
)
def test_what_no_agent_wrote_is_not_shown_as_an_agents_words(more: dict[str, Any]) -> None:
    assert not is_agents(said(**more))


def test_a_picture_over_http_is_not_loaded() -> None:
    author = {"type": "business", "displayName": "Bo", "avatarUrl": "http://x.example/bo.png"}
    assert agents_message(said(author=author)).author.avatar_url is None


def test_a_kind_that_cannot_be_shown_is_named() -> None:
    made = agents_message(said(content={"type": "location", "coordinates": {"lat": 1, "long": 2}}))
    assert "location" in made.body.text


def test_a_file_without_a_name_has_its_addresses() -> None:
    content = {"type": "file", "mediaUrl": "https://acme.zendesk.com/sc/attachments/v2/1/an%20offer.pdf"}
    [file] = agents_message(said(content=content)).attachments
    assert (file.name, file.content_type) == ("an offer.pdf", "application/octet-stream")
