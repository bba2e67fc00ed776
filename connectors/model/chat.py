"""The dialect `chat`: POST /chat/completions, and how its answer is read."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from connectors.model.gathering import Failed, Gathering
from connectors.model.words import Endpoint, Image, Json, Message, Tool


def request(
    endpoint: Endpoint,
    messages: Sequence[Message],
    tools: Sequence[Tool],
    *,
    max_tokens: int,
    temperature: float,
) -> dict[str, Json]:
    """The body of the request.

    Source: platform.openai.com, Chat Completions, "Create chat completion".
    """
    body: dict[str, Json] = {
        "model": endpoint.model,
        "messages": [_message(one) for one in messages],
        "max_tokens": max_tokens,
        "temperature": temperature,
    }
    if tools:
        body["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": one.name,
                    "description": one.description,
                    "parameters": dict(one.parameters),
                },
            }
            for one in tools
        ]
    if endpoint.is_streamed:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return body


def read(event: dict[str, Json], into: Gathering) -> None:
    """One chunk of a stream, or a whole answer: the shapes differ in one word.

    Raises:
        Failed: The server says that it failed.
    """
    if event.get("error"):
        raise Failed(_code(event["error"]))
    into.named(event.get("model"))
    usage = event.get("usage")
    if isinstance(usage, dict):
        into.count(usage.get("prompt_tokens"), usage.get("completion_tokens"))
    choices = event.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(choice, dict):
        return
    into.finished(choice.get("finish_reason"))
    said = choice.get("delta") or choice.get("message")
    if not isinstance(said, dict):
        return
    if said.get("reasoning_content") or said.get("reasoning"):
        into.is_alive = True
    content = said.get("content")
    for part in content if isinstance(content, list) else [{"text": content}]:
        into.say(part.get("text") if isinstance(part, dict) else part)
    into.say(said.get("refusal"))
    calls = said.get("tool_calls")
    for place, one in enumerate(calls if isinstance(calls, list) else ()):
        function = one.get("function") if isinstance(one, dict) else None
        if isinstance(function, dict):
            key = one.get("index", place)
            into.call(key, one.get("id"), function.get("name"), function.get("arguments"))


def _message(message: Message) -> dict[str, Json]:
    said: dict[str, Json] = {"role": message.role, "content": _content(message)}
    if message.calls:
        said["tool_calls"] = [
            {"id": one.id, "type": "function", "function": {"name": one.name, "arguments": one.raw or "{}"}}
            for one in message.calls
        ]
    if message.role == "tool":
        said["tool_call_id"] = message.answers
    return said


def _content(message: Message) -> Json:
    if isinstance(message.content, str):
        return sendable(message.content)
    return [
        {"type": "image_url", "image_url": {"url": data_url(part)}}
        if isinstance(part, Image)
        else {"type": "text", "text": sendable(part)}
        for part in message.content
    ]


def sendable(text: str) -> str:
    """The text with `?` for half a character: a cut emoji, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode()


def data_url(image: Image) -> str:
    """The picture as a `data:` URL."""
    return f"data:{image.media_type};base64,{base64.b64encode(image.data).decode()}"


def _code(error: Json) -> str:
    found = error.get("code") or error.get("type") if isinstance(error, dict) else ""
    return found if isinstance(found, str) else ""
