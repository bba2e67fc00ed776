"""Asks one model server once, and reads its answer while it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from connectors.failures import OutsideFailure, Unsure
from connectors.model import chat, responses
from connectors.model.events import Events, read_object
from connectors.model.failing import meant, unknown_parameter
from connectors.model.gathering import Failed, Garbled, Gathering
from connectors.model.wire import Answered, TooLarge, Wire
from connectors.model.words import Endpoint, Json, Message, Tool

_DIALECTS = {"chat": (chat.request, chat.read), "responses": (responses.request, responses.read)}
_GOODBYE_S = 0.02
"""How long the end of an answer may take after its last word; a connection that has ended is used again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of one server after the other.

    Args:
        on_text: Told all of the text whenever more of it has come.
        on_begin: Told once when the first piece of text or of a call has come.
    """

    messages: Sequence[Message]
    tools: Sequence[Tool]
    max_tokens: int
    temperature: float
    on_text: Callable[[str], None]
    on_begin: Callable[[], None]


class Server:
    """One endpoint, with what was learnt about it.

    Args:
        name: The host, for sentences.
    """

    def __init__(self, endpoint: Endpoint, name: str) -> None:
        self.endpoint = endpoint
        self.name = name
        self._wire = Wire(endpoint)
        self._request, self._read = _DIALECTS[endpoint.api]
        self._unknown: set[str] = set()
        """Parameters that this server does not take."""

    async def close(self) -> None:
        """Closes its connections."""
        await self._wire.close()

    async def ask(self, question: Question, *, alive_by: float, until: float) -> Gathering | None:
        """What the server answers; None when it wanted to be asked differently, which it will be next time.

        Args:
            question: What is asked.
            alive_by: The loop's time at which the model must have begun to work.
            until: The loop's time at which all must be there.

        Raises:
            NotSent, Refused, Unsure: Without the server's own words, which could hold the key.
        """
        import httpx2
        import openai

        gathering = Gathering()
        failure: OutsideFailure | None = None
        try:
            async with (
                asyncio.timeout_at(alive_by) as patience,
                self._wire.post(self._body(question)) as said,
            ):
                await self._listen(said, question, gathering, lambda: patience.reschedule(until))
        except (
            TooLarge,
            Garbled,
            Failed,
            openai.APIError,
            httpx2.HTTPError,
            aiohttp.ClientError,
            TimeoutError,
        ) as error:
            name = unknown_parameter(error)
            if name and name not in self._unknown:
                self._unknown.add(name)
                return None
            failure = meant(error, self.name)
        if failure is not None:  # raised here, so that no chain of exceptions holds what the server said
            raise failure
        return gathering

    def _body(self, question: Question) -> dict[str, Json]:
        body = self._request(
            self.endpoint,
            question.messages,
            question.tools,
            max_tokens=question.max_tokens,
            temperature=question.temperature,
        )
        for name in self._unknown & body.keys():
            value = body.pop(name)
            if name == "max_tokens":  # the newer name, which older servers do not know
                body["max_completion_tokens"] = value
        return body

    async def _listen(
        self, said: Answered, question: Question, into: Gathering, on_alive: Callable[[], None]
    ) -> None:
        if said.content_type != "text/event-stream":
            whole = b"".join([chunk async for chunk in said.chunks])
            self._read(read_object(whole), into)
            if not into.finish and not into.has_begun:
                raise Garbled("no answer in its JSON")
            _tell(question, into, had="", had_begun=False)
            return
        events = Events()
        is_alive = False
        async for chunk in said.chunks:
            had, had_begun = into.text, into.has_begun
            for event in events.feed(chunk):
                self._read(event, into)
            if into.is_alive and not is_alive:
                is_alive = True
                on_alive()
            if _tell(question, into, had=had, had_begun=had_begun):
                await asyncio.sleep(0)  # who heard it passes it on before the rest is read
            if into.is_cut:
                return
            if events.is_done:
                break
        if not events.is_done and not into.finish:
            raise Unsure(f"{self.name} broke its answer off.")
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE_S):
                async for _ in said.chunks:
                    pass


def _tell(question: Question, into: Gathering, *, had: str, had_begun: bool) -> bool:
    """Tells what is new; False when no text is."""
    if into.has_begun and not had_begun:
        question.on_begin()
    if len(into.text) == len(had):
        return False
    question.on_text(into.text)
    return True
