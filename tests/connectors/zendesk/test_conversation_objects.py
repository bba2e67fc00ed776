from __future__ import annotations

import pytest

from connectors.zendesk import conversation_objects as objects
from connectors.zendesk.conversation_objects import AGENT
from tests.connectors.zendesk.chatting import message


@pytest.mark.parametrize(
    ("author", "source", "named", "agent_id"),
    [
        ("business", "zd:agentWorkspace", "361000000002", 361000000002),
        ("business", "zd:agentWorkspace", 361000000003, 361000000003),
        ("business", "zd:agentWorkspace", "__trigger", None),
        ("business", "zd:agentWorkspace", None, None),
        ("business", "zd:answerBot", "361000000002", None),
        ("business", "api:conversations", "361000000002", None),
        ("user", "zd:agentWorkspace", "361000000002", None),
        ("business", "zd:agentWorkspace", "٣", None),
    ],
)
def test_an_agent_is_who_the_workspace_names(
    author: str, source: str, named: object, agent_id: int | None
) -> None:
    metadata = {} if named is None else {AGENT: named}
    raw = message("m1", author={"type": author}, source={"type": source}, metadata=metadata)
    assert objects.message(raw).agent_id == agent_id


def test_a_message_of_the_system_and_a_deleted_one_are_told() -> None:
    ended = objects.message(
        message("m1", activity={"type": "conversation:endedByUser"}, metadata=None, deleted=True, source=None)
    )
    assert (ended.activity, ended.is_deleted, ended.metadata, ended.source) == (
        "conversation:endedByUser",
        True,
        {},
        "",
    )


def test_a_file_and_a_kind_that_we_do_not_know() -> None:
    content = {
        "type": "image",
        "mediaUrl": "https://x.example/a.png",
        "mediaType": "image/png",
        "mediaSize": 7.0,
    }
    picture = objects.message(message("m1", content=content))
    assert (picture.type, picture.media_url, picture.media_size_bytes, picture.text) == (
        "image",
        "https://x.example/a.png",
        7,
        "",
    )
    form = objects.message(message("m2", content={"type": "form", "fields": []}))
    assert (form.type, form.text, form.media_url) == ("form", "", None)


def test_a_user_without_a_profile() -> None:
    user = objects.user({"id": "1", "externalId": None, "zendeskId": None})
    assert (user.external_id, user.zendesk_id, user.profile.email, user.metadata) == (None, None, None, {})
