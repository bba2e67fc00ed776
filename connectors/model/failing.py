"""How asking a model server went wrong, in the three words of `connectors.failures`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from http import HTTPStatus

import aiohttp
import orjson

from connectors.answers import MOVED, retry_after_s
from connectors.failures import NotSent, OutsideFailure, Refused, Unsure
from connectors.model.gathering import Failed, Garbled
from connectors.model.wire import TooLarge
from connectors.model.words import Json

_A_WORD = re.compile(r"[a-z][a-z_.-]{1,59}")
"""Without digits and capitals: a key, a number or a name is none."""
_BUSY = frozenset({429, 502, 503, 504, 529})
"""The other side did not act; 529 is what some servers say when they are overloaded."""
_NO_CONNECTION = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_UNKNOWN = ("unsupported", "not supported", "unrecognized", "unknown", "extra_forbidden", "extra inputs")
_OPTIONAL = ("stream_options", "max_tokens", "temperature")


class Late(Unsure):
    """Time was up before the server had answered, or had answered wholly."""


def meant(error: Exception, host: str) -> OutsideFailure:
    """The failure that an exception of the package means. None of the server's sentences is in it.

    Args:
        error: From `Wire.post`, from reading what it gave, or a TimeoutError.
        host: For the sentence.
    """
    import openai

    match error:
        case openai.APIStatusError():
            return _status(error.response.status_code, dict(error.response.headers), error.body, host)
        case TooLarge() | Garbled():
            return Refused(f"{host} answered with {error}.", status=0, code="answer")
        case Failed():
            word = _word(error.code)
            return NotSent(f"{host} broke off with an error of its own{f' ({word})' if word else ''}.")
        case TimeoutError():
            return Late(f"{host} did not answer in time.")
        case _ if any(isinstance(one, _NO_CONNECTION) for one in _causes(error)):
            return NotSent(f"{host} could not be reached.")
        case _:
            return Unsure(f"{host} cut the connection.")


def is_passing(failure: OutsideFailure) -> bool:
    """Whether the same server may well answer if it is asked again at once."""
    return isinstance(failure, Unsure) and not isinstance(failure, Late)


def together(failures: Sequence[OutsideFailure]) -> OutsideFailure:
    """What several servers' failures are as one: whatever may be tried again wins over a no."""
    reason = " ".join(dict.fromkeys(str(one) for one in failures))
    waits = [one.retry_after_s for one in failures if isinstance(one, NotSent)]
    refusals = [one for one in failures if isinstance(one, Refused)]
    if any(isinstance(one, Unsure) for one in failures):
        return Unsure(reason)
    if waits or not refusals:
        told = [wait for wait in waits if wait is not None]
        return NotSent(reason, retry_after_s=min(told) if len(told) == len(waits) and told else None)
    return Refused(reason, status=refusals[-1].status, code=refusals[-1].code)


def unknown_parameter(error: Exception) -> str:
    """The optional parameter that a server says it does not know; empty when it says no such thing."""
    import openai

    if not isinstance(error, openai.APIStatusError) or error.status_code not in (400, 422):
        return ""
    try:
        said = orjson.dumps(error.body).decode().lower()
    except orjson.JSONEncodeError:
        return ""
    if not any(word in said for word in _UNKNOWN):
        return ""
    return next((name for name in _OPTIONAL if name in said), "")


def _status(status: int, headers: dict[str, str], body: Json, host: str) -> OutsideFailure:
    said = f"{host} answered {status}{_phrase(status)}"
    if status in _BUSY:
        return NotSent(f"{said}.", retry_after_s=retry_after_s(headers))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unsure(f"{said}.")
    if status in MOVED:
        return Refused(f"{said}: it is not followed.", status=status, code="redirect")
    word = ""
    if isinstance(body, dict):
        word = next(filter(None, (_word(body.get(name)) for name in ("code", "type"))), "")
    return Refused(f"{said}{f' ({word})' if word else ''}.", status=status, code=word)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _word(value: Json) -> str:
    return value if isinstance(value, str) and _A_WORD.fullmatch(value) else ""


def _phrase(status: int) -> str:
    try:
        return f" {HTTPStatus(status).phrase}"
    except ValueError:
        return ""
