"""A model's answer while it arrives: pieces of text and of calls, bounded."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import orjson

from connectors.model.words import Json, ToolCall
from connectors.outputs import is_deeper

TEXT_LONGEST = 32_000
"""Characters; ten times what a customer reads."""
ARGUMENTS_LONGEST = 16_000
CALLS_MOST = 64
DEEPEST = 32
"""Levels of lists and objects in the arguments of a call."""
_WORD_LONGEST = 200


class Failed(Exception):  # noqa: N818 - it is what the server said, not a mistake of ours
    """The server reported an error inside its answer.

    Args:
        code: Its own word for it.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Garbled(Exception):  # noqa: N818 - as above
    """The answer is none of the protocol's; the message says what it is instead."""


@dataclass(slots=True)
class _Call:
    """A call whose arguments are still arriving; `key` is how the server tells calls apart."""

    key: object
    id: str
    name: str
    raw: str = ""


@dataclass(slots=True)
class Gathering:
    """What has arrived so far.

    Args:
        text: Of the answer, never more than `TEXT_LONGEST`.
        finish: The server's word for why it stopped; empty while it has not.
        model: As the server calls it.
        usage: (prompt tokens, completion tokens), when the server told.
        is_alive: The model has begun to work: text, a call, or thoughts that nobody is shown.
        is_cut: More came than we take; reading on is of no use.
    """

    text: str = ""
    finish: str = ""
    model: str = ""
    usage: tuple[int, int] | None = None
    is_alive: bool = False
    is_cut: bool = False
    _calls: list[_Call] = field(default_factory=list)

    @property
    def has_begun(self) -> bool:
        """Whether a piece of text or of a call is there."""
        return bool(self.text or self._calls)

    def say(self, piece: Json) -> None:
        """More text; what is no text is dropped."""
        if not isinstance(piece, str) or not piece:
            return
        self.is_alive = True
        room = TEXT_LONGEST - len(self.text)
        self.is_cut = self.is_cut or len(piece) > room
        self.text += piece[:room]

    def call(self, key: object, call_id: Json, name: Json, raw: Json) -> None:
        """A new call, or more of the one that has this key.

        Some servers give every call the same index, and tell calls apart by their ids only.
        """
        self.is_alive = True
        known = next((one for one in reversed(self._calls) if one.key == key), None)
        named, is_other = _word(name), _word(call_id)
        if known is None or (named and is_other and known.id and is_other != known.id):
            if len(self._calls) >= CALLS_MOST:
                self.is_cut = True
                return
            known = _Call(key=key, id=is_other, name="")
            self._calls.append(known)
        known.name = known.name or named
        known.id = known.id or is_other
        if isinstance(raw, dict):  # some servers forget that the arguments are a text
            raw = json.dumps(raw, ensure_ascii=False)  # whatever Python holds; orjson takes no long numbers
        if isinstance(raw, str):
            room = ARGUMENTS_LONGEST - len(known.raw)
            self.is_cut = self.is_cut or len(raw) > room
            known.raw += raw[:room]

    def count(self, prompt: Json, completion: Json) -> None:
        """What the server counted, when it counted both."""
        if _is_count(prompt) and _is_count(completion):
            self.usage = (prompt, completion)

    def finished(self, word: Json) -> None:
        """Why the model stopped, when the server says so."""
        self.finish = _word(word) or self.finish

    def named(self, model: Json) -> None:
        """The model's name, as the server tells it."""
        self.model = _word(model) or self.model

    def calls(self) -> tuple[ToolCall, ...]:
        """What was asked for, with the arguments read where they can be."""
        return tuple(
            ToolCall(name=one.name, arguments=_arguments(one.raw), raw=one.raw, id=one.id)
            for one in self._calls
        )


def _arguments(raw: str) -> dict[str, Json] | None:
    """The object in `raw`; a call without arguments is often an empty text."""
    if not raw.strip():
        return {}
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(value, dict) or is_deeper(value, DEEPEST):
        return None
    return value


def _word(value: Json) -> str:
    return value[:_WORD_LONGEST] if isinstance(value, str) else ""


def _is_count(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
