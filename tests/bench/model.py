"""What a turn with a model costs: calls, tokens, our own time, turns in a second, the first words."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp

from tests.bench.machine import ROOT, Row, boot, bridge, free_port, running

QUESTIONS = (
    "How long does delivery to my home take?",
    "What does shipping cost for a large lamp?",
    "Can I return a curtain that was made to my size?",
    "my lamp is strange since yesterday evening",
    "could you see to it that I get my money back for the order",
    "Do you ship to Switzerland, and what about customs?",
    "The parcel says delivered but nothing is here",
    "I moved house, what about the address of my order?",
    "which payment methods can I use for gift cards",
    "is there a discount for students and how do I get it",
)
TURNS = 60
CLIENTS = 40
EACH = 15
FEW, MANY = 3, 300
LATENCY_MS = 50
_NUMBERS = count()


async def model_rows(folder: Path, silent: socket.socket) -> list[Row]:
    """All rows about a model."""
    few = await _counted(folder / "few", FEW, silent)
    many = await _counted(folder / "many", MANY, silent)
    growth = (many.tokens / few.tokens - 1) * 100
    return [
        Row("model calls per turn", few.calls, None, "", "≤ 1.0", few.calls <= 1),
        Row("prompt tokens per turn", few.tokens, None, "", "≤ 2,500", few.tokens <= 2_500),
        Row(f"prompt tokens, {MANY} procedures", growth, None, "% +", "≤ 10 % more", growth <= 10),
        await _own_time(folder, silent),
        *await _throughput(folder, silent),
    ]


@dataclass(frozen=True)
class _Counted:
    calls: float
    tokens: float


async def _counted(folder: Path, procedures: int, silent: socket.socket) -> _Counted:
    """Mean calls and prompt tokens of a turn with so many procedures."""
    config = _config(folder, procedures)
    with _model(0) as model, _bridge(folder, model, silent, config) as base:
        async with aiohttp.ClientSession() as http:
            for question in QUESTIONS * 3:
                await _Customer(http, base).asks(question)
            asked = await _asked(http, model)
    return _Counted(asked["asked"] / len(QUESTIONS * 3), asked["prompt_tokens"] / max(1, asked["asked"]))


async def _own_time(folder: Path, silent: socket.socket) -> Row:
    """Milliseconds of one customer's turn with a model that answers at once, beside the model's own."""
    with _model(0) as model, _bridge(folder, model, silent, ROOT / "config") as base:
        async with aiohttp.ClientSession() as http:
            customer = _Customer(http, base)
            ours = [(await customer.asks(QUESTIONS[0])).took_ms for _ in range(TURNS)]
            floor = [(await _direct(http, model)).took_ms for _ in range(TURNS)]
    p50 = median(ours[10:]) - median(floor[10:])
    return Row("own time of a turn, model at 0 ms", p50, median(floor[10:]), "ms", "≤ 15 ms", p50 <= 15)


async def _throughput(folder: Path, silent: socket.socket) -> list[Row]:
    """Turns in a second of forty conversations, and how much later than the model's its first words come."""
    with _model(LATENCY_MS) as model, _bridge(folder, model, silent, ROOT / "config") as base:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            floor = await _rate([_Direct(http, model) for _ in range(CLIENTS)])
            single = _Customer(http, base)
            await single.opens()
            waited = [(await single.asks(QUESTIONS[0])).first_ms for _ in range(30)]
            alone = [(await _direct(http, model)).first_ms for _ in range(30)]
            clients = [_Customer(http, base) for _ in range(CLIENTS)]
            await asyncio.gather(*(one.opens() for one in clients))
            ours = await _rate(clients)
    first = median(waited[5:]) - median(alone[5:])
    return [
        Row("first words after the model's", first, median(alone[5:]), "ms", "≤ 10 ms", first <= 10),
        Row(f"turns of {CLIENTS} conversations, {LATENCY_MS} ms", ours, floor, "/s", "≥ 150 /s", ours >= 150),
    ]


async def _rate(clients: list[Any]) -> float:
    async def talks(client: Any) -> None:
        for _ in range(EACH):
            await client.asks(QUESTIONS[0])

    await asyncio.gather(*(client.asks(QUESTIONS[0]) for client in clients))
    begun = time.perf_counter()
    await asyncio.gather(*(talks(client) for client in clients))
    return len(clients) * EACH / (time.perf_counter() - begun)


@dataclass(frozen=True)
class _Turn:
    took_ms: float
    first_ms: float


class _Customer:
    """One customer with one conversation and a socket."""

    def __init__(self, http: aiohttp.ClientSession, base: str) -> None:
        self._http = http
        self._base = base
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._headers: dict[str, str] = {}
        self._path = "/messenger/conversations"

    async def opens(self) -> None:
        session = await boot(self._http, self._base)
        self._headers = {"Authorization": f"Bearer {session}"}
        self._ws = await self._http.ws_connect(f"{self._base}/messenger/socket")
        await self._ws.send_json({"type": "hello", "session": session, "cursors": {}})

    async def asks(self, question: str) -> _Turn:
        """From the first byte of the question to the answer on the socket."""
        if self._ws is None:
            await self.opens()
        assert self._ws is not None
        body = {"client_id": f"bench-{next(_NUMBERS):08d}", "body": question}
        begun, first = time.perf_counter(), 0.0
        async with self._http.post(self._base + self._path, json=body, headers=self._headers) as answer:
            assert answer.status == 201, await answer.text()
            conversation = (await answer.json())["conversation"]["id"]
        self._path = f"/messenger/conversations/{conversation}/parts"
        while True:
            frame = await self._ws.receive_json(timeout=20)
            now = time.perf_counter()
            if frame["type"] == "chunk" and not first:
                first = now
            if frame["type"] == "part" and frame["part"]["author"]["type"] != "user":
                return _Turn((now - begun) * 1000, ((first or now) - begun) * 1000)


class _Direct:
    """The floor: the same prompt to the same model, and nothing in between."""

    def __init__(self, http: aiohttp.ClientSession, model: int) -> None:
        self._http = http
        self._model = model

    async def asks(self, _question: str) -> _Turn:
        return await _direct(self._http, self._model)


async def _direct(http: aiohttp.ClientSession, model: int) -> _Turn:
    body = {"model": "m", "stream": True, "messages": [{"role": "user", "content": "word " * 1_500}]}
    begun, first = time.perf_counter(), 0.0
    async with http.post(f"http://127.0.0.1:{model}/v1/chat/completions", json=body) as answer:
        async for line in answer.content:
            if not first and line.startswith(b"data"):
                first = time.perf_counter()
    return _Turn((time.perf_counter() - begun) * 1000, (first - begun) * 1000)


async def _asked(http: aiohttp.ClientSession, model: int) -> dict[str, int]:
    async with http.get(f"http://127.0.0.1:{model}/ready") as answer:
        found: dict[str, int] = await answer.json()
        return found


@contextmanager
def _model(milliseconds: int) -> Iterator[int]:
    port = free_port()
    with running("tests.model_server", str(port), str(milliseconds), port=port):
        yield port


@contextmanager
def _bridge(folder: Path, model: int, silent: socket.socket, config: Path) -> Iterator[str]:
    folder.mkdir(exist_ok=True)
    port = free_port()
    more = {
        "BRIDGE_CONFIG_DIR": str(config),
        "BRIDGE_LLM__BASE_URL": f"http://127.0.0.1:{model}/v1",
        "BRIDGE_LLM__API_KEY": "sk-of-the-bench",
        "BRIDGE_LLM__MODEL": "m",
    }
    with bridge(folder / f"model-{port}.db", port, silent, **more):
        yield f"http://127.0.0.1:{port}"


def _config(folder: Path, procedures: int) -> Path:
    """The shipped content, and so many procedures that are all about orders, parcels and money."""
    made = folder / "config"
    (made / "procedures").mkdir(parents=True)
    shutil.copytree(ROOT / "config" / "content", made / "content")
    things = [
        "order",
        "parcel",
        "lamp",
        "curtain",
        "invoice",
        "delivery",
        "gift",
        "account",
        "voucher",
        "refund",
    ]
    for number in range(procedures):
        thing, other = things[number % 10], things[number // 10 % 10]
        about = f"The customer wants the {thing} of a {other} changed, case {number}."
        when = {"description": about, "examples": [f"change the {thing} of my {other} number {number}"]}
        text = f"when_to_use: {json.dumps(when)}\nsteps:\n  - say: Done with {number}.\n"
        (made / "procedures" / f"case_{number}.yaml").write_text(text)
    return made
