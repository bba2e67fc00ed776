"""`make bench`: each figure beside a floor of the same run, as a table and as var/bench.json."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import aiohttp

from connectors.sandbox.app import Sandbox
from connectors.zendesk.signatures import sign
from tests.bench.chats import chat_rows
from tests.bench.content import content_rows
from tests.bench.floor import SECRET
from tests.bench.machine import PIDS, ROOT, Row, boot, bridge, count_of, free_port, rss_mib, running
from tests.bench.model import model_rows
from tests.bench.procedures import procedure_rows

LOADED_S = 3.0
"""By then all that is loaded after the port is open is there."""
WEBHOOKS = 6000
CLIENTS = 32
TURNS = 150
REPLIES = 100
SOCKETS = 1500
TIMERS = 100_000
OVERDUE = 10_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_all(Path(folder)))
    width = max(len(row.what) for row in rows)
    for row in rows:
        floor = "" if row.floor is None else f"floor {row.floor:,.1f}"
        numbers = f"{row.ours:>10,.1f} {row.unit:<4} {floor:<16}"
        print(f"{row.what:<{width}}  {numbers} {row.goal:<16} {'ok' if row.met else 'SHORT'}")
    out = ROOT / "var" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps([asdict(row) for row in rows], indent=1))


async def _all(folder: Path) -> list[Row]:
    rows: list[Row] = []
    port, silent = (
        free_port(),
        socket.create_server(("127.0.0.1", 0)),
    )  # Zendesk hangs: it accepts and says nothing
    with running("tests.bench.floor", str(port), str(folder / "floor.db"), port=port):
        floor_rate, _ = await _ingest(port, WEBHOOKS)
        floor_sockets = await _sockets(port, None)
    port = free_port()
    with bridge(folder / "a.db", port, silent) as pid:
        await asyncio.sleep(LOADED_S)
        rows.append(
            Row("idle RSS", rss_mib(pid) * 1.048576, None, "MB", "≤ 120 MB", rss_mib(pid) * 1.048576 <= 120)
        )
        took = await _turns(port)
        rows.append(Row("question to answer p50, two turns", took, None, "ms", "≤ 15 ms", took <= 15))
        rate, late = await _ingest(port, WEBHOOKS)
        rows.append(_ingested("durable ingest, one process", rate, floor_rate))
        p99 = quantiles(late, n=100)[98] * 1000
        rows.append(Row("acknowledgement p99, Zendesk hangs", p99, None, "ms", "≤ 50 ms", p99 <= 50))
    port = free_port()
    with bridge(folder / "w.db", port, silent, "--role", "web"):
        rate, _ = await _ingest(port, WEBHOOKS)
        rows.append(_ingested("durable ingest, web role", rate, floor_rate))
    port = free_port()
    with bridge(folder / "b.db", port, silent) as pid:
        ours = await _sockets(port, pid)
        rows.append(
            Row(
                "idle sockets per GiB", ours, floor_sockets, "", "≥ 0.6 of floor", ours >= 0.6 * floor_sockets
            )
        )
    rows.append(await _replies(folder))
    rows += await chat_rows(folder)
    await _with_timers(folder / "c.db", silent)
    port, begun = free_port(), time.monotonic()
    with bridge(folder / "c.db", port, silent):
        first = time.monotonic() - begun
        rows.append(
            Row(f"first answer with {TIMERS:,} timers", first * 1000, None, "ms", "≤ 1000 ms", first <= 1)
        )
        while count_of(folder / "c.db", "select count(*) from timers where due < :now"):
            await asyncio.sleep(0.05)
        fired = time.monotonic() - begun
        rows.append(Row(f"{OVERDUE:,} overdue timers fired", fired, None, "s", "≤ 5 s", fired <= 5))
    rows += await procedure_rows(folder, silent)
    rows += await model_rows(folder, silent)
    rows += await asyncio.to_thread(content_rows, folder)
    silent.close()
    return rows


def _ingested(what: str, rate: float, floor_rate: float) -> Row:
    return Row(what, rate, floor_rate, "/s", "≥ 0.5 of floor", rate >= 0.5 * floor_rate)


async def _ingest(port: int, count: int) -> tuple[float, list[float]]:
    took: list[float] = []
    numbers: Iterator[int] = iter(range(count))

    async def client(http: aiohttp.ClientSession) -> None:
        for number in numbers:
            told = {"v": 1, "ticket_id": str(number), "external_id": "elsewhere"}
            body, headers = _signed(told, f"inv-{number}")
            begun = time.perf_counter()
            async with http.post(
                f"http://127.0.0.1:{port}/zendesk/webhooks", data=body, headers=headers
            ) as answer:
                assert answer.status == 200, await answer.text()
            took.append(time.perf_counter() - begun)

    async with aiohttp.ClientSession() as http:
        begun = time.perf_counter()
        await asyncio.gather(*(client(http) for _ in range(CLIENTS)))
        return count / (time.perf_counter() - begun), took[count // 20 :]


async def _turns(port: int) -> float:
    """Milliseconds from sending a question to Fin's answer on the socket, both ways over HTTP included."""
    took = []
    base = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as http:
        session = await boot(http, base)
        headers = {"Authorization": f"Bearer {session}"}
        async with http.ws_connect(f"{base}/messenger/socket") as ws:
            await ws.send_json({"type": "hello", "session": session, "cursors": {}})
            for number in range(TURNS):
                begun = time.perf_counter()
                body = {"client_id": f"bench-{number:06d}", "body": "How long does delivery take?"}
                async with http.post(f"{base}/messenger/conversations", json=body, headers=headers) as answer:
                    assert answer.status == 201, await answer.text()
                while True:
                    frame = await ws.receive_json(timeout=10)
                    if frame["type"] == "part" and frame["part"]["author"]["type"] == "fin":
                        break
                took.append((time.perf_counter() - begun) * 1000)
    return median(took[5:])


async def _sockets(port: int, pid: int | None) -> float:
    """Idle sockets that fit into a GiB of the server's memory."""
    base = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        session = await boot(http, base) if pid is not None else ""
        pid = pid or PIDS["floor"]
        sessions = [await boot(http, base) for _ in range(SOCKETS)] if session else [""] * SOCKETS
        before = rss_mib(pid)
        held = []
        for one in sessions:
            ws = await http.ws_connect(f"{base}/messenger/socket")
            await ws.send_json({"type": "hello", "session": one, "cursors": {}})
            await ws.receive(timeout=10)
            held.append(ws)
        each = (rss_mib(pid) - before) / SOCKETS
        await asyncio.gather(*(ws.close() for ws in held))
    return 1024 / each


async def _with_timers(path: Path, silent: socket.socket) -> None:
    """A database with conversations that wait: made by one real one, copied row by row."""
    port = free_port()
    with bridge(path, port, silent):
        async with aiohttp.ClientSession() as http:
            base = f"http://127.0.0.1:{port}"
            headers = {"Authorization": f"Bearer {await boot(http, base)}"}
            body = {"client_id": "bench-000000", "body": "It is broken"}
            async with http.post(f"{base}/messenger/conversations", json=body, headers=headers) as answer:
                assert answer.status == 201
            while not count_of(path, "select count(*) from timers where name = 'pending'"):
                await asyncio.sleep(0.05)
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    one = dict(db.execute("select * from conversations").fetchone())
    timer = dict(db.execute("select * from timers where name = 'pending'").fetchone())
    db.execute("delete from timers")
    now = datetime.now(UTC)  # noqa: TID251 - the rows are made outside of the service
    for number in range(TIMERS):
        new = f"cnv_{number:024d}"
        copy = one | {"id": new, "state": one["state"].replace(one["id"], new)}
        due = now - timedelta(seconds=1) if number < OVERDUE else now + timedelta(days=1)
        text = due.strftime("%Y-%m-%d %H:%M:%S.%f")
        db.execute(
            f"insert into conversations ({','.join(copy)}) values ({','.join('?' * len(copy))})",
            [*copy.values()],
        )
        set_ = timer | {"conversation_id": new, "due": text}
        db.execute(
            f"insert into timers ({','.join(set_)}) values ({','.join('?' * len(set_))})", [*set_.values()]
        )
    db.commit()
    db.close()


async def _replies(folder: Path) -> Row:
    """Milliseconds from an agent's webhook to the customer's socket, the reading by API included."""
    async with Sandbox(port=0) as zendesk:
        zendesk.deliveries.dropping = 10**9  # the bench rings the bell itself
        port, silent = free_port(), socket.socket()
        with bridge(folder / "r.db", port, silent, base_url=zendesk.base_url):
            ours = await _replied(zendesk, port)
        port, db = free_port(), str(folder / "floor-r.db")
        with running("tests.bench.floor", str(port), db, zendesk.base_url, port=port):
            floor = await _replied(zendesk, port, ticket=zendesk.tickets()[0])
        silent.close()
    return Row("webhook to socket p50", ours, floor, "ms", "≤ 3 x floor", ours <= 3 * floor)


async def _replied(zendesk: Sandbox, port: int, ticket: dict[str, Any] | None = None) -> float:
    base, took = f"http://127.0.0.1:{port}", []
    async with aiohttp.ClientSession() as http:
        session = "" if ticket else await boot(http, base)
        ticket = ticket or await _with_team(zendesk, http, base, session)
        async with http.ws_connect(f"{base}/messenger/socket") as ws:
            await ws.send_json({"type": "hello", "session": session, "cursors": {}})
            await ws.receive_json(timeout=5)
            for number in range(REPLIES):
                zendesk.agent_reply(ticket["id"], f"<p>Reply {number}</p>")
                told = {"v": 1, "ticket_id": str(ticket["id"]), "external_id": ticket["external_id"]}
                body, headers = _signed(told, f"{port}-{number}")
                begun = time.perf_counter()
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(_post(http, f"{base}/zendesk/webhooks", body, headers))
                    while True:
                        frame = await ws.receive_json(timeout=10)
                        if frame["type"] == "part" and frame["part"]["author"]["type"] == "agent":
                            break
                    took.append((time.perf_counter() - begun) * 1000)
    return median(took[5:])


async def _with_team(
    zendesk: Sandbox, http: aiohttp.ClientSession, base: str, session: str
) -> dict[str, Any]:
    body = {"client_id": "bench-000000", "body": "I want to talk to a human"}
    headers = {"Authorization": f"Bearer {session}"}
    async with http.post(f"{base}/messenger/conversations", json=body, headers=headers) as answer:
        assert answer.status == 201
    while True:
        for ticket in zendesk.tickets():
            if zendesk.comments(ticket["id"], public=False):
                return ticket
        await asyncio.sleep(0.05)


async def _post(http: aiohttp.ClientSession, url: str, body: bytes, headers: dict[str, str]) -> None:
    async with http.post(url, data=body, headers=headers) as answer:
        assert answer.status == 200, await answer.text()


def _signed(told: dict[str, Any], invocation: str) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(told).encode()
    stamp = datetime.now(UTC).isoformat()  # noqa: TID251 - a sender's clock is the machine's
    return body, {
        "X-Zendesk-Webhook-Signature": sign(stamp, body, SECRET),
        "X-Zendesk-Webhook-Signature-Timestamp": stamp,
        "X-Zendesk-Webhook-Invocation-Id": invocation,
    }


if __name__ == "__main__":
    main()
