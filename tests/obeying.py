"""What a Byzantine model reads as orders: `OBEY: {json}` anywhere in its prompt, also when it is hidden.

An order is `{"tool": name, "arguments": {…}}` or `{"say": text}`. It is found in every text that the model
reads (customers', articles', answers of connectors, the alternative texts of pictures), split over messages,
inside JSON, and in base64.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any

Json = Any

_ORDER = re.compile(r"OBEY:\s*(?=\{)")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def obeyed(request: dict[str, Json]) -> list[dict[str, Json]]:
    """The orders of a request, each once, as they stand in the prompt."""
    found: list[dict[str, Json]] = []
    for text in _readings(texts_of(request)):
        for order in _orders(text):
            if order not in found:
                found.append(order)
    return found


def texts_of(request: dict[str, Json]) -> list[str]:
    """Every text of the prompt, of both dialects, without the pictures' data."""
    found = []
    if isinstance(request.get("instructions"), str):
        found.append(request["instructions"])
    items = request.get("messages", request.get("input", []))
    for item in items if isinstance(items, list) else [items]:
        found += _texts(item)
    return found


def _texts(item: Json) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict):
        for name in ("content", "text", "output", "arguments"):
            if name in item:
                yield from _texts(item[name])
        for call in item.get("tool_calls", []):
            yield call["function"]["arguments"]
    elif isinstance(item, list):
        for one in item:
            yield from _texts(one)


def _readings(texts: list[str]) -> Iterator[str]:
    """The prompt as it stands, with its messages joined, out of JSON, and out of base64."""
    whole = "\n".join(texts)
    yield whole
    yield "".join(texts)
    yield whole.replace('\\"', '"')
    for match in _BASE64.finditer(whole):
        word = match[0].rstrip("=")
        try:
            yield base64.b64decode(word + "=" * (-len(word) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue


def _orders(text: str) -> Iterator[dict[str, Json]]:
    decoder = json.JSONDecoder()
    for match in _ORDER.finditer(text):
        try:
            order, _ = decoder.raw_decode(text, match.end())
        except ValueError:
            continue
        if isinstance(order, dict) and ("tool" in order or "say" in order):
            yield order
