"""A store of one's own at the current schema, gone afterwards: for simulations and tries."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bridge.runtime import schema
from bridge.runtime.store import Store


@asynccontextmanager
async def temporary_store() -> AsyncIterator[Store]:
    """An empty embedded store in a folder of its own; both are gone at the end."""
    with TemporaryDirectory(prefix="bridge-") as folder:
        file = Path(folder) / "bridge.db"
        file.write_bytes(_empty())
        store = await Store.open(f"sqlite:///{file}")
        try:
            yield store
        finally:
            await store.close()


@cache
def _empty() -> bytes:
    """A migrated database, made once per process: migrating takes longer than a whole simulation."""
    with TemporaryDirectory(prefix="bridge-") as folder:
        file = Path(folder) / "empty.db"
        schema.migrate(f"sqlite:///{file}")
        return file.read_bytes()
