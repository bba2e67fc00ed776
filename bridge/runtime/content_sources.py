"""Sources of content that is sent to us instead of lying in a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bridge.runtime.content import VERSION, announce, found, listed, one
from bridge.runtime.content_tables import content_pages, content_sources
from bridge.runtime.store import Store

_S, _P = content_sources.c, content_pages.c
_SOURCES = sa.select(content_sources).order_by(_S.id).offset(bindparam("skip")).limit(bindparam("limit"))
_SOURCE = sa.select(content_sources).where(_S.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSource:
    """Where pages come from.

    Args:
        sync_behavior: `api`: pages are sent to us; `automatic`: we fetch them.
        status: `active`, or `deactivated`: its pages stay and are not used.
        audience_ids: What its new pages get.
    """

    id: int
    sync_behavior: str
    status: str
    url: str
    audience_ids: tuple[int, ...]
    created_at: datetime
    updated_at: datetime
    last_synced_at: datetime


async def sources(store: Store, *, skip: int = 0, limit: int = 10_000) -> tuple[list[ContentSource], int]:
    """Sources, the oldest first, and how many there are."""
    return await store.read(partial(listed, content_sources, _SOURCES, _source_of, skip, limit))


async def source(store: Store, id_: int) -> ContentSource:
    """One source.

    Raises:
        NoSuchContent: There is none.
    """
    return await store.read(lambda conn: one(conn, _SOURCE, {"id": id_}, _source_of))


async def add_source(
    store: Store, *, sync_behavior: str, status: str, url: str, audience_ids: Sequence[int], now: datetime
) -> ContentSource:
    """A new source."""
    values = {
        "sync_behavior": sync_behavior,
        "status": status,
        "url": url,
        "audience_ids": _json(audience_ids),
        "created_at": now,
        "updated_at": now,
        "last_synced_at": now,
    }

    def unit(conn: Connection) -> ContentSource:
        row = conn.execute(sa.insert(content_sources).returning(content_sources), values).one()
        return _source_of(row)

    return await store.write(unit, key=VERSION)


async def change_source(
    store: Store, id_: int, changes: Mapping[str, Any], *, now: datetime, with_pages: bool = False
) -> ContentSource:
    """Changes `status`, `url`, `audience_ids` or `last_synced_at`.

    Args:
        store: Where it is.
        id_: Which.
        changes: The new values; what is not named stays.
        now: The time.
        with_pages: Its pages get its audience too.

    Raises:
        NoSuchContent: There is none.
    """
    values = dict(changes) | {"updated_at": now}
    if "audience_ids" in values:
        values["audience_ids"] = _json(values["audience_ids"])

    def unit(conn: Connection) -> ContentSource | None:
        changed = sa.update(content_sources).where(_S.id == id_).values(values)
        row = conn.execute(changed.returning(content_sources)).first()
        if row is None:
            return None
        if with_pages:
            given = {"audience_ids": row.audience_ids}
            conn.execute(sa.update(content_pages).where(_P.source_id == id_).values(given))
        if with_pages or "status" in changes:  # nothing else of a source changes what Fin may use
            announce(conn, now)
        return _source_of(row)

    return found(await store.write(unit, key=VERSION))


async def remove_source(store: Store, id_: int, *, now: datetime) -> None:
    """Removes it and all of its pages.

    Raises:
        NoSuchContent: There is none.
    """

    def unit(conn: Connection) -> bool | None:
        if conn.execute(sa.delete(content_sources).where(_S.id == id_)).rowcount == 0:
            return None
        conn.execute(sa.delete(content_pages).where(_P.source_id == id_))
        announce(conn, now)
        return True

    found(await store.write(unit, key=VERSION))


def _json(numbers: Sequence[int]) -> str:
    return orjson.dumps(list(numbers)).decode()


def _source_of(row: Row[Any]) -> ContentSource:
    values = row._asdict()
    return ContentSource(**values | {"audience_ids": tuple(orjson.loads(row.audience_ids))})
