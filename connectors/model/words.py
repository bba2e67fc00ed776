"""What is said to a model server, and what it says back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = Any
"""What JSON can say."""

Role: TypeAlias = Literal["system", "user", "assistant", "tool"]
Api: TypeAlias = Literal["chat", "responses"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model on a server that speaks OpenAI's protocol.

    Args:
        base_url: `https://api.openai.com/v1`; plain http only to this machine and to allowed hosts.
        api_key: Empty for a server that wants none. It is in no error, log line or `repr`.
        model: As the server calls it.
        api: Which of the protocol's two dialects; every server knows `chat`.
        is_streamed: Whether the server is asked to stream.
    """

    base_url: str
    api_key: str = field(repr=False)
    model: str
    api: Api = "chat"
    is_streamed: bool = True


@dataclass(frozen=True, slots=True)
class Tool:
    """Something that the model may ask for.

    Args:
        name: Letters, digits, `_` and `-`, at most 64.
        description: For the model.
        parameters: A JSON schema of an object. What comes back is not checked against it here.
    """

    name: str
    description: str
    parameters: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What the model asked for; nobody has checked any of it.

    Args:
        name: Perhaps of no tool that was offered.
        arguments: None when `raw` is no JSON object that we take.
        raw: The arguments as the model wrote them, at most `ARGUMENTS_LONGEST` characters.
        id: The server's, for a message with the result.
    """

    name: str
    arguments: Mapping[str, Json] | None
    raw: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, sent with the message itself: no server fetches anything for it."""

    data: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of what the model reads.

    Args:
        content: Text, or text and pictures in turn.
        calls: Of an assistant's message: what it asked for.
        answers: Of a tool's message: the id of the call whose result this is.
    """

    role: Role
    content: str | tuple[str | Image, ...]
    calls: tuple[ToolCall, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """What a model said, wholly.

    Args:
        text: At most `TEXT_LONGEST` characters.
        calls: What it asked for, at most `CALLS_MOST`.
        prompt_tokens: As the server counted them, or estimated.
        completion_tokens: The same.
        milliseconds: From the beginning of `reply`, failed endpoints included.
        first_chunk_ms: Until the first piece of text or of a call.
        model: As the server calls it.
        finish: `stop`, `length`, `tool_calls`, `content_filter`, or a word of the server's own.
        is_cut: More came than we take; what came afterwards is lost.
        is_estimated: The server did not count: a token is taken for four characters.
        spent: Requests that were sent for it, this one included.
        endpoint: The index of the endpoint that answered.
        missed: One sentence for each failure on the way to it.
    """

    text: str
    calls: tuple[ToolCall, ...]
    prompt_tokens: int
    completion_tokens: int
    milliseconds: float
    first_chunk_ms: float
    model: str
    finish: str
    is_cut: bool = False
    is_estimated: bool = False
    spent: int = 1
    endpoint: int = 0
    missed: tuple[str, ...] = ()
