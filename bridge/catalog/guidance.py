"""Reads the files beside the folders, such as `guidance.yaml`, and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bridge.core.procedures.guidance import PIECES_MOST, Escalation, Guidance
from bridge.core.procedures.hours import Hours
from bridge.core.procedures.source import Problem, Source, SourceError, read
from bridge.core.procedures.ticket_attributes import TicketAttribute, TicketAttributes

GUIDANCE, ESCALATION, HOURS = "guidance.yaml", "escalation.yaml", "hours.yaml"
ATTRIBUTES = "attributes.yaml"
FILES = (GUIDANCE, ESCALATION, HOURS, ATTRIBUTES)

M = TypeVar("M", bound=BaseModel)


class _Pieces(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    pieces: Annotated[tuple[Guidance, ...], Field(max_length=PIECES_MOST)] = ()


def read_guidance(root: Path) -> tuple[tuple[Guidance, ...] | None, tuple[Problem, ...]]:
    """The pieces, none where there is no file, None where the file is broken; and what is wrong."""
    found, problems = _read(root / GUIDANCE, _Pieces, within="pieces")
    return (None if found is None else found.pieces), problems


def read_escalation(root: Path) -> tuple[Escalation | None, tuple[Problem, ...]]:
    """The rules, none where there is no file, None where the file is broken; and what is wrong."""
    return _read(root / ESCALATION, Escalation)


def read_hours(root: Path) -> tuple[Hours | None, tuple[Problem, ...]]:
    """The hours, none where there is no file, None where the file is broken; and what is wrong."""
    return _read(root / HOURS, Hours)


def read_attributes(root: Path) -> tuple[Mapping[str, TicketAttribute] | None, tuple[Problem, ...]]:
    """The attributes, none where there is no file, None where the file is broken; and what is wrong."""
    found, problems = _read(root / ATTRIBUTES, TicketAttributes, within="attributes")
    return (None if found is None else found.attributes), problems


def _read(path: Path, model: type[M], *, within: str = "") -> tuple[M | None, tuple[Problem, ...]]:
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
        return model.model_validate(data), ()
    except ValidationError as error:
        return None, tuple(
            _problem(path.name, source, one, within) for one in error.errors(include_url=False)
        )


def _problem(file: str, source: Source, one: Any, within: str) -> Problem:
    place = one["loc"][1:] if within and one["loc"][:1] == (within,) else one["loc"]
    name = ".".join(str(part) for part in place)
    said = str(one["msg"]).removeprefix("Value error, ")
    return Problem(file=file, line=source.line(place), what=f"`{name}`: {said}." if name else f"{said}.")
