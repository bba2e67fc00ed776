"""A decision while it is being made: what happens is said in order, then it is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bridge.core.conversation.decision import Decision
from bridge.core.conversation.desk_state import Ticket
from bridge.core.conversation.rules import Rules
from bridge.core.conversation.state import Conversation, changed
from bridge.core.conversation.texts import Texts
from bridge.core.conversation.ticket import LIFECYCLE, Moment, change, named
from bridge.core.procedures.run import Run
from bridge.core.words.body import Body, from_markdown
from bridge.core.words.chat_effects import OpenChat
from bridge.core.words.effects import CreateTicket, Effect, UpdateTicket
from bridge.core.words.entries import Entry, Part, Why
from bridge.core.words.ids import derived_uuid
from bridge.core.words.runs import RunBegan, RunEnd, RunEnded, RunNews
from bridge.core.words.timers import CancelTimer, SetTimer, TimerName, TimerOrder
from bridge.core.words.values import FREE, Author, Comment, Cost, Meaning, ReplyOption, Source, TicketStatus

SUBJECT_LENGTH = 80
NOTES_KEPT = 50


class Draft:
    """Collects what follows from one event; lives within one call of `decide`."""

    def __init__(self, c: Conversation, rules: Rules, at: datetime) -> None:
        self.c = c
        self.rules = rules
        self.at = at
        self._entries: list[Entry] = []
        self._effects: list[Effect] = []
        self._timers: dict[TimerName, TimerOrder] = {}
        self._runs: list[RunNews] = []
        self._reply: str | None = None
        self._refused: str | None = None
        self._before = c

    @property
    def texts(self) -> Texts:
        """What Fin says of itself, in the customer's language where it is translated."""
        return self.rules.translations.get(self.c.speaks, self.rules.texts)

    def answer(self, word: str) -> None:
        """What the edge that brought the event answers its sender."""
        self._reply = word

    def refuse(self, sentence: str) -> None:
        """The event is not accepted; `sentence` tells its sender why."""
        self._refused = sentence

    def decision(self) -> Decision:
        """Everything that was said, as data."""
        if self._refused is not None:
            return Decision(conversation=self._before, refused=self._refused, reply=self._reply)
        return Decision(
            conversation=self.c,
            entries=tuple(self._entries),
            effects=tuple(self._effects),
            timers=tuple(self._timers.values()),
            runs=tuple(self._runs),
            reply=self._reply,
        )

    @property
    def is_refused(self) -> bool:
        """Whether nothing will come of it."""
        return self._refused is not None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines so far."""
        return tuple(self._entries)

    def streamed(self, stream_id: str) -> None:
        """Fin's first part was shown under this id while it was made."""
        for place, entry in enumerate(self._entries):
            if isinstance(entry, Part) and entry.author.type == "fin":
                self._entries[place] = replace(entry, stream_id=stream_id)
                return

    def now(self, **changes: Any) -> None:
        """The conversation from here on."""
        self.c = changed(self.c, **changes)

    @property
    def said_from(self) -> int:
        """The `seq` of the first line that was said to the customer; 0 when nothing was."""
        return next(
            (
                self.c.seq + place
                for place, one in enumerate(self._entries, 1)
                if isinstance(one, Part) and one.author.type != "user"
            ),
            0,
        )

    def part(self, part: Part) -> None:
        """A visible line; one by others counts as unread."""
        self._entries.append(part)
        by_others = part.author.type != "user"
        self.now(shown=self.c.seq + len(self._entries), unread=self.c.unread + by_others)

    def say(
        self,
        text: str | Body,
        *,
        author: Author | None = None,
        sources: tuple[Source, ...] = (),
        options: tuple[tuple[str, Meaning], ...] = (),
    ) -> Body:
        """Fin (or `author`) says something; a string is Markdown. Returns the text as it was said."""
        body = from_markdown(text) if isinstance(text, str) else text
        offered = tuple(
            ReplyOption(uuid=derived_uuid(self.c.id, self.c.turn, words), text=words, meaning=meaning)
            for words, meaning in options
        )
        self.part(
            Part(
                at=self.at, author=author or self.rules.fin, body=body, sources=sources, reply_options=offered
            )
        )
        self.now(offered=offered, said_at=self.at, cost=FREE)
        return body

    def why(self, what: str, detail: str = "") -> None:
        """A line that says why, for operators."""
        self._entries.append(Why(at=self.at, what=what, detail=detail))

    def whys(self, notes: tuple[tuple[str, str], ...]) -> None:
        """Lines that say why, as an event brought them."""
        for what, detail in notes:
            self.why(what, detail)

    def costs(self, cost: Cost) -> None:
        """A model has worked on what the customer waits for."""
        if cost != FREE:
            self.now(cost=self.c.cost + cost)

    def run_began(self, run: Run) -> None:
        """For the ledger of procedures."""
        self._runs.append(
            RunBegan(run_id=run.id, kind=run.kind, definition=run.procedure, version=run.version)
        )

    def run_ended(self, run: Run, how: RunEnd) -> None:
        """For the ledger of procedures."""
        self._runs.append(RunEnded(run_id=run.id, how=how))

    def effect(self, effect: Effect) -> None:
        """An order to the world; what people wait for counts as unwritten until its result is known."""
        self._effects.append(effect)
        if isinstance(effect, CreateTicket | UpdateTicket | OpenChat):
            self.now(unwritten=self.c.unwritten + 1)

    def set_timer(self, name: TimerName, seconds: float) -> None:
        """Wake this conversation in `seconds`."""
        self._timers[name] = SetTimer(name=name, due=self.at + timedelta(seconds=seconds))

    def set_timer_at(self, name: TimerName, due: datetime) -> None:
        """Wake this conversation at `due`."""
        self._timers[name] = SetTimer(name=name, due=due)

    def cancel(self, *names: TimerName) -> None:
        """These timers are over."""
        for name in names:
            self._timers[name] = CancelTimer(name=name)

    def create_ticket(
        self, comment: Comment, *moments: Moment, followup: bool = False, subject: str = ""
    ) -> None:
        """A ticket whose first comment is `comment` and which all `moments` have happened to."""
        old = self.c.ticket
        ticket = Ticket(
            episode=1 if old is None else old.episode + 1,
            status=TicketStatus.NEW,
            followup_of=old.id if followup and old is not None and not old.gone else None,
            stale=0 if old is None else old.writes + old.stale,
        )
        for moment in moments:
            ticket = change(ticket, moment, self.rules.tags, self.c.tags).ticket
        self.now(ticket=ticket)
        self.effect(
            CreateTicket(
                conversation_id=self.c.id,
                episode=ticket.episode,
                requester=self.c.contact,
                subject=(subject or self.c.first_words)[:SUBJECT_LENGTH] or "Messenger conversation",
                comment=comment,
                status=ticket.status,
                tags=tuple(sorted(ticket.tags)),
                assignee="fin" if ticket.assignee == "fin" else "nobody",
                followup_of=ticket.followup_of,
            )
        )
        notes = self.c.notes
        self.now(notes=())
        for text in notes:
            self.note(text)

    def update_ticket(
        self,
        moment: Moment,
        comment: Comment | None = None,
        *,
        packet: bool = False,
        with_files: bool = False,
        tags: frozenset[str] = frozenset(),
        fields: tuple[tuple[int, str], ...] = (),
    ) -> None:
        """One update of the ticket for `moment`; nothing where there is no ticket. `tags` are added too.

        While updates of a closed ticket are still to come, it is ordered for that one, behind them: carried
        over like them, in their order, it cannot be undone by what happened earlier.
        """
        ticket = self.c.ticket
        if ticket is None:
            return
        made = change(ticket, moment, self.rules.tags, (*self.c.tags, *sorted(tags)))
        if ticket.stale:
            self.now(ticket=replace(ticket, stale=ticket.stale + 1))
        else:
            self.now(ticket=replace(made.ticket, writes=ticket.writes + 1))
        self.effect(
            UpdateTicket(
                conversation_id=self.c.id,
                episode=ticket.episode - bool(ticket.stale),
                comment=comment,
                status=made.status,
                add_tags=made.add,
                remove_tags=made.remove,
                assignee=made.assignee,
                packet=packet,
                with_files=with_files,
                moment=moment.value,
                fields=fields,
            )
        )

    def note(self, text: str, *, packet: bool = False, fields: tuple[tuple[int, str], ...] = ()) -> None:
        """An internal note for agents (Markdown); kept until there is a ticket. `fields` go along with it."""
        if self.c.ticket is None:
            self.now(notes=(*self.c.notes, text)[-NOTES_KEPT:])
            return
        comment = Comment(author="fin", body=from_markdown(text), public=False)
        self.update_ticket(Moment.NOTED, comment, packet=packet, fields=fields)

    def has_tag(self, moment: Moment) -> bool:
        """Whether all tags that `moment` adds are on the ticket already."""
        ticket = self.c.ticket
        return ticket is not None and named(self.rules.tags, LIFECYCLE[moment].add) <= ticket.tags
