"""Content that is sent to us instead of lying in a folder: sources, their pages, and whether any changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bridge.runtime import tables as t
from bridge.runtime.content_tables import content_pages, content_sources
from bridge.runtime.store import Store, inserts

_TICK = timedelta(microseconds=1)

VERSION = "content.version"
"""The switch that every change sets to something new, in its own transaction."""

T = TypeVar("T")

_S, _P = content_sources.c, content_pages.c
_SOURCES = sa.select(content_sources).order_by(_S.id).offset(bindparam("skip")).limit(bindparam("limit"))
_SOURCE = sa.select(content_sources).where(_S.id == bindparam("id"))
_PAGES = sa.select(content_pages).order_by(_P.id.desc()).offset(bindparam("skip")).limit(bindparam("limit"))
_PAGE = sa.select(content_pages).where(_P.id == bindparam("id"))
_SAME_PAGE = sa.select(content_pages).where(
    _P.source_id == bindparam("source_id"), _P.external_id == bindparam("external_id")
)
_OF_SOURCE = sa.select(_P.external_id).where(_P.source_id == bindparam("source_id"))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentPage:
    """One page.

    Args:
        url: Empty for one that is never cited.
        for_agent: Whether Fin uses it.
        body: CommonMark.
        edited_at: When its author last changed it, where the source says so; `updated_at` is when we heard.
    """

    id: int
    source_id: int
    external_id: str
    title: str
    html: str
    url: str
    locale: str
    for_agent: bool
    for_copilot: bool
    for_sales: bool
    audience_ids: tuple[int, ...]
    body: str
    created_at: datetime
    updated_at: datetime
    edited_at: datetime | None = None


class NoSuchContent(LookupError):  # noqa: N818 - it is a state, not a mistake
    """There is no such source or page."""


class TakenContent(ValueError):  # noqa: N818 - it is a state, not a mistake
    """Another page of the source has this external id."""


async def sources(store: Store, *, skip: int = 0, limit: int = 10_000) -> tuple[list[ContentSource], int]:
    """Sources, the oldest first, and how many there are."""
    return await store.read(partial(_listed, content_sources, _SOURCES, _source_of, skip, limit))


async def pages(store: Store, *, skip: int = 0, limit: int = 10_000) -> tuple[list[ContentPage], int]:
    """Pages, the newest first, and how many there are."""
    return await store.read(partial(_listed, content_pages, _PAGES, _page_of, skip, limit))


async def source(store: Store, id_: int) -> ContentSource:
    """One source.

    Raises:
        NoSuchContent: There is none.
    """
    return await store.read(lambda conn: _one(conn, _SOURCE, {"id": id_}, _source_of))


async def page(store: Store, id_: int) -> ContentPage:
    """One page.

    Raises:
        NoSuchContent: There is none.
    """
    return await store.read(lambda conn: _one(conn, _PAGE, {"id": id_}, _page_of))


async def external_ids(store: Store, source_id: int) -> set[str]:
    """What the source's pages are called by it."""
    return await store.read(lambda conn: set(conn.execute(_OF_SOURCE, {"source_id": source_id}).scalars()))


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
            _changed(conn, now)
        return _source_of(row)

    return _found(await store.write(unit, key=VERSION))


async def remove_source(store: Store, id_: int, *, now: datetime) -> None:
    """Removes it and all of its pages.

    Raises:
        NoSuchContent: There is none.
    """

    def unit(conn: Connection) -> bool | None:
        if conn.execute(sa.delete(content_sources).where(_S.id == id_)).rowcount == 0:
            return None
        conn.execute(sa.delete(content_pages).where(_P.source_id == id_))
        _changed(conn, now)
        return True

    _found(await store.write(unit, key=VERSION))


async def put_page(
    store: Store, *, source_id: int, external_id: str, values: Mapping[str, Any], now: datetime
) -> ContentPage:
    """Adds the page, or changes the one that the source calls so.

    Args:
        store: Where it is.
        source_id: Whose.
        external_id: What the source calls it.
        values: `title`, `html`, `body`, `url`, `locale`, `edited_at`; `for_agent`, `for_copilot`, `for_sales`
            stay as they are when they are not named, and are false for a new page.
        now: The time.

    Raises:
        NoSuchContent: There is no such source.
    """
    key = {"source_id": source_id, "external_id": external_id}

    def unit(conn: Connection) -> ContentPage | None:
        owner = conn.execute(
            sa.update(content_sources)
            .where(_S.id == source_id)
            .values(last_synced_at=now)
            .returning(_S.audience_ids)
        ).first()  # its lock keeps two of the same page apart
        if owner is None:
            return None
        before = conn.execute(_SAME_PAGE, key).first()
        if before is None:
            new = {"for_agent": False, "for_copilot": False, "for_sales": False} | dict(values) | key
            new |= {"audience_ids": owner.audience_ids, "created_at": now, "updated_at": now}
            row = conn.execute(sa.insert(content_pages).returning(content_pages), new).one()
        else:
            changed = (
                sa.update(content_pages)
                .where(_P.id == before.id)
                .values(dict(values) | {"updated_at": _after(before, now)})
            )
            row = conn.execute(changed.returning(content_pages)).one()
        _changed(conn, now)
        return _page_of(row)

    return _found(await store.write(unit, key=VERSION))


async def change_page(store: Store, id_: int, changes: Mapping[str, Any], *, now: datetime) -> ContentPage:
    """Changes a page; what is not named stays.

    Raises:
        NoSuchContent: There is no such page, or no such source.
        TakenContent: Another page of the source has its external id.
    """

    def unit(conn: Connection) -> ContentPage | str | None:
        row = conn.execute(_PAGE, {"id": id_}).first()
        if row is None:
            return None
        key = {name: changes.get(name, getattr(row, name)) for name in ("source_id", "external_id")}
        if conn.execute(_SOURCE, {"id": key["source_id"]}).first() is None:
            return None
        same = conn.execute(_SAME_PAGE, key).first()
        if same is not None and same.id != id_:
            return "taken"
        changed = (
            sa.update(content_pages)
            .where(_P.id == id_)
            .values(dict(changes) | {"updated_at": _after(row, now)})
        )
        row = conn.execute(changed.returning(content_pages)).one()
        _changed(conn, now)
        return _page_of(row)

    result = await store.write(unit, key=VERSION)
    if isinstance(result, str):
        raise TakenContent
    return _found(result)


async def remove_page(store: Store, id_: int, *, now: datetime) -> ContentPage:
    """Removes a page and returns it as it was.

    Raises:
        NoSuchContent: There is none.
    """

    def unit(conn: Connection) -> ContentPage | None:
        row = conn.execute(sa.delete(content_pages).where(_P.id == id_).returning(content_pages)).first()
        if row is None:
            return None
        _changed(conn, now)
        return _page_of(row)

    return _found(await store.write(unit, key=VERSION))


def _changed(conn: Connection, now: datetime) -> None:
    """Tells all processes to read again; a word of chance, for two may change at once."""
    row = {"name": VERSION, "value": orjson.dumps(secrets.token_hex(8)).decode(), "changed_by": "content"}
    conn.execute(_set_version(conn.dialect.name), row | {"changed_at": now})


@cache
def _set_version(dialect: str) -> Any:
    insert = inserts(dialect)(t.switches)
    new = {name: insert.excluded[name] for name in ("value", "changed_by", "changed_at")}
    return insert.on_conflict_do_update(index_elements=["name"], set_=new)


def _listed(
    table: sa.Table, statement: Any, of: Callable[[Row[Any]], T], skip: int, limit: int, conn: Connection
) -> tuple[list[T], int]:
    total = conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    rows = conn.execute(statement, {"skip": skip, "limit": limit}).all()
    return [of(row) for row in rows], int(total)


def _one(conn: Connection, statement: Any, values: Mapping[str, Any], of: Callable[[Row[Any]], T]) -> T:
    row = conn.execute(statement, dict(values)).first()
    return of(_found(row))


def _after(page: Row[Any], now: datetime) -> datetime:
    """A page's time differs whenever the page does: two changes may share a tick, or a clock go back."""
    before: datetime = page.updated_at
    return max(now, before + _TICK)


def _found(value: T | None) -> T:
    if value is None:
        raise NoSuchContent
    return value


def _json(numbers: Sequence[int]) -> str:
    return orjson.dumps(list(numbers)).decode()


def _source_of(row: Row[Any]) -> ContentSource:
    values = row._asdict()
    return ContentSource(**values | {"audience_ids": tuple(orjson.loads(row.audience_ids))})


def _page_of(row: Row[Any]) -> ContentPage:
    values = row._asdict()
    return ContentPage(**values | {"audience_ids": tuple(orjson.loads(row.audience_ids))})
