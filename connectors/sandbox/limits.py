"""Zendesk's rate limits, for the account and for endpoints: counted per window, said in headers."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from connectors.sandbox import sc_problems
from connectors.sandbox.problems import Problem
from connectors.sandbox.state import SandboxState

ENDPOINTS: tuple[tuple[str, str, str], ...] = (
    ("tickets-update", "PUT", r"/tickets/\d+(\.json)?$"),
    ("per-ticket-updates", "PUT", r"/tickets/(\d+)(\.json)?$"),
    ("ticket-request-create-by-user-and-ip", "POST", r"/tickets(\.json)?$"),
    ("tickets-index", "GET", r"/tickets(\.json)?$"),
    ("incremental-exports", "GET", r"/incremental/"),
    ("webhooks-api", "", r"/webhooks(/|\.json|$)"),
)
"""Name, method ("" is any), path; a group in the path is counted by its value."""

USUAL: dict[str, tuple[int, float]] = {
    "tickets-update": (100, 60.0),
    "per-ticket-updates": (30, 600.0),
    "ticket-request-create-by-user-and-ip": (300, 60.0),
    "tickets-index": (100, 60.0),
    "incremental-exports": (10, 60.0),
    "webhooks-api": (100, 60.0),
}
"""What accounts of 2026 have; a sandbox limits nothing unless told."""


class Limits:
    """Counts requests against windows that begin with their first one.

    Attributes:
        account_per_minute: None is no limit.
        limits: By name in `ENDPOINTS`: (requests, seconds).
        chats_per_minute: For Sunshine Conversations; None is no limit.
    """

    def __init__(self, state: SandboxState) -> None:
        self._state = state
        self.account_per_minute = state.options.account_per_minute
        self.limits = dict(state.options.limits)
        self.chats_per_minute = state.options.sc_per_minute
        self._windows: dict[str, tuple[float, int]] = {}

    def clear(self) -> None:
        """Forgets what was counted."""
        self._windows.clear()

    def count(self, method: str, path: str, user_id: int) -> dict[str, str]:
        """Counts one request.

        Returns: Headers for its answer.

        Raises:
            Problem: 429 with Retry-After.
        """
        headers: dict[str, str] = {}
        if (per_minute := self.account_per_minute) is not None:
            left, resets_s = self._take("account", per_minute, 60.0)
            headers |= {
                "x-rate-limit": str(per_minute),
                "x-rate-limit-remaining": str(max(left, 0)),
                "ratelimit-limit": str(per_minute),
                "ratelimit-remaining": str(max(left, 0)),
                "ratelimit-reset": str(math.ceil(resets_s)),
            }
            if left < 0:
                raise _exceeded(resets_s, headers)
        for name, key in self._names(method, path):
            total, window_s = self.limits[name]
            left, resets_s = self._take(f"{key} {user_id}", total, window_s)
            headers[f"zendesk-ratelimit-{name}"] = (
                f"total={total}; remaining={max(left, 0)}; resets={math.ceil(resets_s)}"
            )
            if left < 0:
                raise _exceeded(resets_s, headers)
        return headers

    def count_chats(self) -> None:
        """Counts one request to Sunshine Conversations, which says nothing of its limit until it is reached.

        Raises:
            Problem: 429, without a time to wait.
        """
        if self.chats_per_minute is not None and self._take("chats", self.chats_per_minute, 60.0)[0] < 0:
            raise sc_problems.too_many()

    def _names(self, method: str, path: str) -> Iterator[tuple[str, str]]:
        for name, wanted, pattern in ENDPOINTS:
            if name in self.limits and wanted in ("", method) and (match := re.search(pattern, path)):
                yield name, f"{name} {match[1]}" if match.re.groups > 1 else name

    def _take(self, key: str, total: int, window_s: float) -> tuple[int, float]:
        now = self._state.now()
        started, used = self._windows.get(key, (now, 0))
        if now >= started + window_s:
            started, used = now, 0
        if used < total:
            self._windows[key] = (started, used + 1)
            return total - used - 1, started + window_s - now
        return -1, started + window_s - now


def _exceeded(resets_s: float, headers: dict[str, str]) -> Problem:
    return Problem(
        429,
        {
            "error": "APIRateLimitExceeded",
            "description": "Number of allowed API requests per minute exceeded",
        },
        {**headers, "Retry-After": str(max(math.ceil(resets_s), 1))},
    )
