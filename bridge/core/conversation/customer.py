"""What the customer does: writes, reads, rates."""

from __future__ import annotations

from bridge.core.conversation import (
    answering,
    caller,
    chat,
    digesting,
    escalation,
    mailing,
    offering,
    outcomes,
    recap,
    triggers,
)
from bridge.core.conversation.audience import is_for
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.fin import confirmed
from bridge.core.conversation.handing import to_team, watch_desk
from bridge.core.conversation.procedure import hand_over, start
from bridge.core.conversation.state import Conversation
from bridge.core.conversation.thinking import think
from bridge.core.conversation.ticket import Moment
from bridge.core.procedures.definition import Definition
from bridge.core.procedures.guidance import EscalationRule
from bridge.core.words.entries import Part
from bridge.core.words.events import CustomerCommented, CustomerRated, CustomerRead, CustomerWrote
from bridge.core.words.languages.detect import detect
from bridge.core.words.languages.names import name_of
from bridge.core.words.looked import Digested
from bridge.core.words.timers import TimerName
from bridge.core.words.values import (
    FREE,
    Attachment,
    Author,
    Comment,
    Meaning,
    Owner,
    Rating,
    Reason,
    ReplyOption,
    TicketStatus,
)

FIRST_WORDS = 120
UNANSWERED_KEPT = 10
"""While people have the conversation nobody clears the list; Fin needs only the latest words."""


def begin(event: CustomerWrote) -> Conversation:
    """The conversation that this first message starts, before it is decided about."""
    return Conversation(
        id=event.conversation_id,
        contact=event.contact,
        channel=event.channel,
        created_at=event.at,
        updated_at=event.at,
        first_words=_beginning(event.body.text),
    )


def wrote(draft: Draft, event: CustomerWrote) -> None:
    """A message: on the ticket first, then to whoever has the conversation."""
    c = draft.c
    if event.is_first and c.turn > 0:
        draft.refuse("The conversation has begun already.")
        return
    recap.due(draft)
    caller.wrote(draft, event)
    draft.part(
        Part(
            at=event.at,
            author=Author(type="user", name=event.contact.name),
            body=event.body,
            attachments=event.attachments,
            client_id=event.client_id,
        )
    )
    option = next((one for one in c.offered if one.uuid == event.reply_option), None)
    is_first = c.turn == 0
    draft.now(contact=event.contact, unread=0, first_words=c.first_words or _beginning(event.body.text))
    text = event.body.text or _named(event.attachments)
    _said(draft, text)
    _put_on_ticket(draft, event)
    _to_whom_it_is(draft, text, option, is_first=is_first)


def commented(draft: Draft, event: CustomerCommented) -> None:
    """The customer wrote on the ticket itself: it goes to whoever has the conversation."""
    recap.due(draft)
    draft.part(
        Part(
            at=event.at,
            author=Author(type="user", name=draft.c.contact.name),
            body=event.body,
            attachments=event.attachments,
        )
    )
    ticket = draft.c.ticket
    if ticket is None or ticket.id != event.ticket_id:
        draft.why("foreign_comment", "It was written on a ticket of an earlier episode.")
        return
    text = event.body.text or _named(event.attachments)
    _said(draft, text)
    if ticket.status is TicketStatus.SOLVED:
        draft.now(owner=Owner.FIN)
        draft.update_ticket(Moment.REPLIED_ON_SOLVED)
    else:
        draft.update_ticket(Moment.CUSTOMER_REPLIED)
    _to_whom_it_is(draft, text, None)


def _beginning(text: str) -> str:
    return " ".join(text.split())[:FIRST_WORDS]


def _said(draft: Draft, text: str) -> None:
    mailing.seen(draft)
    _listen(draft, text)
    c = draft.c
    if c.armed is not None:
        draft.cancel(TimerName.UNANSWERED)
    draft.now(
        turn=c.turn + 1,
        wrote_at=draft.at,
        unanswered=(*c.unanswered, text)[-UNANSWERED_KEPT:],
        offered=(),
        cost=FREE,
    )
    offering.said(draft, text)
    outcomes.wrote(draft)


def _listen(draft: Draft, text: str) -> None:
    """The first words that tell the language settle it; those before them are heard along."""
    if draft.c.language:
        return
    if language := detect(text) or detect("\n".join((*draft.c.unanswered, text))):
        draft.now(language=language)
        draft.why("language", f"{name_of(language)} ({language}), from the customer's words.")


def _to_whom_it_is(draft: Draft, text: str, option: ReplyOption | None, *, is_first: bool = False) -> None:
    pressed = option.meaning if option is not None else Meaning.TEXT
    match draft.c.owner:
        case Owner.TEAM:
            watch_desk(draft)
        case Owner.NONE:
            draft.why("waits_for_assignment", "A Zendesk trigger has not assigned the ticket to Fin yet.")
        case Owner.FIN:
            draft.cancel(TimerName.PENDING)
            if offering.is_accepted(draft, text):
                pressed = Meaning.TEAM
            if pressed is Meaning.HELPED:
                confirmed(draft)
            elif pressed is Meaning.TEAM:
                hand_over(draft, Reason.ASKED_FOR_TEAM)
            elif pressed is Meaning.TICKET:
                to_team(draft, Reason.ASKED_FOR_TEAM, wish="ticket")
            elif caller.is_once(draft.c):
                think(draft)
            elif (rule := escalation.rule_for(draft, text)) is not None:
                _escalates(draft, rule)
            elif (run := draft.c.run) is not None:
                answering.heard(draft, run, text, option.text if option is not None else None)
            elif is_first and draft.c.armed is None and (workflow := _greeting(draft)) is not None:
                start(draft, workflow)
            else:
                think(draft)
            if pressed is Meaning.TEXT:
                digesting.for_rules(draft)
            if not caller.is_once(draft.c):
                digesting.when_silent(draft)


def sorted_out(draft: Draft, event: Digested) -> None:
    """It is known what the conversation is about; a rule may hang on that."""
    if (rule := digesting.came(draft, event)) is not None:
        _escalates(draft, rule)


def _escalates(draft: Draft, rule: EscalationRule) -> None:
    draft.why("escalation_rule", rule.reason)
    to_team(draft, Reason.RULE, message=rule.message, team=rule.team)


def read(draft: Draft, event: CustomerRead) -> None:
    """The customer has seen what is there; a late word about an old line changes nothing."""
    if event.seq >= draft.c.shown:
        draft.now(unread=0)
        mailing.seen(draft)


def rated(draft: Draft, event: CustomerRated) -> None:
    """The latest rating stands, until one has a remark; it moves nothing.

    Source: Intercom API, `/fin/csat`: a rating can be changed, its remark is the last word.
    """
    before = draft.c.rating
    rating = Rating(word=event.rating, remark=event.remark)
    if before == rating or (before is not None and before.remark):
        return
    draft.now(rating=rating)
    draft.why("rated", event.rating)


def _greeting(draft: Draft) -> Definition | None:
    """The workflow that first messages begin, where there is one for this contact."""
    workflow = draft.rules.catalog.workflow_on("first_message")
    return workflow if workflow is not None and is_for(draft, workflow) else None


def _put_on_ticket(draft: Draft, event: CustomerWrote) -> None:
    ticket = draft.c.ticket
    comment = Comment(author="customer", body=event.body, attachments=event.attachments)
    rules = draft.rules
    if draft.c.is_chatting:
        chat.say(draft, event.body, event.attachments)
        return
    if ticket is None or not ticket.takes_updates:
        by_trigger = rules.assign_fin == "by_trigger"
        create_on = rules.create_on if draft.c.caller is None else rules.for_api
        if ticket is None and create_on != "first_message":
            draft.now(owner=Owner.FIN if draft.c.owner is Owner.NONE else draft.c.owner)
            return
        if ticket is not None:
            draft.now(tags=(), used="")
        moments = (Moment.FIRST_MESSAGE,) if by_trigger else (Moment.FIRST_MESSAGE, Moment.ASSIGNED_TO_FIN)
        draft.now(owner=Owner.NONE if by_trigger else Owner.FIN)
        draft.create_ticket(
            comment, *moments, followup=ticket is not None, subject=triggers.subject_of(draft)
        )
    elif ticket.status is TicketStatus.SOLVED:
        draft.now(owner=Owner.FIN)
        draft.update_ticket(Moment.REPLIED_ON_SOLVED, comment)
    else:
        draft.update_ticket(Moment.CUSTOMER_REPLIED, comment)


def _named(attachments: tuple[Attachment, ...]) -> str:
    return ", ".join(attachment.name for attachment in attachments)
