"""Takes out of a model's text every picture and every address that leads to a stranger's host."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\u3164\ufe00-\ufe0e\ufeff\uffa0\U000e0000-\U000e0fff]|(?<=[\x21-\x7e])[\u200c\u200d]+|[\u200c\u200d]{2,}|\ufe0f{2,}"
)
_IMAGE = re.compile(r"[ \t]*!\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)[^)]*\)")
_DEFINED = re.compile(r"^ {0,3}\[[^\]]+\]:\s*\S.*$", re.MULTILINE)
_WORDS = (
    "com net org info biz app dev xyz top shop site online club link click live store ru cn de ch fr es nl"
)
_WORDS += (
    " pl uk eu us tv ai gg ly io co example test invalid onion pl cz se fi dk pt gr br jp kr au nz ca mx"
)
_WORDS += (
    " help support cloud money bank finance cash loan loans website tech fun pro me"
    " cc ws tk ml ga cf gq pw icu buzz cyou sbs cfd monster quest vip bid su ua kz blog wiki"
    " \u0440\u0444 \u0443\u043a\u0440 \u0431\u0435\u043b \u043e\u0440\u0433"
)
TOPS = frozenset(_WORDS.split())
"""Last words of hosts that are written without a scheme, and are no words of a sentence."""
_SLASHES = "/\u2044\u2215\uff0f"
_DOTS = ".\uff0e\u2024\ufe52\u3002\uff61\u0589\u06d4\ua4f8\u2e3c"
"""The usual one, those that machines take for it, and those that people do."""
_FULL_STOPS = "\u3002\uff61\u0589\u06d4"
"""Those that end a sentence in their own languages."""
_SCHEME = rf"(?:[a-z][a-z0-9+.-]{{1,15}}\s?[:\uff1a]\s?[{_SLASHES}\\]{{1,3}}|[{_SLASHES}]{{2}}|www[{_DOTS}])"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HIDDEN_DOT = r"\s?[\[({](?:\.|dot)[\])}]\s?|%2e|\s\.\s(?=(?-i:com|org|example)\b)"
_DOT = rf"(?:[{_DOTS}]|{_HIDDEN_DOT})"
_TAIL = rf"(?::\d{{1,5}})?(?:[{_SLASHES}?#\\][^\s<>\"']*)?"
_ANY = re.compile(
    rf"<?(?:{_SCHEME}(?:[^\s<>\"'\])]|\[\.\])+"
    rf"|(?:mailto:)?(?:[\w.+-]+@)?(?:{_LABEL}{_DOT})+(?P<top>[^\W\d_]{{2,24}}|xn--[\w-]+){_TAIL}"
    rf"|(?:\d{{1,3}}\.){{3}}\d{{1,3}}{_TAIL})>?",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\[\]<>]")
_MIXED = re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]")
"""Letters of two alphabets in one word."""
_MEANT = re.compile(_HIDDEN_DOT, re.IGNORECASE)
_SPOKEN = re.compile(
    r"(?<![\w-])(?!(?:the|a|this|our)\s)([\w-]{2,63})\s+(?:dot\s+(com|net|org|info|io|example|xyz)"
    r"|(?:punkt|punto|ponto|point|punt)\s+(com|org|example))\b(?:\s+slash\s+[\w-]+)*",
    re.IGNORECASE,
)
_SAYS_DOT = re.compile(r"\s(?:dot|punkt|punto|ponto|point|punt)\s", re.IGNORECASE)
_BROKEN = re.compile(r"(?<=[^\W_])[*`\\\]]+\.[*`\\\[]*\w|\.(?:[*`\\\[]+\w|\w{1,6}[*`\\]+\w|_\w+_(?!\w))")
"""Marks of Markdown within what may be a host: nobody sees them."""
_UNMARKED = re.compile(r"[*_`\\]+|(?<=\w)\](?=\.)|\[(?=\w+\.)|(?<=\.)\[|(?<=\w)\](?!\()")
_WITHIN = re.compile(
    r"[/\\]{2,}([^/\\?#&\s]*)|=(?:[\w.%+-]+@)?([\w-]+(?:\.[\w-]+)*\.([a-z]{2,24}))(?![\w.-])", re.IGNORECASE
)
"""Hosts in the path or the query of an address."""


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
    if refused:  # what stood apart may have come together
        kept = _bare(kept, hosts, refused)
    if _BROKEN.search(kept):
        hidden = set[str]()
        shown = _bare(_UNMARKED.sub("", kept), hosts, hidden)
        if hidden:
            refused.add("link")
            kept = shown
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
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or host not in hosts:
        return False
    return not any(_leads_on(one, hosts) for one in (parts.path, parts.query, parts.fragment) if one)


def _leads_on(part: str, hosts: Collection[str]) -> bool:
    """Whether a part of an address names another host, to which our own may send whoever asks for it."""
    told = unquote(unquote(part))
    for found in _WITHIN.finditer(f"={told}"):
        host = (found[1] or found[2] or "").lower()
        if found[3] and found[3].lower() not in TOPS:
            continue
        if "." in host and host not in hosts:
            return True
    return False


def _plainly(text: str) -> str:
    """What a reader sees: no invisible signs, no entities that Markdown would decode, usual dots."""
    for _ in range(4):
        shown = html.unescape(text)
        if shown == text:
            break
        text = shown
    else:
        text = text.replace("&", "+")
    return _INVISIBLE.sub("", text)


def _bare(text: str, hosts: Collection[str], refused: set[str]) -> str:
    def kept(found: re.Match[str]) -> str:
        written = found[0]
        ours = unicodedata.normalize("NFKC", written.strip("<>").rstrip(".,;:!?)")).lower()
        top = unicodedata.normalize("NFKC", found["top"] or "").lower()
        if top and _ends_sentence(written[: found.start("top") - found.start()]):
            return written
        is_sure = not top or top in TOPS or top.startswith("xn--") or "@" in ours or "/" in ours
        is_sure = is_sure or _MIXED.search(top) is not None or _MEANT.search(written) is not None
        if not is_sure or _is_ours(ours, hosts):
            return written
        refused.add("link")
        return ""

    text = _ANY.sub(kept, text)
    if not _SAYS_DOT.search(text):
        return text

    def spoken(found: re.Match[str]) -> str:
        if _is_ours(f"{found[1]}.{found[2] or found[3]}".lower(), hosts):
            return found[0]
        refused.add("link")
        return ""

    return _SPOKEN.sub(spoken, text)


def _ends_sentence(before: str) -> bool:
    """Whether what looks like the dot of a host is a full stop of a script that has no spaces."""
    return before[-1:] in _FULL_STOPS and not unicodedata.normalize("NFKC", before[-2:-1]).isascii()


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
