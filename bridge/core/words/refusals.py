"""What it means for the conversation when the world says no to an effect."""

from __future__ import annotations

from datetime import datetime

from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.chat_events import ChatRefused
from bridge.core.words.effects import (
    CallConnector,
    CreateTicket,
    Digest,
    Effect,
    Instruct,
    Look,
    MailReplies,
    Recap,
    RunCode,
    SendEvent,
    SendMail,
    TagContact,
    TellCaller,
    Think,
    UpdateTicket,
)
from bridge.core.words.events import CallRefused, Event, FinFailed, TicketUnwritable
from bridge.core.words.operator_events import EffectFailed, EffectUnknown


def refused(effect: Effect, reason: str, at: datetime) -> Event:
    """The event that says that `effect` cannot be done; `reason` is a sentence for operators."""
    match effect:
        case Think():
            return FinFailed(conversation_id=effect.conversation_id, at=at, turn=effect.turn, reason=reason)
        case OpenChat():
            return ChatRefused(
                conversation_id=effect.conversation_id, at=at, number=effect.number, reason=reason
            )
        case CreateTicket() | UpdateTicket() | SayInChat() | LinkChat():
            return TicketUnwritable(conversation_id=effect.conversation_id, at=at, reason=reason)
        case CallConnector() | RunCode() | Look() | Instruct() | SendMail():
            return CallRefused(
                conversation_id=effect.conversation_id,
                at=at,
                run_id=effect.run_id,
                call=effect.call,
                reason=reason,
            )
        case TagContact() | SendEvent() | TellCaller() | EndChat() | MailReplies() | Digest() | Recap():
            return EffectFailed(
                conversation_id=effect.conversation_id, at=at, effect_kind=effect.kind, reason=reason
            )


def unknown(effect: Effect, reason: str, at: datetime) -> Event:
    """The event that says that nobody knows whether `effect` was done."""
    if isinstance(effect, CallConnector | RunCode | Look | Instruct | SendMail):
        return CallRefused(
            conversation_id=effect.conversation_id,
            at=at,
            run_id=effect.run_id,
            call=effect.call,
            reason=reason,
            unknown=True,
        )
    if isinstance(effect, OpenChat):
        return ChatRefused(conversation_id=effect.conversation_id, at=at, number=effect.number, reason=reason)
    return EffectUnknown(
        conversation_id=effect.conversation_id, at=at, effect_kind=effect.kind, reason=reason
    )


def stays_at_head(effect: Effect) -> bool:
    """Whether a refused effect is parked at the head of its lane, so that order is kept until it is mended.

    A ticket's writes build upon each other; a thought or a call that failed is over, its run knows of it.
    """
    match effect:
        case (
            Think()
            | CallConnector()
            | RunCode()
            | Look()
            | Instruct()
            | SendMail()
            | MailReplies()
            | OpenChat()
            | EndChat()
            | Digest()
            | Recap()
        ):
            return False
        case (
            CreateTicket()
            | UpdateTicket()
            | TagContact()
            | SendEvent()
            | TellCaller()
            | SayInChat()
            | LinkChat()
        ):
            return True
