"""Contacts are found by what they proved; of tokens nothing but hashes is kept."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

from bridge.runtime import people
from tests.runtime.world import ANN, START, rows

NOW = START


async def test_a_contact_is_made_once_however_many_ask(store):
    found = await asyncio.gather(
        *[people.find_or_make_contact(store, "user:42", ANN, {"n": n}) for n in range(30)]
    )
    assert set(found) == {ANN}
    assert await people.contact(store, ANN.id) == ANN
    assert len(await rows(store, "SELECT 1 FROM contacts")) == 1


async def test_the_second_key_of_a_contact_leads_to_the_same(store):
    await people.find_or_make_contact(store, "user:42", ANN, {})
    assert await people.find_or_make_contact(store, "email:ann@x", ANN, {}) == ANN
    stranger = replace(ANN, id="con_other", name="Somebody else")
    assert await people.find_or_make_contact(store, "user:42", stranger, {}) == ANN


async def test_attributes_are_merged(store):
    await people.find_or_make_contact(store, "user:42", ANN, {"plan": "free", "age": 3})
    await people.find_or_make_contact(store, "user:42", ANN, {"plan": "paid"})
    await people.update_contact(store, replace(ANN, name="Ann B."), {"city": "Köln"})
    (row,) = await rows(store, "SELECT attributes FROM contacts")
    assert row.attributes == '{"plan":"paid","age":3,"city":"Köln"}'
    assert (await people.contact(store, ANN.id)).name == "Ann B."
    assert await people.contact(store, "con_none") is None


async def test_attributes_do_not_grow_without_end(store):
    for n in range(40):
        await people.find_or_make_contact(store, "user:42", ANN, {f"k{n}": "é" * 4_000, "plan": n})
    (row,) = await rows(store, "SELECT attributes FROM contacts")
    assert len(row.attributes) <= people.ATTRIBUTES_CHARS
    assert list(json.loads(row.attributes)) == ["plan", *[f"k{n}" for n in range(24, 40)]]
    assert json.loads(row.attributes)["plan"] == 39
    await people.update_contact(store, ANN, {"more": "x" * 8_000})
    (row,) = await rows(store, "SELECT attributes FROM contacts")
    assert len(row.attributes) <= people.ATTRIBUTES_CHARS


async def opened(store, token_hash, hours=1):
    await people.open_session(
        store,
        contact_id=ANN.id,
        token_hash=token_hash,
        expires_at=NOW + timedelta(hours=hours),
        origin="shop.example",
        platform="web",
    )


async def test_a_session_lives_until_it_expires_or_is_closed(store):
    await people.find_or_make_contact(store, "user:42", ANN, {})
    for token_hash in ("h1", "h2", "h3"):
        await opened(store, token_hash)
    session = await people.session(store, "h1", NOW)
    assert (session.contact, session.platform, session.origin) == (ANN, "web", "shop.example")
    assert session.id.startswith("ses_")
    assert await people.session(store, "h1", NOW + timedelta(hours=1)) is None
    assert await people.session(store, "unknown", NOW) is None
    await people.close_session(store, "h1")
    assert await people.session(store, "h1", NOW) is None
    assert await people.session(store, "h2", NOW) is not None
    await people.close_sessions_of(store, ANN.id)
    assert await people.session(store, "h2", NOW) is None
    assert await people.session(store, "h3", NOW) is None


async def test_a_browser_is_remembered_renamed_and_forgotten(store):
    other = replace(ANN, id="con_2", name="Bea")
    await people.find_or_make_contact(store, "visitor:h", ANN, {})
    await people.find_or_make_contact(store, "visitor:i", other, {})
    await people.remember_visitor(store, "h", ANN.id)
    assert await people.visitor(store, "h") == ANN
    await people.remember_visitor(store, "h", other.id)
    assert await people.visitor(store, "h") == other
    await people.forget_visitor(store, "h")
    assert await people.visitor(store, "h") is None


async def test_a_sessions_contact_has_his_custom_attributes(store):
    await people.find_or_make_contact(store, "user:42", ANN, {"plan": "pro", "seats": 3})
    await people.open_session(
        store,
        contact_id=ANN.id,
        token_hash="h",
        expires_at=NOW + timedelta(days=1),
        origin="",
        platform="web",
    )
    found = await people.session(store, "h", NOW)
    assert found is not None
    assert found.contact.attributes == {"plan": "pro", "seats": 3}
