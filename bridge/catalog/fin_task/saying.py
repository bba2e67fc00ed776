"""What is said to people about a line of the task."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says something about a line."""

    said: list[tuple[int, str]]
    line: int

    def __call__(self, sentence: str) -> None:
        """Says it."""
        self.said.append((self.line, sentence))


def cut(text: str) -> str:
    """As much of the task's words as fits on a line."""
    bare = " ".join(text.split()).replace("`", "'")
    return bare if len(bare) <= 100 else f"{bare[:99]}…"  # noqa: PLR2004 - what fits on a line
