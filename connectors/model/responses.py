"""The dialect `responses`: POST /responses, and how its answer is read."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.model.chat import data_url, sendable
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
    """The body of the request; nothing of it is to be stored.

    Source: platform.openai.com, Responses, "Create a model response".
    """
    body: dict[str, Json] = {
        "model": endpoint.model,
        "input": [item for one in messages for item in _items(one)],
        "max_output_tokens": max_tokens,
        "temperature": temperature,
        "store": False,
    }
    if tools:
        body["tools"] = [
            {
                "type": "function",
                "name": one.name,
                "description": one.description,
                "parameters": dict(one.parameters),
                "strict": False,
            }
            for one in tools
        ]
    if endpoint.is_streamed:
        body["stream"] = True
    return body


def read(event: dict[str, Json], into: Gathering) -> None:
    """One event of a stream, or a whole answer.

    Raises:
        Failed: The server says that it failed.
    """
    place = event.get("output_index")
    match event.get("type"):
        case "response.output_text.delta" | "response.refusal.delta":
            into.say(event.get("delta"))
        case "response.output_item.added":
            _begin(place, event.get("item"), into)
        case "response.function_call_arguments.delta":
            into.call(place, None, None, event.get("delta"))
        case "error":
            raise Failed(_text(event.get("code")))
        case "response.completed" | "response.incomplete" | "response.failed":
            _end(event.get("response"), into)
        case kind if isinstance(kind, str) and kind.startswith("response.reasoning"):
            into.is_alive = True
        case None:
            _whole(event, into)
        case _:
            return


def _begin(place: Json, item: Json, into: Gathering) -> None:
    if isinstance(item, dict) and item.get("type") == "function_call":
        into.call(place, item.get("call_id"), item.get("name"), item.get("arguments"))


def _whole(answer: dict[str, Json], into: Gathering) -> None:
    output = answer.get("output")
    for place, item in enumerate(output if isinstance(output, list) else ()):
        _begin(place, item, into)
        content = item.get("content") if isinstance(item, dict) else None
        for part in content if isinstance(content, list) else ():
            if isinstance(part, dict):
                into.say(part.get("text"))
                into.say(part.get("refusal"))
    _end(answer, into)


def _end(answer: Json, into: Gathering) -> None:
    """The status of the answer, in the words of the dialect `chat`."""
    if not isinstance(answer, dict):
        return
    into.named(answer.get("model"))
    usage = answer.get("usage")
    if isinstance(usage, dict):
        into.count(usage.get("input_tokens"), usage.get("output_tokens"))
    error, details = answer.get("error"), answer.get("incomplete_details")
    if error or answer.get("status") == "failed":
        raise Failed(_text(error.get("code")) if isinstance(error, dict) else "")
    match answer.get("status"):
        case "completed":
            into.finished("tool_calls" if into.calls() else "stop")
        case "incomplete":
            reason = details.get("reason") if isinstance(details, dict) else None
            into.finished("length" if reason == "max_output_tokens" else reason or "length")
        case _:
            return


def _items(message: Message) -> list[dict[str, Json]]:
    if message.role == "tool":
        return [{"type": "function_call_output", "call_id": message.answers, "output": _output(message)}]
    content = (message.content,) if isinstance(message.content, str) else message.content
    kind = "output_text" if message.role == "assistant" else "input_text"
    parts = [
        {"type": "input_image", "image_url": data_url(part), "detail": "auto"}
        if isinstance(part, Image)
        else {"type": kind, "text": sendable(part)}
        for part in content
        if part
    ]
    said: list[dict[str, Json]] = [{"role": message.role, "content": parts}] if parts else []
    return said + [
        {"type": "function_call", "call_id": one.id, "name": one.name, "arguments": one.raw or "{}"}
        for one in message.calls
    ]


def _output(message: Message) -> str:
    parts = (message.content,) if isinstance(message.content, str) else message.content
    return "".join(sendable(part) for part in parts if isinstance(part, str))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""
