"""Reads the files beside the folders, such as `guidance.yaml`, and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bridge.catalog.unknown_names import READER, RULE, SITUATION, unknown_names
from bridge.core.procedures.expressions import Expression
from bridge.core.procedures.guidance import PIECES_MOST, Escalation, Guidance
from bridge.core.procedures.hours import Hours
from bridge.core.procedures.source import Problem, Source, SourceError, read
from bridge.core.procedures.ticket_attributes import TicketAttribute, TicketAttributes

GUIDANCE, ESCALATION, HOURS = "guidance.yaml", "escalation.yaml", "hours.yaml"
ATTRIBUTES = "attributes.yaml"
FILES = (GUIDANCE, ESCALATION, HOURS, ATTRIBUTES)

M = TypeVar("M", bound=BaseModel)
_Condition: TypeAlias = tuple[tuple[str | int, ...], Expression, Collection[str]]
"""Where it stands in the file, what it is, and what it may name."""


class _Pieces(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    pieces: Annotated[tuple[Guidance, ...], Field(max_length=PIECES_MOST)] = ()


def read_guidance(root: Path) -> tuple[tuple[Guidance, ...] | None, tuple[Problem, ...]]:
    """The pieces, none where there is no file, None where the file is broken; and what is wrong."""

    def conditions(read: _Pieces) -> Iterator[_Condition]:
        for place, one in enumerate(read.pieces):
            if one.audience is not None:
                yield (place, "audience"), one.audience, READER

    found, problems = _read(root / GUIDANCE, _Pieces, within="pieces", conditions=conditions)
    return (None if found is None else found.pieces), problems


def read_escalation(
    root: Path, attributes: Collection[str] = ()
) -> tuple[Escalation | None, tuple[Problem, ...]]:
    """The rules, none where there is no file, None where the file is broken; and what is wrong.

    Args:
        root: The configuration folder.
        attributes: What tickets are sorted by.
    """

    def conditions(read: Escalation) -> Iterator[_Condition]:
        for place, one in enumerate(read.rules):
            yield ("rules", place, "if"), one.condition, RULE

    return _read(root / ESCALATION, Escalation, conditions=conditions, attributes=attributes)


def read_hours(root: Path, attributes: Collection[str] = ()) -> tuple[Hours | None, tuple[Problem, ...]]:
    """The hours, none where there is no file, None where the file is broken; and what is wrong.

    Args:
        root: The configuration folder.
        attributes: What tickets are sorted by.
    """

    def conditions(read: Hours) -> Iterator[_Condition]:
        for place, one in enumerate(read.situations):
            yield ("situations", place, "if"), one.condition, SITUATION

    return _read(root / HOURS, Hours, conditions=conditions, attributes=attributes)


def read_attributes(root: Path) -> tuple[Mapping[str, TicketAttribute] | None, tuple[Problem, ...]]:
    """The attributes, none where there is no file, None where the file is broken; and what is wrong."""
    found, problems = _read(root / ATTRIBUTES, TicketAttributes, within="attributes")
    return (None if found is None else found.attributes), problems


def _no_conditions(_read: BaseModel) -> Iterator[_Condition]:
    return iter(())


def _read(
    path: Path,
    model: type[M],
    *,
    within: str = "",
    conditions: Callable[[M], Iterator[_Condition]] = _no_conditions,
    attributes: Collection[str] = (),
) -> tuple[M | None, tuple[Problem, ...]]:
    if not path.is_file():
        return model(), ()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, (Problem(file=path.name, line=1, what=f"It cannot be read: {error}."),)
    if not text.strip():
        return model(), ()
    try:
        source = read(text)
    except SourceError as error:
        return None, (Problem(file=path.name, line=error.line, what=f"{error}."),)
    if source.data is None:
        return model(), ()
    data = {within: source.data} if within else source.data
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        return None, tuple(
            _problem(path.name, source, one, within) for one in error.errors(include_url=False)
        )
    return made, tuple(
        Problem(file=path.name, line=source.line(place), what=what, mend=mend, severity="warning")
        for place, condition, known in conditions(made)
        for what, mend in unknown_names(condition, known, attributes)
    )


def _problem(file: str, source: Source, one: Any, within: str) -> Problem:
    place = one["loc"][1:] if within and one["loc"][:1] == (within,) else one["loc"]
    name = ".".join(str(part) for part in place)
    said = str(one["msg"]).removeprefix("Value error, ")
    return Problem(file=file, line=source.line(place), what=f"`{name}`: {said}." if name else f"{said}.")
