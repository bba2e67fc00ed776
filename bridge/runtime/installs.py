"""Where the Messenger was seen, and how its users proved who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.store import Store, inserts

Status: TypeAlias = Literal["verified", "unverified", "visitor", "rejected"]
STATUSES: tuple[Status, ...] = ("verified", "unverified", "visitor", "rejected")

MOST = 10_000
"""Domains and platforms that are remembered: anybody can boot with any page address. Then a new one takes the
place of the one that was seen longest ago, so that made-up ones never keep a real one out."""

_I = t.installs.c


def _last(status: Status) -> dict[str, str]:
    """Visitors prove nothing, and they are many: they never hide how the latest user fared."""
    return {} if status == "visitor" else {"last_status": status}


_SEEN_AGAIN = {
    status: sa.update(t.installs)
    .where(_I.domain == bindparam("b_domain"), _I.platform == bindparam("b_platform"))
    .values({"last_seen": bindparam("b_at"), **_last(status), status: _I[status] + 1})
    .returning(_I.domain)
    for status in STATUSES
}
_COUNT = sa.select(sa.func.count()).select_from(t.installs)
_LONGEST_AGO = (
    sa.select(_I.domain, _I.platform).order_by(_I.verified > 0, _I.last_seen, _I.domain, _I.platform).limit(1)
)
_FORGET = sa.delete(t.installs).where(
    _I.domain == bindparam("b_domain"), _I.platform == bindparam("b_platform")
)
_ALL = sa.select(t.installs).order_by(_I.domain, _I.platform)


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """One page host on one platform.

    Args:
        counts: Boots by status.
        last_status: Of the latest user who booted; `visitor` as long as none has.
    """

    domain: str
    platform: str
    first_seen: datetime
    last_seen: datetime
    counts: Mapping[Status, int]
    last_status: Status


async def record_boot(store: Store, *, domain: str, platform: str, status: Status, at: datetime) -> None:
    """Counts a boot."""

    def unit(conn: Connection) -> None:
        again = {"b_domain": domain, "b_platform": platform, "b_at": at}
        if conn.execute(_SEEN_AGAIN[status], again).first() is not None:
            return
        if conn.execute(_COUNT).scalar_one() >= MOST:
            old = conn.execute(_LONGEST_AGO).one()  # where a user proved himself, it is no invention
            conn.execute(_FORGET, {"b_domain": old.domain, "b_platform": old.platform})
        counts: dict[str, int] = dict.fromkeys(STATUSES, 0)
        counts[status] = 1
        row = {"domain": domain, "platform": platform, "first_seen": at, "last_seen": at, **counts}
        conn.execute(_first(conn.dialect.name), {**row, "last_status": status})

    await store.write(unit, key=domain)


async def installs(store: Store) -> list[Install]:
    """All of them, by domain and platform."""

    def read(conn: Connection) -> list[Install]:
        return [
            Install(
                domain=row.domain,
                platform=row.platform,
                first_seen=row.first_seen,
                last_seen=row.last_seen,
                counts={status: getattr(row, status) for status in STATUSES},
                last_status=row.last_status,
            )
            for row in conn.execute(_ALL)
        ]

    return await store.read(read)


@cache
def _first(dialect: str) -> Any:
    return inserts(dialect)(t.installs).on_conflict_do_nothing()
