"""The client on a Sunshine Conversations that keeps state: a hand-off from its beginning to its end."""

from __future__ import annotations

import pytest

from connectors.failures import NotSent, Refused, Unsure
from connectors.sandbox.app import Sandbox
from connectors.zendesk.conversation_bodies import Author, Media, Profile, Text, ticket_data
from connectors.zendesk.conversation_setup import ConversationSetup
from connectors.zendesk.conversations import Conversations

FIN = Author(type="business", display_name="Fin")
CORA = Author(type="user", user_external_id="u1")
MARKER = {"messenger_bridge": "eff_1"}


@pytest.fixture
async def bridge(chats: Conversations) -> ConversationSetup:
    """Our integration has its place."""
    setup = ConversationSetup(chats)
    made = await setup.create_integration("Messenger bridge", "http://127.0.0.1:1/events")
    (board,) = await setup.switchboards()
    await setup.create_place(
        board.id, name="messenger-bridge", integration_id=made.id, next_id=board.default_id
    )
    return setup


async def test_a_hand_off_and_its_way_back(
    zd: Sandbox, chats: Conversations, bridge: ConversationSetup
) -> None:
    user = await chats.ensure_user(external_id="u1", profile=Profile(given_name="Cora"))
    again = await chats.ensure_user(external_id="u1", profile=Profile(surname="Customer"))
    assert (again.id, again.profile.given_name, again.profile.surname) == (user.id, "Cora", "Customer")

    made = await chats.create_conversation("u1", metadata=MARKER)
    assert await chats.find_conversation("u1", MARKER) == await chats.conversation(made.id)
    await chats.pass_control(made.id, "messenger-bridge")
    await chats.say(made.id, "What was said before", author=FIN, marker=MARKER)
    await chats.post(made.id, Text(text="Where is it?"), author=CORA, metadata={"messenger_bridge": "eff_2"})
    await chats.act(made.id, "typing:start", author=FIN)
    await chats.pass_control(
        made.id, "zd-agentWorkspace", metadata=ticket_data(tags=("fin-routed-to-team",), fields={36: "x"})
    )
    await chats.offer_control(made.id, "messenger-bridge")

    (ticket,) = zd.tickets()
    assert (ticket["tags"], ticket["custom_fields"]) == (["fin-routed-to-team"], [{"id": 36, "value": "x"}])
    zd.chat_reply(ticket["id"], "On its way")
    zd.chat_reply(ticket["id"], file=("a.pdf", "application/pdf", b"%PDF"))
    said = await chats.messages(made.id)
    assert [(one.text, one.agent_id, one.source) for one in said[:3]] == [
        ("What was said before", None, "api:conversations"),
        ("Where is it?", None, "api:conversations"),
        ("On its way", zd.state.ada.id, "zd:agentWorkspace"),
    ]
    media_url = said[3].media_url
    assert media_url is not None
    file = await chats.download(media_url)
    assert (file.data, file.media_type) == (b"%PDF", "application/pdf")
    assert [one.id for one in await chats.messages(made.id, after=said[1].id)] == [said[2].id, said[3].id]

    conversation = await chats.conversation(made.id)
    assert conversation.active is not None
    assert conversation.pending is not None
    assert (conversation.active.name, conversation.pending.name) == ("zd-agentWorkspace", "messenger-bridge")
    zd.end_session(ticket["id"])
    ended = await chats.conversation(made.id)
    assert (ended.active, ended.pending) == (None, None)


async def test_a_text_whose_answer_was_lost_is_completed_and_not_doubled(
    zd: Sandbox, chats: Conversations
) -> None:
    await chats.ensure_user(external_id="u1", profile=Profile())
    made = await chats.create_conversation("u1", metadata=MARKER)
    text = "\n\n".join(letter * 3000 for letter in "abc")
    zd.fault("reset_after", method="POST", path_regex="/messages$", skip=1)
    with pytest.raises(Unsure):
        await chats.say(made.id, text, author=FIN, marker=MARKER)
    assert len(await chats.messages(made.id)) == 2
    await chats.say(made.id, text, author=FIN, marker=MARKER, is_repeat=True)
    assert "".join(one.text for one in await chats.messages(made.id)) == text
    await chats.say(made.id, text, author=FIN, marker=MARKER, is_repeat=True)
    assert len(await chats.messages(made.id)) == 3


async def test_a_conversation_whose_answer_was_lost_is_found(zd: Sandbox, chats: Conversations) -> None:
    await chats.ensure_user(external_id="u1", profile=Profile())
    zd.fault("reset_after", method="POST", path_regex="/conversations$")
    with pytest.raises(Unsure):
        await chats.create_conversation("u1", metadata=MARKER)
    assert await chats.find_conversation("u1", MARKER) is not None
    zd.fault("503", method="POST", path_regex="/conversations$", retry_after=3)
    with pytest.raises(NotSent) as failure:
        await chats.create_conversation("u1", metadata=MARKER)
    assert failure.value.retry_after_s == 3


async def test_a_file_goes_into_its_own_conversation_only(chats: Conversations) -> None:
    await chats.ensure_user(external_id="u1", profile=Profile())
    ours, other = [await chats.create_conversation("u1", metadata={"n": n}) for n in (1, 2)]
    file = await chats.upload(ours.id, "Ü b.png", "image/png", b"\x89PNG\r\n")
    picture = Media(type="image", media_url=file.media_url)
    posted = await chats.post(ours.id, picture, author=CORA, metadata=MARKER)
    assert (posted.media_type, posted.media_size_bytes) == ("image/png", 6)
    assert (await chats.download(file.media_url)).data == b"\x89PNG\r\n"
    with pytest.raises(Refused, match="another conversation"):
        await chats.post(other.id, picture, author=CORA, metadata=MARKER)


async def test_private_files_are_read_with_our_key() -> None:
    async with Sandbox(sc_private_attachments=True) as zd:
        options = zd.state.options
        async with Conversations(
            base_url=f"{zd.base_url}/sc",
            app_id=options.sc_app_id,
            key_id=options.sc_key_id,
            secret=options.sc_secret,
        ) as chats:
            await chats.ensure_user(external_id="u1", profile=Profile())
            made = await chats.create_conversation("u1", metadata=MARKER)
            file = await chats.upload(made.id, "a.txt", "text/plain", b"hello")
            assert (await chats.download(file.media_url)).data == b"hello"


async def test_without_the_setting_there_is_no_second_conversation(zd: Sandbox, chats: Conversations) -> None:
    zd.state.chats.is_multi_conversation = False
    assert (await chats.app()).is_multi_conversation is False
    await chats.ensure_user(external_id="u1", profile=Profile())
    await chats.create_conversation("u1", metadata=MARKER)
    with pytest.raises(Refused) as refused:
        await chats.create_conversation("u1", metadata=MARKER)
    assert refused.value.status == 403


async def test_setting_up_and_taking_down(chats: Conversations, bridge: ConversationSetup) -> None:
    (ours,) = await bridge.integrations()
    (hook,) = await bridge.webhooks(ours.id)
    assert ours.webhooks == (hook,)
    moved = await bridge.update_webhook(ours.id, hook.id, "https://b.example/y")
    assert (moved.target, moved.secret) == ("https://b.example/y", hook.secret)
    second = await bridge.create_webhook(ours.id, "https://b.example/z")
    await bridge.delete_webhook(ours.id, second.id)
    (board,) = await bridge.switchboards()
    places = await bridge.places(board.id)
    assert [one.name for one in places] == ["zd-agentWorkspace", "zd-answerBot", "messenger-bridge"]
    changed = await bridge.update_place(board.id, places[2].id, next_id=places[1].id)
    assert changed.next_id == places[1].id
    await bridge.delete_place(board.id, places[2].id)
    await bridge.delete_integration(ours.id)
    assert await bridge.integrations() == []
    assert (await bridge.switchboards())[0].default_id == board.default_id
