"""The floor: the smallest honest aiohttp and SQLite server that does the same."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import queue
import sqlite3
import sys
import threading

import aiohttp
from aiohttp import WSMsgType, web

SECRET = "a secret for benches alone"
SOCKETS: set[web.WebSocketResponse] = set()
HTTP = web.AppKey("http", aiohttp.ClientSession)


def main(port: int, path: str) -> None:
    jobs: queue.Queue[tuple[str, bytes, asyncio.Future[None]]] = queue.Queue()
    app = web.Application()
    app.router.add_post("/zendesk/webhooks", lambda request: _keep(request, jobs))
    app.router.add_get("/messenger/socket", _socket)
    app.router.add_get("/ready", _ready)

    async def begin(app: web.Application) -> None:
        loop = asyncio.get_running_loop()
        app[HTTP] = aiohttp.ClientSession()
        threading.Thread(target=_write, args=(path, jobs, loop), daemon=True).start()

    async def end(app: web.Application) -> None:
        await app[HTTP].close()

    app.on_startup.append(begin)
    app.on_cleanup.append(end)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


def _write(path: str, jobs: queue.Queue, loop: asyncio.AbstractEventLoop) -> None:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("create table kept (key text primary key, body blob)")
    while True:
        batch = [jobs.get()]
        while len(batch) < 128 and not jobs.empty():
            batch.append(jobs.get())
        db.execute("begin immediate")
        db.executemany("insert or ignore into kept values (?, ?)", [one[:2] for one in batch])
        db.execute("commit")
        loop.call_soon_threadsafe(lambda done=batch: [one[2].set_result(None) for one in done])


async def _keep(request: web.Request, jobs: queue.Queue) -> web.Response:
    body = await request.read()
    stamp = request.headers["X-Zendesk-Webhook-Signature-Timestamp"]
    made = hmac.new(SECRET.encode(), stamp.encode() + body, hashlib.sha256).digest()
    given = request.headers["X-Zendesk-Webhook-Signature"]
    if not hmac.compare_digest(base64.b64encode(made).decode(), given):
        return web.Response(status=401)
    told = json.loads(body)
    done = asyncio.get_running_loop().create_future()
    jobs.put((request.headers["X-Zendesk-Webhook-Invocation-Id"], body, done))
    await done
    if told["external_id"] != "elsewhere":  # an agent's reply: read it, then push it
        auth = aiohttp.encode_basic_auth("fin@sandbox.test/token", "sandbox-token")
        url = f"{sys.argv[3]}/api/v2/tickets/{told['ticket_id']}/audits.json?sort=-created_at&page[size]=100"
        async with request.app[HTTP].get(url, headers={"Authorization": auth}) as answer:
            audits = await answer.json()
        for ws in SOCKETS:
            await ws.send_json(
                {"type": "part", "part": {"author": {"type": "agent"}, "n": len(audits["audits"])}}
            )
    return web.json_response({})


async def _socket(request: web.Request) -> web.WebSocketResponse:
    ws = web.WebSocketResponse(compress=False)
    await ws.prepare(request)
    SOCKETS.add(ws)
    async for message in ws:
        if message.type is WSMsgType.TEXT:
            await ws.send_str('{"type":"ready"}')
    SOCKETS.discard(ws)
    return ws


async def _ready(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ready"})


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
