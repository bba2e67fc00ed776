"""The command line: one sub-command per file; exit code 2 and one line for bad usage or configuration."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Mapping

from bridge.cli.lean import import_structlog

COMMANDS: Mapping[str, tuple[str, str]] = {
    "serve": ("bridge.cli.serve", "Run the service."),
    "migrate": ("bridge.cli.migrate", "Bring the database to the current schema."),
    "zendesk": ("bridge.cli.zendesk", "Set up, check and take down the connection to Zendesk."),
    "content": ("bridge.cli.content", "Add, list, search and ask the team's content."),
    "procedures": ("bridge.cli.procedures", "Check, simulate, match and convert procedures."),
    "chat": ("bridge.cli.chat", "Talk to Fin in the terminal, with the event log beside it."),
    "secrets": ("bridge.cli.secrets", "Keep what connectors need to know, encrypted."),
    "identity": ("bridge.cli.identity", "Check identity hashes and installations; enforce verification."),
    "handoff": ("bridge.cli.handoff", "Show and switch how people get conversations."),
    "retention": ("bridge.cli.retention", "Erase what was kept long enough, or count it."),
    "contacts": ("bridge.cli.contacts", "Show what is kept of a customer, or erase it."),
    "outcomes": ("bridge.cli.outcomes", "See what conversations came to, and dispute it."),
    "queue": ("bridge.cli.queue", "See what waits or is parked, and send it again."),
    "sandbox": ("bridge.cli.sandbox", "Run the Zendesk sandbox alone."),
    "demo": ("bridge.cli.demo", "Run bridge, sandbox and a demo shop together."),
}
"""Command → (module, one line). Each module has a typer application named `app`; only the chosen one is
imported, because the service should answer within a second of its start."""


def run() -> None:
    """Reads the arguments and runs the chosen command; never returns."""
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name in ("--help", "-h", "help"):
        print(_overview())
        sys.exit(0)
    if name == "--version":
        from importlib.metadata import version

        print(f"messenger-bridge {version('messenger-bridge')}")
        sys.exit(0)
    if name not in COMMANDS:
        print(f"bridge: there is no command {name!r}; python -m bridge --help lists them", file=sys.stderr)
        sys.exit(2)
    _run(name, sys.argv[2:])


def _run(name: str, arguments: list[str]) -> None:
    gc.disable()  # what is imported stays: to look for garbage in it takes a tenth of the time
    import_structlog()
    from bridge.cli.logs import log_to_stderr
    from bridge.settings import SettingsError

    log_to_stderr("warning")  # a command's output is its own; the service has a level of its own

    app = importlib.import_module(COMMANDS[name][0]).app
    gc.enable()
    program = f"python -m bridge {name}"
    try:
        code = app(arguments, prog_name=program, standalone_mode=False)
    except SettingsError as error:
        print(f"bridge: {error}", file=sys.stderr)
        sys.exit(2)
    except (KeyboardInterrupt, EOFError):
        sys.exit(130)
    except Exception as error:
        # typer's own framework keeps its error classes private; a wrong usage is known by its two words
        if type(error).__name__ == "Abort":  # somebody said no
            sys.exit(1)
        if not hasattr(error, "format_message"):
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message())
        else:
            said = " ".join(error.format_message().split()).rstrip(".").replace("Value error, ", "")
            print(f"bridge: {said}; {program} --help says more", file=sys.stderr)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {line}" for name, (_, line) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: python -m bridge COMMAND [OPTIONS]",
            "",
            *lines,
            "",
            "python -m bridge COMMAND --help says more. Settings: README, Settings.",
        ]
    )
