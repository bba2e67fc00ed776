"""A data connector as its file describes it: an outside system that steps can call."""

from __future__ import annotations

import math
import re
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from bridge.core.procedures.attributes import Name
from bridge.core.procedures.template import Template
from bridge.core.words.values import Json, Touch

BOUND = ("id", "external_id", "email", "name", "verified", "role")
"""What of the contact an input can be bound to."""
_WRITTEN = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?")
_WHOLE = re.compile(r"[+-]?\d{1,400}")


class Input(BaseModel):
    """One input of a connector.

    Args:
        type: What its value must be.
        required: Whether the call is blocked without it.
        default: Its value when none is given.
        bound: `contact.external_id` and the like: taken from the session by the bridge. No text, no step and
            no model can set it.
        description: For people, and for a model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    type: Literal["string", "integer", "decimal", "boolean", "list", "object"] = "string"
    required: bool = False
    default: Json = None
    bound: str | None = Field(default=None, alias="from")
    description: str = ""

    @field_validator("bound")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is not None and value.removeprefix("contact.") not in BOUND:
            raise ValueError(f"`from` takes one of {', '.join('contact.' + one for one in BOUND)}")
        return value

    def fitted(self, value: Json) -> Json:
        """`value` as this type.

        Raises:
            ValueError: It does not fit.
        """
        match self.type:
            case "string":
                if isinstance(value, str | int | float) and not isinstance(value, bool):
                    return str(value)
            case "boolean":
                if isinstance(value, bool):
                    return value
            case "integer":
                if (whole := _integer(value)) is not None:
                    return whole
            case "decimal":
                if (number := _number(value)) is not None:
                    return number
            case "list":
                if isinstance(value, list | tuple):
                    return list(value)
            case "object":
                if isinstance(value, dict):
                    return value
        raise ValueError(f"not a {self.type}")


class Connector(BaseModel):
    """An outside system's one request.

    Args:
        description: What it does, for people and for a model.
        url: With the inputs and `secrets.NAME` as holes; values are percent-encoded where they stand, but for
            a secret at the very beginning (`{{ secrets.SHOP_URL }}/orders`), which is the base address.
        body: JSON with holes; an item that is one hole alone keeps the type of its value.
        effect: `read` changes nothing; `idempotent` is sent with an `Idempotency-Key` and may be repeated;
            `unsafe` is never repeated.
        contacts: `verified` refuses a contact who proved nothing.
        outputs: Names and the JMESPath of each in the answer; without any the whole answer is the result.
        timeout: Seconds.
        transform: Python that makes the result from `response`, run in the sandbox.
        approval: A teammate must agree to each call, within a day.
        mock_response: What simulations answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    description: str = ""
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = "GET"
    url: str = Field(min_length=1, max_length=2_000)
    headers: dict[str, str] = Field(default_factory=dict)
    inputs: dict[Name, Input] = Field(default_factory=dict)
    body: Any = None
    effect: Touch = "read"
    contacts: Literal["verified", "any"] = "any"
    outputs: dict[Name, str] = Field(default_factory=dict)
    timeout: float = Field(default=15.0, gt=0, le=30)
    transform: str | None = None
    approval: bool = False
    mock_response: Json = None

    @field_validator("method", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("outputs")
    @classmethod
    def _compiles(cls, value: dict[str, str]) -> dict[str, str]:
        import jmespath
        from jmespath.exceptions import JMESPathError

        for name, path in value.items():
            try:
                jmespath.compile(path)
            except JMESPathError as error:
                raise ValueError(
                    f"`{name}` is no JMESPath ({str(error).splitlines()[0]}): try result.field"
                ) from None
        return value

    @model_validator(mode="after")
    def _reads(self) -> Connector:
        if self.effect == "read" and self.method in ("PUT", "PATCH", "DELETE"):
            raise ValueError(f"{self.method} changes something: say `effect: idempotent` or `effect: unsafe`")
        for where, text in holes_of(self):
            Template(text)
            for name in Template(text).names:
                if name not in self.inputs and name != "secrets":
                    raise ValueError(f"{where}: there is no input `{name}`; add it under `inputs`")
        return self

    def given(self, inputs: dict[str, Json]) -> dict[str, Json]:
        """The inputs of one call, as their types; bound ones are left to the bridge.

        Raises:
            ValueError: One is missing, unknown, bound or of another type.
        """
        found: dict[str, Json] = {}
        for name, value in inputs.items():
            declared = self.inputs.get(name)
            if declared is None:
                raise ValueError(f"it has no input `{name}`")
            if declared.bound is not None:
                raise ValueError(f"`{name}` is bound to {declared.bound} and cannot be given")
            if value is None or value == "":
                continue
            try:
                found[name] = declared.fitted(value)
            except ValueError as error:
                raise ValueError(f"`{name}`: {error}") from None
        for name, declared in self.inputs.items():
            if name in found or declared.bound is not None:
                continue
            if declared.default is not None:
                found[name] = declared.default
            elif declared.required:
                raise ValueError(f"`{name}` is missing")
        return found


Holes: TypeAlias = list[tuple[str, str]]


def holes_of(connector: Connector) -> Holes:
    """Every text of a connector that has holes, with the name of its place."""
    found: Holes = [("url", connector.url)]
    found += [(f"headers.{name}", text) for name, text in connector.headers.items()]
    found += _texts("body", connector.body)
    return found


def _texts(where: str, value: Json) -> Holes:
    if isinstance(value, str):
        return [(where, value)]
    if isinstance(value, dict):
        return [one for name, inner in value.items() for one in _texts(f"{where}.{name}", inner)]
    if isinstance(value, list):
        return [one for place, inner in enumerate(value) for one in _texts(f"{where}.{place}", inner)]
    return []


def _number(value: Json) -> float | None:
    """A finite number, written as JSON writes it; nothing else that Python reads as one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str) and _WRITTEN.fullmatch(value.strip()) is None:
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _integer(value: Json) -> int | None:
    """A whole number, all of its digits: what lies beyond a float's reach is an id, not an amount."""
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()) is not None:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _number(value)
    return int(number) if number is not None and number.is_integer() else None
