"""Whom an article is for, and who reads: what is for some is never an answer to others."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml  # type: ignore[import-untyped]  # PyYAML ships no types
from pydantic import Field, TypeAdapter, ValidationError

from bridge.core.procedures.contact_facts import facts_of
from bridge.core.procedures.definition import Audience
from bridge.core.procedures.expressions import Expression, ExpressionError
from bridge.core.words.values import Channel, Contact, Json
from bridge.knowledge.article import Article, ContentError

FILE = "audiences.yaml"
"""Beside the content folder: what the numbers mean that the AI Content API calls audiences by."""
GROUPS = ("verified", "users", "visitors")
"""Audiences that are said in a word; `everyone` is the fourth."""
_FIELD = re.compile(r"\bcontact\.([A-Za-z_]\w*)")


def shortly(value: object) -> str:
    """A value in a sentence; one that holds itself many times over would fill the memory."""
    short = reprlib.Repr()
    short.maxlevel = 2
    return short.repr(value)


class Named(Audience):
    """An audience with a title for people."""

    title: str = ""


_File: TypeAdapter[dict[int, Named]] = TypeAdapter(
    dict[Annotated[int, Field(ge=1)], Named]  # its keys are ids
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who would read the answer, and where."""

    contact: Contact
    channel: Channel
    conversation_id: str = ""


def may_read(article: Article, reader: Reader | None) -> bool:
    """Whether the article is for him; nobody that is known may read what is for everybody only."""
    if not article.audience:
        return True
    return reader is not None and any(_is_of(one, reader) for one in article.audience)


def audience_of(value: Any) -> tuple[Audience, ...]:
    """What front matter says.

    Raises:
        ValueError: It is none of the words, and no mapping that fits.
    """
    if value in (None, "everyone"):
        return ()
    if value in GROUPS:
        return (Audience(contacts=value),)
    if not isinstance(value, dict):
        raise ValueError(f"audience {shortly(value)} is not known")  # noqa: TRY004 - what a file says, not what code does
    try:
        return (Audience.model_validate(value),)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(("audience", *map(str, first["loc"])))
        raise ValueError(f"{place}: {first['msg'].removeprefix('Value error, ')}") from None


def read_audiences(path: Path) -> Mapping[int, Audience]:
    """The file; without one there are none.

    Raises:
        ContentError: It does not fit.
    """
    remedy = "write ID: {title: …, contacts: verified, channels: [web], if: CEL}"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, None, f"cannot be read ({error})", "save it as UTF-8") from error
    try:
        return _File.validate_python(yaml.safe_load(text) or {})
    except RecursionError:
        raise ContentError(path, None, "is nested too deeply", remedy) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        raise ContentError(path, line, "is not YAML", remedy) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        problem = f"{place}: {first['msg'].removeprefix('Value error, ')}"
        raise ContentError(path, None, problem, remedy) from None


def _is_of(audience: Audience, reader: Reader) -> bool:
    if audience.excludes(reader.contact, reader.channel):
        return False
    return holds_for(audience.condition, reader)


def holds_for(condition: Expression | None, reader: Reader | None) -> bool:
    """Whether a condition on `contact` and `conversation` holds for him; one that cannot be decided does not.

    Args:
        condition: None for everybody.
        reader: None for somebody of whom nothing is known.
    """
    if condition is None:
        return True
    if reader is None:
        return False
    fields = _FIELD.findall(condition.source)  # what a contact lacks is null
    known: dict[str, Json] = {
        "contact": facts_of(reader.contact, fields),
        "conversation": {"id": reader.conversation_id, "channel": reader.channel.value},
    }
    try:
        return condition.holds(known)
    except ExpressionError:
        return False
