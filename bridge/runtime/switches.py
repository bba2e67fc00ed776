"""Settings that an operator changes while the service runs."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from bridge.runtime import tables as t
from bridge.runtime.clock import Clock, SystemClock
from bridge.runtime.store import Store, inserts

_READ = sa.select(t.switches.c.value).where(t.switches.c.name == bindparam("name"))


async def read_switch(store: Store, name: str) -> Any | None:
    """What it was last set to, or None."""

    def read(conn: Connection) -> Any | None:
        value = conn.execute(_READ, {"name": name}).scalar()
        return None if value is None else orjson.loads(value)

    return await store.read(read)


async def set_switch(store: Store, name: str, value: Any, by: str) -> None:
    """Sets it for all instances; each sees it within its `Switches.ttl_s`.

    Args:
        store: The rows.
        name: Which.
        value: Anything that JSON can say.
        by: Who did it, for operators.
    """
    row = {
        "name": name,
        "value": orjson.dumps(value).decode(),
        "changed_by": by,
        "changed_at": SystemClock().now(),
    }

    def unit(conn: Connection) -> None:
        conn.execute(_set(conn.dialect.name), row)

    await store.write(unit)


class Switches:
    """Reads switches, and remembers each for a moment.

    Args:
        store: The rows.
        clock: How time passes.
        ttl_s: How old a remembered value may be, in seconds.
    """

    def __init__(self, store: Store, clock: Clock, ttl_s: float = 5.0) -> None:
        self._store = store
        self._clock = clock
        self._ttl_s = ttl_s
        self._known: dict[str, tuple[float, Any]] = {}

    async def get(self, name: str, default: Any) -> Any:
        """What it is set to; `default` when it never was."""
        now = self._clock.monotonic()
        known = self._known.get(name)
        if known is None or now - known[0] >= self._ttl_s:
            known = self._known[name] = (now, await read_switch(self._store, name))
        return default if known[1] is None else known[1]


@cache
def _set(dialect: str) -> Any:
    insert = inserts(dialect)(t.switches)
    new = {name: insert.excluded[name] for name in ("value", "changed_by", "changed_at")}
    return insert.on_conflict_do_update(index_elements=["name"], set_=new)
