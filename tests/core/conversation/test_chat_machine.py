"""Random lives of conversations with live chats: orders come late, and no word is lost or said twice."""

from __future__ import annotations

import os
from collections import Counter, deque
from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bridge.core.conversation.decide import begin, decide
from bridge.core.conversation.rules import Chosen, Rules
from bridge.core.words.body import from_plain
from bridge.core.words.chat_effects import EndChat, LinkChat, OpenChat, SayInChat
from bridge.core.words.chat_events import (
    ChatEnded,
    ChatLinked,
    ChatOpened,
    ChatOver,
    ChatRefused,
    ChatReplied,
)
from bridge.core.words.effects import CreateTicket, Effect, Recap, Think, UpdateTicket
from bridge.core.words.entries import Part
from bridge.core.words.events import Event, TicketChanged, TicketCreated, TicketOver, TicketUpdated
from bridge.core.words.looked import Recapped
from bridge.core.words.reading import NoAnswer, WantsTeam
from bridge.core.words.timers import TimerName
from bridge.core.words.values import Owner, TicketStatus
from tests.core.conversation.test_lifecycle import AGENT, ANSWER, at, fin, fired, wrote

RULES = Rules(mode=lambda _known, _at: Chosen("live_chat", "a test"), summarises=True)
GREETING = "The chat "


class Life(RuleBasedStateMachine):
    """Both lanes are performed late and in order; agents act only where a session is open."""

    @initialize()
    def first(self) -> None:
        self.second = 0.0
        self.words = 0
        self.lanes: dict[str, deque[Effect]] = {
            "chat": deque(),
            "desk": deque(),
            "fin": deque(),
            "recap": deque(),
        }
        self.open: int | None = None
        self.pending_end: int | None = None
        self.in_chat: Counter[str] = Counter()
        self.told: set[str] = set()
        self.tickets = 0
        self.backs = 0
        event = wrote("word 0.", second=0)
        self.c = begin(event)
        self.parts: list[tuple[int, Part]] = []
        self.happens(event)

    def now(self) -> float:
        self.second += 1
        return self.second

    def happens(self, event: Event) -> None:
        owner, was_chatting = self.c.owner, self.c.is_chatting
        made = decide(self.c, event, RULES)
        seq = self.c.seq
        for entry in made.entries:
            seq += 1
            if isinstance(entry, Part):
                self.parts.append((seq, entry))
        self.c = replace(made.conversation, seq=seq)
        for effect in made.effects:
            if effect.lane in self.lanes:
                self.lanes[effect.lane].append(effect)
        self.backs += was_chatting and self.c.owner is Owner.FIN
        greetings = [one for _, one in self.parts if one.body.text.startswith(GREETING)]
        assert len(greetings) <= self.backs, "he is greeted twice"
        if owner is Owner.TEAM and self.c.owner is Owner.TEAM:
            said = [one for one in made.entries if isinstance(one, Part) and one.author.type == "fin"]
            assert not said, "Fin speaks while people have it"

    @rule()
    def write(self) -> None:
        self.words += 1
        self.happens(wrote(f"word {self.words}.", second=self.now()))

    @precondition(lambda self: self.lanes["fin"])
    @rule(reading=st.sampled_from([ANSWER, WantsTeam(), NoAnswer()]))
    def think(self, reading: object) -> None:
        thought = self.lanes["fin"].popleft()
        assert isinstance(thought, Think)
        self.told |= set(thought.text.split("\n"))
        self.happens(fin(reading, turn=thought.turn, second=self.now()))

    @precondition(lambda self: self.lanes["recap"])
    @rule(text=st.sampled_from(["", "Bo sent it."]))
    def recap(self, text: str) -> None:
        order = self.lanes["recap"].popleft()
        assert isinstance(order, Recap)
        self.happens(Recapped(conversation_id="cnv_1", at=at(self.now()), key=order.key, text=text))

    @precondition(lambda self: self.c.greeting is not None)
    @rule()
    def no_model_in_time(self) -> None:
        self.happens(fired(TimerName.GREETING, self.c.turn, self.now()))
        assert self.c.greeting is None

    @precondition(lambda self: self.c.chat is not None and not self.c.chat.is_live)
    @rule(number=st.integers(1, 3))
    def last_words_come_late(self, number: int) -> None:
        had, back_at = self.c.owner, self.c.back_at
        if had is Owner.FIN and back_at is None:
            return  # nobody came, and whoever comes now has it
        second = self.now()
        self.happens(
            ChatReplied(
                conversation_id="cnv_1",
                at=back_at or at(0),
                number=number,
                message_id=f"late{second}",
                author=AGENT,
                body=from_plain("I sent it."),
            )
        )
        assert self.c.owner is had, "who was given back is taken by what was said before"

    @precondition(lambda self: self.lanes["chat"])
    @rule(is_refused=st.booleans())
    def chat(self, is_refused: bool) -> None:
        order = self.lanes["chat"].popleft()
        if isinstance(order, OpenChat):
            if is_refused:
                self.happens(
                    ChatRefused(conversation_id="cnv_1", at=at(self.now()), number=order.number, reason="no")
                )
                return
            self.told |= {part.body.text for seq, part in self.parts if seq <= order.upto}
            self.open = order.number
            self.happens(
                ChatOpened(
                    conversation_id="cnv_1",
                    at=at(self.now()),
                    number=order.number,
                    chat_id=f"c{order.number}",
                )
            )
        elif isinstance(order, SayInChat):
            chat = self.c.chat
            if self.open == order.number and chat is not None and chat.id is not None:
                self.in_chat[order.body.text] += 1
            else:
                self.happens(ChatOver(conversation_id="cnv_1", at=at(self.now()), say=order, reason="gone"))
        elif isinstance(order, EndChat) and self.open == order.number:
            self.open = None

    @precondition(lambda self: self.lanes["desk"])
    @rule()
    def desk(self) -> None:
        order = self.lanes["desk"].popleft()
        second = self.now()
        if isinstance(order, CreateTicket):
            self.tickets += 1
            self.told.add(order.comment.body.text)
            self.happens(
                TicketCreated(
                    conversation_id="cnv_1",
                    at=at(second),
                    episode=order.episode,
                    ticket_id=self.tickets,
                    requester_id=1,
                    assignee="fin",
                )
            )
        elif isinstance(order, UpdateTicket):
            ticket = self.c.ticket
            assert ticket is not None
            if ticket.episode != order.episode:
                self.happens(TicketOver(conversation_id="cnv_1", at=at(second), update=order))
                return
            if order.comment is not None:
                self.told.add(order.comment.body.text)
            self.happens(TicketUpdated(conversation_id="cnv_1", at=at(second), episode=order.episode))
        elif isinstance(order, LinkChat):
            found = self.open == order.number
            self.tickets += found
            self.happens(
                ChatLinked(
                    conversation_id="cnv_1",
                    at=at(second),
                    number=order.number,
                    ticket_id=self.tickets if found else None,
                    requester_id=1 if found else None,
                )
            )

    @precondition(lambda self: self.open is not None)
    @rule()
    def agent_writes(self) -> None:
        assert self.open is not None
        second = self.now()
        self.happens(
            ChatReplied(
                conversation_id="cnv_1",
                at=at(second),
                number=self.open,
                message_id=f"m{second}",
                author=AGENT,
                body=from_plain("I sent it."),
            )
        )

    @precondition(lambda self: self.open is not None)
    @rule()
    def agent_ends(self) -> None:
        self.pending_end, self.open = self.open, None

    @precondition(lambda self: self.pending_end is not None)
    @rule()
    def news_of_the_end(self) -> None:
        assert self.pending_end is not None
        number, self.pending_end = self.pending_end, None
        self.happens(ChatEnded(conversation_id="cnv_1", at=at(self.now()), number=number))

    @precondition(lambda self: self.c.ticket is not None and self.c.ticket.id is not None)
    @rule()
    def agent_solves(self) -> None:
        assert self.c.ticket is not None
        assert self.c.ticket.id is not None
        self.happens(
            TicketChanged(
                conversation_id="cnv_1",
                at=at(self.now()),
                ticket_id=self.c.ticket.id,
                by="agent",
                status=TicketStatus.SOLVED,
            )
        )

    @precondition(lambda self: self.c.chat is not None)
    @rule()
    def nobody_comes(self) -> None:
        self.happens(fired(TimerName.CHAT, self.c.turn, self.now()))

    def teardown(self) -> None:
        if not hasattr(self, "c"):
            return
        for _ in range(500):
            if self.pending_end is not None:
                self.news_of_the_end()
            if self.lanes["chat"]:
                self.chat(is_refused=False)
            elif self.lanes["desk"]:
                self.desk()
            elif self.lanes["fin"]:
                self.think(ANSWER)
            elif self.lanes["recap"]:
                self.recap("")
            else:
                break
        assert not any(self.lanes.values()), "it never comes to rest"
        assert self.c.greeting is None, "he is never greeted"
        assert all(count == 1 for count in self.in_chat.values()), f"said twice: {self.in_chat}"
        lost = {f"word {one}." for one in range(self.words + 1)} - self.told - set(self.in_chat)
        assert not lost, f"nobody was told {lost}"


IS_SWEEP = os.environ.get("SWEEP") == "1"
Life.TestCase.settings = settings(
    max_examples=20_000 if IS_SWEEP else 300,
    stateful_step_count=60 if IS_SWEEP else 40,
    derandomize=not IS_SWEEP,
    deadline=None,
    database=None,
)
TestLife = pytest.mark.timeout(600)(pytest.mark.sweep(Life.TestCase))
