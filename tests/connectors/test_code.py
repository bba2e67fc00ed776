"""Code in the real sandbox: what it can do, what it cannot, and the sentence that it fails with."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from importlib.util import find_spec

import pytest

from connectors.code import CodeFailed, Sandbox, is_installed


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as made:
        yield made


DAG = "x = [1]\nfor i in range(40): x = [x, x]\nx"


async def test_it_gives_the_value_of_the_code(sandbox):
    order = {"lines": [{"cents": 1999, "n": 2}, {"cents": 500, "n": 1}], "note": None}
    code = """
import json, re, math
def total(lines):
    return sum(line["cents"] * line["n"] for line in lines)
text = '''two
lines'''
return {"total": total(order["lines"]) / 100, "free": order["note"] is None, "text": text, "pair": (1, "ü")}
"""
    assert await sandbox.run(code, {"order": order}) == {
        "total": 44.98,
        "free": True,
        "text": "two\nlines",
        "pair": [1, "ü"],
    }


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("1 + 1", 2),
        ("return [x for x in 'ab']", ["a", "b"]),
        ("", None),
        ("x = 1", None),
        ("print('hello')\n3", 3),
        ("import datetime\ndatetime.date(2026, 1, 2)", "2026-01-02"),
        ("import time\ntime.sleep(3600)\n'awake'", "awake"),
        ("async def f(): return 1\nawait f()", 1),
    ],
)
async def test_a_value_is_returned_or_the_last_expression(sandbox, code, value):
    assert await sandbox.run(code, {}) == value


async def test_what_one_code_leaves_behind_the_next_does_not_find(sandbox):
    await sandbox.run("left = 1", {"also": 2})
    for name in ("left", "also"):
        with pytest.raises(CodeFailed, match=f"name '{name}' is not defined"):
            await sandbox.run(name, {})


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("open('/etc/passwd').read()", "line 1: PermissionError"),
        ("from pathlib import Path\nPath('/etc/passwd').read_text()", "line 2: PermissionError"),
        ("from pathlib import Path\nPath('/tmp/x').write_text('x')", "line 2: PermissionError"),
        ("import os\nos.system('id')", "line 2: AttributeError"),
        ("import os\nos.listdir('/')", "line 2: PermissionError"),
        ("import os\nos.environ['HOME']", "line 2: RuntimeError"),
        ("import os\nos.getenv('HOME')", "line 2: "),
        ("import socket", "line 1: ModuleNotFoundError: No module named 'socket'"),
        ("import urllib.request", "line 1: ModuleNotFoundError"),
        ("import subprocess", "line 1: ModuleNotFoundError"),
        ("import ctypes", "line 1: ModuleNotFoundError"),
        ("__import__('os')", "line 1: NameError"),
        ("().__class__.__bases__", "line 1: AttributeError"),
    ],
)
async def test_there_are_no_files_no_network_and_no_machine(sandbox, code, sentence):
    with pytest.raises(CodeFailed, match=sentence):
        await sandbox.run(code, {})


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("def f(:\n  pass", "line 1: this is no Python that can run here: SyntaxError: "),
        ("(" * 5000 + ")" * 5000, "this is no Python"),
        ("x = 1\ny = x / 0", "line 2: ZeroDivisionError: division by zero"),
        ("def f():\n  raise KeyError('a')\n\nf()", "line 2: KeyError: a"),
        ("missing", "line 1: NameError: name 'missing' is not defined"),
        ("raise ValueError('one\\n  two')", "line 1: ValueError: one two"),
        ("raise SystemExit(1)", "."),
        ("def f(n): return f(n + 1)\nf(0)", "RecursionError"),
        ("while True: pass", "longer than 0.2 s"),
        ("try:\n  while True: pass\nexcept BaseException: pass", "longer than 0.2 s"),
        ("while True: print('x' * 1000)", "longer than 0.2 s"),
        ("[0] * 10**9", "more than 20 MB of memory"),
        ("a = []\nwhile True: a.append('x' * 1000)", "more than 20 MB of memory"),
        ("10 ** 10 ** 8", "more than 20 MB of memory"),
        ("'x' * 15_000_000", "MB of memory|larger than 256 KB"),
        ("'x' * 300_000", "larger than 256 KB"),
        ("['x' * 1000] * 300", "larger than 256 KB"),
        ("list(range(60_000))", "holds more than 50000 others"),
        (DAG, "holds more than 50000 others"),
        ("x = []\nfor i in range(100_000): x = [x]\nx", "nested deeper than 64 levels"),
        ("{1, 2}", "a set, which JSON cannot say"),
        ("b'x'", "a bytes, which JSON cannot say"),
        ("class A: pass\n[A()]", "which JSON cannot say"),
        ("float('nan')", "a number that is none"),
        ("{1: 2}", "a name of the kind int"),
        ("2 ** 70", "a whole number that JSON cannot say"),
        ("#" * 20_001, "longer than 20000 characters"),
    ],
)
async def test_every_failure_is_one_sentence(sandbox, code, sentence):
    with pytest.raises(CodeFailed, match=sentence) as failure:
        await sandbox.run(code, {}, seconds=0.2)
    assert "\n" not in str(failure.value)
    assert len(str(failure.value)) < 400
    assert await sandbox.run("1", {}) == 1


async def test_the_line_of_a_failure_is_told(sandbox):
    with pytest.raises(CodeFailed) as failure:
        await sandbox.run("x = 1\n\n1 / 0", {})
    assert failure.value.line == 3


@pytest.mark.parametrize("name", ["a b", "1", "", "class", "x\ny"])
async def test_an_input_has_the_name_of_a_variable(sandbox, name):
    with pytest.raises(CodeFailed, match="cannot be the name"):
        await sandbox.run("1", {name: 1})


async def test_the_loop_goes_on_while_code_runs(sandbox):
    """One call is an endless loop; meanwhile the longest pause of the loop is counted."""
    await sandbox.run("1", {})
    loop = asyncio.get_running_loop()
    pauses = []

    async def watch() -> None:
        while not endless.done():
            began = loop.time()
            await asyncio.sleep(0.005)
            pauses.append(loop.time() - began)

    async with asyncio.TaskGroup() as group:
        endless = group.create_task(fails(sandbox, "while True: pass", seconds=0.8), name="endless")
        group.create_task(watch(), name="watch")
    assert len(pauses) > 20
    assert max(pauses) < 0.6


async def fails(sandbox: Sandbox, code: str, **more: float) -> None:
    with pytest.raises(CodeFailed):
        await sandbox.run(code, {}, **more)


async def test_many_wait_their_turn_and_too_many_are_turned_away():
    async with Sandbox(at_once=2) as sandbox:
        given = await asyncio.gather(
            *(sandbox.run("n * 2", {"n": n}) for n in range(130)), return_exceptions=True
        )
    values = [one for one in given if not isinstance(one, BaseException)]
    turned_away = [one for one in given if isinstance(one, BaseException)]
    assert values == [n * 2 for n in range(100)]
    assert {str(one) for one in turned_away} == {"too many pieces of code wait already"}


async def test_a_cancelled_run_leaves_a_sandbox_that_works():
    async with Sandbox(at_once=1) as sandbox:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await sandbox.run("while True: pass", {}, seconds=0.3)
        assert await sandbox.run("1", {}) == 1


def test_the_process_ends_in_peace():
    """The other client of the sandbox aborts its process one time in three."""
    program = """
import asyncio
from connectors.code import Sandbox
async def main():
    async with Sandbox() as sandbox:
        print(await sandbox.run("6 * 7", {}))
asyncio.run(main())
"""
    for _ in range(5):
        ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "42\n", "")


def test_without_the_extra_the_sentence_says_what_to_install():
    """A Python that does not find the package, as on a machine where nobody installed it."""
    program = """
import asyncio, sys
sys.modules["pydantic_monty"] = None
from connectors.code import CodeFailed, Sandbox, is_installed
async def main():
    async with Sandbox() as sandbox:
        try:
            await sandbox.run("1", {})
        except CodeFailed as error:
            print(is_installed(), error)
asyncio.run(main())
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.stdout.startswith("False code cannot run here: the sandbox is not installed"), ended.stderr
    assert "messenger-bridge[code]" in ended.stdout


async def test_a_sandbox_that_does_not_start_says_so(monkeypatch):
    monkeypatch.setenv("MONTY_BIN", "/nowhere/monty")
    async with Sandbox() as sandbox:
        with pytest.raises(CodeFailed, match="does not start"):
            await sandbox.run("1", {})
        monkeypatch.delenv("MONTY_BIN")
        assert await sandbox.run("1", {}) == 1


def test_it_is_installed_here():
    assert is_installed() is (find_spec("pydantic_monty") is not None)
