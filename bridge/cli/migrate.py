"""`migrate`: the database at the current schema."""

from __future__ import annotations

import typer

app = typer.Typer(add_completion=False)


@app.command()
def migrate() -> None:
    """Bring the database at DATABASE_URL to the current schema; safe to run twice."""
    from bridge.runtime import schema
    from bridge.settings import SettingsError, load

    settings = load()
    try:
        schema.migrate(settings.database_url)
    except schema.NoDatabase as error:
        raise SettingsError(str(error)) from None
    typer.echo("The database is at the current schema.")
