"""Every request that reached the sandbox, in order, with secrets masked; and how it was answered."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

KEPT = 50_000
BODY_CHARACTERS = 20_000

SECRET_HEADERS = {"authorization", "cookie", "x-api-key"}


@dataclass(slots=True)
class Entry:
    """One request.

    Attributes:
        n: Its number, from 1.
        body: Parsed when it was JSON, else text.
        status: None while it is unanswered, 0 when its connection was cut instead.
    """

    n: int
    at: float
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    status: int | None = None

    def json(self) -> dict[str, Any]:
        """For the control API."""
        return asdict(self)


class Journal:
    """The list of requests, newest last."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self._count = 0

    def clear(self) -> None:
        """Forgets; numbers go on."""
        self.entries.clear()

    def add(
        self,
        *,
        at: float,
        method: str,
        path: str,
        query: Mapping[str, str],
        headers: Mapping[str, str],
        raw: bytes,
    ) -> Entry:
        """Notes a request as it arrives."""
        self._count += 1
        shown = {
            str(key): _masked(value) if key.lower() in SECRET_HEADERS else value
            for key, value in headers.items()
        }
        entry = Entry(self._count, at, method, path, dict(query), shown, _body(raw))
        self.entries.append(entry)
        return entry

    def find(self, method: str | None = None, path: str = "", *, after: int = 0) -> list[Entry]:
        """Requests by method and a regular expression that is searched in the path."""
        pattern = re.compile(path)
        return [
            one
            for one in self.entries
            if one.n > after and method in (None, one.method) and pattern.search(one.path)
        ]


def _masked(value: str) -> str:
    scheme, _, rest = value.partition(" ")
    return f"{scheme} ***" if rest else "***"


def _body(raw: bytes) -> Any:
    if not raw:
        return None
    try:
        return _without_secrets(orjson.loads(raw))
    except orjson.JSONDecodeError:
        text = raw[:BODY_CHARACTERS].decode("utf-8", "replace")
        return re.sub(r"(client_secret=)[^&]*", r"\1***", text)


def _without_secrets(value: Any) -> Any:
    """Credentials in `authentication.data` and in OAuth's body; other keys of the same name stay."""
    if not isinstance(value, dict):
        return value
    shown = {key: "***" if key == "client_secret" else one for key, one in value.items()}
    webhook = shown.get("webhook")
    if isinstance(webhook, dict) and isinstance(auth := webhook.get("authentication"), dict):
        shown["webhook"] = {**webhook, "authentication": {**auth, "data": "***"}}
    return shown
