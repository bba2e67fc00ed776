"""A configuration folder that a test writes file by file."""

from __future__ import annotations

import os
from pathlib import Path

GREETS = """\
title: Greet
when_to_use: {description: The customer says hello., examples: [hello]}
steps:
  - say: Hello.
  - end: {follow_up: false}
"""

RUNS_SHARED = """\
when_to_use: {description: The customer wants to be checked.}
steps:
  - run: check_age
    with: {age: 20}
    as: verdict
  - say: "You are {{ verdict }}."
"""

CHECK_AGE = """\
inputs: {age: {type: integer}}
attributes: {verdict: {type: string}}
returns: verdict
steps:
  - set: {verdict: "{{ age >= 18 ? 'old enough' : 'too young' }}"}
"""

CONNECTOR = """\
url: "https://shop.example/orders/{{ number }}"
inputs: {number: {type: string, required: true}}
mock_response: {total: 10.0}
"""


class Config:
    """Writes and takes away files; each change is seen, however quickly it follows the last."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._ticks = 0

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self._ticks += 1
        stat = path.stat()
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + self._ticks))
        return path

    def remove(self, name: str) -> None:
        (self.root / name).unlink()
