"""Of a contact who was erased nothing is left; of the others everything."""

from __future__ import annotations

from dataclasses import replace

from bridge.runtime import erasing, people
from bridge.runtime.page_events import PageEvent, keep
from bridge.runtime.tables import metadata
from bridge.runtime.uploads import Upload, keep_upload
from tests.runtime.world import ANN, START, World, rows

WORD = "the colour of my front door"


async def _lives(store, contact, conversation, word):
    await people.find_or_make_contact(store, f"user:{contact.id}", contact, {"plan": word})
    await people.open_session(
        store,
        contact_id=contact.id,
        token_hash=f"h_{contact.id}",
        expires_at=START,
        origin="x",
        platform="web",
    )
    await people.remember_visitor(store, f"v_{contact.id}", contact.id)
    data = word.encode()
    file = Upload(
        id=f"upl_{contact.id}",
        contact_id=contact.id,
        name="a.txt",
        content_type="text/plain",
        size_bytes=len(data),
        data=data,
    )
    await keep_upload(store, file)
    await keep(store, contact.id, PageEvent(name="looked_at", details={"door": word}, at=START))
    await World(store).says(conversation, word)


async def _whole(store):
    """Every table's rows as text; `changes` is emptied by itself within two minutes."""
    tables = [name for name in metadata.tables if name not in ("changes", "alembic_version")]
    return {
        name: sorted(str(tuple(row)) for row in await rows(store, f"SELECT * FROM {name}")) for name in tables
    }


async def test_nothing_is_left_of_one_and_nothing_is_missing_of_another(store, monkeypatch):
    bob = replace(ANN, id="con_bob", external_id="43", name="Bob")
    monkeypatch.setattr("tests.runtime.world.ANN", bob)
    await _lives(store, bob, "cnv_bob", "he likes green")
    monkeypatch.undo()
    before = await _whole(store)
    await _lives(store, ANN, "cnv_ann", WORD)
    assert WORD in str(await _whole(store))
    assert await erasing.found(store, f"user:{ANN.id}") == ANN.id
    count, tickets = await erasing.erase(store, ANN.id)
    assert (count, tickets) == (1, ())
    assert await _whole(store) == before
    assert await erasing.found(store, ANN.id) is None


async def test_what_is_kept_is_shown_as_a_whole(store):
    await _lives(store, ANN, "cnv_ann", WORD)
    shown = await erasing.exported(store, ANN.id)
    assert shown["attributes"] == {"plan": WORD}
    assert shown["events"] == [{"name": "looked_at", "metadata": {"door": WORD}, "at": START.isoformat()}]
    assert [one["id"] for one in shown["conversations"]] == ["cnv_ann"]
    assert WORD in str(shown["conversations"][0]["lines"])
    assert await erasing.exported(store, "con_nobody") is None
