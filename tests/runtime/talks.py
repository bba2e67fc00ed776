"""Conversations in a store, by the real core: what customers say and what Fin reads in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bridge.core.conversation.rules import Rules
from bridge.core.words.body import from_plain
from bridge.core.words.events import CustomerWrote, FinRead
from bridge.core.words.reading import Answer, NoAnswer, Reading
from bridge.core.words.values import Channel, Contact, Source
from bridge.runtime import log
from bridge.runtime.clock import SystemClock
from bridge.runtime.live import Live
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns

ANN = Contact(id="con_ann", role="user", verified=True, external_id="42", name="Ann")


@dataclass
class Talks:
    store: Store
    turns: Turns = field(init=False)
    count: int = 0

    def __post_init__(self):
        self.turns = Turns(self.store, Rules, Live(), SystemClock())

    async def asked(self, text: str, reading: Reading | None = None, *, where: str = "") -> str:
        """A question and what came of it: no answer, unless another reading is given."""
        self.count += 1
        id_ = where or f"cnv_{self.count}"
        now = SystemClock().now()
        wrote = CustomerWrote(
            conversation_id=id_,
            at=now,
            contact=ANN,
            channel=Channel.WEB,
            body=from_plain(text),
            client_id=str(self.count),
        )
        await self.turns.turn(f"evt_w{self.count}", [wrote])
        conversation = await log.conversation(self.store, id_)
        assert conversation is not None
        read = FinRead(conversation_id=id_, at=now, turn=conversation.turn, reading=reading or NoAnswer())
        await self.turns.turn(f"evt_r{self.count}", [read])
        return id_


def answer(url: str | None) -> Answer:
    sources = (Source(content_type="article", title="A", url=url),) if url else ()
    return Answer(body=from_plain("So it is."), sources=sources, score=0.9)
