"""Pieces of sentences: quoted words, lists, names with a type, inputs, spans of time."""

from __future__ import annotations

import json
import re

from bridge.catalog.fin_task.blocks import Field
from bridge.core.words.values import Json

SPAN = (
    r"(?:\d{1,5}|an?|one|two|three) ?(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)\b"
)
"""A span of time as people write it."""

_NAME_LONGEST = 80
_NAME_WORDS = 6
_QUOTES = (
    ('"', '"'),
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ("«", "»"),
    ("'", "'"),
    ("`", "`"),
    ("\u2018", "\u2019"),
)
_PROSE = re.compile(
    r"\b(?:if|when|unless|because|until|whether|only|then|that|who|which|before|after|while|where|and|so)\b|[.;?!:]\s|[\"“”]",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^\s*(?:(?:the|their|his|her|your|its|an?|any|some|customer's|user's|customer\u2019s|user\u2019s|following|exact|full)\s+)+(?=\S)",
    re.IGNORECASE,
)
_STORE = re.compile(
    r"[,.]?\s*(?:\b(?:and|then)\s+)*\b(?:store|save|keep|remember|record)\s+"
    r"(?:(?:the|its|their|this|that|it|all)\s*)*(?:result|response|answer|output|data|reply|value|choice)?\s*"
    r"(?:as|in|into|under|to)\s+(?:the\s+|an?\s+)?(?:temporary\s+)?(?:attribute\s+)?"
    r"(?P<into>[\"'`{@ ]*[^\W\d][\w -]{0,60}?[\"'`} ]*)$",
    re.IGNORECASE,
)
_AS = re.compile(r"\s+(?:as|→|->)\s+(?P<into>[\"'`{@]*[^\W\d]\w{0,60}[\"'`}]*)$", re.IGNORECASE)
_NUMBERS = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3"}
_GENERIC = frozenset(
    (
        *("human", "humans", "person", "people", "agent", "teammate", "team", "support", "someone"),
        *("representative", "colleague", "operator", "inbox"),
    )
)
"""Words for whoever is there; a team called so has no name of its own."""
_TYPES = {
    **dict.fromkeys(("string", "text", "free text", "str"), "string"),
    **dict.fromkeys(("integer", "int", "whole number"), "integer"),
    **dict.fromkeys(("decimal", "number", "float", "amount", "money", "numeric"), "decimal"),
    **dict.fromkeys(("boolean", "bool", "yes/no", "yes or no", "true/false"), "boolean"),
    **dict.fromkeys(("date", "datetime", "day"), "date"),
    **dict.fromkeys(("email", "e-mail", "email address", "e-mail address"), "email"),
    **dict.fromkeys(("list", "options", "choice", "select"), "list"),
}


def quoted(text: str) -> str:
    """The words between the quotes, where the whole text is quoted; else the text without outer blanks."""
    bare = text.strip()
    for opens, closes in _QUOTES:
        inner = bare[len(opens) : -len(closes)]
        if (
            len(bare) > 1
            and bare.startswith(opens)
            and bare.endswith(closes)
            and opens not in inner
            and closes not in inner
        ):
            return inner.strip()
    return bare


def head_and_store(text: str) -> tuple[str, str]:
    """A sentence without its "and store the result as order", and the name in it."""
    found = _STORE.search(text[-200:])
    if found is None:
        return text, ""
    return text[: max(0, len(text) - 200) + found.start()].rstrip(" ,.;"), found["into"].strip(" \"'`{}@")


def is_name(text: str) -> bool:
    """Whether these few words can be what something is called, and are no clause."""
    bare = text.strip()
    return (
        len(bare) <= _NAME_LONGEST
        and len(bare.split()) <= _NAME_WORDS
        and _PROSE.search(bare) is None
        and any(sign.isalnum() for sign in bare)
    )


def listed(text: str) -> list[str]:
    """The parts of "a, b and c", of "a or b", or of "a | b"; what is quoted or in brackets stays whole."""
    found: list[str] = []
    for part in _split(text, r",|;|\||\n"):
        bare = re.sub(r"^\s*(?:and|or|&)\s+", "", part, flags=re.IGNORECASE).strip()
        found.extend(one.strip() for one in _split(bare, r"\s+(?:and|or|&)\s+"))
    return [one for one in found if one]


def fields_of(text: str) -> tuple[Field, ...] | None:
    """What "their order number, and the reason (one of: late, broken)" asks for; None for prose."""
    parts = [text] if re.match(r"[^,;:\"]{1,80}:\s*\S", text) else listed(text)
    fields = tuple(one for one in map(field_of, parts) if one is not None)
    return fields if fields and len(fields) == len(parts) else None


def field_of(text: str) -> Field | None:
    """`order number (number): What is the number?`; None when it is no name."""
    found = re.fullmatch(
        r"(?P<head>[^(:\[]*)(?:[(\[](?P<kind>[^()\[\]]*)[)\]]\s*)?(?::\s*(?P<ask>.*))?",
        text.strip(),
        re.DOTALL,
    )
    if found is None:
        return None
    head, kind, ask = found["head"], (found["kind"] or "").strip(), found["ask"] or ""
    options: tuple[str, ...] = ()
    if choice := re.fullmatch(
        r"(?:one of|options|choices|list|buttons)\s*:?\s*(.+)", kind, re.IGNORECASE | re.DOTALL
    ):
        kind, options = "list", tuple(quoted(one) for one in listed(choice[1]))
    name = _LEADING.sub("", f"{head.strip()} ", count=1).strip(" .\"'`{}@*_") if head.strip() else ""
    if not is_name(name):
        return None
    return Field(name=name, type=kind, ask=quoted(ask), options=options)


def type_of(word: str) -> str | None:
    """A type's name as ours; an empty word is a string, None is a word that we do not know."""
    return _TYPES.get(word.strip().lower() or "string")


def pairs_of(text: str) -> tuple[tuple[str, Json], ...] | None:
    """`number = {{ order_number }}, amount: 20`; a name alone is given the attribute of that name."""
    bare = text.strip()
    if bare.startswith("{") and not bare.startswith("{{"):
        try:
            given = json.loads(bare)
        except (ValueError, RecursionError):
            return None
        return tuple(given.items())
    found: list[tuple[str, Json]] = []
    for part in listed(bare):
        pair = re.match(r"(?P<name>[^=:{}\"]{1,60}?)\s*(?:=|:|\bset to\b)\s*(?P<value>.+)", part, re.DOTALL)
        name = (pair["name"] if pair else _LEADING.sub("", part + " ", count=1)).strip(" @{}\"'`")
        if not is_name(name):
            return None
        found.append((name, pair["value"].strip() if pair else None))
    return tuple(found)


def span_of(text: str) -> str | None:
    """`2 days` as `2d`; None when it is no span of time."""
    found = re.fullmatch(r"(\d{1,5}|an?|one|two|three) ?([a-z]+)", text.strip().lower())
    if not found or not re.fullmatch(SPAN, text.strip(), re.IGNORECASE):
        return None
    return _NUMBERS.get(found[1], found[1]) + found[2][0]


def team_of(text: str) -> str:
    """The team's own name; empty for "a human" and the like, who have none."""
    bare = re.sub(r"^(?:the|an?|our)\s+|^team\s+|\s+team$", "", text.strip(), flags=re.IGNORECASE).strip(
        " \"'`"
    )
    return "" if all(word in _GENERIC for word in re.findall(r"\w+", bare.lower())) else bare


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; a point within quotes, holes or brackets ends none."""
    parts = _split(text, r"(?:(?<=[.!?;])|(?<=[.!?;][\"”»']))\s+(?=[A-Z@\"“])|\n")
    return [one.strip() for one in parts if one.strip()]


def _split(text: str, at: str) -> list[str]:
    """Splits at a pattern outside of quotes, brackets and holes."""
    hidden = _hidden(text)
    parts, start = [], 0
    for found in re.finditer(at, text, re.IGNORECASE):
        if not any(opens < found.start() < closes for opens, closes in hidden):
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def split_once(text: str, at: str) -> tuple[str, str] | None:
    """What is before and behind the first match of a pattern outside of quotes, brackets and holes."""
    hidden = _hidden(text)
    for found in re.finditer(at, text, re.IGNORECASE):
        if not any(opens < found.start() < closes for opens, closes in hidden):
            return text[: found.start()], text[found.end() :]
    return None


def _hidden(text: str) -> list[tuple[int, int]]:
    pattern = r"\"[^\"]*\"|“[^”]*”|«[^»]*»|\{\{.*?\}\}|\([^()]*\)|\[[^\[\]]*\]|(?<!\w)'[^']*'(?!\w)"
    return [found.span() for found in re.finditer(pattern, text)]
