"""Agents' replies that stay unread go by e-mail: once, together, and to a proven address alone."""

from dataclasses import replace

from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.effects import MailReplies
from bridge.core.words.events import AgentReplied, CustomerRead
from bridge.core.words.values import Author
from tests.play import ADA, Play

BO = Author(type="agent", name="Bo")


def play(**contact):
    p = Play(Rules(mails_replies=True), contact=replace(ADA, **contact))
    p.writes("I need help with my lamp")
    return p


def replies(p, number=1):
    p.happens(
        AgentReplied(
            conversation_id="cnv_1", at=p.now, ticket_id=7, comment_id=number, author=BO,
            body=from_plain(f"reply {number}"),
        )
    )  # fmt: skip
    return p


def test_several_replies_within_a_minute_are_one_mail() -> None:
    p = replies(play(), 1)
    first = p.c.shown
    p.passes(40)
    replies(p, 2)
    p.passes(19)
    assert p.ordered(MailReplies) == []
    p.passes(2)
    [mail] = p.ordered(MailReplies)
    assert (mail.to, mail.from_seq, mail.to_seq) == ("ada@example.com", first, p.c.shown)
    p.passes(600)
    assert len(p.ordered(MailReplies)) == 1
    replies(p, 3)
    p.passes(61)
    assert len(p.ordered(MailReplies)) == 2


def test_who_reads_or_writes_meanwhile_gets_no_mail() -> None:
    p = replies(play())
    p.happens(CustomerRead(conversation_id="cnv_1", at=p.now, seq=p.c.shown))
    p.passes(61)
    replies(p, 2).writes("I am here")
    p.passes(61)
    assert p.ordered(MailReplies) == []


def test_an_address_that_nobody_proved_gets_no_mail() -> None:
    for contact in ({"verified": False}, {"email": None}):
        p = replies(play(**contact))
        p.passes(61)
        assert p.ordered(MailReplies) == []


def test_without_a_mail_server_nothing_is_planned() -> None:
    p = Play(Rules())
    p.writes("help")
    replies(p).passes(61)
    assert p.ordered(MailReplies) == []
