"""What the answer to a connector's HTTP request means: success, or one of our three failures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Literal, TypeAlias

import orjson

from connectors.failures import NotSent, Refused, Unsure

Touch: TypeAlias = Literal["read", "idempotent", "unsafe"]
"""What repeating a call would mean."""

WAIT_LONGEST_S = 3600.0
"""More than an hour of Retry-After is a way of saying no."""
MOVED = frozenset({301, 302, 303, 307, 308})
_A_WORD = re.compile(r"[A-Za-z][A-Za-z_.-]{1,59}")
"""Without digits: a token, a number or an address is none."""
_BROKEN = frozenset({500, 502, 504})
"""The other side failed, perhaps after it acted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer, wholly read.

    Args:
        headers: By their names in small letters.
        host: Who answered; after a redirect not the one that was asked.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    host: str


def unusable(what: str, status: int, touch: Touch) -> Refused | Unsure:
    """A call that succeeded with an answer that cannot be used.

    It is refused where that harms nobody; what must never be done twice has probably been done.
    """
    if touch == "unsafe":
        return Unsure(f"{what}; it answered {status}, so it has probably been carried out.")
    return Refused(f"{what} (status {status}).", status=status, code="answer")


def raise_for(response: Response, touch: Touch) -> None:
    """Raises the failure that an answer's status is; does nothing for a 2xx.

    Raises:
        NotSent: 429, 503, a 409 or 425 that asks us to wait, 502 and 504 of a read: again, later.
        Refused: Every other 3xx, 4xx and 5xx.
        Unsure: 500, 502 and 504 of a write.
    """
    status, host = response.status, response.host
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    wait_s = retry_after_s(response.headers)
    said = f"{host} answered {status}{_phrase(status)}"
    match status:
        case 429 | 503:
            raise NotSent(f"{said}.", retry_after_s=wait_s)
        case 409 | 425 if wait_s is not None:  # the same key is still under way
            raise NotSent(f"{said}.", retry_after_s=wait_s)
        case 502 | 504 if touch == "read":
            raise NotSent(f"{said}.")
        case _ if status in _BROKEN and touch != "read":
            raise Unsure(f"{said}; it may have been carried out.")
        case _ if status in MOVED:
            raise Refused(f"{said}: it is not followed.", status=status, code="redirect")
        case _:
            raise Refused(f"{said}.", status=status, code=_word(response.body))


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """How long the other side asks us to wait, in seconds; None when it does not say so readably.

    A date is compared with the answer's own `Date`, so that no clock of ours is needed.
    """
    told = headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return min(float(told), WAIT_LONGEST_S)
    try:
        wait = parsedate_to_datetime(told) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return min(max(0.0, wait.total_seconds()), WAIT_LONGEST_S)


def _word(body: bytes) -> str:
    """The other side's own word for an error (`already_refunded`), where the answer has one."""
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ""
    if isinstance(said, dict) and isinstance(said.get("errors"), list) and said["errors"]:
        said = said["errors"][0]
    if isinstance(said, dict) and isinstance(said.get("error"), dict):
        said = said["error"]
    if not isinstance(said, dict):
        return ""
    words = (said.get("code"), said.get("type"), said.get("error"))
    return next((word for word in words if isinstance(word, str) and _A_WORD.fullmatch(word)), "")


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
