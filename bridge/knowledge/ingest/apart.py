"""Reads documents in a process of its own, where the memory and time of a hostile file are counted."""

from __future__ import annotations

import base64
import binascii
import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Self

from bridge.knowledge.article import ContentError
from bridge.knowledge.ingest import DOCUMENTS, NEEDS
from bridge.knowledge.ingest.document import Document, Unreadable

FILE_MOST = 30_000_000
"""Bytes of a document."""
SECONDS = 30.0
"""For one document, from the first byte to the Markdown."""
MEMORY_MOST = 1_500_000_000
"""Address space of the process, where the system can limit it."""


class Apart:
    """Reads documents one after another; begins its process with the first, and another when one is lost.

    Args:
        seconds: For one document.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, path: Path) -> Document:
        """The article in the file.

        Raises:
            ContentError: It cannot be read; the sentence says why and how to mend it.
        """
        suffix = path.suffix.lower()
        if suffix in NEEDS and importlib.util.find_spec(NEEDS[suffix]) is None:
            kind = suffix.lstrip(".").upper()
            remedy = 'install it with pip install "messenger-bridge[ingest]"'
            raise ContentError(path, None, f"reading {kind} needs the extra ingest", remedy)
        try:
            size = path.stat().st_size
            if size > FILE_MOST:
                problem = f"is {size:,} bytes long, more than {FILE_MOST:,}"
                raise ContentError(path, None, problem, "make it smaller, or cut it into several")
            raw = path.read_bytes()
        except OSError as error:
            problem = f"cannot be read ({error.strerror})"
            raise ContentError(path, None, problem, "check its permissions") from error
        answer = self._asked(path, suffix, raw)
        if "problem" in answer:
            raise ContentError(path, None, answer["problem"], answer["remedy"])
        return Document(**answer)

    def _asked(self, path: Path, suffix: str, raw: bytes) -> dict[str, Any]:
        process = self._process or self._start()
        self._process = process
        assert process.stdin is not None  # noqa: S101 - for the type checker
        try:
            process.stdin.write(json.dumps([suffix, base64.b64encode(raw).decode()]).encode() + b"\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self._seconds)
        except queue.Empty:
            self._stop()
            problem = f"took longer than {self._seconds:.0f} seconds to read"
            raise ContentError(path, None, problem, "save it again, smaller or simpler") from None
        except OSError:
            line = b""
        if not line:
            self._stop()
            problem = "took more memory than a document may"
            raise ContentError(path, None, problem, "save it again, smaller or simpler") from None
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "bridge.knowledge.ingest.apart"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(one for one in sys.path if one)},
        )
        self._answers = queue.Queue()
        threading.Thread(
            target=_collect, args=(process.stdout, self._answers), name="documents", daemon=True
        ).start()
        return process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was not yet written goes nowhere
                    stream.close()
        process.wait()


def _collect(stream: IO[bytes], answers: queue.Queue[bytes]) -> None:
    with suppress(ValueError):  # closed while it was read
        for line in stream:
            answers.put(line)
    answers.put(b"")


def _serve() -> None:
    """The process: a line in (ending, bytes), a line out (the document, or why there is none)."""
    _limit()
    for line in sys.stdin.buffer:
        try:
            suffix, raw = json.loads(line)
            answer: dict[str, str] = asdict(DOCUMENTS[suffix](base64.b64decode(raw)))
        except Unreadable as error:
            answer = {"problem": error.problem, "remedy": error.remedy}
        except (MemoryError, RecursionError):
            answer = {"problem": "took more memory than a document may", "remedy": "save it again, smaller"}
        except binascii.Error:
            answer = {"problem": "did not arrive whole", "remedy": "try again"}
        except Exception as error:  # noqa: BLE001 - a library's own fault in a stranger's file stops no other file
            answer = {"problem": f"cannot be read ({type(error).__name__})", "remedy": "save it again"}
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on this system; time is limited all the same
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _serve()
