"""What Fin may use of the pages that were sent to us; only what has changed is read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.content import VERSION
from bridge.runtime.content_tables import content_pages, content_sources
from bridge.runtime.store import Store

AT_ONCE = 400
"""Pages in one statement; SQLite takes a thousand values and more."""

_S, _P = content_sources.c, content_pages.c
_ALL = (
    "id",
    "source_id",
    "external_id",
    "title",
    "url",
    "locale",
    "body",
    "audience_ids",
    "updated_at",
    "edited_at",
)
_USABLE = (
    sa.select(_P.id, _P.audience_ids, _P.updated_at)
    .join(content_sources, _S.id == _P.source_id)
    .where(_S.status == "active", _P.for_agent, _P.body != "")
    .order_by(_P.id)
)
_PAGES = sa.select(*(_P[name] for name in _ALL)).where(_P.id.in_(bindparam("ids", expanding=True)))
_VERSION = sa.select(t.switches.c.value).where(t.switches.c.name == VERSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usable:
    """What Fin may use of a page."""

    id: int
    source_id: int
    external_id: str
    title: str
    url: str
    locale: str
    body: str
    audience_ids: tuple[int, ...]
    updated_at: datetime
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UsableContent:
    """All pages that Fin may use, as they were at one moment; a page that stayed is the same object.

    Args:
        version: Of that moment; another one when anything has changed.
        pages: By id, in their order.
    """

    version: str = ""
    pages: Mapping[int, Usable] = field(default_factory=dict)


def usable(store: Store, known: UsableContent) -> UsableContent | None:
    """What Fin may use now; None when it is what is known. Blocks.

    Raises:
        StoreBusy: The database does not answer now.
    """

    def read(conn: Connection) -> UsableContent | None:
        version = str(conn.execute(_VERSION).scalar() or "")
        if version == known.version:
            return None
        listed = conn.execute(_USABLE).all()
        changed = [row.id for row in listed if not _is_same(known.pages.get(row.id), row)]
        new = _pages(conn, changed)
        pages = {row.id: new.get(row.id) or known.pages.get(row.id) for row in listed}
        return UsableContent(version, {id_: page for id_, page in pages.items() if page is not None})

    return store.read_here(read)


def _is_same(page: Usable | None, row: Any) -> bool:
    """Whether nothing of it changed: a change of the page moves its time, one of its source may not."""
    return page is not None and (page.updated_at, page.audience_ids) == (row.updated_at, _numbers(row))


def _pages(conn: Connection, ids: Sequence[int]) -> dict[int, Usable]:
    found = {}
    for start in range(0, len(ids), AT_ONCE):
        for row in conn.execute(_PAGES, {"ids": ids[start : start + AT_ONCE]}):
            found[row.id] = Usable(**row._asdict() | {"audience_ids": _numbers(row)})
    return found


def _numbers(row: Any) -> tuple[int, ...]:
    return tuple(orjson.loads(row.audience_ids))
