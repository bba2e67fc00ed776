"""Cuts a stream of server-sent events into the JSON objects that it carries."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from connectors.model.gathering import Garbled
from connectors.model.words import Json

DONE = b"[DONE]"
BOM = b"\xef\xbb\xbf"
"""May stand before the first line, and means nothing."""


class Events:
    """Fed with bytes as they come; the caller bounds how many.

    Only `data` is read: both dialects say what an event is inside it.
    Source: HTML standard, "Server-sent events"; lines end with LF or CRLF, as all model servers write them.
    """

    def __init__(self) -> None:
        self._rest = bytearray()
        self._data: list[bytes] = []
        self.is_done = False
        """The server said that nothing follows."""

    def feed(self, chunk: bytes) -> Iterator[dict[str, Json]]:
        """The objects that are whole now.

        Raises:
            Garbled: An event that is no JSON object.
        """
        self._rest += chunk
        if b"\n" not in chunk:  # a line that never ends must not be looked through again and again
            return
        *lines, rest = bytes(self._rest).split(b"\n")
        self._rest = bytearray(rest)
        for line in lines:
            text = line.rstrip(b"\r").removeprefix(BOM)
            if text.startswith(b"data:"):
                self._data.append(text[5:].strip())
            elif not text and self._data:
                data, self._data = b"\n".join(self._data), []
                if data == DONE:
                    self.is_done = True
                    return
                yield read_object(data)


def read_object(data: bytes) -> dict[str, Json]:
    """The JSON object in `data`.

    Raises:
        Garbled: There is none.
    """
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise Garbled("no JSON") from None
    if not isinstance(value, dict):
        raise Garbled("no JSON object")
    return value
