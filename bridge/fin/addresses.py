"""Takes out of a model's text every picture and every address that leads to a stranger's host."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0e\ufeff\uffa0\U000e0000-\U000e0fff]|(?<=[\x21-\x7e])[\u200c\u200d]"
)
_UNLIKE = str.maketrans("\u3002\uff0e\uff61\u2024\u2044\u2215\uff0f\uff1a", "....///:")
_IMAGE = re.compile(r"[ \t]*!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)[^)]*\)")
_DEFINED = re.compile(r"^ {0,3}\[[^\]]+\]:\s*\S.*$", re.MULTILINE)
_WORDS = (
    "com net org info biz app dev xyz top shop site online club link click live store ru cn de ch fr es nl"
)
_WORDS += (
    " pl uk eu us tv ai gg ly io co example test invalid onion pl cz se fi dk pt gr br jp kr au nz ca mx"
)
TOPS = frozenset(_WORDS.split())
"""Last words of hosts that are written without a scheme, and are no words of a sentence."""
_SCHEME = r"(?:[a-z][a-z0-9+.-]{1,15}\s?:\s?[/\\]{1,3}|//|www\.)"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOT = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\s?[\[(]dot[\])]\s?)"
_TAIL = r"(?::\d{1,5})?(?:[/?#\\][^\s<>\"']*)?"
_ANY = re.compile(
    rf"<?(?:{_SCHEME}(?:[^\s<>\"'\])]|\[\.\])+"
    rf"|(?:mailto:)?(?:[\w.+-]+@)?(?:{_LABEL}{_DOT})+(?P<top>[^\W\d_]{{2,24}}|xn--[\w-]+){_TAIL}"
    rf"|(?:\d{{1,3}}\.){{3}}\d{{1,3}}{_TAIL})>?",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\[\]<>]")


def without_strangers(text: str, hosts: Collection[str]) -> tuple[str, frozenset[str]]:
    """The text without pictures and without addresses of other hosts, and what was taken out.

    Args:
        text: Markdown of a stranger.
        hosts: Where links may lead.

    Returns:
        The text, and `image`, `link` or both where something was taken out.
    """
    kept, refused = _plainly(text), set[str]()
    if _IMAGE.search(kept):
        refused.add("image")
        kept = _IMAGE.sub("", kept)
    if _DEFINED.search(kept):
        refused.add("link")
        kept = _DEFINED.sub("", kept)
    pieces: list[str] = []
    end = 0
    for link in _LINK.finditer(kept):
        pieces.append(_bare(kept[end : link.start()], hosts, refused))
        words = _bare(link[1], hosts, refused)
        _bare(kept[link.end(2) : link.end()], hosts, refused)  # its title is dropped
        if is_allowed(link[2], hosts):
            pieces.append(f"[{words}]({link[2]})")
        else:
            refused.add("link")
            pieces.append(words)
        end = link.end()
    kept = "".join([*pieces, _bare(kept[end:], hosts, refused)])
    if any(not is_allowed(one, hosts) for one in _targets(kept)):  # Markdown sees more than we do
        refused.add("link")
        kept = _MARKS.sub(r"\\\g<0>", kept)
    return kept, frozenset(refused)


def is_allowed(url: str, hosts: Collection[str]) -> bool:
    """Whether an address leads to one of the hosts, read as strictly as any browser may read it."""
    if any(sign in url for sign in "\\ \t\n\r") or not url.isascii():
        return False
    try:
        parts = urlsplit(url if "//" in url else f"https://{url}")
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "@" not in parts.netloc and host in hosts


def _plainly(text: str) -> str:
    """What a reader sees: no invisible signs, no entities that Markdown would decode, usual dots."""
    for _ in range(4):
        shown = html.unescape(text)
        if shown == text:
            break
        text = shown
    else:
        text = text.replace("&", "+")
    return _INVISIBLE.sub("", text).translate(_UNLIKE)


def _bare(text: str, hosts: Collection[str], refused: set[str]) -> str:
    def kept(found: re.Match[str]) -> str:
        written = found[0]
        ours = unicodedata.normalize("NFKC", written.strip("<>").rstrip(".,;:!?)")).lower()
        top = unicodedata.normalize("NFKC", found["top"] or "").lower()
        is_sure = not top or top in TOPS or top.startswith("xn--") or "@" in ours or "/" in ours
        if not is_sure or _is_ours(ours, hosts):
            return written
        refused.add("link")
        return ""

    return _ANY.sub(kept, text)


def _is_ours(written: str, hosts: Collection[str]) -> bool:
    name, at, domain = written.removeprefix("mailto:").partition("@")
    if at and "/" not in name:  # an e-mail address at the team's own domain
        return any(host == domain or host.endswith(f".{domain}") for host in hosts)
    return is_allowed(written.removeprefix("//"), hosts)


def _targets(text: str) -> Iterator[str]:
    def walk(tokens: list[Token]) -> Iterator[str]:
        for token in tokens:
            if token.type == "link_open":
                yield str(token.attrs.get("href", ""))
            elif token.type == "image":
                yield ""
            yield from walk(token.children or [])

    return walk(_markdown().parse(text)) if "[" in text or "<" in text else iter(())


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
