"""The pictures that a customer sent and nobody has answered, for a model that can see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from bridge.core.words.entries import Line, Part
from bridge.runtime.uploads import Upload
from connectors.llm import Image

KINDS = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What models read. Source: platform.openai.com, Images and vision."""
MOST = 3
"""The latest ones; each costs about as much as a page of text."""
BYTES = 5 * 1024 * 1024
"""Of one picture; a larger one is for people."""


async def pictures_of(
    lines: Sequence[Line], load: Callable[[str], Awaitable[Upload | None]]
) -> tuple[Image, ...]:
    """The latest pictures since anybody but the customer said something, in order.

    Args:
        lines: The conversation's latest lines, in order.
        load: A file of the customer's by its id.
    """
    wanted: list[str] = []
    for line in reversed(lines):
        if not isinstance(line.entry, Part):
            continue
        if line.entry.author.type != "user":
            break
        wanted += [
            one.id
            for one in reversed(line.entry.attachments)
            if one.content_type in KINDS and one.size_bytes <= BYTES
        ]
    found = [await load(one) for one in reversed(wanted[:MOST])]
    return tuple(Image(one.data, one.content_type) for one in found if one is not None)
