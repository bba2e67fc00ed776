"""What a hand-off goes by is looked at beforehand; what stands in its way is said to operators, once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bridge.core.procedures.hours import DAYS, Hours
from connectors.sandbox.app import Sandbox
from connectors.zendesk.conversations import Conversations
from connectors.zendesk.oauth import ClientCredentials
from connectors.zendesk.support import Support
from handoff.chats import ChatPlace
from handoff.choosing import Choosing
from handoff.desks.zendesk_chats import ZendeskChats
from handoff.mode import Setting

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ALWAYS = {"weekly": {day: ["00:00-24:00"] for day in DAYS}}
BUSY = Hours.model_validate({**ALWAYS, "situations": [{"if": "queue >= 3", "mode": "ticket"}]})


@pytest.fixture
async def zendesk() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0) as made:
        yield made


@pytest.fixture
async def chats(zendesk: Sandbox) -> AsyncIterator[ZendeskChats]:
    options = zendesk.state.options
    login = ClientCredentials(zendesk.base_url, options.oauth_client_id, options.oauth_client_secret)
    support = Support(base_url=zendesk.base_url, subdomain="", authorizer=login)
    async with Conversations(
        base_url=f"{zendesk.base_url}/sc",
        app_id=options.sc_app_id,
        key_id=options.sc_key_id,
        secret=options.sc_secret,
    ) as client:
        yield ZendeskChats(client, support, place="bridge", installation="shop-1", name="Fin")
    await support.close()


def choosing(
    chats: ZendeskChats | None, setting: Setting = "situation", *, hours: Hours = BUSY, waiting: int = 0
) -> Choosing:
    async def switch() -> None:
        return None

    async def count() -> int:
        return waiting

    return Choosing(setting, hours=lambda: hours, switch=switch, chats=chats, waiting=count)


async def test_without_credentials_operators_are_told_once_what_to_set() -> None:
    made = choosing(None, "live_chat")
    with capture_logs() as logs:
        await made.look_at_account()
        await made.look_at_account()
    [said] = logs
    assert (said["event"], said["mode"], said["instead"]) == ("no_live_chats", "live_chat", "ticket")
    assert "BRIDGE_CONVERSATIONS__APP_ID" in said["mend"]
    assert made({}, NOW).mode == "ticket"


async def test_without_multi_conversation_operators_are_told_where_it_is(
    zendesk: Sandbox, chats: ZendeskChats
) -> None:
    zendesk.state.chats.is_multi_conversation = False
    made = choosing(chats, "live_chat")
    with capture_logs() as logs:
        await made.look_at_account()
    [said] = logs
    assert "Admin Center > Channels > Messaging" in said["mend"]
    assert made({}, NOW).mode == "ticket"
    zendesk.state.chats.is_multi_conversation = True  # an operator switches it on
    await made.look_at_account()
    assert made({}, NOW).mode == "live_chat"


async def test_an_account_that_does_not_answer_leaves_what_was_known(
    zendesk: Sandbox, chats: ZendeskChats
) -> None:
    made = choosing(chats)
    await made.look_at_account()
    assert made.agents_online
    zendesk.fault("503", method="GET", path_regex="/sc/v2/apps")
    with capture_logs() as logs:
        await made.look_at_account()
    assert [one["event"] for one in logs] == ["live_chats_not_checked"]
    assert (made.agents_online, made({}, NOW).mode) == (None, "live_chat")


@pytest.mark.parametrize(("waiting", "mode"), [(2, "live_chat"), (3, "ticket")])
async def test_a_rule_about_the_queue_goes_by_who_waits(chats: ZendeskChats, waiting: int, mode: str) -> None:
    made = choosing(chats, waiting=waiting)
    await made.look_at_queue()
    assert (made.queue, made({}, NOW).mode) == (waiting, mode)


async def test_nobody_is_counted_where_no_rule_asks(chats: ZendeskChats) -> None:
    made = choosing(chats, hours=Hours.model_validate(ALWAYS), waiting=5)
    await made.look_at_queue()
    assert made.queue is None


async def test_two_bridges_at_one_app_know_their_own_chats(chats: ZendeskChats) -> None:
    place = ChatPlace(conversation_id="cnv_1", number=2)
    marker = chats.marker(place)
    assert chats.place_in(marker) == place
    assert chats.place_in({**marker, "messenger_bridge_at": "shop-2"}) is None
