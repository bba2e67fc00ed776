"""Versions of procedures and workflows, kept for the runs that are still on them and for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store, inserts

_ONE = sa.select(t.definitions).where(t.definitions.c.version == bindparam("version"))
_WHICH = sa.select(t.definitions.c.version).where(
    t.definitions.c.version.in_(bindparam("versions", expanding=True))
)
_HISTORY = (
    sa.select(t.definitions)
    .where(t.definitions.c.kind == bindparam("kind"), t.definitions.c.definition_id == bindparam("id"))
    .order_by(t.definitions.c.seen_at.desc())
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One version as its file was.

    Args:
        version: Of its content.
        kind: `procedure` or `workflow`.
        id: The file's name.
        text: YAML.
        shared: The shared sub-procedures' texts by name, as they were.
        seen_at: When it was first live here.
    """

    version: str
    kind: str
    id: str
    text: str
    shared: Mapping[str, str]
    seen_at: datetime


async def keep(store: Store, versions: Sequence[Kept]) -> None:
    """Keeps versions that are not kept yet.

    Raises:
        StoreBusy: Nothing was kept.
    """
    if not versions:
        return
    names = {"versions": [one.version for one in versions]}
    there = set(await store.read(lambda conn: conn.execute(_WHICH, names).scalars().all()))
    rows = [
        {
            "version": one.version,
            "kind": one.kind,
            "definition_id": one.id,
            "text": one.text,
            "shared": orjson.dumps(dict(one.shared)).decode(),
            "seen_at": one.seen_at,
        }
        for one in versions
        if one.version not in there
    ]
    if not rows:
        return

    def unit(conn: Connection) -> None:
        conn.execute(_keep(conn.dialect.name), rows)

    await store.write(unit)


def kept(store: Store, version: str) -> Kept | None:
    """One version; blocks.

    Raises:
        StoreBusy: The database does not answer now.
    """
    row = store.read_here(lambda conn: conn.execute(_ONE, {"version": version}).first())
    return None if row is None else _of(row)


async def history(store: Store, kind: str, id_: str) -> list[Kept]:
    """All versions of one definition, the newest first."""
    rows = await store.read(lambda conn: conn.execute(_HISTORY, {"kind": kind, "id": id_}).all())
    return [_of(row) for row in rows]


def _of(row: Row[Any]) -> Kept:
    return Kept(
        version=row.version,
        kind=row.kind,
        id=row.definition_id,
        text=row.text,
        shared=orjson.loads(row.shared),
        seen_at=row.seen_at,
    )


@cache
def _keep(dialect: str) -> Any:
    return inserts(dialect)(t.definitions).on_conflict_do_nothing(index_elements=["version"])
