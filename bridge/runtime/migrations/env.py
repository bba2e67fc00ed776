"""What Alembic runs: on the connection that bridge.runtime.schema hands over, in its transaction."""

from alembic import context

from bridge.runtime.rows import on_both
from bridge.runtime.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=on_both(metadata),
    render_as_batch=True,  # SQLite cannot ALTER most things
    compare_type=True,
)
context.run_migrations()
