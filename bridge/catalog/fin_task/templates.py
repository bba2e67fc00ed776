"""Texts of a task as templates of ours: what stood in braces is filled in, all else stays a text."""

from __future__ import annotations

import re
from collections.abc import Callable

from bridge.catalog.fin_task.names import Names
from bridge.core.procedures.expressions import ExpressionError
from bridge.core.procedures.template import LONGEST, Template

_HOLE = re.compile(
    r"\{\{(?P<hole>.*?)\}\}"
    r"|(?<![\w{])\{(?P<brace>[A-Za-z_][\w. ]{0,60})\}(?!\})"
    r"|(?<![\w@.])@(?P<at>[A-Za-z_]\w*(?:\.\w+)*)",
    re.DOTALL,
)
_FALLBACK = re.compile(r"^(?P<path>[^|]+)\|\s*(?:fallback|default)\s*:?.*$", re.DOTALL)


def bare_text(text: str) -> str:
    """A text in which nothing is a hole."""
    return text.replace("{{", "{{ '{{' }}")


def template(text: str, names: Names, say: Callable[[str], None]) -> str:
    """The text as a template that can be read.

    Args:
        text: As the task has it: holes are `{{ order.total }}`, `{order_number}` or `@order_number`.
        names: What is known; what is read is noted there.
        say: Told what cannot be filled in.
    """
    made, end = [], 0
    for found in _HOLE.finditer(text):
        made.append(bare_text(text[end : found.start()]))
        end = found.end()
        made.append(_hole(found, names, say))
    made.append(bare_text(text[end:]))
    whole = "".join(made)
    if len(whole) > LONGEST:
        say(f"A text of {len(whole)} characters is too long for one message; its end was left out.")
        whole = bare_text(text[: LONGEST // 3])
    try:
        Template(whole)
    except ExpressionError:
        say("The holes in this text cannot be read, so it is said as it stands.")
        return bare_text(text)[:LONGEST]
    return whole


def _hole(found: re.Match[str], names: Names, say: Callable[[str], None]) -> str:
    if re.fullmatch(r"[{\s]*(?:user\.)?first_name\b[^{}]*[}\s]*", found[0]):
        say("The whole name of the contact is said in place of the first name.")
    if (inside := found["hole"]) is not None:
        if fallback := _FALLBACK.match(inside):
            say(f"What is said where `{fallback['path'].strip()}` is not known was left out.")
            inside = fallback["path"]
        read = names.read(inside, is_sure=True)
        if read is None:
            say(f"`{{{{{inside[:60]}}}}}` cannot be filled in, so it is said as it stands.")
            return bare_text(found[0])
        return f"{{{{ {names.use(read)} }}}}"
    words = found["brace"] or found["at"]
    read = names.read(words)
    if read is None or not names.is_known(read.root):
        if found["brace"]:
            say(f"`{found[0]}` is said as it stands: nothing of that name is known.")
        return bare_text(found[0])
    return f"{{{{ {names.use(read)} }}}}"
