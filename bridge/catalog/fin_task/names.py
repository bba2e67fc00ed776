"""What a task calls things, as names that expressions can use; what is known, and what is only read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from bridge.core.procedures.attributes import RESERVED
from bridge.core.procedures.expressions import Expression, ExpressionError
from bridge.core.words.values import Json

_GIVEN = frozenset({"contact", "conversation", "message", "now", "hooks"})
_PEOPLE = frozenset({"user", "customer", "person", "people", "contact", "lead", "visitor", "client"})
_CEL = frozenset(
    (
        *(
            "as",
            "break",
            "const",
            "continue",
            "else",
            "false",
            "for",
            "function",
            "if",
            "import",
            "in",
            "let",
        ),
        *("loop", "null", "package", "namespace", "return", "true", "var", "void", "while"),
    )
)
"""Words that are no names in expressions. Source: github.com/google/cel-spec, Language Definition, Syntax."""
_TAKEN = RESERVED | _CEL | {"error", "secrets"}
_PYTHON = re.compile(r"inputs\[\s*[\"'](\w+)[\"']\s*\]\[\s*[\"']([^\"']+)[\"']\s*\]")
_PATH = re.compile(
    r"(?P<root>[^\W\d][\w \-]{0,80}?)(?P<rest>(?:\s*\.\s*[A-Za-z_]\w*|\[\d{1,4}\]|\[[\"'][^\"']+[\"']\])*)"
)
_PART = re.compile(r"\.\s*([A-Za-z_]\w*)|\[(\d{1,4})\]|\[[\"']([^\"']+)[\"']\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A value that a step reads.

    Args:
        path: As CEL.
        root: Its first name.
        parts: What follows it: fields and places in lists.
    """

    path: str
    root: str
    parts: tuple[str | int, ...]


@dataclass(slots=True)
class Names:
    """All names of one task.

    Args:
        known: What some step sets, or the task declares.
        results: Names that hold an answer of a connector or of a webhook.
        aliases: Other ways in which the task names them.
        fields: What is read of a result: its parts, with a value that it may have.
        used: The first names of what is read, and the line on which that is.
        line: Of the block that is made now.
    """

    known: set[str] = field(default_factory=set[str])
    results: set[str] = field(default_factory=set[str])
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    fields: dict[str, dict[tuple[str | int, ...], Json]] = field(
        default_factory=dict[str, dict[tuple[str | int, ...], Json]]
    )
    used: dict[str, int] = field(default_factory=dict[str, int])
    line: int = 1
    _numbered: dict[str, str] = field(default_factory=dict[str, str])

    def name(self, words: str) -> str:
        """`Order number` → `order_number`; words without a Latin letter are numbered."""
        made = slug(words)
        if not made:
            made = self._numbered.setdefault(words.strip(), f"value_{len(self._numbered) + 1}")
        return f"{made[:60]}_given" if made in _TAKEN else made

    def free(self, wanted: str) -> str:
        """`wanted`, or with a number behind it where that is known already."""
        made, number = wanted, 2
        while made in self.known:
            made, number = f"{wanted[:58]}_{number}", number + 1
        return made

    def read(self, words: str, *, is_sure: bool = False) -> Read | None:
        """The value that some words name, or None where they name none.

        Args:
            words: `order.total`, `{{ order_number }}`, `@Order status`, `inputs["temporary"]["x"]`.
            is_sure: The words stood in braces, so they name something even where nobody sets it.
        """
        bare = words.strip()
        if braces := re.fullmatch(r"\{\{?\s*(.*?)\s*\}\}?", bare):
            return self.read(braces[1], is_sure=True)
        if bare.startswith("@"):
            return self.read(bare[1:], is_sure=True)
        bare = _PYTHON.sub(lambda one: f"user.{one[2]}" if one[1] in ("user", "company") else one[2], bare)
        is_sure = is_sure or bare != words.strip()
        found = _PATH.fullmatch(
            re.sub(r"^(?:the|their|customer's)\s+", "", bare.strip(" \"'`"), flags=re.IGNORECASE)
        )
        if found is None:
            return None
        parts: tuple[str | int, ...] = tuple(
            one[1] or (int(one[2]) if one[2] else one[3]) for one in _PART.finditer(found["rest"])
        )
        return self._made(found["root"].strip(), parts, is_sure=is_sure)

    def _made(self, words: str, parts: tuple[str | int, ...], *, is_sure: bool) -> Read | None:
        root = self.name(words)
        if root not in self.known:
            if words.lower() in _PEOPLE and parts:
                root = "contact"
            elif words in _GIVEN and (parts or words in ("message", "now")):
                root = words
            elif root in self.aliases:
                first, *rest = self.aliases[root].split(".")
                root, parts = first, (*rest, *parts)
            elif words.lower() == "first_name" and not parts:
                root, parts = "contact", ("name",)
            elif words in ("conversationId", "conversation_id") and not parts:
                root, parts = "conversation", ("id",)
        is_strange = root not in self.known and root not in _GIVEN
        if is_strange and (" " in words or not (is_sure or parts or "_" in words)):
            return None
        path = root + "".join(_step(one) for one in parts)
        try:
            Expression(path)
        except ExpressionError:
            return None
        return Read(path=path, root=root, parts=parts)

    def is_known(self, root: str) -> bool:
        """Whether a step sets it, or everybody knows it."""
        return root in self.known or root in _GIVEN

    def use(self, read: Read, value: Json = None) -> str:
        """Notes that a step reads this, and what it may be like; its path comes back."""
        if read.root not in _GIVEN:
            self.used.setdefault(read.root, self.line)
        if read.root in self.results and read.parts:
            fields = self.fields.setdefault(read.root, {})
            fields[read.parts] = value if fields.get(read.parts) is None else fields[read.parts]
        return read.path


def slug(words: str) -> str:
    """Words as a name; empty when nothing of them can be one."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", words.strip())
    plain = unicodedata.normalize("NFKD", spaced.replace("ß", "ss")).encode("ascii", "ignore").decode()
    made = re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").lower()
    made = f"n_{made}" if made[:1].isdigit() else made
    return made[:64].rstrip("_")


def _step(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if re.fullmatch(r"[A-Za-z_]\w*", part) and part not in _CEL:
        return f".{part}"
    return "['" + part.replace("\\", "").replace("'", "") + "']"
