"""A model server on 127.0.0.1 that answers as a script says: it streams, breaks, hangs, lies and obeys.

`/v1/chat/completions` and `/v1/responses`, streamed and not, and `/v1/embeddings`; every request is kept.
"""

from __future__ import annotations

import asyncio
import json
import sys
import zlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.obeying import obeyed, texts_of

Json = Any
Ending = Literal["whole", "lingers", "cut", "hang", "closed"]
"""`lingers`: all is said, and the line stays open; `cut`: the line dies; `hang`: nothing more comes;
`closed`: an orderly end without the protocol's own."""


@dataclass(frozen=True)
class Script:
    """One answer.

    `pieces` are streamed one by one, then `calls`: (name, arguments), the arguments as an object or as raw
    text. `before_s` passes before anything is sent, `between_s` before each piece after the first.
    `ending` happens after `cut_after` pieces, or after all of them. `body` replaces the whole answer.
    """

    pieces: Sequence[str] = ()
    calls: Sequence[tuple[str, Json]] = ()
    before_s: float = 0.0
    between_s: float = 0.0
    ending: Ending = "whole"
    cut_after: int | None = None
    is_endless: bool = False
    finish: str | None = None
    usage: tuple[int, int] | Literal["counted"] | None = "counted"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "application/json"


Answer = Script | Callable[[dict[str, Json]], Script]


@dataclass(frozen=True)
class Asked:
    """A request that arrived."""

    path: str
    json: dict[str, Json]
    headers: Mapping[str, str]

    @property
    def prompt(self) -> str:
        """All the text that the model reads."""
        return "\n".join(texts_of(self.json))

    @property
    def tools(self) -> list[str]:
        """The names of what was offered."""
        return [one.get("function", one)["name"] for one in self.json.get("tools", [])]


class ModelServer:
    """Answers with `answer`, which a test may replace at any time: a script, or who writes one."""

    def __init__(self, answer: Answer, port: int | None = None) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.vector: Callable[[str], list[float]] = _vector
        """What a text is embedded as; a test may replace it."""
        self.open = 0
        """Answers that are being given now."""
        self.stop = asyncio.Event()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_post("/v1/chat/completions", self._chat)
        app.router.add_post("/v1/responses", self._responses)
        app.router.add_post("/v1/embeddings", self._embeddings)
        app.router.add_get("/ready", self._ready)
        self.server = TestServer(app, port=port)

    @property
    def url(self) -> str:
        """What a client takes as `base_url`."""
        return f"http://127.0.0.1:{self.server.port}/v1"

    @property
    def last(self) -> Asked:
        return self.asked[-1]

    async def _ready(self, _request: web.Request) -> web.Response:
        """How often it was asked, and how much there was to read."""
        tokens = sum(_prompt_tokens(one.json) for one in self.asked)
        return web.json_response({"asked": len(self.asked), "prompt_tokens": tokens})

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        return await self._answered(request, _chat_chunks, _chat_whole)

    async def _responses(self, request: web.Request) -> web.StreamResponse:
        return await self._answered(request, _response_events, _response_whole)

    async def _embeddings(self, request: web.Request) -> web.StreamResponse:
        body, script = await self._heard(request)
        if (early := await self._unlike_a_model(script)) is not None:
            return early
        inputs = body["input"] if isinstance(body["input"], list) else [body["input"]]
        rows = [
            {"object": "embedding", "index": place, "embedding": self.vector(text)}
            for place, text in enumerate(inputs)
        ]
        tokens = sum(_tokens(text) for text in inputs)
        usage = {"prompt_tokens": tokens, "total_tokens": tokens}
        return web.json_response({"object": "list", "data": rows, "model": body["model"], "usage": usage})

    async def _heard(self, request: web.Request) -> tuple[dict[str, Json], Script]:
        body = await request.json()
        headers = {name.lower(): value for name, value in request.headers.items()}
        assert request.transport is not None
        headers["x-peer"] = str(request.transport.get_extra_info("peername"))
        self.asked.append(Asked(path=request.path, json=body, headers=headers))
        return body, self.answer if isinstance(self.answer, Script) else self.answer(body)

    async def _unlike_a_model(self, script: Script) -> web.StreamResponse | None:
        await self._pause(script.before_s)
        if script.body is None and script.status == 200:
            return None
        said = {"error": {"message": "no", "type": "scripted", "code": None, "param": None}}
        return web.Response(
            status=script.status,
            headers=script.headers,
            content_type=script.content_type,
            body=json.dumps(said).encode() if script.body is None else script.body,
        )

    async def _answered(
        self,
        request: web.Request,
        chunks: Callable[[dict[str, Json], Script], list[Json]],
        whole: Callable[[dict[str, Json], Script], Json],
    ) -> web.StreamResponse:
        body, script = await self._heard(request)
        if script.usage == "counted":
            script = replace(script, usage=(_prompt_tokens(body), _completion_tokens(script)))
        self.open += 1
        try:
            if (early := await self._unlike_a_model(script)) is not None:
                return early
            if not body.get("stream"):
                return await self._at_once(request, whole(body, script), script)
            return await self._streamed(request, chunks(body, script), script)
        except ConnectionResetError:  # the other side has had enough
            return web.Response()
        finally:
            self.open -= 1

    async def _at_once(self, request: web.Request, said: Json, script: Script) -> web.StreamResponse:
        match script.ending:
            case "whole" | "closed" | "lingers":
                return web.json_response(said, headers=script.headers)
            case "hang":
                await self.stop.wait()
            case "cut":
                _abort(request)
        return web.Response()

    async def _streamed(self, request: web.Request, chunks: list[Json], script: Script) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **script.headers})
        await response.prepare(request)
        limit = len(chunks) if script.cut_after is None else script.cut_after
        for place, chunk in enumerate(chunks[:limit]):
            if place:
                await self._pause(script.between_s)
            await response.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        while script.is_endless and not self.stop.is_set():
            await self._pause(script.between_s)
            await response.write(b"data: " + json.dumps(chunks[0]).encode() + b"\n\n")
        if script.ending in ("whole", "lingers") and request.path.endswith("/chat/completions"):
            await response.write(b"data: [DONE]\n\n")
        match script.ending:
            case "cut":
                _abort(request)
            case "hang" | "lingers":
                await self.stop.wait()
            case "whole" | "closed":
                pass
        return response

    async def _pause(self, seconds: float) -> None:
        if seconds:
            try:
                async with asyncio.timeout(seconds):
                    await self.stop.wait()
            except TimeoutError:
                return


@asynccontextmanager
async def running(answer: Answer | str = "Fine.") -> AsyncIterator[ModelServer]:
    """A server that answers with a text, a script, or as a function of the request decides."""
    made = ModelServer(says(answer) if isinstance(answer, str) else answer)
    await made.server.start_server(shutdown_timeout=0.1)
    try:
        yield made
    finally:
        made.stop.set()
        await made.server.close()


def says(text: str, **more: Any) -> Script:
    """A text, streamed word by word."""
    return Script(pieces=[word for word in text.replace(" ", " \0").split("\0") if word], **more)


def asks_for(name: str, arguments: Json = None, **more: Any) -> Script:
    """One call of a tool."""
    return Script(calls=[(name, {} if arguments is None else arguments)], **more)


def fails(status: int, code: str = "", message: str = "no", **more: Any) -> Script:
    """An error with the body that OpenAI's servers give it."""
    error = {"message": message, "type": "scripted", "code": code or None, "param": more.pop("param", None)}
    return Script(status=status, body=json.dumps({"error": error}).encode(), **more)


def hangs() -> Script:
    """Nothing comes."""
    return Script(before_s=3600)


def in_turn(*scripts: Script) -> Callable[[dict[str, Json]], Script]:
    """One script for each request; the last one for all that follow."""
    left = list(scripts)
    return lambda _request: left.pop(0) if len(left) > 1 else left[0]


def obeys(otherwise: Script | None = None) -> Callable[[dict[str, Json]], Script]:
    """The Byzantine model: it does whatever any text of its prompt tells it (see `tests.obeying`)."""

    def answer(request: dict[str, Json]) -> Script:
        orders = obeyed(request)
        said = " ".join(order["say"] for order in orders if "say" in order)
        calls = [(order["tool"], order.get("arguments", {})) for order in orders if "tool" in order]
        if not orders:
            return otherwise or says("I do not know.")
        return replace(says(said), calls=calls)

    return answer


def _abort(request: web.Request) -> None:
    assert request.transport is not None
    request.transport.abort()


def _vector(text: str) -> list[float]:
    """Texts that share words lie near each other."""
    places = [0.0] * 64
    for word in text.lower().split():
        places[zlib.crc32(word.encode()) % 64] += 1.0
    length = sum(value * value for value in places) ** 0.5 or 1.0
    return [value / length for value in places]


def _tokens(text: str) -> int:
    return len(text) // 4


def _prompt_tokens(body: dict[str, Json]) -> int:
    """What is offered counts as much as what is said; a picture counts as 100."""
    tools = json.dumps(body["tools"]) if body.get("tools") else ""
    pictures = json.dumps(body).count('"image_url": ')
    return _tokens("".join(texts_of(body)) + tools) + 100 * pictures


def _completion_tokens(script: Script) -> int:
    return _tokens("".join(script.pieces)) + sum(_tokens(_raw(arguments)) for _, arguments in script.calls)


def _raw(arguments: Json) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _finish(script: Script) -> str:
    return script.finish or ("tool_calls" if script.calls else "stop")


def _chat_chunks(body: dict[str, Json], script: Script) -> list[Json]:
    def chunk(delta: Json, finish: str | None = None) -> Json:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return {**_head(body, "chat.completion.chunk"), "choices": [choice]}

    chunks = [chunk({"content": piece}) for piece in script.pieces]
    for place, (name, arguments) in enumerate(script.calls):
        raw = _raw(arguments)
        middle = len(raw) // 2
        first = {"name": name, "arguments": raw[:middle]}
        call = {"index": place, "id": f"call_{place}", "type": "function", "function": first}
        chunks.append(chunk({"tool_calls": [call]}))
        chunks.append(chunk({"tool_calls": [{"index": place, "function": {"arguments": raw[middle:]}}]}))
    if script.ending == "closed":
        return chunks
    chunks.append(chunk({}, _finish(script)))
    if isinstance(script.usage, tuple) and body.get("stream_options", {}).get("include_usage"):
        chunks.append({**_head(body, "chat.completion.chunk"), "choices": [], "usage": _usage(script)})
    return chunks


def _chat_whole(body: dict[str, Json], script: Script) -> Json:
    message: dict[str, Json] = {"role": "assistant", "content": "".join(script.pieces) or None}
    if script.calls:
        message["tool_calls"] = [
            {
                "id": f"call_{place}",
                "type": "function",
                "function": {"name": name, "arguments": _raw(arguments)},
            }
            for place, (name, arguments) in enumerate(script.calls)
        ]
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _finish(script)}
    told = {"usage": _usage(script)} if isinstance(script.usage, tuple) else {}
    return {**_head(body, "chat.completion"), "choices": [choice], **told}


def _head(body: dict[str, Json], kind: str) -> dict[str, Json]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": body["model"]}


def _usage(script: Script) -> dict[str, int]:
    assert isinstance(script.usage, tuple)
    prompt, completion = script.usage
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _response_events(body: dict[str, Json], script: Script) -> list[Json]:
    place = 1 if script.pieces else 0
    events: list[Json] = [
        {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": piece}
        for piece in script.pieces
    ]
    for offset, (name, arguments) in enumerate(script.calls):
        item = {"type": "function_call", "call_id": f"call_{offset}", "name": name, "arguments": ""}
        where = {"output_index": place + offset}
        raw = _raw(arguments)
        events.append({"type": "response.output_item.added", **where, "item": item})
        events.append({"type": "response.function_call_arguments.delta", **where, "delta": raw})
        events.append({"type": "response.function_call_arguments.done", **where, "arguments": raw})
    if script.ending != "closed":
        whole = _response_whole(body, script)
        events.append({"type": f"response.{whole['status']}", "response": whole})
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def _response_whole(body: dict[str, Json], script: Script) -> Json:
    output: list[Json] = []
    if script.pieces:
        part = {"type": "output_text", "text": "".join(script.pieces), "annotations": []}
        output.append({"type": "message", "role": "assistant", "status": "completed", "content": [part]})
    output += [
        {"type": "function_call", "call_id": f"call_{place}", "name": name, "arguments": _raw(arguments)}
        for place, (name, arguments) in enumerate(script.calls)
    ]
    is_short = script.finish == "length"
    answer = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": body["model"],
        "status": "incomplete" if is_short else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if is_short else None,
        "error": None,
        "output": output,
    }
    if isinstance(script.usage, tuple):
        prompt, completion = script.usage
        answer["usage"] = {"input_tokens": prompt, "output_tokens": completion}
    return answer


async def _serve(port: int, before_s: float) -> None:
    """A process of its own, for what is measured."""
    made = ModelServer(says("Standard delivery takes 2 to 4 working days [1].", before_s=before_s), port)
    await made.server.start_server()
    await made.stop.wait()


if __name__ == "__main__":  # python -m tests.model_server PORT MILLISECONDS
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2]) / 1000))
