"""One call of a data connector: a JSON request to an outside system, and the values that its answer gives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Literal, TypeAlias
from urllib.parse import urlencode, urlsplit

import orjson

from connectors.answers import Response, Touch, raise_for, unusable
from connectors.breaker import Breaker
from connectors.execution import ErrorType, Execution, Outcome, excerpt, masked
from connectors.failures import NotSent, OutsideFailure, Refused, Unsure
from connectors.http import TIMEOUT_S, HttpClient
from connectors.outputs import Json, Unreadable, picked, problems, read_json

__all__ = ["Answer", "Call", "DataConnector", "Json", "Transform", "problems"]

Method: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Transform: TypeAlias = Callable[[str, Mapping[str, Json]], Awaitable[Json]]
"""Runs code with named inputs and gives its value; raises ValueError with a sentence when it fails."""

BODY_BYTES = 256 * 1024
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What shall be asked, with every hole filled.

    Args:
        name: The connector's.
        url: https, or http to an allowed host.
        body: Sent as JSON, or as a form if the headers say so; None sends none.
        effect: What repeating it would mean.
        idempotency_key: The same for every try of the same intent; sent for `idempotent` only.
        timeout_s: For all of it.
        outputs: Name → JMESPath over the answer, or over what `transform` made of it.
        transform: Code that gets the answer as `response` and whose value takes its place.
        mock: Stands for the answer; nothing is sent.
        secrets: Texts that the log must never show, wherever they stand.
        about: Whatever the caller wants to find the log's line by.
    """

    name: str
    method: Method
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    body: Json = field(default=None, repr=False)
    effect: Touch = "unsafe"
    idempotency_key: str | None = None
    timeout_s: float = TIMEOUT_S
    outputs: Mapping[str, str] = field(default_factory=dict[str, str])
    transform: str | None = None
    mock: Json = None
    secrets: Collection[str] = field(default=(), repr=False)
    about: str = ""

    def __post_init__(self) -> None:
        if self.effect == "idempotent" and not self.idempotency_key:
            raise ValueError(f"{self.name}: an idempotent call needs a key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back from a call that succeeded.

    Args:
        values: By the names of the outputs; what the answer does not have is None. Nothing else of the answer
            can be reached.
        excerpt: The beginning of the answer's body, secrets masked.
    """

    values: Mapping[str, Json]
    status: int
    milliseconds: int
    excerpt: str


class DataConnector:
    """Calls outside systems.

    Args:
        client: Open.
        breaker: One for all calls.
        monotonic: Seconds that never go back.
        transform: Runs a connector's code; None when code is not installed.
        note: Gets one `Execution` for every call, also for a failed one.
    """

    def __init__(
        self,
        client: HttpClient,
        *,
        breaker: Breaker,
        monotonic: Callable[[], float],
        transform: Transform | None = None,
        note: Callable[[Execution], None] = lambda _execution: None,
    ) -> None:
        self._client = client
        self._breaker = breaker
        self._monotonic = monotonic
        self._transform = transform
        self._note = note

    async def call(self, call: Call) -> Answer:
        """Asks once.

        Raises:
            NotSent, Refused, Unsure: See `connectors.failures`; without a word of the answer's body, unless
                code that transforms it puts one into its error.
        """
        begun = self._monotonic()
        record = _begun(call)
        stage: ErrorType = "request_configuration_error"
        try:
            headers, body = self._prepared(call)
            stage = "faraday_error"
            response = await self._response(call, headers, body)
            record = replace(record, status=response.status, excerpt=excerpt(response.body, call.secrets))
            stage = "3rd_party_error"
            raise_for(response, call.effect)
            stage = "response_mapping_error"
            document = _document(call, response)
            stage = "fin_action_response_formatting_error"
            document = await self._transformed(call, response, document)
        except OutsideFailure as failure:
            self._note(_failed(record, failure, stage, call.secrets, self._ms(begun)))
            raise
        values, failed = picked(document, call.outputs)
        if call.transform is not None and not call.outputs and isinstance(document, dict):
            values = document
        record = replace(record, milliseconds=self._ms(begun), failed_outputs=failed)
        self._note(record)
        return Answer(
            values=values, status=response.status, milliseconds=record.milliseconds, excerpt=record.excerpt
        )

    def _prepared(self, call: Call) -> tuple[Mapping[str, str], bytes | None]:
        if call.transform is not None and self._transform is None:
            raise Refused(
                f"Not sent: {call.name} transforms its answer by code; install the extra `code`.",
                status=0,
                code="code",
            )
        return _packed(call)

    async def _response(self, call: Call, headers: Mapping[str, str], body: bytes | None) -> Response:
        host = _host(call.url)
        if call.mock is not None:
            return Response(status=200, headers={}, body=orjson.dumps(call.mock), host=host)
        with self._breaker.call(host) as under_way:
            response = await self._client.exchange(
                call.method,
                call.url,
                headers=headers,
                body=body,
                touch=call.effect,
                timeout_s=call.timeout_s,
            )
            under_way.is_ill = response.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        return response

    async def _transformed(self, call: Call, response: Response, document: Json) -> Json:
        if call.transform is None or self._transform is None:
            return document
        try:
            return await self._transform(call.transform, {"response": document})
        except ValueError as error:
            told = masked(str(error), call.secrets)
            raise unusable(f"{call.name}: its code failed: {told}", response.status, call.effect) from error

    def _ms(self, begun: float) -> int:
        return round((self._monotonic() - begun) * 1000)


def _document(call: Call, response: Response) -> Json:
    try:
        return read_json(response.body, response.headers.get("content-type", ""))
    except Unreadable as error:
        raise unusable(f"{response.host}: {error}", response.status, call.effect) from error


def _packed(call: Call) -> tuple[Mapping[str, str], bytes | None]:
    """Headers and body as they are sent."""
    headers = {name: value for name, value in call.headers.items() if value}
    known = {name.lower(): value for name, value in headers.items()}
    if "accept" not in known:
        headers["Accept"] = "application/json"
    if call.effect == "idempotent" and call.idempotency_key and "idempotency-key" not in known:
        headers["Idempotency-Key"] = call.idempotency_key
    if call.body is None:
        return headers, None
    is_form = known.get("content-type", "").lower().startswith(_FORM)
    if is_form and not isinstance(call.body, Mapping):
        raise Refused("Not sent: a form needs names and values.", status=0, code="body")
    try:
        if is_form:
            body = urlencode({name: _field(value) for name, value in call.body.items()}).encode()
        else:
            body = orjson.dumps(call.body)
    except (TypeError, ValueError) as error:  # half a character, a number that is too large
        raise Refused("Not sent: the body has what JSON cannot say.", status=0, code="body") from error
    if not is_form and "content-type" not in known:
        headers["Content-Type"] = "application/json"
    if len(body) > BODY_BYTES:
        raise Refused(f"Not sent: the body is larger than {BODY_BYTES} bytes.", status=0, code="body")
    return headers, body


def _field(value: Json) -> str:
    """A form's value; JSON's own spelling of what is no text."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _host(url: str) -> str:
    """Host and port, for the log and the breaker; whether it may be asked is the client's question."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "?"
    host = parts.hostname or "?"
    return f"{host}:{port}" if port else host


def _begun(call: Call) -> Execution:
    try:
        path = urlsplit(call.url).path
    except ValueError:
        path = "?"
    return Execution(
        connector=call.name,
        method=call.method,
        host=masked(_host(call.url), call.secrets)[:255],
        path=masked(path, call.secrets)[:500] or "/",
        effect=call.effect,
        is_mock=call.mock is not None,
        about=call.about,
    )


def _failed(
    record: Execution, failure: OutsideFailure, stage: ErrorType, secrets: Collection[str], took_ms: int
) -> Execution:
    outcome: Outcome
    match failure:
        case NotSent():
            outcome = "not_sent"
        case Unsure():
            outcome = "unsure"
        case _:
            outcome = "refused"
            if stage == "faraday_error":  # the client refused to go there, or to read on
                stage = "response_mapping_error" if _status(failure) else "request_configuration_error"
    return replace(
        record,
        outcome=outcome,
        error_type=stage,
        error=masked(str(failure), secrets)[:500],
        milliseconds=took_ms,
        status=record.status or _status(failure) or None,
    )


def _status(failure: OutsideFailure) -> int:
    return failure.status if isinstance(failure, Refused) else 0
