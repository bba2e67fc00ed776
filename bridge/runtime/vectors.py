"""Vectors of texts, kept by model and text, so that no text is embedded twice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime.content_tables import embeddings
from bridge.runtime.store import Store, inserts

CLAIM = timedelta(minutes=2)
"""After so long, who said that he would embed a text has died over it."""
AT_ONCE = 400
"""Texts in one statement."""

_E = embeddings.c
_OF_MODEL = (_E.model == bindparam("b_model"), _E.name.in_(bindparam("names", expanding=True)))
_FOUND = sa.select(_E.name, _E.vector).where(*_OF_MODEL, _E.vector != b"")
_OVER = (
    sa.update(embeddings)
    .where(*_OF_MODEL, _E.vector == b"", _E.at < bindparam("before"))
    .values(at=bindparam("now"))
    .returning(_E.name)
)
_KEEP = (
    sa.update(embeddings)
    .where(_E.model == bindparam("b_model"), _E.name == bindparam("b_name"))
    .values(vector=bindparam("b_vector"), at=bindparam("now"))
)
_GIVE_UP = sa.delete(embeddings).where(*_OF_MODEL, _E.vector == b"")
_OLD = sa.select(_E.name).where(_E.model == bindparam("b_model"), _E.at < bindparam("before"))
_FORGET = sa.delete(embeddings).where(*_OF_MODEL)


async def read(store: Store, model: str, names: Sequence[str]) -> dict[str, bytes]:
    """The vectors that there are."""
    found: dict[str, bytes] = {}
    for some in _some(names):
        rows = await store.read(
            lambda conn, some=some: conn.execute(_FOUND, {"b_model": model, "names": some}).all()  # type: ignore[misc]  # mypy does not infer a lambda's default
        )
        found |= {row.name: row.vector for row in rows}
    return found


async def claim(store: Store, model: str, names: Sequence[str], now: datetime) -> set[str]:
    """Those texts that the caller is to embed: nobody has, and nobody else is about to."""

    def unit(conn: Connection) -> set[str]:
        rows = [{"model": model, "name": name, "vector": b"", "at": now} for name in names]
        new = conn.execute(_claim(conn.dialect.name).values(rows)).scalars()
        given = {"b_model": model, "names": list(names), "before": now - CLAIM, "now": now}
        return {*new, *conn.execute(_OVER, given).scalars()}

    return await store.write(unit, key=model) if names else set()


async def keep(store: Store, model: str, vectors: Mapping[str, bytes], now: datetime) -> None:
    """Writes the vectors of texts that were claimed."""
    rows = [{"b_model": model, "b_name": name, "b_vector": one, "now": now} for name, one in vectors.items()]

    def unit(conn: Connection) -> None:
        conn.execute(_KEEP, rows)

    if rows:
        await store.write(unit, key=model)


async def give_up(store: Store, model: str, names: Collection[str]) -> None:
    """Lets others embed what was claimed and has no vector."""

    def unit(conn: Connection) -> None:
        conn.execute(_GIVE_UP, {"b_model": model, "names": list(names)})

    await store.write(unit, key=model)


async def forget(store: Store, model: str, *, but: Collection[str], before: datetime) -> int:
    """Removes the vectors of texts that are no longer content and older than `before`; says how many."""
    old = await store.read(
        lambda conn: conn.execute(_OLD, {"b_model": model, "before": before}).scalars().all()
    )
    gone = [name for name in old if name not in but]
    for some in _some(gone):

        def unit(conn: Connection, some: Sequence[str] = some) -> None:
            conn.execute(_FORGET, {"b_model": model, "names": some})

        await store.write(unit, key=model)
    return len(gone)


def _some(names: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE))


@cache
def _claim(dialect: str) -> Any:
    return inserts(dialect)(embeddings).on_conflict_do_nothing().returning(_E.name)
