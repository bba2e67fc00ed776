"""Setup makes what is missing of ours alone, and no other channel's way changes; doctor names the mend."""

from __future__ import annotations

import pytest

from connectors.failures import Refused
from connectors.sandbox.app import Sandbox
from connectors.zendesk import conversation_provisioning as provisioning
from connectors.zendesk.conversation_setup import ConversationSetup
from connectors.zendesk.conversations import Conversations
from connectors.zendesk.doctor import SETUP

TARGET = "https://bridge.example/zendesk/conversations/webhooks"
NAME = "messenger-bridge-demo-1"


async def wrong(chats: Conversations) -> dict[str, str]:
    checks = await provisioning.doctor(chats, target_url=TARGET, name=NAME)
    return {one.name: one.fix for one in checks if not one.ok}


async def test_setup_makes_integration_webhook_and_place_and_twice_changes_nothing(
    zd: Sandbox, chats: Conversations
) -> None:
    assert await wrong(chats) == {"chat webhook": SETUP, "place in the switchboard": SETUP}
    default = zd.state.chats.default_id
    made = await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert len(made.changed) == 2
    assert made.webhook_secret
    assert await wrong(chats) == {}
    assert zd.state.chats.default_id == default
    zd.journal.clear()
    again = await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert (again.changed, again.webhook_secret) == ((), made.webhook_secret)
    assert [one.method for one in zd.journal.entries if one.method != "GET"] == []


async def test_another_address_keeps_the_secret(chats: Conversations) -> None:
    first = await provisioning.setup(chats, target_url=TARGET, name=NAME)
    second = await provisioning.setup(chats, target_url=f"{TARGET}/b", name=NAME)
    assert (second.webhook_secret, second.integration_id) == (first.webhook_secret, first.integration_id)
    assert await wrong(chats) == {"chat webhook": SETUP}
    await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert await wrong(chats) == {}


async def test_what_was_taken_away_is_made_again_and_what_is_twice_is_one(chats: Conversations) -> None:
    made = await provisioning.setup(chats, target_url=TARGET, name=NAME)
    work = ConversationSetup(chats)
    await work.create_integration(NAME, TARGET)
    (board,) = await work.switchboards()
    places = await work.places(board.id)
    await work.update_place(board.id, made.place_id, next_id=places[1].id)
    again = await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert [one.split()[-1] for one in again.changed] == ["ours", "mended"]
    await work.delete_webhook(made.integration_id, (await work.webhooks(made.integration_id))[0].id)
    again = await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert again.webhook_secret != made.webhook_secret
    await work.delete_integration(made.integration_id)
    again = await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert again.integration_id != made.integration_id
    assert await wrong(chats) == {}


async def test_teardown_leaves_others_alone(chats: Conversations) -> None:
    await provisioning.setup(chats, target_url=TARGET, name=f"{NAME}-other")
    await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert len(await provisioning.teardown(chats, name=NAME)) == 2
    assert await provisioning.teardown(chats, name=NAME) == []
    assert [one.name for one in await ConversationSetup(chats).integrations()] == [f"{NAME}-other"]


async def test_multi_conversation_is_named_and_never_switched(zd: Sandbox, chats: Conversations) -> None:
    zd.state.chats.is_multi_conversation = False
    await provisioning.setup(chats, target_url=TARGET, name=NAME)
    assert zd.state.chats.is_multi_conversation is False
    [fix] = (await wrong(chats)).values()
    assert "Admin Center > Channels" in fix


async def test_an_account_without_messaging_says_so(zd: Sandbox, chats: Conversations) -> None:
    zd.state.chats.is_enabled = False
    assert "switchboard" in await wrong(chats)


async def test_a_wrong_key_is_named(zd: Sandbox) -> None:
    options = zd.state.options
    async with Conversations(
        base_url=f"{zd.base_url}/sc", app_id=options.sc_app_id, key_id="x", secret="y"
    ) as client:
        [fix] = (await wrong(client)).values()
        assert "Conversations API" in fix
        with pytest.raises(Refused):
            await provisioning.setup(client, target_url=TARGET, name=NAME)
