"""The log of data connectors' calls: what was asked, what came of it, how long it took."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial

import sqlalchemy as sa
import structlog
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store

_E = t.executions.c
_KEEP = sa.insert(t.executions)
_NEWEST = (
    sa.select(t.executions)
    .where(_E.connector == bindparam("connector"))
    .order_by(_E.at.desc(), _E.id.desc())
    .limit(bindparam("limit"))
)
_ERRORS = _NEWEST.where(_E.outcome != "done")
_ONE = sa.select(t.executions).where(_E.connector == bindparam("connector"), _E.id == bindparam("id"))

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Executed:
    """One call, without a secret.

    Args:
        id: `exe_…`.
        url: Without query and credentials.
        outcome: done, not_sent, refused or unsure.
        error_type: Intercom's word for what went wrong; None for a success.
        excerpt: The beginning of the answer.
    """

    id: str
    at: datetime
    connector: str
    conversation_id: str
    method: str
    url: str
    status: int | None
    milliseconds: int
    outcome: str
    error_type: str | None
    error: str
    excerpt: str


def keep(store: Store, executed: Executed) -> None:
    """Writes it aside; a call is never held up by its log. In the loop's thread."""
    store.give(partial(_write, executed), key="executions").add_done_callback(_told)


async def newest(store: Store, connector: str, *, limit: int, errors_only: bool = False) -> list[Executed]:
    """The latest calls of one connector, the newest first."""
    statement = _ERRORS if errors_only else _NEWEST
    values = {"connector": connector, "limit": limit}
    rows = await store.read(lambda conn: conn.execute(statement, values).all())
    return [Executed(**row._asdict()) for row in rows]


async def one(store: Store, connector: str, id_: str) -> Executed | None:
    """One call."""
    values = {"connector": connector, "id": id_}
    row = await store.read(lambda conn: conn.execute(_ONE, values).first())
    return None if row is None else Executed(**row._asdict())


def _write(executed: Executed, conn: Connection) -> None:
    conn.execute(_KEEP, asdict(executed))


def _told(done: object) -> None:
    error = done.exception() if hasattr(done, "exception") else None
    if error is not None:
        log.warning("execution_not_logged", error=type(error).__name__)
