"""Who may use the operators' and Fin APIs: bearer tokens with scopes."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from bridge.web.caller import bearer
from bridge.web.errors import EdgeError


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One caller.

    Args:
        token: What he shows; never logged.
        name: Who he is, for logs and notes.
        scopes: What he may do.
    """

    token: str
    name: str
    scopes: frozenset[str]


class Tokens:
    """All callers.

    Args:
        tokens: As configured.
    """

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._known = [(_digest(one.token), one) for one in tokens]

    def allow(self, request: web.Request, scope: str) -> str:
        """The caller's name, when he may.

        Raises:
            EdgeError: 401 without a token of ours, 403 when it lacks the scope.
        """
        given = bearer(request)
        shown = _digest(given or "")
        found = None
        for digest, one in self._known:  # all of them, so that the time tells nothing
            if hmac.compare_digest(digest, shown):
                found = one
        if found is None or given is None:
            raise EdgeError(
                401,
                "unauthorized",
                "The access token is missing or not valid.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        if scope not in found.scopes:
            raise EdgeError(403, "forbidden", f"The access token lacks the scope {scope}.")
        return found.name


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
