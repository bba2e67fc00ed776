"""A text that is safe everywhere: one function each for plain text, Markdown and strangers' HTML.

Text from customers, agents, models and articles is the same stranger. It enters HTML here and nowhere else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_PROSE = {
    "p",
    "br",
    "hr",
    "b",
    "strong",
    "i",
    "em",
    "u",
    "s",
    "code",
    "pre",
    "blockquote",
    "a",
    "span",
    "div",
}
_LISTS = {"ul", "ol", "li", "h1", "h2", "h3", "h4", "table", "thead", "tbody", "tr", "td", "th"}
TAGS = frozenset(_PROSE | _LISTS)
"""What Intercom's Fin may send, without images: a picture from a stranger's host tells the host who reads."""

_BLOCK_END = re.compile(
    r"</(?:p|div|li|h[1-4]|tr|blockquote|pre|ul|ol|table)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE
)
_URL = re.compile(r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]}]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One text in its two safe forms.

    Args:
        html: Safe HTML: only `TAGS`, links only http, https and mailto, no style, no script, no image.
        text: The same as plain text; may hold `<`, so it is not HTML.
    """

    html: str
    text: str


def from_plain(text: str, *, is_linked: bool = True) -> Body:
    """What a person typed: escaped, paragraphs at empty lines, http links made clickable.

    Args:
        text: Plain.
        is_linked: Whether addresses become links; not in what nobody typed.
    """
    clean = _CONTROL.sub("", text.replace("\r\n", "\n")).strip()
    paragraphs = [p for p in re.split(r"\n{2,}", clean) if p.strip()]
    shown = _linked if is_linked else html.escape
    made = "".join(f"<p>{shown(p).replace(chr(10), '<br>')}</p>" for p in paragraphs)
    return Body(html=_cleaned(made), text=clean)


@lru_cache(maxsize=256)  # Fin's fixed sentences come again and again
def from_markdown(text: str) -> Body:
    """What an article or a brain says, in CommonMark; raw HTML inside is shown, not obeyed."""
    made = _cleaned(_markdown().render(_CONTROL.sub("", text))).strip()
    return Body(html=made, text=_text_of(made))


def from_html(stranger: str) -> Body:
    """What an agent wrote in Zendesk: strangers' HTML, reduced to what is safe."""
    made = _cleaned(_CONTROL.sub("", stranger)).strip()
    return Body(html=made, text=_text_of(made))


def is_blank(text: str) -> bool:
    """Whether there is nothing in it to be seen: spaces, control and format characters alone."""
    return not any(c.isprintable() and not c.isspace() for c in text)


def cited(body: Body, sources: Sequence[tuple[str, str | None]]) -> Body:
    """The same text with its sources beneath, for places that have no list of their own.

    Args:
        body: The answer.
        sources: Title and link of each; one without a link is named only.
    """
    if not sources:
        return body
    items = "".join(
        f'<li><a href="{html.escape(url)}">{html.escape(title)}</a></li>'
        if url
        else f"<li>{html.escape(title)}</li>"
        for title, url in sources
    )
    lines = "\n".join(f"- {title}{f' ({url})' if url else ''}" for title, url in sources)
    return Body(html=_cleaned(f"{body.html}<ul>{items}</ul>"), text=f"{body.text}\n\n{lines}")


def _cleaned(made: str) -> str:
    return nh3.clean(
        made,
        tags=set(TAGS),
        clean_content_tags={
            "script",
            "style",
            "title",
            "textarea",
            "noscript",
            "template",
            "iframe",
            "svg",
            "math",
        },
        attributes={"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )


def _text_of(safe: str) -> str:
    lined = _BLOCK_END.sub("\n", safe)
    bare = html.unescape(nh3.clean(lined, tags=set(), attributes={}))
    return re.sub(r"[ \t]*\n\s*\n\s*", "\n\n", bare).strip()


def _linked(text: str) -> str:
    out: list[str] = []
    end = 0
    for match in _URL.finditer(text):
        url = html.escape(match.group())
        out += [html.escape(text[end : match.start()]), f'<a href="{url}">{url}</a>']
        end = match.end()
    return "".join([*out, html.escape(text[end:])])


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt  # with the first text: 68 modules that no start needs

    return MarkdownIt("commonmark", {"html": False, "linkify": False})
