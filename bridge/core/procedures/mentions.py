"""The @mentions of an instruction: the only things that a model may do in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bridge.core.procedures.attributes import Attribute
from bridge.core.procedures.connector import Connector
from bridge.core.words.values import Json

Kind: TypeAlias = Literal[
    "read",
    "update",
    "use",
    "look up",
    "tag",
    "note",
    "run",
    "switch",
    "handoff",
    "escalate",
    "end",
    "ask teammate",
    "wait for webhook",
]
_NAMED = frozenset({"read", "update", "use", "tag", "run", "switch", "wait for webhook"})
_MENTION = re.compile(
    r"@(read|update|use|look up|tag|note|run|switch|handoff|escalate|end|ask teammate|wait for webhook)\b"
    r"(?:[ \t]+([A-Za-z_][A-Za-z0-9_.-]*))?"
)
_SCHEMA: Mapping[str, Json] = {
    "string": {"type": "string"},
    "email": {"type": "string"},
    "date": {"type": "string", "description": "ISO date"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array"},
    "object": {"type": "object"},
}


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that may be done."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """A tool as the model gets it.

    Args:
        name: Of the tool.
        description: For the model.
        parameters: JSON schema of an object.
    """

    name: str
    description: str
    parameters: Mapping[str, Json]


def mentions_in(text: str) -> tuple[Mention, ...]:
    """All of an instruction, each once, in order."""
    found = (
        Mention(kind, name.rstrip(".-") if kind in _NAMED else "") for kind, name in _MENTION.findall(text)
    )
    return tuple(dict.fromkeys(found))


def abilities(
    mentions: Sequence[Mention],
    attributes: Mapping[str, Attribute],
    connectors: Mapping[str, Connector],
) -> tuple[Ability, ...]:
    """The tools of an instruction; what every one has comes first."""
    made = [
        _ability("step_done", "What this instruction asks for is done; the procedure goes on.", {}, ()),
        _ability("customer_wants_people", "The customer asks for a person of the team.", {}, ()),
    ]
    for one in mentions:
        match one.kind:
            case "update" if one.name in attributes:
                made.append(_update(one.name, attributes[one.name]))
            case "use" if one.name in connectors:
                made.append(_use(one.name, connectors[one.name]))
            case "tag":
                made.append(_ability(f"tag_{one.name}", f"Tag the conversation {one.name}.", {}, ()))
            case "note":
                made.append(
                    _ability("note", "Leave an internal note.", {"text": {"type": "string"}}, ["text"])
                )
            case "look up":
                made.append(
                    _ability(
                        "look_up",
                        "Look something up in the help articles.",
                        {"question": {"type": "string"}},
                        ["question"],
                    )
                )
            case "run" | "switch":
                made.append(_ability(f"{one.kind}_{one.name}", f"Go on with {one.name}.", {}, ()))
            case "handoff" | "escalate":
                made.append(_ability("hand_off", "Pass the customer to the team.", {}, ()))
            case "ask teammate":
                made.append(
                    _ability(
                        "ask_teammate",
                        "Ask a person of the team, and wait for the answer while the customer waits, too.",
                        {"question": {"type": "string"}},
                        ["question"],
                    )
                )
            case "wait for webhook" if one.name:
                about = f"Wait until {one.name.replace('_', ' ')} comes from outside."
                made.append(_ability(f"wait_for_{one.name}", about, {}, ()))
            case "end":
                made.append(_ability("end", "End the procedure.", {}, ()))
            case _:
                continue
    return tuple({one.name: one for one in made}.values())


def schema_of(name: str, attribute: Attribute) -> dict[str, Json]:
    """A JSON schema of the attribute's values, for a model."""
    schema = dict(_SCHEMA.get(attribute.type, {}))
    if attribute.type == "list":
        schema = {"type": "string", "enum": list(attribute.options)}
    if attribute.pattern is not None:
        schema["pattern"] = attribute.pattern
    return {**schema, "description": _about(name, attribute)}


def _about(name: str, attribute: Attribute) -> str:
    return attribute.description or name.replace("_", " ")


def _update(name: str, attribute: Attribute) -> Ability:
    about = f"Remember the customer's {_about(name, attribute)}."
    return _ability(f"update_{name}", about, {"value": schema_of(name, attribute)}, ["value"])


def _use(name: str, connector: Connector) -> Ability:
    given = {key: one for key, one in connector.inputs.items() if one.bound is None}
    properties = {
        key: {**_SCHEMA[one.type], **({"description": one.description} if one.description else {})}
        for key, one in given.items()
    }
    required = [key for key, one in given.items() if one.required and one.default is None]
    return _ability(f"use_{name}", connector.description or name, properties, required)


def _ability(name: str, description: str, properties: Mapping[str, Json], required: Sequence[str]) -> Ability:
    return Ability(
        name=name[:64],
        description=description,
        parameters={
            "type": "object",
            "properties": dict(properties),
            "required": list(required),
            "additionalProperties": False,
        },
    )
