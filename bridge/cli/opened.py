"""The database for a command: opened, brought to its schema, closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bridge.runtime.store import Store
    from bridge.settings import Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Store]:
    """The store that the settings name.

    Raises:
        SettingsError: The database does not answer, or a server's has an older schema.
    """
    from bridge.runtime import schema
    from bridge.runtime.store import Store
    from bridge.settings import SettingsError

    store = await Store.open(settings.database_url)
    try:
        try:
            await schema.ensure(store)
        except (schema.SchemaOutdated, schema.NoDatabase) as error:
            raise SettingsError(str(error)) from None
        yield store
    finally:
        await store.close()
