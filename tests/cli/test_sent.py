"""Commands that only read content, on a database of an older version."""

from pathlib import Path

from alembic import command
from sqlalchemy import text

from bridge.runtime import schema
from bridge.runtime.store import engine_for
from tests.cli.bridge_command import bridge
from tests.knowledge.articles import write_article


def test_an_embedded_database_of_an_older_version_is_migrated_like_everywhere(tmp_path: Path) -> None:
    write_article(tmp_path / "config" / "content", "return", "Return an item", "Send it back in 30 days.")
    url = f"sqlite:///{tmp_path}/bridge.db"
    engine = engine_for(url)
    with engine.begin() as conn:
        command.upgrade(schema.config(conn), "0005")
    done = bridge("content", "search", "how do I return it?", config=tmp_path / "config", DATABASE_URL=url)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Return an item" in done.stdout
    with engine.begin() as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == schema.HEAD
    engine.dispose()


def test_a_database_that_does_not_answer_leaves_out_what_was_sent_and_says_so(tmp_path: Path) -> None:
    write_article(tmp_path / "config" / "content", "return", "Return an item", "Send it back in 30 days.")
    url = "postgresql://ada:a-secret@127.0.0.1:9/none"
    done = bridge("content", "search", "how do I return it?", config=tmp_path / "config", DATABASE_URL=url)
    assert done.returncode == 0
    assert "left out" in done.stderr
    assert "a-secret" not in done.stderr
    assert "Return an item" in done.stdout
