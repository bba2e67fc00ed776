"""What sources and pages of content that is sent to us share: reading rows, and the word that any changed."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, Row

from bridge.runtime import tables as t
from bridge.runtime.store import inserts

VERSION = "content.version"
"""The switch that every change sets to something new, in its own transaction."""

T = TypeVar("T")


class NoSuchContent(LookupError):  # noqa: N818 - it is a state, not a mistake
    """There is no such source or page."""


def announce(conn: Connection, now: datetime) -> None:
    """Tells all processes to read again; a word of chance, for two may change at once."""
    row = {"name": VERSION, "value": orjson.dumps(secrets.token_hex(8)).decode(), "changed_by": "content"}
    conn.execute(_set_version(conn.dialect.name), row | {"changed_at": now})


@cache
def _set_version(dialect: str) -> Any:
    insert = inserts(dialect)(t.switches)
    new = {name: insert.excluded[name] for name in ("value", "changed_by", "changed_at")}
    return insert.on_conflict_do_update(index_elements=["name"], set_=new)


def listed(
    table: sa.Table, statement: Any, of: Callable[[Row[Any]], T], skip: int, limit: int, conn: Connection
) -> tuple[list[T], int]:
    """A piece of the list, and how long all of it is."""
    total = conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    rows = conn.execute(statement, {"skip": skip, "limit": limit}).all()
    return [of(row) for row in rows], int(total)


def one(conn: Connection, statement: Any, values: Mapping[str, Any], of: Callable[[Row[Any]], T]) -> T:
    """The row of that id.

    Raises:
        NoSuchContent: There is none.
    """
    row = conn.execute(statement, dict(values)).first()
    return of(found(row))


def found(value: T | None) -> T:
    """What is there.

    Raises:
        NoSuchContent: Nothing is.
    """
    if value is None:
        raise NoSuchContent
    return value
