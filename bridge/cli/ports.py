"""A port of this machine to listen on: the one that was asked for, or a free one near the usual one."""

from __future__ import annotations

import socket

NEAR = 50


def chosen(asked: int | None, usual: int, option: str, *, host: str = "127.0.0.1") -> int:
    """The port; free a moment ago.

    Args:
        asked: What the operator wants, and nothing else; 0 is any free one.
        usual: Where he did not say.
        option: How he says it.
        host: The address that it belongs to.

    Raises:
        SettingsError: It is taken, or none near it is free.
    """
    from bridge.settings import SettingsError

    if asked == 0:
        with socket.create_server((host, 0)) as anywhere:
            return int(anywhere.getsockname()[1])
    if asked is not None:
        why = _taken(host, asked)
        if why:
            raise SettingsError(f"{option}: cannot listen on {host}:{asked}: {why}")
        return asked
    for port in range(usual, usual + NEAR):
        if not _taken(host, port):
            return port
    raise SettingsError(f"{option}: no port from {usual} to {usual + NEAR - 1} is free; give another")


def _taken(host: str, port: int) -> str:
    """Why it cannot be listened on; empty when it can."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        return (error.strerror or str(error)).lower()
    except OverflowError:
        return "ports are 0 to 65535"
    return ""
