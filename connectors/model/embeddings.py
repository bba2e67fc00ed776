"""Embeds texts on a model server that speaks OpenAI's protocol.

Source: platform.openai.com/docs/api-reference/embeddings
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Collection, Sequence
from typing import Self

import aiohttp

from connectors.breaker import Breaker
from connectors.failures import OutsideFailure, Refused
from connectors.model.events import read_object
from connectors.model.failing import meant
from connectors.model.gathering import Garbled
from connectors.model.wire import TooLarge, Wire, checked
from connectors.model.words import Endpoint, Json

MOST_TEXTS = 64
MOST_NUMBERS = 4_096
"""Of a vector."""
REST_S = 30.0
"""How long a server that failed is left alone."""


class Embeddings:
    """One embedding model; use `async with`. After one failure its server is left alone for half a minute.

    Args:
        endpoint: Its `model` is the embedding model.
        monotonic: Seconds that never go back.
        allow_hosts: `host` or `host:port` to which the key may travel by plain http, besides this machine.

    Raises:
        ValueError: Nothing may be sent there.
    """

    def __init__(
        self, endpoint: Endpoint, monotonic: Callable[[], float], *, allow_hosts: Collection[str] = ()
    ) -> None:
        self._endpoint = endpoint
        self._name = checked(endpoint, allow_hosts)
        self._breaker = Breaker(monotonic, failures=1, open_s=REST_S)
        self._wire: Wire | None = None

    async def __aenter__(self) -> Self:
        # The package takes a third of a second to import: not on the loop, and not on a customer's turn.
        self._wire = await asyncio.to_thread(Wire, self._endpoint, "/embeddings")
        return self

    async def __aexit__(self, *_exc: object) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            await wire.close()

    @property
    def is_resting(self) -> bool:
        """Whether the server has failed and would not be asked now."""
        return self._breaker.is_open(self._name)

    async def embed(self, texts: Sequence[str], *, deadline_s: float) -> list[list[float]]:
        """One vector per text, all equally long; at most `MOST_TEXTS` texts in one call.

        Raises:
            NotSent: The server is not there, is busy, or has failed a moment ago.
            Refused: It said no, or answered what are no vectors (`code` is `answer`).
            Unsure: Time was up, or the connection broke.
        """
        refused: Refused
        with self._breaker.call(self._name) as call:
            try:
                return await self._asked(texts, deadline_s)
            except Refused as error:
                call.is_ill = True  # a model that the server does not have is as bad as no server
                refused = error
        raise refused

    async def _asked(self, texts: Sequence[str], deadline_s: float) -> list[list[float]]:
        import httpx2
        import openai

        if self._wire is None:
            raise RuntimeError("open the embeddings with `async with`")
        # base64 is the package's default, and some local servers lack it
        body = {"model": self._endpoint.model, "input": list(texts), "encoding_format": "float"}
        failure: OutsideFailure
        try:
            async with asyncio.timeout(deadline_s), self._wire.post(body) as said:
                whole = b"".join([chunk async for chunk in said.chunks])
            return _vectors(read_object(whole), len(texts))
        except (
            TooLarge,
            Garbled,
            openai.APIError,
            httpx2.HTTPError,
            aiohttp.ClientError,
            TimeoutError,
        ) as error:
            failure = meant(error, self._name)
        raise failure  # here, so that no chain of exceptions holds what the server said


def _vectors(said: Json, count: int) -> list[list[float]]:
    data = said.get("data") if isinstance(said, dict) else None
    if not isinstance(data, list) or len(data) != count:
        raise Garbled("another number of vectors than texts")
    found: list[list[float]] = [[] for _ in range(count)]
    for place, one in enumerate(data):
        given = one.get("index", place) if isinstance(one, dict) else None
        if not isinstance(given, int) or not 0 <= given < count or not _is_vector(one.get("embedding")):
            raise Garbled("what is no vector")
        found[given] = one["embedding"]
    if len({len(one) for one in found}) > 1:
        raise Garbled("vectors that differ in length")
    return found


def _is_vector(value: Json) -> bool:
    return (
        isinstance(value, list)
        and 0 < len(value) <= MOST_NUMBERS
        and all(isinstance(one, int | float) and math.isfinite(one) for one in value)
        and any(value)
    )
