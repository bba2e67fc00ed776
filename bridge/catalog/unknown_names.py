"""Says which names in a condition outside of procedures nobody knows: it would never hold, in silence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator

from bridge.core.procedures.expressions import Expression

READER = frozenset(("contact", "conversation"))
"""What guidance for some is decided by."""
RULE = READER | {"message", "now"}
"""What escalation rules name."""
SITUATION = RULE | {"reason", "team", "tags", "wish", "office_open", "agents_online", "queue"}
"""What hours' situations name."""

_SORTED_BY = re.compile(r"(?<![\w.])conversation\.attributes\.([A-Za-z_]\w*)")


def unknown_names(
    condition: Expression, known: Collection[str], attributes: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong, and how to mend it; nothing where all is known.

    Args:
        condition: Well-formed.
        known: What it may name.
        attributes: What tickets are sorted by.
    """
    for name in sorted(condition.names - set(known)):
        yield f"`{name}` is always null here.", _similar(name, known) or f"Known are {_listed(known)}."
    for name in sorted(set(_SORTED_BY.findall(condition.source)) - set(attributes)):
        mend = _similar(name, attributes) or "Declare it in attributes.yaml."
        yield f"`conversation.attributes.{name}` is set nowhere.", mend


def _similar(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, sorted(known), n=1)
    return f"Did you mean `{close[0]}`?" if close else ""


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
