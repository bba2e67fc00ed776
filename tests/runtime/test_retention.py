"""What was kept long enough goes, if it is over and nobody has anything to do about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bridge.core.conversation.decision import Decision
from bridge.core.conversation.rules import Rules
from bridge.core.words.entries import MODEL_SAID, Part, Why
from bridge.core.words.values import Attachment, Author, Owner
from bridge.runtime import log, people
from bridge.runtime.clock import ManualClock
from bridge.runtime.live import Live
from bridge.runtime.retention import BATCH, Gone, Policy, _erased, retain
from bridge.runtime.turn import Turns
from bridge.runtime.uploads import Upload, keep_upload, upload
from tests.runtime.world import ANN, START, begin, rows, wrote
from tests.runtime.world import decide as obey

DAY = timedelta(days=1).total_seconds()
POLICY = Policy(conversations=timedelta(days=30), model_records=timedelta(days=10))
FILE = Attachment(id="upl_1", name="a.txt", content_type="text/plain", size_bytes=1, url="/u/upl_1")


def decide(c, event, rules):
    """As the small world, with a record of the model, an owner and a file."""
    made = obey(c, event, rules)
    words = event.body.text.split()
    said = Why(at=event.at, what=MODEL_SAID, detail='{"asked": "x", "reply": "a secret"}')
    entries = [
        replace(one, attachments=(FILE,)) if isinstance(one, Part) and "file" in words else one
        for one in made.entries
    ]
    if "agent" in words:
        entries.append(replace(entries[0], author=Author(type="agent", name="Bea"), client_id=None))
    owner = Owner.TEAM if "team" in words else Owner.FIN
    return Decision(
        conversation=replace(made.conversation, owner=owner, updated_at=event.at),
        entries=(*entries, said),
        effects=made.effects,
        timers=made.timers,
    )


class Talks:
    """Conversations over one store."""

    def __init__(self, store):
        self.store, self.clock, self.count = store, ManualClock(START), 0
        self.turns = Turns(store, Rules, Live(), self.clock, decide=decide, begin=begin)

    async def says(self, conversation, text="hello"):
        self.count += 1
        event = wrote(conversation, text, self.clock.now(), f"c{self.count}")
        await self.turns.turn(f"evt_{self.count}", [event])

    async def kept(self):
        return {row.id for row in await rows(self.store, "SELECT id FROM conversations")}

    async def retains(self, policy=POLICY, **how):
        return await retain(self.store, self.clock, policy, **how)

    async def records(self):
        lines = await rows(self.store, "SELECT entry FROM lines WHERE kind = 'why'")
        return sum("a secret" in line.entry for line in lines)


async def test_a_conversation_that_is_over_goes_with_all_that_belongs_to_it(store):
    talks = Talks(store)
    await people.find_or_make_contact(store, "user:42", ANN, {})
    file = Upload(id="upl_1", contact_id=ANN.id, name="a", content_type="x/y", size_bytes=1, data=b"x")
    await keep_upload(store, file)
    await talks.says("cnv_old", "file")
    talks.clock.advance(29 * DAY)
    await talks.says("cnv_new")
    assert await talks.retains(Policy(conversations=timedelta(days=30))) == Gone()
    talks.clock.advance(2 * DAY)
    assert await talks.retains(Policy(conversations=timedelta(days=30))) == Gone(conversations=1)
    assert await talks.kept() == {"cnv_new"}
    for table in ("lines", "events_seen", "outbox", "timers"):
        assert await rows(store, f"SELECT 1 FROM {table} WHERE conversation_id = 'cnv_old'") == []
    assert await upload(store, "upl_1") is None
    assert len(await rows(store, "SELECT 1 FROM contacts")) == 1, "he has another one"


async def test_a_contact_with_no_conversation_and_no_session_goes_along(store):
    talks = Talks(store)
    await people.find_or_make_contact(store, "user:42", ANN, {})
    await talks.says("cnv_1")
    await people.open_session(
        store, contact_id=ANN.id, token_hash="h", expires_at=START, origin="", platform="web"
    )
    talks.clock.advance(31 * DAY)
    assert await talks.retains(Policy(conversations=timedelta(days=30))) == Gone(conversations=1)
    await talks.says("cnv_2")
    await people.close_session(store, "h")
    talks.clock.advance(31 * DAY)
    assert await talks.retains(Policy(conversations=timedelta(days=30))) == Gone(conversations=1, contacts=1)
    assert await rows(store, "SELECT 1 FROM contacts") == []
    assert await rows(store, "SELECT 1 FROM contact_keys") == []


@pytest.mark.parametrize("text", ["team", "timer 99999999", "desk"])
async def test_what_somebody_has_or_waits_for_stays(store, text):
    talks = Talks(store)
    await talks.says("cnv_1", text)
    talks.clock.advance(365 * DAY)
    assert (await talks.retains()).conversations == 0
    assert await talks.kept() == {"cnv_1"}


async def test_what_the_model_said_goes_first_and_the_log_keeps_its_places(store):
    talks = Talks(store)
    await talks.says("cnv_1")
    talks.clock.advance(5 * DAY)
    await talks.says("cnv_2")
    talks.clock.advance(6 * DAY)
    assert await talks.retains() == Gone(model_records=1)
    assert await talks.retains() == Gone()
    assert await talks.records() == 1
    lines = await log.lines(store, "cnv_1", parts_only=False)
    assert [line.seq for line in lines] == [1, 2]
    assert (lines[1].entry.what, lines[1].entry.detail) == (MODEL_SAID, "erased")
    await talks.says("cnv_1", "again")
    talks.clock.advance(11 * DAY)
    assert await talks.retains() == Gone(model_records=2)
    assert await talks.records() == 0


async def test_a_dry_run_counts_and_erases_nothing(store):
    talks = Talks(store)
    for number in range(3):
        await talks.says(f"cnv_{number}")
    talks.clock.advance(31 * DAY)
    assert await talks.retains(is_dry=True) == Gone(conversations=3, model_records=3)
    assert len(await talks.kept()) == 3
    assert await talks.records() == 3


async def test_many_go_in_small_transactions(store):
    talks = Talks(store)
    for number in range(BATCH + 3):
        await talks.says(f"cnv_{number}")
    talks.clock.advance(31 * DAY)
    assert (await talks.retains()).conversations == BATCH + 3
    assert await talks.kept() == set()


async def test_without_a_limit_everything_stays(store):
    talks = Talks(store)
    await talks.says("cnv_1")
    talks.clock.advance(3650 * DAY)
    assert await talks.retains(Policy()) == Gone()
    assert await talks.records() == 1


async def test_who_writes_at_the_last_moment_keeps_his_conversation(store):
    talks = Talks(store)
    await talks.says("cnv_1")
    talks.clock.advance(31 * DAY)
    before = talks.clock.now() - timedelta(days=30)
    await talks.says("cnv_1", "I am back")
    assert await store.write(lambda conn: _erased(["cnv_1"], before, conn)) == (0, 0)
    assert await talks.kept() == {"cnv_1"}
