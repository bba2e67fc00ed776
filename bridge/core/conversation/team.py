"""What agents do: reply, take over, solve, give back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bridge.core.conversation import chat as chats
from bridge.core.conversation import mailing, recap
from bridge.core.conversation.draft import Draft
from bridge.core.conversation.handing import stop_runs, to_team
from bridge.core.conversation.thinking import think
from bridge.core.conversation.ticket import Moment
from bridge.core.words.caller_events import TeamRequested
from bridge.core.words.entries import Part
from bridge.core.words.events import AgentReplied, TicketChanged
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner, Reason, TicketStatus


def requested(draft: Draft, event: TeamRequested) -> None:
    """Who speaks for the customer wants people to have it; they read why."""
    if event.context:
        draft.note(f"**Why it was escalated**\n\n{event.context}")
    if draft.c.owner is not Owner.TEAM:
        to_team(draft, Reason.API)


def replied(draft: Draft, event: AgentReplied) -> None:
    """An agent's words reach the customer; from now on the team has the conversation and Fin is silent."""
    c = draft.c
    draft.part(Part(at=event.at, author=event.author, body=event.body, attachments=event.attachments))
    draft.now(turn=c.turn + 1, unanswered=(), offered=(), clarified=0, before=None)
    mailing.replied(draft)
    if c.ticket is not None and c.ticket.id == event.ticket_id:
        take_over(draft, "agent_replied", event.author.name)
        chats.taken(draft, event.author.name)
        recap.heard(draft, event.author, event.body, event.attachments)


def changed(draft: Draft, event: TicketChanged) -> None:
    """Somebody else changed the ticket: its status says first whose it is, then its assignee."""
    ticket = draft.c.ticket
    if ticket is None or ticket.id != event.ticket_id:
        draft.why("foreign_change", "It is about a ticket of an earlier episode.")
        return
    draft.now(
        ticket=replace(
            ticket, status=event.status or ticket.status, assignee=event.assignee or ticket.assignee
        )
    )
    if event.status in (TicketStatus.SOLVED, TicketStatus.CLOSED):
        _hand_back(draft, event)
    elif event.assignee == "fin":
        assigned_to_fin(draft)
    elif event.assignee == "people":
        if draft.c.owner is Owner.FIN and draft.c.back_at is not None and event.at <= draft.c.back_at:
            draft.why("taken_before", f"{event.agent_name}: it was given back since.")
            return
        take_over(draft, "taken_over", event.agent_name)
        chats.taken(draft, event.agent_name)
    elif event.assignee == "nobody" and draft.c.owner is Owner.FIN:
        take_over(draft, "taken_from_fin", event.agent_name)


def assigned_to_fin(draft: Draft) -> None:
    """A Zendesk trigger or an agent gave the ticket to Fin: it begins with what is unanswered."""
    fresh = draft.c.owner is not Owner.FIN or not draft.has_tag(Moment.ASSIGNED_TO_FIN)
    draft.now(owner=Owner.FIN)
    if not fresh:
        return
    draft.why("assigned_to_fin")
    draft.update_ticket(Moment.ASSIGNED_TO_FIN)
    if draft.c.unanswered:
        think(draft)


def take_over(draft: Draft, what: str, who: str) -> None:
    """People have the conversation from now on."""
    ticket = draft.c.ticket
    if ticket is not None:
        assignee = ticket.assignee if ticket.assignee != "fin" else "people"
        draft.now(ticket=replace(ticket, assignee=assignee))
    if draft.c.owner is not Owner.TEAM:
        draft.why(what, who)
        recap.begins(draft)
    stop_runs(draft)
    draft.now(owner=Owner.TEAM, thinking=False)
    draft.cancel(TimerName.PENDING, TimerName.THINKING)


def _hand_back(draft: Draft, event: TicketChanged) -> None:
    if draft.c.owner is Owner.FIN and draft.c.runs and event.by == "rule":
        draft.why("closed_by_rule", "The procedure goes on where it stands, on a follow-up ticket.")
        return
    if draft.c.is_chatting and draft.c.chat is not None:
        chats.end(draft)
        hand_back(draft, event.at, event.agent_name)
        recap.greet(draft, draft.c.chat.agent or event.agent_name)
    else:
        hand_back(draft, event.at, event.agent_name)


def hand_back(draft: Draft, at: datetime, who: str) -> None:
    """Fin has the customer again, from what happened at `at` on: it goes on with what was written since."""
    draft.why("handed_back", who)
    if draft.c.owner is not Owner.TEAM:
        stop_runs(draft)
    draft.cancel(TimerName.PENDING, TimerName.THINKING)
    wrote_since = draft.c.unanswered and draft.c.wrote_at is not None and draft.c.wrote_at >= at
    draft.now(owner=Owner.FIN, thinking=False, offered=(), clarified=0, unhelped=0, back_at=draft.at)
    if wrote_since and (draft.c.ticket is None or draft.c.ticket.status is TicketStatus.SOLVED):
        draft.update_ticket(Moment.REPLIED_ON_SOLVED)
        think(draft)
    else:
        draft.now(unanswered=())
