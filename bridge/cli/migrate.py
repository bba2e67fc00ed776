"""`migrate`: the database at the current schema."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False)


@app.command()
def migrate() -> None:
    """Bring the database at DATABASE_URL to the current schema; safe to run twice."""
    from bridge.runtime import schema
    from bridge.settings import load

    settings = load()
    schema.migrate(settings.database_url)
    typer.echo("The database is at the current schema.")
