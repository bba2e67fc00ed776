"""Agents' replies by e-mail, for a customer who is not there: several within a minute are one."""

from __future__ import annotations

from bridge.core.conversation.draft import Draft
from bridge.core.words.effects import MailReplies
from bridge.core.words.timers import TimerName


def replied(draft: Draft) -> None:
    """An agent has replied: if it stays unread, it is mailed. Only to an address that is proven.

    Who speaks for a customer through Fin's API is told at once, and never says that it was read.
    """
    c = draft.c
    if c.caller is not None:
        return
    if not draft.rules.mails_replies or not c.contact.verified or not c.contact.email or c.mail_from:
        return
    draft.now(mail_from=c.shown)
    draft.set_timer(TimerName.MAIL, draft.rules.mail_delay_s)


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
