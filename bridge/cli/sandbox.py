"""`sandbox`: the Zendesk sandbox alone."""

from __future__ import annotations

from typing import Annotated

import typer

from bridge.cli.ports import chosen

app = typer.Typer(add_completion=False)


@app.command()
def sandbox(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port to listen on")] = 8090,
) -> None:
    """Run a local Zendesk: the Support API and an agent's page on one port. State is in memory."""
    from connectors.sandbox.app import run

    port = chosen(port, port, "--port", host=host)
    typer.echo(f"Agent's page: http://{host}:{port}/agent")
    run(host=host, port=port)
