"""What a model may ask for in one turn, as tools; anything else that it asks for is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bridge.fin.brains.model.prompt import Offered
from connectors.llm import Tool

REASONS = ("customer_asks_for_people", "no_answer_in_passages", "customer_is_upset")
OPTIONS_MOST = 4
WANTS_CHARS = 1_500
"""Of the schemas of what an open question is to find out."""


def tools_for(
    procedures: Sequence[Offered],
    *,
    asked: bool,
    wants: Mapping[str, Any] | None = None,
    recalls: bool = False,
) -> tuple[Tool, ...]:
    """The tools of one turn.

    Args:
        procedures: Those that may be started; without any the tool is not offered.
        asked: Whether a procedure's question is open.
        wants: What that question is to find out: attribute → JSON schema.
        recalls: Whether people had the conversation, and what they did can be told.
    """
    tools = [
        _tool(
            "ask_back",
            "Ask the customer one short question because several topics fit.",
            {
                "question": {"type": "string"},
                "options": {"type": "array", "items": {"type": "string"}, "maxItems": OPTIONS_MOST},
            },
            ["question"],
        ),
        _tool(
            "hand_off",
            "Pass the customer to people of the team.",
            {"reason": {"type": "string", "enum": list(REASONS)}},
            ["reason"],
        ),
        _tool(
            "feedback",
            "The customer says whether the last answer helped, and asks nothing new.",
            {"helped": {"type": "boolean"}},
            ["helped"],
        ),
        _tool(
            "chat",
            "Reply to a greeting or to thanks that hold no question.",
            {"reply": {"type": "string"}, "about": {"type": "string", "enum": ["greeting", "thanks"]}},
            ["reply", "about"],
        ),
    ]
    if procedures:
        names = [one.procedure for one in procedures]
        tools.insert(
            0,
            _tool(
                "start_procedure",
                "Start the procedure that does what the customer needs done.",
                {"procedure": {"type": "string", "enum": names}},
                ["procedure"],
            ),
        )
    if recalls:
        told = "The customer asks what the people of the team said or did before. He is told so by us."
        tools.insert(0, _tool("recall", told, {}, []))
    if asked:
        about = "The message answers what you asked."
        if wants:
            about += " Give the values that the message itself holds, and no others."
        tools.insert(0, _tool("answers_question", about, _some(wants or {}), []))
    return tuple(tools)


def _some(wants: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked for first, and of the rest as much as the prompt has room for."""
    chosen: dict[str, Any] = {}
    room = WANTS_CHARS
    for name, schema in wants.items():
        room -= len(name) + len(json.dumps(schema, default=str))
        if chosen and room < 0:
            break
        chosen[name] = schema
    return chosen


def _tool(name: str, description: str, properties: Mapping[str, Any], required: list[str]) -> Tool:
    return Tool(
        name=name,
        description=description,
        parameters={
            "type": "object",
            "properties": dict(properties),
            "required": required,
            "additionalProperties": False,
        },
    )
