from __future__ import annotations

import pytest

from connectors.zendesk.conversation_objects import AGENT, ChatUser, Conversation, Message
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
    assert Message.model_validate(raw).agent_id == agent_id


def test_a_message_of_the_system_and_a_deleted_one_are_told() -> None:
    ended = Message.model_validate(
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
    picture = Message.model_validate(message("m1", content=content))
    assert (picture.type, picture.media_url, picture.media_size_bytes, picture.text) == (
        "image",
        "https://x.example/a.png",
        7,
        "",
    )
    form = Message.model_validate(message("m2", content={"type": "form", "fields": []}))
    assert (form.type, form.text, form.media_url) == ("form", "", None)


def test_a_user_without_a_profile() -> None:
    user = ChatUser.model_validate({"id": "1", "externalId": None, "zendeskId": None})
    assert (user.external_id, user.zendesk_id, user.profile.email, user.metadata) == (None, None, None, {})


@pytest.mark.parametrize("part", ["id", "received", "author"])
def test_a_message_without_what_it_needs_is_refused_and_its_words_are_not_told(part: str) -> None:
    raw = message("m1", content={"type": "text", "text": "my secret"})
    del raw[part]
    with pytest.raises(ValueError, match=part) as caught:
        Message.model_validate(raw)
    assert "my secret" not in str(caught.value)


@pytest.mark.parametrize("nothing", [None, {}])
def test_what_is_null_or_empty_is_as_if_it_were_not_there(nothing: object) -> None:
    bare = Message.model_validate(message("m1", content=nothing, source=nothing, activity=nothing))
    assert (bare.type, bare.text, bare.media_url, bare.source, bare.activity) == ("", "", None, "", None)
    raw = {
        "id": 7,
        "activeSwitchboardIntegration": nothing,
        "createdAt": None,
        "metadata": [],
        "isDefault": 1,
    }
    conversation = Conversation.model_validate(raw)
    assert (conversation.id, conversation.active, conversation.created_at) == ("7", None, None)
    assert (conversation.type, conversation.metadata, conversation.is_default) == ("personal", {}, False)


def test_who_wrote_is_told_by_our_own_name_too() -> None:
    author = {
        "type": "user",
        "userId": "u",
        "user": {"externalId": "u1"},
        "subtypes": None,
        "displayName": "",
    }
    told = Message.model_validate(message("m1", author=author)).author
    assert (told.user_id, told.user_external_id, told.subtypes, told.display_name) == ("u", "u1", (), None)
