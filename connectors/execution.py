"""One line of a connector's log: what was asked and what came of it, without a secret."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias
from urllib.parse import quote, quote_plus

from connectors.answers import Touch

EXCERPT_LONGEST = 2_000
HIDDEN = "•••"

_NAMED = re.compile(
    r"""((?:token|secret|password|passwd|api[_-]?key|authorization|credential)[\w-]{0,40}["']?\s{0,5}[:=]\s{0,5})"""
    r"""("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,}&]+)""",
    re.IGNORECASE,
)
"""The repeats have limits: the text is a stranger's, and must not keep the search busy."""
_BEARER = re.compile(r"\b(Bearer|Basic)\s{1,5}[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9A-F]{2}")


Outcome: TypeAlias = Literal["done", "not_sent", "refused", "unsure"]
ErrorType: TypeAlias = Literal[
    "request_configuration_error",
    "faraday_error",
    "3rd_party_error",
    "response_mapping_error",
    "fin_action_response_formatting_error",
]
"""The words of Intercom's `/data_connectors/{id}/execution_results`; a Faraday error is the network's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """What one call of a connector did.

    Args:
        connector: Its name.
        host: Host and port that were asked.
        path: Without the query, which may hold what nobody should read later.
        status: None when there was no answer.
        error_type: What went wrong, None for a success.
        error: A sentence for operators; empty for a success.
        excerpt: The beginning of the answer's body, secrets masked.
        failed_outputs: Outputs that are null because their expression failed.
        is_mock: Nothing was sent.
        about: What the caller wants to find it by.
    """

    connector: str
    method: str
    host: str
    path: str
    effect: Touch
    status: int | None = None
    milliseconds: int = 0
    outcome: Outcome = "done"
    error_type: ErrorType | None = None
    error: str = ""
    excerpt: str = ""
    failed_outputs: tuple[str, ...] = ()
    is_mock: bool = False
    about: str = ""


def masked(text: str, secrets: Iterable[str]) -> str:
    """`text` without the secrets, however they are written in it, and without what is named like one."""
    for spelling in sorted(_spellings(secrets), key=len, reverse=True):
        text = text.replace(spelling, HIDDEN)
    text = _BEARER.sub(lambda found: f"{found[1]} {HIDDEN}", text)
    return _NAMED.sub(lambda found: found[1] + HIDDEN, text)


def excerpt(body: bytes, secrets: Iterable[str]) -> str:
    """The beginning of a body, to be read by operators.

    A secret is looked for in more than is kept, so that none is cut in two and survives.
    """
    looked_at = 4 * EXCERPT_LONGEST
    text = body[:looked_at].decode(errors="replace")
    if len(body) > looked_at:
        text = _without_half(text, _spellings(secrets))
    return masked(text, secrets)[:EXCERPT_LONGEST]


def _without_half(text: str, spellings: Iterable[str]) -> str:
    """`text` without the beginning of a secret at its end, where it was cut."""
    text = text.rstrip("\ufffd")
    halves = [
        length
        for spelling in spellings
        for length in range(1, len(spelling))
        if text.endswith(spelling[:length])
    ]
    return text[: len(text) - max(halves, default=0)]


def _spellings(secrets: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for secret in secrets:
        inner = json.dumps(secret)[1:-1]
        coded = base64.b64encode(secret.encode()).decode()
        found |= {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), inner}
        found |= {coded, coded.rstrip("="), base64.urlsafe_b64encode(secret.encode()).decode()}
        found |= {
            html.escape(secret),
            inner.replace("/", "\\/"),
            json.dumps(secret, ensure_ascii=False)[1:-1],
        }
        found |= {_PERCENT.sub(lambda code: code[0].lower(), quote(secret, safe=""))}
    return {spelling for spelling in found if spelling}
