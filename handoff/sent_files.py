"""The files that a customer sent before people came: for them to open, not only to read the names of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

from bridge.core.words.entries import Line, Part
from bridge.runtime.uploads import Upload

ReadUpload: TypeAlias = Callable[[str], Awaitable[Upload | None]]

MOST = 10
MOST_BYTES = 30 * 1024 * 1024
"""In memory together; what is beyond is named in the transcript."""


async def sent_files(lines: Sequence[Line], load: ReadUpload) -> tuple[Upload, ...]:
    """The latest files of the customer, in the order in which he sent them.

    Args:
        lines: The conversation's log, in order.
        load: A file by its id.
    """
    parts = [line.entry for line in lines if isinstance(line.entry, Part)]
    named = [one for part in parts if part.author.type == "user" for one in part.attachments]
    found: list[Upload] = []
    size = 0
    for one in reversed(named[-MOST:]):
        file = await load(one.id) if size + one.size_bytes <= MOST_BYTES else None
        if file is not None:
            found.append(file)
            size += file.size_bytes
    return tuple(reversed(found))
