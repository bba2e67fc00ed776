"""What became of what we wrote to the ticket."""

from __future__ import annotations

from dataclasses import replace

from bridge.core.conversation.draft import Draft
from bridge.core.conversation.team import assigned_to_fin
from bridge.core.conversation.ticket import Moment
from bridge.core.words.effects import UpdateTicket
from bridge.core.words.events import TicketCreated, TicketOver, TicketUnwritable, TicketUpdated
from bridge.core.words.operator_events import EffectFailed, EffectUnknown, OperatorDecided
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner, TicketStatus

_CUSTOMERS = (Moment.CUSTOMER_REPLIED, Moment.REPLIED_ON_SOLVED)


def created(draft: Draft, event: TicketCreated) -> None:
    """The ticket stands; a trigger may have given it to Fin in the same breath."""
    written(draft)
    ticket = draft.c.ticket
    if ticket is None or ticket.episode != event.episode:
        return
    draft.now(ticket=replace(ticket, id=event.ticket_id, requester_id=event.requester_id))
    if event.assignee == "fin" and draft.c.owner is Owner.NONE:
        draft.now(ticket=replace(ticket, id=event.ticket_id, requester_id=event.requester_id, assignee="fin"))
        assigned_to_fin(draft)


def updated(draft: Draft, event: TicketUpdated) -> None:
    """Our update stands."""
    written(draft)
    _counted(draft, event.episode)


def over(draft: Draft, event: TicketOver) -> None:
    """The ticket took no update any more: what was to be written goes on the next one, in the same order."""
    update = event.update
    written(draft)
    _counted(draft, update.episode)
    ticket = draft.c.ticket
    if ticket is None:
        return
    if ticket.episode != update.episode:
        _carry_over(draft, update)
        return
    draft.why("ticket_over", "gone" if event.gone else "closed")
    draft.now(ticket=replace(ticket, gone=event.gone, status=TicketStatus.CLOSED))
    if update.comment is None:
        return  # nobody's words are lost; the customer's next ones make the follow-up
    draft.create_ticket(
        update.comment, Moment.FIRST_MESSAGE, *_since(draft), Moment(update.moment), followup=True
    )
    if update.packet:
        _carry_over(draft, update)


def unwritable(draft: Draft, event: TicketUnwritable) -> None:
    """Zendesk refused: an operator sees it; a customer who waits for people is told the truth, once."""
    draft.why("ticket_unwritable", event.reason)
    if draft.c.owner is not Owner.FIN and not draft.c.delay_told:
        draft.say(draft.texts.desk_refused, author=draft.rules.system)
        draft.now(delay_told=True)


def decided(draft: Draft, event: OperatorDecided) -> None:
    """An operator sent it again, or dropped it."""
    draft.why(f"operator_{event.decision}", f"{event.effect_kind} by {event.operator}")
    if event.decision == "drop" and event.effect_kind in ("create_ticket", "update_ticket"):
        written(draft)
        if event.effect_kind == "update_ticket":
            _counted(draft, None)


def unknown(draft: Draft, event: EffectUnknown) -> None:
    """Nobody knows whether it happened; it is not repeated, and an operator sees it."""
    draft.why("effect_unknown", f"{event.effect_kind}: {event.reason}")


def failed(draft: Draft, event: EffectFailed) -> None:
    """Something that nothing waits for was refused; an operator sees it parked."""
    draft.why("effect_failed", f"{event.effect_kind}: {event.reason}")


def _carry_over(draft: Draft, update: UpdateTicket) -> None:
    """The same moment, said anew for the ticket that follows: it has other tags than the one before."""
    moment = Moment(update.moment)
    ticket = draft.c.ticket
    if ticket is not None and ticket.merged_from is not None and draft.c.owner is Owner.TEAM:
        # It is an agent's ticket by now: the words are for it, what they did to the merged one is not.
        moment = Moment.CUSTOMER_REPLIED if moment in _CUSTOMERS else Moment.NOTED
        if update.comment is None and not update.packet:
            return
    stale = ticket.stale if ticket is not None else 0
    _stale(draft, 0)
    draft.update_ticket(
        moment, update.comment, packet=update.packet, with_files=update.with_files, fields=update.fields
    )
    _stale(draft, stale)


def _stale(draft: Draft, count: int) -> None:
    if draft.c.ticket is not None:
        draft.now(ticket=replace(draft.c.ticket, stale=count))


def _counted(draft: Draft, episode: int | None) -> None:
    """An update is done with; of an unknown episode when an operator dropped it."""
    ticket = draft.c.ticket
    if ticket is None:
        return
    is_stale = ticket.stale > 0 if episode is None else episode != ticket.episode
    if is_stale:
        draft.now(ticket=replace(ticket, stale=max(0, ticket.stale - 1)))
    else:
        draft.now(ticket=replace(ticket, writes=max(0, ticket.writes - 1)))


def written(draft: Draft) -> None:
    """One of the orders that people wait for is done."""
    left = max(0, draft.c.unwritten - 1)
    draft.now(unwritten=left)
    if left == 0:
        draft.now(delay_told=False)
        draft.cancel(TimerName.DESK)


def _since(draft: Draft) -> tuple[Moment, ...]:
    """What has already happened, so that the next ticket stands where the last one stood."""
    match draft.c.owner:
        case Owner.NONE:
            return ()
        case Owner.FIN:
            return (Moment.ASSIGNED_TO_FIN,)
        case Owner.TEAM:
            return (Moment.ASSIGNED_TO_FIN, Moment.TO_TEAM)
