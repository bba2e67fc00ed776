"""What procedures cost: steps in memory, turns over the wire, runs that wait, a folder of two hundred."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import aiohttp

from bridge.core.procedures import engine
from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.step import Scene
from bridge.core.words.values import Channel
from tests.bench.machine import Row, boot, bridge, count_of, free_port, rss_mib
from tests.play import ADA, START, defined

STEPS_RUN = 20_000
QUESTIONS = 60
WAITING = 100_000
FOLDER = 200

LOOPLESS = """
when_to_use: {description: x}
steps:
""" + "".join(
    f'  - set: {{a{place}: "{{{{ {place} + 1 }}}}"}}\n'
    f"  - if: a{place} > 1000\n    then: [{{say: never}}]\n    else: [{{tag: [t{place % 5}]}}]\n"
    for place in range(12)
)
ASKS = (
    "when_to_use: {description: The customer wants the long questionnaire., "
    "examples: [begin the long questionnaire, start the long questionnaire please]}\nsteps:\n"
    + "".join(
        f'  - ask: "Question {place}?"\n    buttons: [Next]\n    as: a{place}\n' for place in range(QUESTIONS)
    )
)
WAITS = (
    "when_to_use: {description: The customer wants the long questionnaire., "
    "examples: [begin the long questionnaire, start the long questionnaire please]}\n"
    "steps:\n  - say: I will be back.\n  - wait: 30d\n  - say: Here I am.\n"
)


async def procedure_rows(folder: Path, silent: socket.socket) -> list[Row]:
    """All rows about procedures."""
    return [
        _steps(),
        await _turns(folder, silent),
        *await _waiting(folder, silent),
        _start(folder, silent),
    ]


def _steps() -> Row:
    """Steps in a second, a third of them conditions; the floor evaluates conditions and nothing else."""
    definition = defined(LOOPLESS)
    scene = Scene(
        conversation_id="cnv_1",
        contact=ADA,
        channel=Channel.WEB,
        connectors={},
        attributes={},
        hooks=(),
        contact_fields=(),
        hook_url=lambda _run, _name: "",
        email_code=lambda _run, _key: "",
    )
    blank = engine.begin(definition, run_id="run_1", at=START, heard="")
    begun, done = time.perf_counter(), 0
    while done < STEPS_RUN:
        progress = engine.advance(definition, blank, scene, START, "")
        assert progress.leave is not None, progress.log[-1]
        done += progress.run.counted or len(progress.log)
    ours = done / (time.perf_counter() - begun)
    condition = Expression("a > 1000")
    begun = time.perf_counter()
    for number in range(STEPS_RUN):
        condition.holds({"a": number})
    floor = STEPS_RUN / (time.perf_counter() - begun)
    return Row("engine steps in memory", ours, floor, "/s", "(conditions alone)", ours > 0)


async def _turns(folder: Path, silent: socket.socket) -> Row:
    """Milliseconds from a pressed button to the procedure's next question on the socket."""
    port, took = free_port(), []
    base = f"http://127.0.0.1:{port}"
    with bridge(folder / "p.db", port, silent, BRIDGE_CONFIG_DIR=str(_config(folder / "asks", ASKS))):
        async with aiohttp.ClientSession() as http:
            session = await boot(http, base)
            headers = {"Authorization": f"Bearer {session}"}
            async with http.ws_connect(f"{base}/messenger/socket") as ws:
                await ws.send_json({"type": "hello", "session": session, "cursors": {}})
                path, option, text = "/messenger/conversations", "", "begin the long questionnaire"
                for number in range(QUESTIONS):
                    body = {"client_id": f"bench-{number:06d}", "body": text}
                    if option:
                        body["reply_option"] = option
                    begun = time.perf_counter()
                    async with http.post(base + path, json=body, headers=headers) as answer:
                        assert answer.status == 201, await answer.text()
                        conversation = (await answer.json())["conversation"]["id"]
                    while True:
                        frame = await ws.receive_json(timeout=10)
                        if frame["type"] == "part" and frame["part"]["author"]["type"] == "fin":
                            break
                    took.append((time.perf_counter() - begun) * 1000)
                    assert f"Question {number}?" in frame["part"]["body"], frame["part"]["body"]
                    path = f"/messenger/conversations/{conversation}/parts"
                    option, text = frame["part"]["reply_options"][0]["uuid"], "Next"
    p50 = median(took[5:])
    return Row("procedure turn p50, button to question", p50, None, "ms", "≤ 15 ms", p50 <= 15)


async def _waiting(folder: Path, silent: socket.socket) -> list[Row]:
    """Runs that wait for a month: made by one real one, copied row by row."""
    path, config = folder / "wait.db", _config(folder / "waits", WAITS)
    port = free_port()
    with bridge(path, port, silent, BRIDGE_CONFIG_DIR=str(config)):
        async with aiohttp.ClientSession() as http:
            base = f"http://127.0.0.1:{port}"
            headers = {"Authorization": f"Bearer {await boot(http, base)}"}
            body = {"client_id": "bench-000000", "body": "begin the long questionnaire"}
            async with http.post(f"{base}/messenger/conversations", json=body, headers=headers) as answer:
                assert answer.status == 201
            while not count_of(path, "select count(*) from timers where name = 'run'"):
                await asyncio.sleep(0.05)
    with bridge(path, port := free_port(), silent, BRIDGE_CONFIG_DIR=str(config)) as pid:
        await asyncio.sleep(2)
        idle = rss_mib(pid)
    before = path.stat().st_size
    _copied(path)
    each = (path.stat().st_size - before) / WAITING
    with bridge(path, port := free_port(), silent, BRIDGE_CONFIG_DIR=str(config)) as pid:
        await asyncio.sleep(2)
        more = (rss_mib(pid) - idle) * 1.048576
    return [
        Row(f"memory of {WAITING:,} waiting runs", more, None, "MB", "≤ 20 MB over idle", more <= 20),
        Row("disk of one waiting run", each, None, "B", "", each > 0),
    ]


def _copied(path: Path) -> None:
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    old = str(db.execute("select id from conversations").fetchone()[0])
    due = datetime.now(UTC) + timedelta(days=30)  # noqa: TID251 - the rows are made outside of the service
    for table in ("conversations", "lines", "timers", "runs"):
        rows = [dict(row) for row in db.execute(f"select * from {table}")]  # noqa: S608 - names of ours
        for row in rows:
            names = ",".join(row)
            marks = ",".join("?" * len(row))
            if "due" in row:
                row["due"] = due.strftime("%Y-%m-%d %H:%M:%S.%f")
            db.executemany(
                f"insert into {table} ({names}) values ({marks})",  # noqa: S608 - names of ours
                (
                    [
                        value.replace(old, f"cnv_{number:024d}")
                        if isinstance(value, str) and old in value
                        else f"{value[:12]}{number}"
                        if name == "id"
                        else value
                        for name, value in row.items()
                    ]
                    for number in range(WAITING)
                ),
            )
    db.execute("delete from timers where conversation_id = ?", [old])
    db.commit()
    db.execute("vacuum")
    db.close()


def _start(folder: Path, silent: socket.socket) -> Row:
    """Seconds from the start of the process to its first answer, with two hundred procedures."""
    config = _config(folder / "many", ASKS)
    for number in range(FOLDER - 1):
        text = ASKS.replace(
            "long questionnaire", f"questionnaire about {_word(number)} {_word(number * 7 + 3)}"
        )
        (config / "procedures" / f"p{number}.yaml").write_text("\n".join(text.split("\n")[: 2 + 3 * 12]))
    took = []
    for number in range(3):
        begun = time.monotonic()
        with bridge(folder / f"s{number}.db", free_port(), silent, BRIDGE_CONFIG_DIR=str(config)):
            took.append(time.monotonic() - begun)
    best = min(took)
    return Row(f"start with {FOLDER} procedures", best * 1000, None, "ms", "≤ 1500 ms", best <= 1.5)


def _config(folder: Path, text: str) -> Path:
    (folder / "procedures").mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "procedures" / "asks.yaml").write_text(text)
    return folder


def _word(number: int) -> str:
    letters = "bcdfghjklmnprstvz"
    vowels = "aeiou"
    return "".join(
        letters[(number // 3**place) % len(letters)] + vowels[(number // 5**place) % len(vowels)]
        for place in range(3)
    )
