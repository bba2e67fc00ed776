"""Custom attributes: which are taken, and what is said of the others; none of them fails a call.

Source: Intercom API, Fin Agent API, `errors` of a start; its guide, the two sentences.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from bridge.channels.fin_api.callers import invalid
from bridge.core.words.values import Json

MOST = 10
CHARS = 2_000
SHOWN = 100
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,99}")


def checked(
    given: Mapping[str, Json], kind: Literal["User", "Conversation"], declared: Mapping[str, str]
) -> tuple[dict[str, Json], dict[str, str]]:
    """Those that are taken, and by name what is wrong with each of the others.

    Args:
        given: As they came.
        kind: Whose.
        declared: Name → type of those that exist; empty takes any that is one value.

    Raises:
        EdgeError: 400 for more than ten.
    """
    if len(given) > MOST:
        raise invalid(f"Cannot update more than {MOST} attributes at once.")
    taken: dict[str, Json] = {}
    wrong: dict[str, str] = {}
    for name, value in given.items():
        if not _NAME.fullmatch(name) or (declared and name not in declared):
            wrong[name[:SHOWN]] = f"{kind} attribute '{name[:SHOWN]}' does not exist"
        elif _fits(value, declared.get(name, "")):
            taken[name] = value
        else:
            said = f"'{str(value)[:SHOWN]}' is not a valid value for attribute '{name}'"
            wrong[name] = f"{said} of type '{declared.get(name, 'string')}'"
    return taken, wrong


def _fits(value: Any, type_: str) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match type_:
        case "string" | "list":
            return isinstance(value, str) and len(value) <= CHARS
        case "integer":
            return is_number and value == int(value)
        case "decimal" | "float":
            return is_number
        case "boolean":
            return isinstance(value, bool)
        case "datetime" | "date":
            return is_number or (isinstance(value, str) and _is_time(value))
        case _:
            return is_number or value is None or isinstance(value, bool) or _fits(value, "string")


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
