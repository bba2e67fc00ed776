"""Which HTML elements mean what to a reader."""

from __future__ import annotations

HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
PLACES = {"main", "article"}
"""What holds a page's main part."""
NEVER = {"nav", "footer", "form", "button", "select", "dialog"}
ONLY_INSIDE = {"header", "aside"}
"""Of the page they are decoration, of its main part they are text."""
BLOCKS = {
    "p",
    "div",
    "section",
    "figure",
    "figcaption",
    "address",
    "dd",
    "dt",
    "dl",
    "details",
    "summary",
    "hr",
    "caption",
}
LISTS = {"ul", "ol", "li", "blockquote", "pre"}
CELLS = {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
INLINE = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`"}
"""Their marks in Markdown."""
TAGS = {*HEADINGS, *PLACES, *NEVER, *ONLY_INSIDE, *BLOCKS, *LISTS, *CELLS, *INLINE, "a", "br", "span"}
"""What is walked; the contents of others are read as if they were not there."""
GONE = {
    "script",
    "style",
    "title",
    "textarea",
    "noscript",
    "template",
    "iframe",
    "svg",
    "math",
    "object",
    "head",
}
"""What goes with all that is in it."""
UNCLOSED = {
    "p",
    "dd",
    "dt",
    "summary",
    "hr",
    "caption",
    "figcaption",
    "address",
    "li",
    "td",
    "th",
    "tr",
    "br",
    "thead",
    "tbody",
    "tfoot",
    "img",
    "input",
    "meta",
    "link",
    "area",
    "base",
    "col",
    "embed",
    "source",
    "track",
    "wbr",
    "option",
}
"""What need not be closed, or has no end."""
