"""An agent's words that tell something, quoted shortly: no links, no marks, no good-byes, no questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bridge.core.words.languages.courtesies import is_courtesy

QUOTE_CHARS = 160
READ_CHARS = 4_000
"""Of one message; what comes later is not looked at."""

_HIDDEN = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_NAMED_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\s]{0,400}\)")
_LINK = re.compile(
    r"<?(?:[\w+.-]{0,40}://|\b(?:mailto|tel):|\w{0,40}www\.)[^\s<>\"”“»]*>?"
    r"|\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}"
    r"|\b(?:[a-z0-9-]{1,63}\.){1,6}"
    r"(?:[a-z]{2,24}(?::\d+)?/[^\s<>\"”“»]*|(?:com|net|org|io|info|app|dev|shop|example)\b(?!\.\w))",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[*_`~<>\[\]{}|\\]+|^\s*(?:#{1,6}(?=\s)|[-+•](?=\s))")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,200}>", re.IGNORECASE)
_REPLIED_TO = ">"
_END = re.compile(r"[.!?…]+[\"”“»')\]]*(?=\s)|[。\uff01\uff1f]")
_CLOSED = "。\uff01\uff1f"
"""Full width: no blank follows."""
_ENDS = f".!?…:;,{_CLOSED}"
_QUESTION = re.compile(r"[?\uff1f][\"”“»')\]]*$")
_ASIDE = re.compile(r"\(.*\)$")
"""In brackets as a whole, as what stands for a message that cannot be shown."""
_OPENING = "¿¡„“\"«'(「"
_LEFT_OUT = "…"


def quoted(text: str, names: Iterable[str] = (), *, before: str = "") -> str:
    """What an agent's message tells, as far as one short quotation holds it; empty when it tells nothing.

    Whole sentences from the first that tells something up to the next courtesy; a single one that is too long
    is cut at a word. It is a stranger's text without marks, to be shown as plain text.

    Args:
        text: The message, plain.
        names: Of those who speak.
        before: What was quoted of the message before: it is kept in front where there is room.
    """
    called = tuple(names)
    told: list[str] = []
    for sentence in _sentences(text):
        if _QUESTION.search(sentence) or _ASIDE.match(sentence) or is_courtesy(sentence, called):
            if told:
                break
            continue
        if not told and len(sentence) > QUOTE_CHARS:
            return _cut(sentence)
        if len(_joined([*told, sentence])) > QUOTE_CHARS:
            break
        told.append(sentence)
    if not told:
        return ""
    both = _joined([before, *told]) if before else ""
    return both if both and len(both) <= QUOTE_CHARS else _joined(told)


def shortened(text: str, most: int, sentences: int) -> str:
    """The first sentences of a text, as many as there is room for, without marks and links.

    Args:
        text: Plain, of a stranger.
        most: Characters.
        sentences: How many at most.
    """
    told: list[str] = []
    for sentence in list(_sentences(text))[:sentences]:
        if len(_joined([*told, sentence])) > most:
            break
        told.append(sentence)
    return _joined(told)


def named(name: str, most: int) -> str:
    """A name as it may stand in a sentence of ours: one line, without marks and links."""
    plain = " ".join(_plain(name).split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}{_LEFT_OUT}"


def _plain(line: str) -> str:
    shown = _TAG.sub(" ", _HIDDEN.sub("", line))
    return _MARKS.sub(" ", _LINK.sub(_LEFT_OUT, _NAMED_LINK.sub(r"\1", shown)))


def _sentences(text: str) -> Iterator[str]:
    for line in text[:READ_CHARS].split("\n"):
        if line.lstrip().startswith(_REPLIED_TO):
            continue
        plain = " ".join(_plain(line).split())
        start = 0
        for end in _END.finditer(plain):
            rest = plain[end.end() :].lstrip()
            if rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in _OPENING or end[0] in _CLOSED:
                yield plain[start : end.end()].strip()
                start = end.end()
        if last := plain[start:].strip():
            yield last


def _joined(sentences: list[str]) -> str:
    """One line; where a line of the message ended without a point, a semicolon parts it from the next."""
    out = ""
    for one in sentences:
        gap = " " if not out or out.rstrip("\"”“»')]")[-1:] in _ENDS else "; "
        out = f"{out}{gap}{one}".strip()
    return out


def _cut(sentence: str) -> str:
    shown = sentence[: QUOTE_CHARS - 1]
    is_whole = sentence[QUOTE_CHARS - 1].isspace()
    words = shown if is_whole or " " not in shown[QUOTE_CHARS // 2 :] else shown.rsplit(" ", 1)[0]
    return words.rstrip(" ,;:.-\u2013\u2014") + _LEFT_OUT
