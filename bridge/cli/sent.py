"""The content for a command: the folder, and the pages that were sent to the service."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bridge.cli.texts import stop

if TYPE_CHECKING:
    from bridge.knowledge.library import Library
    from bridge.knowledge.pages import Sent

_SQLITE = "sqlite:///"


def library_now(config_dir: Path | None = None) -> Library:
    """Both; a database that is not there or does not answer holds no pages, and that is said.

    Args:
        config_dir: The configuration folder; the settings' without it.
    """
    from bridge.knowledge.article import ContentError
    from bridge.knowledge.library import Library
    from bridge.settings import load

    settings = load()
    sent = _sent(settings.database_url)

    def pages(known: str) -> tuple[str, tuple[Sent, ...]] | None:
        return None if known == "now" else ("now", sent)

    try:
        return Library((config_dir or settings.config_dir) / "content", pages=pages)
    except ContentError as error:
        stop(str(error))


def _sent(url: str) -> tuple[Sent, ...]:
    if url.startswith(_SQLITE) and not Path(url.removeprefix(_SQLITE)).is_file():
        return ()  # nothing was ever sent, and a command that only reads makes no database
    return asyncio.run(_read(url))


async def _read(url: str) -> tuple[Sent, ...]:
    from bridge.knowledge.pages import stored_pages
    from bridge.runtime import schema
    from bridge.runtime.store import Store, StoreBusy

    store = await Store.open(url)
    try:
        await schema.ensure(store)
        found = await asyncio.to_thread(stored_pages(store), "")
        return () if found is None else found[1]
    except (schema.SchemaOutdated, schema.NoDatabase, StoreBusy) as error:
        print(f"bridge: pages that were sent are left out: {error}", file=sys.stderr)
        return ()
    finally:
        await store.close()
