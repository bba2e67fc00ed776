from __future__ import annotations

import pytest

from connectors.failures import Refused
from connectors.sandbox.app import Sandbox
from connectors.sandbox.sc_records import ChatUser
from connectors.zendesk.conversation_log import conversation_log, ticket_of
from connectors.zendesk.support import Support


async def test_a_chats_ticket_is_found_and_holds_all_that_was_said(zd: Sandbox, account: Support) -> None:
    chats = zd.state.chats
    chats.users["u"] = ChatUser(id="u", created_at=0, external_id="u1", profile={"givenName": "Cora"})
    chat = zd.live.begin(chats.users["u"], fields={}, metadata={})
    with pytest.raises(Refused) as refused:
        await ticket_of(account, chat.id)
    assert refused.value.status == 404
    zd.live.say(
        chat,
        author={"type": "user", "userId": "u"},
        content={"type": "text", "text": "hi"},
        metadata={"k": "v"},
    )
    ticket = await ticket_of(account, chat.id)
    assert ticket.id == chat.ticket_id
    answer_id = zd.chat_reply(ticket.id, "hello")
    zd.agent_reply(ticket.id, "<p>psst</p>", public=False)

    said = await conversation_log(account, ticket.id, newest_first=False)
    by_text = {one.text: one for one in said}
    assert len(said) == 4
    assert (by_text["hi"].author_type, by_text["hi"].custom) == ("user", {"k": "v"})
    assert (by_text["hello"].message_id, by_text["hello"].support_user_id) == (answer_id, zd.state.ada.id)
    note = next(one for one in said if "psst" in one.text)
    assert (note.is_public, note.message_id) == (False, None)
    newest = await conversation_log(account, ticket.id, limit=1)
    assert newest == [note]
