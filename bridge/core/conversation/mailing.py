"""E-mail: agents' replies that a customer does not see, and all that is said where it is the channel."""

from __future__ import annotations

from bridge.core.conversation.draft import Draft
from bridge.core.words.effects import MailReplies
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Channel


def replied(draft: Draft) -> None:
    """An agent has replied: if it stays unread, it is mailed. Only to an address that is proven.

    Who speaks for a customer through Fin's API is told at once, and never says that it was read.
    """
    c = draft.c
    if c.caller is not None or why_not(draft) or c.mail_from or c.channel is Channel.EMAIL:
        return
    draft.now(mail_from=c.shown)
    draft.set_timer(TimerName.MAIL, draft.rules.mail_delay_s)


def told(draft: Draft) -> None:
    """In a conversation by e-mail whatever was said to the customer goes out, as one mail."""
    c = draft.c
    first = draft.said_from
    is_by_mail = c.channel is Channel.EMAIL and c.caller is None
    if not is_by_mail or not first or not c.contact.email or why_not(draft):
        return
    draft.effect(
        MailReplies(
            conversation_id=c.id, to=c.contact.email, name=c.contact.name, subject=c.first_words,
            from_seq=first, to_seq=c.shown, whose="all",
        )
    )  # fmt: skip


def why_not(draft: Draft) -> str:
    """Why nothing can be mailed to this customer; empty when it can."""
    contact = draft.c.contact
    if not draft.rules.mails_replies:
        return "no mail server is configured"
    return "" if contact.verified and contact.email else "no e-mail address of the user is proven"


def seen(draft: Draft) -> None:
    """The customer is here: there is nothing to mail."""
    if draft.c.mail_from:
        draft.now(mail_from=0)
        draft.cancel(TimerName.MAIL)


def due(draft: Draft) -> None:
    """The minute is over, and nobody has read it."""
    c = draft.c
    if not c.mail_from or not c.contact.email:
        return
    draft.effect(
        MailReplies(
            conversation_id=c.id, to=c.contact.email, name=c.contact.name, subject=c.first_words,
            from_seq=c.mail_from, to_seq=c.shown,
        )
    )  # fmt: skip
    draft.why("mailed", f"Lines {c.mail_from} to {c.shown}, unread for {draft.rules.mail_delay_s:.0f} s.")
    draft.now(mail_from=0)
