"""What the bridge asks of an account, done on a Zendesk that keeps state."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from aiohttp import web

from connectors.failures import Refused
from connectors.sandbox.app import Sandbox
from connectors.zendesk.support import UNSET, ChangeEvent, CommentEvent, Support, TicketWritten
from tests.connectors.zendesk.scripted import Scripted, create

TAG = "intercom-messenger"


async def _ticket(account: Support, *, key: str = "k1", followup_of: int | None = None) -> TicketWritten:
    cora = await account.create_or_update_user(external_id="u1", email=None, name="Cora", verified=False)
    return await create(
        account,
        requester_id=cora.id,
        author_id=cora.id,
        status="open",
        tags=[TAG],
        metadata={"marker": key},
        via_followup_source_id=followup_of,
        idempotency_key=key,
    )


async def _say(account: Support, ticket_id: int, html: str, uploads: Sequence[str] = ()) -> TicketWritten:
    return await account.update_ticket(
        ticket_id,
        comment_html=html,
        comment_public=True,
        author_id=None,
        status=None,
        assignee_id=UNSET,
        metadata={"marker": html},
        uploads=uploads,
    )


async def test_we_are_an_agent(account: Support) -> None:
    me = await account.me()
    assert (me.role, me.name) == ("admin", "Fin")
    assert await account.user(me.id) == me


async def test_a_user_is_made_once_and_brought_up_to_date(account: Support) -> None:
    made = await account.create_or_update_user(external_id="u1", email=None, name="Cora", verified=False)
    again = await account.create_or_update_user(
        external_id="u1", email="cora@shop.example", name="Cora C.", verified=True
    )
    assert (again.id, again.name, again.email, again.external_id) == (
        made.id,
        "Cora C.",
        "cora@shop.example",
        "u1",
    )


async def test_a_ticket_is_created_once_per_key_and_found_by_its_external_id(
    zd: Sandbox, account: Support
) -> None:
    made, again = await _ticket(account), await _ticket(account)
    assert (made.id, made.replayed, again.id, again.replayed) == (again.id, False, made.id, True)
    assert [one.id for one in await account.find_tickets("cnv_1")] == [made.id]
    assert await account.find_tickets("cnv_2") == []
    assert zd.comments(made.id)[0]["id"] == made.comment_id
    assert zd.audits(made.id)[0]["id"] == made.audit_id


async def test_a_follow_up_knows_the_ticket_that_it_continues(zd: Sandbox, account: Support) -> None:
    first = await _ticket(account)
    zd.close(first.id)
    second = await _ticket(account, key="k2", followup_of=first.id)
    assert (second.followup_of, (await account.ticket(second.id)).followup_of) == (first.id, first.id)
    assert first.followup_of is None


async def test_tags_of_others_stay(zd: Sandbox, account: Support) -> None:
    ticket = await _ticket(account)
    zd.add_tags(ticket.id, "vip")
    await account.add_tags(ticket.id, ["fin-involved"])
    await account.remove_tags(ticket.id, [TAG])
    await _say(account, ticket.id, "<p>hello</p>")
    assert sorted((await account.ticket(ticket.id)).tags) == ["fin-involved", "vip"]


async def test_a_ticket_is_assigned_left_alone_and_taken_back(account: Support) -> None:
    ticket, me = await _ticket(account), await account.me()

    async def assign(assignee: object) -> int | None:
        await account.update_ticket(
            ticket.id,
            comment_html=None,
            comment_public=True,
            author_id=None,
            status="open",
            assignee_id=assignee,
            metadata={},
        )
        return (await account.ticket(ticket.id)).assignee_id

    assert [await assign(me.id), await assign(UNSET), await assign(None)] == [me.id, me.id, None]


async def test_audits_tell_who_said_and_changed_what(zd: Sandbox, account: Support) -> None:
    ticket = await _ticket(account)
    zd.agent_reply(ticket.id, "<p>Hello <b>Cora</b></p>", status="solved")
    newest, oldest = await account.audits(ticket.id)
    assert (oldest.custom, oldest.via_channel) == ({"marker": "k1"}, "api")
    [said] = [one for one in newest.events if isinstance(one, CommentEvent)]
    assert (said.author_id, said.public) == (zd.state.ada.id, True)
    assert "<b>Cora</b>" in said.html_body
    changed = {one.field: one for one in newest.events if isinstance(one, ChangeEvent)}
    assert (changed["status"].previous, changed["status"].value) == ("open", "solved")
    assert await account.audits(ticket.id, newest_first=False) == [oldest, newest]
    assert await account.audits(ticket.id, limit=1) == [newest]
    assert await account.audits_since(ticket.id, oldest.id, limit=10) == [newest]
    assert await account.audits_since(ticket.id, newest.id, limit=10) == []


async def test_more_audits_than_a_page_are_all_read(zd: Sandbox, account: Support) -> None:
    ticket = await _ticket(account)
    for number in range(210):
        zd.add_tags(ticket.id, f"tag-{number}")
    audits = await account.audits_since(ticket.id, 0, limit=1000)
    assert len(audits) == 211
    assert [one.id for one in audits] == sorted((one.id for one in audits), reverse=True)
    assert len(await account.audits_since(ticket.id, audits[150].id, limit=1000)) == 150
    assert await account.audits_since(ticket.id, 0, limit=120) == audits[:120]


@pytest.mark.parametrize("newest_first", [True, False])
async def test_what_is_new_is_found_in_whatever_order_the_list_comes(
    zendesk: Scripted, support: Support, newest_first: bool
) -> None:
    saves = [{"id": number, "created_at": "2026-01-01T00:00:00Z"} for number in range(1, 61)]

    async def answer(request: web.Request) -> web.StreamResponse:
        size, start = int(request.query["page[size]"]), int(request.query.get("page[after]", "0"))
        listed = (saves[::-1] if newest_first else saves)[start : start + size]
        meta = {"has_more": start + size < len(saves), "after_cursor": str(start + size)}
        return web.json_response({"audits": listed, "meta": meta})

    zendesk.answer = answer
    assert [one.id for one in await support.audits_since(7, 58, limit=300)] == [60, 59]
    assert len(zendesk.asked) == (1 if newest_first else 2)


async def test_comments_carry_marker_and_files(zd: Sandbox, account: Support) -> None:
    ticket = await _ticket(account)
    token = await account.upload("a b.png", "image/png", b"\x89PNG")
    written = await _say(account, ticket.id, "<p>look</p>", [token])
    zd.agent_reply(ticket.id, "<p>a note</p>", public=False)
    note, said, first = await account.comments(ticket.id)
    assert (said.id, said.audit_id, said.custom) == (
        written.comment_id,
        written.audit_id,
        {"marker": "<p>look</p>"},
    )
    assert [(one.name, one.content_type, one.size_bytes) for one in said.attachments] == [
        ("a b.png", "image/png", 4)
    ]
    assert (note.public, first.id) == (False, ticket.comment_id)


async def test_changed_tickets_are_exported_to_the_end(account: Support) -> None:
    ticket = await _ticket(account)
    page = await account.incremental_tickets(start_time=1, cursor=None)
    assert [one.id for one in page.tickets] == [ticket.id]
    assert page.end_of_stream
    after = await account.incremental_tickets(start_time=None, cursor=page.cursor)
    assert after.tickets == ()


@pytest.mark.parametrize("ticket_id", [4711])
async def test_a_ticket_that_is_not_there_is_refused_with_404(account: Support, ticket_id: int) -> None:
    with pytest.raises(Refused) as caught:
        await account.ticket(ticket_id)
    assert (caught.value.status, caught.value.code) == (404, "RecordNotFound")


async def test_account_settings_are_booleans(account: Support) -> None:
    settings = await account.account_settings()
    assert (settings.api_token_access, settings.private_attachments) == (True, False)
