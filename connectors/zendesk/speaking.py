"""What whoever speaks to Zendesk needs before anything is said: requests comes with the first call."""

from __future__ import annotations

import contextvars
import math
from collections.abc import Mapping, MutableMapping
from types import MappingProxyType
from typing import Protocol

from connectors.failures import NotSent, Unsure

TIMEOUT_S = (3.05, 15.0)
"""To connect, and between two bytes of the answer; Zendesk answers a slow save in a few seconds."""
RETRY_AFTER_S = 60.0
"""When a 429 names no time: Zendesk counts by the minute."""

LOOKUP = "x-idempotency-lookup"
"""`miss` for a ticket that this create made, `hit` for the stored answer of an earlier one."""

headers_of_call: contextvars.ContextVar[Mapping[str, str]] = contextvars.ContextVar(
    "zendesk_headers", default=MappingProxyType({})
)
"""Headers of one request (Idempotency-Key): zenpy has no way to give them."""
headers_told: contextvars.ContextVar[MutableMapping[str, str] | None] = contextvars.ContextVar(
    "zendesk_headers_told", default=None
)
"""Where the answer's headers about idempotency and limits go, by their names in small letters."""


class Authorizer(Protocol):
    """Where the Authorization header comes from.

    Attributes:
        settings: The settings that hold the credentials, for an operator whose credentials are wrong.
        granted: The scopes that Zendesk gave; None where there are none, or not yet.
        is_legacy: Whether Zendesk is about to end this kind.
    """

    settings: str
    is_legacy: bool

    @property
    def granted(self) -> frozenset[str] | None:
        """See Attributes."""

    def header(self) -> str:
        """A value that is good now."""

    def renewed(self, refused: str) -> str | None:
        """Another value after `refused` met a 401; None when there is no other."""


def unanswered(method: str, what: str) -> NotSent | Unsure:
    """A request that reached Zendesk and has no usable answer: harmless if it only read."""
    if method == "GET":
        return NotSent(f"{what}; nothing was changed.")
    return Unsure(f"{what}; the request may have been carried out.")


def seconds(value: str | None) -> float | None:
    """A Retry-After in seconds; None when there is none that can be read."""
    try:
        told = float(value or "nothing")
    except ValueError:
        return None
    return max(0.0, told) if math.isfinite(told) else None
