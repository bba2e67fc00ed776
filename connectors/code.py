"""Runs a piece of Python of an operator in a sandbox: no files, no network, little time and memory."""

from __future__ import annotations

import asyncio
import keyword
import math
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Self

import orjson

from connectors.outputs import DEEPEST, Json

if TYPE_CHECKING:
    from pydantic_monty import Monty, MontyRuntimeError, MontySyntaxError

SECONDS = 0.5
MEMORY_BYTES = 20_000_000
CODE_LONGEST = 20_000
OUTPUT_BYTES = 256 * 1024
OUTPUT_VALUES = 50_000
"""How many values an answer may have: one list that holds another twice, forty times over, never ends."""

AT_ONCE = 2
WAITING = 100
"""More than that many pieces of code in a queue, and the next is turned away."""
_RECURSION = 200
_NOT_INSTALLED = 'code cannot run here: the sandbox is not installed (pip install "messenger-bridge[code]")'


class CodeFailed(ValueError):  # noqa: N818 - the code failed, not we
    """The code did not give a value; the message is one sentence for the one who wrote it.

    Args:
        line: Where in the code, where that is known.
    """

    def __init__(self, sentence: str, *, line: int | None = None) -> None:
        super().__init__(f"line {line}: {sentence}" if line else sentence)
        self.line = line


def is_installed() -> bool:
    """Whether the extra `code` is there."""
    return find_spec("pydantic_monty") is not None


class Sandbox:
    """Runs code in processes of its own, which know nothing of the bridge; open it with `async with`.

    The processes start with the first code. Their blocking client is used, in threads: the asynchronous one
    aborts our whole process now and then when it ends (pydantic-monty 1.4, Python 3.11: every third time).

    Args:
        at_once: How many pieces of code run at the same time.
    """

    def __init__(self, *, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="code")
        self._starting = threading.Lock()
        self._pool: Monty | None = None
        self._queued = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await asyncio.to_thread(self._close)

    async def run(
        self,
        code: str,
        inputs: Mapping[str, Json],
        *,
        seconds: float = SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> Json:
        """The value of the code: what it returns, else that of its last expression.

        Args:
            code: Python, as far as the sandbox knows it.
            inputs: Become variables.
            seconds: Of its own computing; sleeping does not sleep.
            memory_bytes: Of its own, inputs included.

        Raises:
            CodeFailed: It is no Python, fails, takes too much of anything, or gives what JSON cannot say.
        """
        if not is_installed():
            raise CodeFailed(_NOT_INSTALLED)
        if len(code) > CODE_LONGEST:
            raise CodeFailed(f"the code is longer than {CODE_LONGEST} characters")
        for name in inputs:
            if not name.isidentifier() or keyword.iskeyword(name):
                raise CodeFailed(f"the input {name[:60]!r} cannot be the name of a variable")
        if self._queued >= WAITING:
            raise CodeFailed("too many pieces of code wait already")
        self._queued += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._threads, self._ran, code, dict(inputs), seconds, memory_bytes
            )
        finally:
            self._queued -= 1

    def _ran(self, code: str, inputs: dict[str, Json], seconds: float, memory_bytes: int) -> Json:
        import pydantic_monty as monty

        pool = self._started()
        limits = monty.ResourceLimits(
            max_feed_duration_secs=seconds,
            max_memory=memory_bytes,
            max_recursion_depth=_RECURSION,
            max_suspensions=1_000,
        )
        try:
            with pool.checkout(script_name="code", limits=limits, os_policy={"sleep": "zero"}) as session:
                value = session.feed_run(code, inputs=inputs, print_callback=_unheard)
        except monty.MontySyntaxError as error:
            raise CodeFailed(
                f"this is no Python that can run here: {_said(error)}", line=_line(error)
            ) from error
        except monty.MontyRuntimeError as error:
            raise _failure(error, seconds, memory_bytes) from error
        except monty.MontyCrashedError as error:
            raise CodeFailed("the code was stopped: it broke its sandbox, or took too long") from error
        except (monty.MontyError, ValueError, RecursionError) as error:
            raise CodeFailed("an input is of a kind that code cannot get") from error
        return _plain(value)

    def _started(self) -> Monty:
        import pydantic_monty as monty

        with self._starting:
            if self._pool is None:
                pool = monty.Monty(max_processes=self._at_once, max_checkouts_per_worker=1_000)
                try:
                    self._pool = pool.__enter__()
                except (RuntimeError, OSError) as error:
                    raise CodeFailed(
                        "code cannot run here: the program of the sandbox does not start"
                    ) from error
            return self._pool

    def _close(self) -> None:
        self._threads.shutdown()
        if self._pool is not None:
            self._pool.__exit__(None, None, None)
            self._pool = None


def _unheard(_stream: str, _text: str) -> None:
    """Where printed text goes: what counts is the value."""


def _failure(error: MontyRuntimeError, seconds: float, memory_bytes: int) -> CodeFailed:
    said = _said(error)
    if "time limit exceeded" in said:
        return CodeFailed(f"the code took longer than {seconds:g} s")
    if said.startswith("MemoryError"):
        return CodeFailed(
            f"the code needs more than {memory_bytes // 1_000_000} MB of memory", line=_line(error)
        )
    return CodeFailed(said, line=_line(error))


def _said(error: MontySyntaxError | MontyRuntimeError) -> str:
    return " ".join(error.display("type-msg").split())[:300]


def _line(error: MontySyntaxError | MontyRuntimeError) -> int | None:
    """The line that failed; the innermost, since all of the code is the operator's."""
    frames = error.traceback()
    return frames[-1].line if frames else None


def _plain(value: Any) -> Json:
    """The value as JSON has it.

    Raises:
        CodeFailed: JSON cannot say it, or it is too large.
    """
    found = _Copy().of(value, 0)
    try:
        size = len(orjson.dumps(found))
    except TypeError as error:
        raise CodeFailed("the value has a whole number that JSON cannot say") from error
    if size > OUTPUT_BYTES:
        raise CodeFailed(f"the value is larger than {OUTPUT_BYTES // 1024} KB")
    return found


class _Copy:
    """Copies a value, counting: the value itself may hold the same list a billion times."""

    def __init__(self) -> None:
        self._values = OUTPUT_VALUES
        self._characters = OUTPUT_BYTES

    def of(self, value: Any, depth: int) -> Json:
        self._values -= 1
        if self._values < 0:
            raise CodeFailed(f"the value holds more than {OUTPUT_VALUES} others")
        if depth > DEEPEST:
            raise CodeFailed(f"the value is nested deeper than {DEEPEST} levels")
        match value:
            case None | bool() | int():
                return value
            case float() if math.isfinite(value):
                return value
            case str():
                return self._text(value)
            case datetime() | date() | time():
                return value.isoformat()
            case list() | tuple():
                return [self.of(one, depth + 1) for one in value]
            case dict():
                return {self._name(key): self.of(one, depth + 1) for key, one in value.items()}
            case _:
                kind = "a number that is none" if isinstance(value, float) else f"a {_kind(value)}"
                raise CodeFailed(f"the value has {kind}, which JSON cannot say")

    def _text(self, text: str) -> str:
        self._characters -= len(text)
        if self._characters < 0:
            raise CodeFailed(f"the value is larger than {OUTPUT_BYTES // 1024} KB")
        return text

    def _name(self, key: Any) -> str:
        if not isinstance(key, str):
            raise CodeFailed(f"the value has a name of the kind {_kind(key)}; in JSON names are text")
        return self._text(key)


def _kind(value: Any) -> str:
    return type(value).__name__.removeprefix("Monty").removesuffix("Proxy").lower()
