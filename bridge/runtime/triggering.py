"""Triggers a procedure for a contact: one conversation, however often the same trigger arrives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.core.conversation.state import Conversation
from bridge.core.words.entries import Line
from bridge.core.words.ids import derived
from bridge.core.words.trigger_events import ProcedureTriggered
from bridge.core.words.values import Channel, Contact, Json, TriggeredBy
from bridge.runtime import log
from bridge.runtime import tables as t
from bridge.runtime.store import Store
from bridge.runtime.turn import Turns

POWERS = 20
"""A contact is triggered less than 2 to this power times by one procedure."""
TRIES = 20
"""Others may have triggered the same at the same moment, and the customer have replied at once."""

_THERE = sa.select(t.conversations.c.id).where(t.conversations.c.id.in_(bindparam("ids", expanding=True)))
_BEGUN_BY = sa.select(t.events_seen.c.conversation_id).where(t.events_seen.c.id == bindparam("id"))


class TriggerRefused(Exception):  # noqa: N818 - it is an answer, not a mistake
    """Nothing was triggered.

    Args:
        word: `not_live`, `audience`, `channel`, `values` or `message`.
        sentence: For whoever triggered it.
    """

    def __init__(self, word: str, sentence: str) -> None:
        super().__init__(sentence)
        self.word = word
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggered:
    """What a trigger came to.

    Args:
        conversation: As it is now.
        first: Fin's first message.
        is_new: It began now; else it stood already.
    """

    conversation: Conversation
    first: Line
    is_new: bool


class Triggering:
    """Where triggers of all edges go.

    A contact has at most one conversation of a procedure in which nobody has replied yet: a trigger that
    comes meanwhile is answered with that one. Conversations of one contact and one procedure are numbered.

    Args:
        store: The rows.
        turns: Where events go.
        now: The time, aware UTC.
    """

    def __init__(self, store: Store, turns: Turns, now: Callable[[], datetime]) -> None:
        self._store = store
        self._turns = turns
        self._now = now

    async def __call__(
        self,
        contact: Contact,
        procedure: str,
        *,
        by: TriggeredBy,
        channel: Channel = Channel.WEB,
        values: Mapping[str, Json] | None = None,
        key: str = "",
        not_within: timedelta | None = None,
    ) -> Triggered | None:
        """Begins the conversation, or finds the one that stands.

        Args:
            contact: To whom Fin speaks.
            procedure: Its id.
            by: What triggers it.
            channel: What Fin speaks through.
            values: For its attributes.
            key: The sender's name for this trigger; the same one is the same trigger for ever.
            not_within: Not again so soon after the last one.

        Returns: None when it is too soon.

        Raises:
            TriggerRefused: It may not be, or cannot.
            StoreBusy: Nothing was written; try again.
        """
        number = await self._newest(contact.id, procedure)
        if number and not_within is not None and key == "":
            last = await log.conversation(self._store, _id(contact.id, procedure, number))
            if last is not None and self._now() - last.created_at < not_within:
                return None
        number = max(number, 1)
        for _ in range(TRIES):
            conversation_id = _id(contact.id, procedure, number)
            event = ProcedureTriggered(
                conversation_id=conversation_id,
                at=self._now(),
                contact=contact,
                channel=channel,
                procedure=procedure,
                by=by,
                values=values or {},
            )
            named = (contact.id, procedure, key) if key else (conversation_id,)
            event_id = derived("evt", "trigger", *named)
            turned = await self._turns.turn(event_id, [event], lasting=True)
            if turned.again and key:
                conversation_id = await self._store.read(partial(_begun_by, event_id=event_id))
            elif turned.reply == "over" or (turned.again and not turned.conversation.is_unanswered):
                number += 1
                continue
            elif turned.refused is not None:
                raise TriggerRefused(turned.reply or "", turned.refused)
            return await self._made(conversation_id, is_new=turned.reply == "began")
        raise TriggerRefused("over", "This was triggered by others at the same moment; try again.")

    async def _made(self, conversation_id: str, *, is_new: bool) -> Triggered:
        conversation = await log.conversation(self._store, conversation_id)
        lines = await log.lines(self._store, conversation_id, limit=1)
        if conversation is None or not lines:
            raise TriggerRefused("over", "The contact was erased meanwhile.")
        return Triggered(conversation=conversation, first=lines[0], is_new=is_new)

    async def _newest(self, contact_id: str, procedure: str) -> int:
        """The number of the last conversation; 0 for none. No number is left out, so halving finds it."""

        async def there(numbers: list[int]) -> set[int]:
            ids = {_id(contact_id, procedure, number): number for number in numbers}
            found = await self._store.read(partial(_there, ids=list(ids)))
            return {ids[one] for one in found}

        powers = await there([2**power for power in range(POWERS)])
        if not powers:
            return 0
        known, beyond = max(powers), 2 * max(powers)
        while beyond - known > 1:
            middle = (known + beyond) // 2
            if await there([middle]):
                known = middle
            else:
                beyond = middle
        return known


def _id(contact_id: str, procedure: str, number: int) -> str:
    return derived("cnv", "trigger", contact_id, procedure, number)


def _there(conn: Connection, ids: list[str]) -> list[str]:
    return list(conn.execute(_THERE, {"ids": ids}).scalars())


def _begun_by(conn: Connection, event_id: str) -> str:
    found: str = conn.execute(_BEGUN_BY, {"id": event_id}).scalar_one()
    return found
