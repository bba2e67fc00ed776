"""Fills the holes of a piece of guidance with what is known of the customer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bridge.core.words.values import Json
from bridge.fin.privacy import masked
from bridge.knowledge.audience import Reader

VALUE_CHARS = 60
_HOLE = re.compile(r"\{\{\s*((?:contact|conversation)\.[\w.-]{1,200})\s*\}\}")
_STRANGE = re.compile(r"[^\w .,@+'/-]+")
"""A value stands among our rules, and is a stranger's: a few plain words, and nothing that parts or marks."""


def filled(text: str, reader: Reader | None, patterns: Iterable[re.Pattern[str]] = ()) -> str:
    """The piece with its holes filled; empty where one of them is not known: half a rule is none.

    Args:
        text: With holes such as `{{ contact.plan }}` or `{{ contact.company.name }}`.
        reader: Whom the guidance is for.
        patterns: What of a value is hidden besides cards, account numbers and secrets.

    Source: Intercom help, "Fin guidance": pieces may use attributes.
    """
    if "{{" not in text:
        return text
    known = _known(reader)
    is_whole = True

    def value(found: re.Match[str]) -> str:
        nonlocal is_whole
        said = _plain(_at(found[1].split("."), known), patterns)
        is_whole = is_whole and bool(said)
        return said

    made = _HOLE.sub(value, text)
    return made if is_whole else ""


def _known(reader: Reader | None) -> Json:
    if reader is None:
        return {}
    contact = reader.contact
    return {
        "contact": {
            **contact.attributes,
            "name": contact.name,
            "email": contact.email,
            "role": contact.role,
            "verified": contact.verified,
        },
        "conversation": {"channel": reader.channel.value},
    }


def _at(names: Sequence[str], known: Json) -> Json:
    for name in names:
        known = known.get(name) if isinstance(known, Mapping) else None
    return known


def _plain(value: Json, patterns: Iterable[re.Pattern[str]]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str | int | float):
        return ""
    return " ".join(_STRANGE.sub(" ", masked(str(value), patterns)).split())[:VALUE_CHARS]
