"""A condition in a task's words as an expression, where it says what is compared with what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bridge.catalog.fin_task.names import Names, Read
from bridge.catalog.fin_task.phrases import listed, quoted, split_once
from bridge.core.procedures.expressions import Expression, ExpressionError
from bridge.core.words.values import Json

_LONGEST = 500

Op: TypeAlias = Literal["==", "!=", ">", "<", ">=", "<=", "in", "not in", "has", "lacks", "set", "unset"]

_SYMBOL = r"===|!==|==|!=|<>|>=|<=|≥|≤|=|>|<"
_SYMBOLS: Mapping[str, Op] = {
    "===": "==",
    "==": "==",
    "=": "==",
    "!==": "!=",
    "!=": "!=",
    "<>": "!=",
    ">=": ">=",
    "≥": ">=",
    "<=": "<=",
    "≤": "<=",
    ">": ">",
    "<": "<",
}
_IS = r"(?:is|are|was|has been)"
_NOT = r"(?:is not|are not|was not|(?:is|are|was)n['\u2019]t)"
_THERE = r"(?:set|known|present|given|provided|available)"
_VOID = r"(?:empty|missing|unknown|null|none|blank)"
_WORDS: tuple[tuple[Op, str], ...] = (
    ("set", rf"{_IS} {_THERE}|{_NOT} {_VOID}|exists"),
    ("unset", rf"{_IS} {_VOID}|{_NOT} {_THERE}|does(?: not|n['\u2019]t) exist"),
    (">=", rf"(?:{_IS} )?(?:at least|(?:greater|more|higher) than or equal to|no less than)"),
    (
        "<=",
        rf"(?:{_IS} )?(?:at most|(?:less|lower|fewer) than or equal to|(?:no|not) more than)|{_IS} up to",
    ),
    (">", rf"(?:{_IS} )?(?:greater|more|higher|larger|bigger) than|{_IS} (?:above|over)|exceeds"),
    ("<", rf"(?:{_IS} )?(?:less|fewer|lower|smaller) than|{_IS} (?:below|under)"),
    ("not in", rf"{_NOT} (?:one of|any of|in(?=\s+[\[(]))|{_IS} none of"),
    ("in", rf"{_IS} (?:one of|any of|either|in(?=\s+[\[(]))"),
    ("lacks", r"does(?: not|n['\u2019]t) (?:contain|include)"),
    ("has", r"contains|includes"),
    ("!=", rf"{_NOT}(?: equal to)?|does(?: not|n['\u2019]t) equal|{_IS} different from"),
    ("==", rf"{_IS}(?: equal to| exactly)?|equals"),
)
_COMPARED = tuple(
    (op, re.compile(rf"(?P<x>.+?)\s+(?:{words})(?:\s+(?P<y>.+))?", re.IGNORECASE)) for op, words in _WORDS
)
_FOLDED = re.compile(r"(.+?)\.(?:lower|upper|casefold)\(\)$")
_MONEY = re.compile(
    r"(?P<before>[€$£]|eur|usd|gbp)?\s?(?P<number>-?\d{1,12}(?:,\d{3})*(?:\.\d{1,6})?)\s?"
    r"(?P<after>[€$£]|eur(?:os?)?|usd|gbp|dollars?|pounds?)?",
    re.IGNORECASE,
)


@dataclass(slots=True, kw_only=True)
class Decided:
    """A condition that code decides.

    Args:
        expression: CEL.
        types: What the comparison says of an attribute's type.
        said: What a person must know about it.
    """

    expression: str = ""
    types: dict[str, str] = field(default_factory=dict[str, str])
    said: list[str] = field(default_factory=list[str])
    used: list[tuple[Read, Json]] = field(default_factory=list[tuple[Read, Json]])


def decided(words: str, names: Names, options: Mapping[str, tuple[str, ...]]) -> Decided | None:
    """The expression for `words`, or None where it takes a person to know what is meant.

    Args:
        words: "order.status is shipped and the total is at most 100".
        names: What is known; what is read is noted there.
        options: The only values of some attributes.
    """
    bare = words.strip().rstrip(".,:").strip()
    if not bare or len(bare) > _LONGEST:
        return None
    found = _Reading(names, options).whole(bare) or _as_written(bare, names)
    if found is None:
        return None
    try:
        Expression(found.expression)
    except ExpressionError:
        return None
    for read, value in found.used:
        names.use(read, value)
    return found


class _Reading:
    def __init__(self, names: Names, options: Mapping[str, tuple[str, ...]]) -> None:
        self._names = names
        self._options = options
        self._made = Decided()
        self._subject = ""

    def whole(self, words: str) -> Decided | None:
        pieces: list[str] = []
        rest: str | None = words
        while rest is not None:
            parts = split_once(rest, r"\s+(?:and|or)\s+|\s*(?:&&|\|\|)\s*")
            clause = rest if parts is None else parts[0]
            made = self._clause(clause.strip(" ,"), is_first=not pieces)
            if made is None:
                return None
            pieces.append(made)
            if parts is None:
                break
            joint = rest[len(clause) : len(rest) - len(parts[1])].strip().lower()
            pieces.append("&&" if joint in ("and", "&&") else "||")
            rest = parts[1]
        self._made.expression = " ".join(pieces)
        return self._made

    def _clause(self, words: str, *, is_first: bool) -> str | None:
        """A comparison; one without a subject is about the subject of the one before."""
        ways = [words] if is_first else [words, f"{self._subject} {words}", f"{self._subject} is {words}"]
        for one in ways:
            if made := self._compared(one):
                return made
        return None

    def _compared(self, words: str) -> str | None:
        if parts := split_once(words, rf"\s*(?:{_SYMBOL})\s*"):
            sign = words[len(parts[0]) : len(words) - len(parts[1])].strip()
            return self._made_of(parts[0], _SYMBOLS[sign], parts[1])
        for op, pattern in _COMPARED:
            found = pattern.fullmatch(words)
            if found and (op in ("set", "unset")) != bool(found["y"]):
                made = self._made_of(found["x"], op, found["y"] or "")
                if made is not None:
                    return made
        bare = re.sub(r"^(?:not\s+|!\s*)", "", words, flags=re.IGNORECASE)
        return self._made_of(bare, "==", "true" if bare == words else "false")

    def _made_of(self, subject: str, op: Op, said: str) -> str | None:
        folded = _FOLDED.fullmatch(subject.strip())
        x = self._names.read(folded[1] if folded else subject)
        if x is None or (x.root in self._names.results and not x.parts and op not in ("set", "unset")):
            return None
        self._subject = subject
        if op in ("set", "unset"):
            self._made.used.append((x, None))
            return f"{x.path} {'!=' if op == 'set' else '=='} null"
        if op in ("in", "not in"):
            values = [self._value(one, x) for one in listed(said.strip(" ()[]"))]
            if not values or any(one is None for one in values):
                return None
            self._made.used.append((x, values[0][1] if values[0] and op == "in" else None))
            inner = f"{x.path} in [{', '.join(one[0] for one in values if one)}]"
            return inner if op == "in" else f"!({inner})"
        value = self._value(said, x)
        if value is None:
            return None
        literal, plain = value
        if op in ("has", "lacks"):
            self._made.used.append((x, plain))
            inner = f"{x.path}.contains({literal})"
            return f"({x.path} != null && {inner})" if op == "has" else f"({x.path} == null || !{inner})"
        if folded:
            return self._without_case(x, op, plain)
        if op in (">", "<", ">=", "<=") and not isinstance(plain, int | float | Read):
            return None
        self._made.used.append((x, _example(op, plain)))
        self._note_type(x, plain)
        return f"{x.path} {op} {literal}"

    def _without_case(self, x: Read, op: Op, plain: Json) -> str | None:
        if op not in ("==", "!=") or not isinstance(plain, str) or not re.fullmatch(r"[\w ]+", plain):
            return None
        self._made.used.append((x, plain if op == "==" else None))
        return f"{'' if op == '==' else '!'}{x.path}.matches('(?i)^{plain}$')"

    def _value(self, said: str, x: Read) -> tuple[str, Json] | None:
        """What is compared with: a literal with its value, or another name."""
        bare = said.strip()
        words = quoted(bare)
        if words != bare:
            return _text(words), words
        options = {one.lower(): one for one in self._options.get(x.root, ())} if not x.parts else {}
        if (option := options.get(bare.lower())) is not None:
            return _text(option), option
        if bare.lower() in ("true", "yes", "false", "no"):
            is_so = bare.lower() in ("true", "yes")
            if x.parts and bare.lower() in ("yes", "no"):
                self._made.said.append(f"`{bare}` is taken as {str(is_so).lower()}")
            return str(is_so).lower(), is_so
        if number := _MONEY.fullmatch(bare):
            if number["before"] or number["after"]:
                self._made.said.append(f"the currency of `{bare}` is not looked at")
            value = float(number["number"].replace(",", ""))
            return (f"{value:.2f}".rstrip("0") + ("0" if value.is_integer() else "")), value
        if "." in bare or bare[:1] in "@{" or bare.startswith("inputs["):
            other = self._names.read(bare)
            if other is not None:
                self._made.used.append((other, None))
                return other.path, other
        if re.fullmatch(r"[^\W\d]\w*(?:-\w+)*", bare) and (x.parts or x.root in self._names.known):
            return _text(bare), bare
        return None

    def _note_type(self, x: Read, plain: Json) -> None:
        if x.parts or isinstance(plain, str | Read):
            return
        self._made.types[x.root] = "boolean" if isinstance(plain, bool) else "decimal"


def _as_written(words: str, names: Names) -> Decided | None:
    """What is an expression already, if it reads nothing that is unknown."""
    try:
        expression = Expression(words)
    except ExpressionError:
        return None
    if not expression.names or not all(names.is_known(one) for one in expression.names):
        return None
    made = Decided(expression=expression.source)
    for path in re.findall(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?!\w|\()", words):
        read = names.read(path)
        if read is not None:
            made.used.append((read, None))
    return made


def _text(words: str) -> str:
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def _example(op: Op, plain: Json) -> Json:
    """A value with which the comparison is true."""
    if isinstance(plain, Read) or op == "!=":
        return None
    if isinstance(plain, float):
        return plain + 1 if op == ">" else plain - 1 if op == "<" else plain
    return plain
