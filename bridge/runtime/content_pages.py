"""Pages of content that are sent to us, each kept once under its source's own name for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, Row, bindparam

from bridge.runtime.content import VERSION, announce, found, listed, one
from bridge.runtime.content_tables import content_pages, content_sources
from bridge.runtime.store import Store

_S, _P = content_sources.c, content_pages.c
_TICK = timedelta(microseconds=1)
_PAGES = sa.select(content_pages).order_by(_P.id.desc()).offset(bindparam("skip")).limit(bindparam("limit"))
_SOURCE = sa.select(_S.id).where(_S.id == bindparam("id"))
_PAGE = sa.select(content_pages).where(_P.id == bindparam("id"))
_SAME_PAGE = sa.select(content_pages).where(
    _P.source_id == bindparam("source_id"), _P.external_id == bindparam("external_id")
)
_OF_SOURCE = sa.select(_P.external_id).where(_P.source_id == bindparam("source_id"))


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


class TakenContent(ValueError):  # noqa: N818 - it is a state, not a mistake
    """Another page of the source has this external id."""


async def pages(store: Store, *, skip: int = 0, limit: int = 10_000) -> tuple[list[ContentPage], int]:
    """Pages, the newest first, and how many there are."""
    return await store.read(partial(listed, content_pages, _PAGES, _page_of, skip, limit))


async def page(store: Store, id_: int) -> ContentPage:
    """One page.

    Raises:
        NoSuchContent: There is none.
    """
    return await store.read(lambda conn: one(conn, _PAGE, {"id": id_}, _page_of))


async def external_ids(store: Store, source_id: int) -> set[str]:
    """What the source's pages are called by it."""
    return await store.read(lambda conn: set(conn.execute(_OF_SOURCE, {"source_id": source_id}).scalars()))


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
        announce(conn, now)
        return _page_of(row)

    return found(await store.write(unit, key=VERSION))


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
        announce(conn, now)
        return _page_of(row)

    result = await store.write(unit, key=VERSION)
    if isinstance(result, str):
        raise TakenContent
    return found(result)


async def remove_page(store: Store, id_: int, *, now: datetime) -> ContentPage:
    """Removes a page and returns it as it was.

    Raises:
        NoSuchContent: There is none.
    """

    def unit(conn: Connection) -> ContentPage | None:
        row = conn.execute(sa.delete(content_pages).where(_P.id == id_).returning(content_pages)).first()
        if row is None:
            return None
        announce(conn, now)
        return _page_of(row)

    return found(await store.write(unit, key=VERSION))


def _after(page: Row[Any], now: datetime) -> datetime:
    """A page's time differs whenever the page does: two changes may share a tick, or a clock go back."""
    before: datetime = page.updated_at
    return max(now, before + _TICK)


def _page_of(row: Row[Any]) -> ContentPage:
    values = row._asdict()
    return ContentPage(**values | {"audience_ids": tuple(orjson.loads(row.audience_ids))})
