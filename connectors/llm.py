"""Asks a model, on the first of several servers that answers, within one deadline and three requests."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Self

import orjson

from connectors.breaker import Breaker
from connectors.failures import NotSent, OutsideFailure, Refused, Unsure
from connectors.model.failing import is_passing, together
from connectors.model.gathering import Gathering
from connectors.model.server import Question, Server
from connectors.model.wire import checked
from connectors.model.words import Endpoint, Image, Message, ModelReply, Tool, ToolCall

__all__ = ["Endpoint", "Image", "Message", "ModelReply", "Models", "Tool", "ToolCall"]

MOST_CALLS = 3
REST_S = 20.0
"""How long a server that failed is asked after those that did not: a turn has three requests for all."""
OURS = frozenset({400, 413, 415, 422})
"""What a server answers to this one question; another question it may well take."""
PAUSE_S = 0.1
"""Before a server is asked a second time."""
_CHARACTERS_PER_TOKEN = 4


@dataclass(slots=True)
class _Course:
    """How one reply comes about: what was spent, what went wrong, what has been heard."""

    began: float
    spent: int = 0
    missed: list[OutsideFailure] = field(default_factory=list)
    first_chunk_ms: float = 0.0
    is_heard: bool = False


class Models:
    """A model on one server, and the same or another on those that stand in for it; use `async with`.

    A server that failed is asked last for a while; one that failed five times in a row is left alone for half
    a minute.

    Args:
        endpoints: In the order in which they are asked.
        monotonic: Seconds that never go back; for what is measured, not for the deadline.
        allow_hosts: `host` or `host:port` to which the key may travel by plain http, besides this machine.
        alive_s: How long a server may take to begin, while another could be asked; None shares the time
            that is left equally.

    Raises:
        ValueError: An endpoint that nothing may be sent to, or none at all.
    """

    def __init__(
        self,
        endpoints: Sequence[Endpoint],
        monotonic: Callable[[], float],
        *,
        allow_hosts: Collection[str] = (),
        alive_s: float | None = None,
    ) -> None:
        if not endpoints:
            raise ValueError("no model server is named")
        self._endpoints = [(one, checked(one, allow_hosts)) for one in endpoints]
        self._monotonic = monotonic
        self._alive_s = alive_s
        self._breaker = Breaker(monotonic)
        self._servers: list[Server] = []
        self._failed: dict[Server, float] = {}
        """When each failed that has not answered since."""

    async def __aenter__(self) -> Self:
        # The package takes a third of a second to import: not on the loop, and not on a customer's turn.
        self._servers = await asyncio.to_thread(lambda: [Server(*one) for one in self._endpoints])
        return self

    async def __aexit__(self, *_exc: object) -> None:
        servers, self._servers = self._servers, []
        for server in servers:
            await server.close()

    async def reply(
        self,
        messages: Sequence[Message],
        tools: Sequence[Tool] = (),
        *,
        deadline_s: float,
        max_tokens: int,
        on_text: Callable[[str], None] | None = None,
        temperature: float = 0.0,
        most_calls: int = MOST_CALLS,
    ) -> ModelReply:
        """What the model says.

        The next server is asked when one fails before any text was heard; a server that cut the connection or
        answered 500 gets a second chance when no other is left.

        Args:
            messages: What it reads.
            tools: What it may ask for; what it does ask for is not checked.
            deadline_s: For all of it, seconds from now.
            max_tokens: Of the answer.
            on_text: Told all of the text whenever more of it has come. After its first call no other server
                is asked: nobody hears two beginnings.
            temperature: Left out where a server does not take it.
            most_calls: Requests that may be sent, 3 at most.

        Raises:
            NotSent: No server could be reached, or those that could were busy.
            Refused: Every server said no, or answered what cannot be used (`code` is `answer`).
            Unsure: Time was up, or an answer was cut off.
        """
        if not self._servers:
            raise RuntimeError("open the models with `async with`")
        until = asyncio.get_running_loop().time() + deadline_s
        course = _Course(began=self._monotonic())

        def heard(text: str) -> None:
            if on_text is not None:
                course.is_heard = True
                on_text(text)

        def begun() -> None:
            course.first_chunk_ms = self._ms_since(course.began)

        question = Question(
            messages=messages,
            tools=tools,
            max_tokens=max_tokens,
            temperature=temperature,
            on_text=heard,
            on_begin=begun,
        )
        found = await self._asked_in_turn(question, course, until=until, most=min(most_calls, MOST_CALLS))
        if found is None:
            failure = together(course.missed)
            failure.spent, failure.milliseconds = course.spent, self._ms_since(course.began)
            raise failure
        server, gathering = found
        return self._told(question, course, server, gathering)

    async def _asked_in_turn(
        self, question: Question, course: _Course, *, until: float, most: int
    ) -> tuple[Server, Gathering] | None:
        loop = asyncio.get_running_loop()
        waiting, again, had_two = deque(self._in_order()), deque[Server](), set[Server]()
        while course.spent < most and not course.is_heard and (waiting or again):
            if not waiting:
                await asyncio.sleep(min(PAUSE_S, max(0.0, until - loop.time())))
            server = (waiting or again).popleft()
            if (left_s := until - loop.time()) <= 0:
                course.missed.append(Unsure(f"No time was left for {server.name}."))
                break
            patience_s = left_s / min(len(waiting) + 1, most - course.spent)
            if waiting and self._alive_s is not None:
                patience_s = min(self._alive_s, left_s)
            try:
                with self._breaker.call(_circuit(server)):
                    course.spent += 1
                    gathering = await server.ask(question, alive_by=loop.time() + patience_s, until=until)
            except (NotSent, Refused, Unsure) as failure:
                course.missed.append(failure)
                if not isinstance(failure, Refused) or failure.status not in OURS:
                    self._failed[server] = self._monotonic()
                if is_passing(failure) and server not in had_two:
                    had_two.add(server)
                    again.append(server)
                continue
            if gathering is not None:
                self._failed.pop(server, None)
                return server, gathering
            waiting.appendleft(server)
        return None

    def _in_order(self) -> list[Server]:
        """As they were named; those that failed a moment ago last."""
        since = self._monotonic() - REST_S
        return sorted(self._servers, key=lambda one: self._failed.get(one, since) > since)

    def _told(self, question: Question, course: _Course, server: Server, gathering: Gathering) -> ModelReply:
        calls = gathering.calls()
        prompt, completion = gathering.usage or _estimated(question, gathering)
        return ModelReply(
            text=gathering.text,
            calls=calls,
            prompt_tokens=prompt,
            completion_tokens=completion,
            milliseconds=self._ms_since(course.began),
            first_chunk_ms=course.first_chunk_ms,
            model=gathering.model or server.endpoint.model,
            finish="cut" if gathering.is_cut else gathering.finish or ("tool_calls" if calls else "stop"),
            is_cut=gathering.is_cut,
            is_estimated=gathering.usage is None,
            spent=course.spent,
            endpoint=self._servers.index(server),
            missed=tuple(str(one) for one in course.missed),
        )

    def _ms_since(self, began: float) -> float:
        return (self._monotonic() - began) * 1000


def _circuit(server: Server) -> str:
    return f"{server.name} ({server.endpoint.model})"


def _estimated(question: Question, gathering: Gathering) -> tuple[int, int]:
    """(prompt tokens, completion tokens) of a server that does not count; pictures are not counted."""
    asked = sum(len(orjson.dumps(dict(tool.parameters))) + len(tool.description) for tool in question.tools)
    for message in question.messages:
        parts = (message.content,) if isinstance(message.content, str) else message.content
        asked += sum(len(part) for part in parts if isinstance(part, str))
    said = len(gathering.text) + sum(len(call.raw) for call in gathering.calls())
    return asked // _CHARACTERS_PER_TOKEN, said // _CHARACTERS_PER_TOKEN
