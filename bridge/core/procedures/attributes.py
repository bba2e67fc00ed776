"""Temporary attributes: their types and patterns, and how a customer's words become their values."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator, model_validator

from bridge.core.procedures.template import Template
from bridge.core.words.values import Json

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
"""What attributes and results are called; expressions use the same names."""

TEXT_LONGEST = 2_000
"""Characters of an answer that are looked at."""

RESERVED = frozenset({"contact", "conversation", "message", "now", "hooks", "true", "false", "null", "in"})

_YES = frozenset(
    (
        *("yes", "yep", "yeah", "ok", "okay", "sure", "correct", "right", "true", "please"),
        *("ja", "jo", "si", "sí", "oui", "sim", "certo", "claro", "sicher"),
    )
)
_POLITE = frozenset(("please", "right"))
_NO = frozenset(("no", "nope", "not", "nein", "non", "não", "nao", "false", "never", "cancel", "stop"))
_NUMBER = re.compile(r"-?\d[\d.,\u00a0' ]*")
_GROUPED = re.compile(r"-?\d{1,3}(?P<sign>[.,])\d{3}(?P<more>(?:(?P=sign)\d{3})*)")
"""12,000 and 1.000.000: as an integer, or with more than one group, that is no fraction."""
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[./](\d{1,2})[./](\d{4})\b")


class Attribute(BaseModel):
    """One temporary attribute of a run.

    Args:
        type: What its value is; `date` is an ISO date as a text, `list` one of `options`.
        pattern: A regular expression that the whole value of a `string` must match.
        options: The only values of a `list`.
        ask: What Fin asks to get it.
        retry: What Fin says when the answer does not fit.
        description: For people, and for a model.
        default: Its value until it is set.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["string", "integer", "decimal", "boolean", "date", "email", "list"] = "string"
    pattern: str | None = None
    options: tuple[str, ...] = ()
    ask: Template | None = None
    retry: Template | None = None
    description: str = ""
    default: Json = None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                re.compile(value)
            except re.error as error:
                raise ValueError(f"not a regular expression: {error}") from None
        return value

    @model_validator(mode="after")
    def _fits(self) -> Attribute:
        if self.type == "list" and not self.options:
            raise ValueError("a list needs `options`")
        if self.pattern is not None and self.type != "string":
            raise ValueError("only a string has a `pattern`")
        return self

    @property
    def is_free(self) -> bool:
        """Whether any words at all are a value."""
        return self.type == "string" and self.pattern is None

    def accepts(self, value: Json) -> bool:
        """Whether `value`, from an outside system or a teammate, is one of this attribute's."""
        match self.type:
            case "string":
                return isinstance(value, str) and (
                    self.pattern is None or re.fullmatch(self.pattern, value) is not None
                )
            case "integer":
                return isinstance(value, int) and not isinstance(value, bool)
            case "decimal":
                return (
                    isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf
                )
            case "boolean":
                return isinstance(value, bool)
            case "date":
                return isinstance(value, str) and _iso(value) is not None
            case "email":
                return isinstance(value, str) and _EMAIL.fullmatch(value) is not None
            case "list":
                return value in self.options

    def found_in(self, text: str, *, strict: bool = False) -> Json:
        """The value that a customer's words hold, or None.

        Args:
            text: What was said, in any wording: "it's order #123456".
            strict: Only where the text has it beyond doubt: words that nobody asked for.
        """
        said = text.strip()[:TEXT_LONGEST]
        match self.type:
            case "string":
                return self._string(said, strict=strict)
            case "integer" | "decimal":
                return None if strict else self._number(said)
            case "boolean":
                return None if strict else _truth(said)
            case "date":
                return _iso(said)
            case "email":
                found = _EMAIL.search(said)
                return found.group() if found else None
            case "list":
                return self._option(said, strict=strict)

    def vouched(self, value: Json, text: str) -> Json:
        """`value`, which a model read in a customer's words, or None where it does not fit or was not said.

        A number or a date may be said in other words; a text must stand in `text` sign for sign, so that no
        model invents an order number or an address.
        """
        if value is None or not self.accepts(value):
            return None
        if isinstance(value, str) and self.type in ("string", "email"):
            flat = _flat(value)
            return value if flat and len(value) <= TEXT_LONGEST and flat in _flat(text) else None
        return value

    def _string(self, said: str, *, strict: bool) -> str | None:
        if self.pattern is None:
            return None if strict else said or None
        if re.fullmatch(self.pattern, said):
            return said
        wanted = re.compile(self.pattern)
        words = {word.strip(".,;:!?()[]\"'") for word in said.split()}
        fitting = sorted(word for word in words if word and wanted.fullmatch(word))
        return fitting[0] if len(fitting) == 1 else None

    def _number(self, said: str) -> Json:
        found = _NUMBER.findall(said)
        if len(found) != 1:
            return None
        digits = re.sub(r"[\s\u00a0']", "", found[0]).rstrip(".,")
        grouped = _GROUPED.fullmatch(digits)
        if grouped and (self.type == "integer" or grouped["more"]):
            digits = re.sub(r"[.,]", "", digits)
        if "," in digits and "." in digits:
            digits = digits.replace("," if digits.rindex(".") > digits.rindex(",") else ".", "")
        digits = digits.replace(",", ".")
        try:
            number = float(digits)
        except ValueError:
            return None
        if self.type == "integer":
            return int(number) if number.is_integer() else None
        return number

    def _option(self, said: str, *, strict: bool) -> str | None:
        lowered = said.casefold()
        exact = [one for one in self.options if one.casefold() == lowered]
        if exact:
            return exact[0]
        within = [
            one for one in self.options if re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", lowered)
        ]
        if strict:
            return None
        if len(within) != 1:
            return self._yes_or_no(lowered)
        is_taken_back = within[0].casefold() in _YES and set(re.findall(r"\w+", lowered)) & _NO
        return None if is_taken_back else within[0]

    def _yes_or_no(self, said: str) -> str | None:
        """`ja` for the button Yes: nothing but such words, because a change may hang on it."""
        words = set(re.findall(r"\w+", said))
        meant = _YES if words <= _YES and words - _POLITE else _NO if words and words <= _NO else frozenset()
        fitting = [one for one in self.options if one.casefold() in meant]
        return fitting[0] if len(fitting) == 1 else None


def _flat(text: str) -> str:
    """Letters, digits and @ alone."""
    return re.sub(r"[^\w@]|_", "", text.casefold())


def _truth(said: str) -> bool | None:
    words = set(re.findall(r"\w+", said.casefold()))
    yes, no = bool(words & _YES), bool(words & _NO)
    return yes if yes != no else None


def _iso(said: str) -> str | None:
    if found := _ISO_DATE.search(said):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.search(said):
        day, month, year = (int(part) for part in found.groups())
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def is_time(value: Any) -> bool:
    """Whether `value` is a time in ISO 8601 or in seconds since 1970, as Intercom's API takes both."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return True
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


def filled(attributes: dict[str, Attribute]) -> dict[str, Json]:
    """The values that a run begins with."""
    return {name: one.default for name, one in attributes.items() if one.default is not None}


__all__ = ["RESERVED", "Attribute", "Name", "filled", "is_time"]
