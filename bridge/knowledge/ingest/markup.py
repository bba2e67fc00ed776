"""Turns strangers' HTML into Markdown: what a reader sees of it, and nothing that acts.

nh3 parses and cleans first, so that what is walked is well formed whatever came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

from bridge.knowledge.ingest.document import Unreadable
from bridge.knowledge.ingest.elements import GONE, TAGS, UNCLOSED
from bridge.knowledge.ingest.walk import Block, Walk

NESTED_MOST = 400
"""Elements within each other; a page made to stop a parser has more, a page for readers some dozens."""
LEAST_WORDS = 20
"""Of a page's main part; a shorter one is no main part but somebody's misuse of the word."""
_LINKS = 0.7
"""A list item of a whole page with more of its text than this in links is navigation."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """What HTML says.

    Args:
        body: CommonMark.
        title: Its first heading of the first level, as plain text; empty without one.
    """

    body: str
    title: str


def to_markdown(html: str, *, base: str = "", is_page: bool = False) -> Markup:
    """What a reader would see.

    Args:
        html: Anybody's.
        base: Where it is from, for relative links; without it they become plain text.
        is_page: A whole page with navigation, of which only the main part is wanted.

    Raises:
        Unreadable: It is made to stop a parser.
    """
    if _is_nested_too_deeply(html):
        raise Unreadable(f"has more than {NESTED_MOST} elements within each other", "simplify the page")
    clean = nh3.clean(
        _CONTROL.sub("", html),
        tags=TAGS,
        clean_content_tags=GONE,
        attributes={"*": {"hidden", "aria-hidden", "style", "role"}, "a": {"href"}, "ol": {"start"}},
        generic_attribute_prefixes=None,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    walk = Walk(base)
    walk.feed(clean)
    walk.close()
    walk.flush()
    blocks = _main(walk.blocks) if is_page else walk.blocks
    title = next((block.title for block in blocks if block.title), "")
    return Markup(body=_joined(blocks), title=title)


def _is_nested_too_deeply(html: str) -> bool:
    """Looks at tags alone: a parser's time grows with the square of the depth."""
    depth = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in UNCLOSED:
            depth = max(depth - 1, 0) if found[1] else depth + 1
            if depth > NESTED_MOST:
                return True
    return False


def _main(blocks: list[Block]) -> list[Block]:
    """Those of the main part; of a page without one all that is no navigation."""
    for place in ("main", "article"):
        within = [block for block in blocks if place in block.places]
        if sum(len(block.text.split()) for block in within) >= LEAST_WORDS:
            return within
    return [block for block in blocks if not (block.kind == "item" and block.links > _LINKS)]


def _joined(blocks: list[Block]) -> str:
    out = ""
    before = None
    for block in blocks:
        if before is not None:
            is_next = block.kind == before.kind == "item" and block.root == before.root
            out += "\n" if is_next else "\n\n"
        out += block.text
        before = block
    return out
