"""Keeps what simulations came to, for those who are given the link."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store

MOST = 200
"""Kept; the oldest go first."""

_S = t.simulations.c
_KEEP = sa.insert(t.simulations)
_OLDER = sa.delete(t.simulations).where(
    _S.id.not_in(sa.select(_S.id).order_by(_S.at.desc(), _S.id).limit(MOST))
)
_ONE = sa.select(t.simulations).where(_S.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One simulation.

    Args:
        id: `sim_…`, which nobody guesses: whoever has it may read.
        results: JSON, a list with an object for each scenario.
    """

    id: str
    at: datetime
    results: str


async def keep(store: Store, simulation: Kept) -> None:
    """Keeps it in place of the oldest.

    Raises:
        StoreBusy: It was not kept.
    """

    def unit(conn: Connection) -> None:
        conn.execute(_KEEP, asdict(simulation))
        conn.execute(_OLDER)

    await store.write(unit)


async def one(store: Store, id_: str) -> Kept | None:
    """One of them."""
    row = await store.read(lambda conn: conn.execute(_ONE, {"id": id_}).first())
    return None if row is None else Kept(**row._asdict())
