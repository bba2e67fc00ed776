"""Tags that a procedure gives: small letters, no blanks, as Zendesk takes them."""

from __future__ import annotations

import re

from bridge.core.procedures.step import Frame
from bridge.core.procedures.template import Template

_TAG = re.compile(r"[^\s,\"'<>]{1,100}")


def tags_of(templates: tuple[Template, ...], frame: Frame) -> tuple[str, ...]:
    """The tags as Zendesk takes them: small letters, no blanks.

    Raises:
        ValueError: One is none.
    """
    known = frame.known
    found = tuple(one.text(known).strip().lower().replace(" ", "_") for one in templates)
    for tag in found:
        if not _TAG.fullmatch(tag):
            raise ValueError(f"`{tag[:40]}` is no tag")
    return found
