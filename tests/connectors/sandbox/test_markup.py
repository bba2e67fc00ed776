"""Comments as HTML, as text and as a tree; nothing harmful comes through any of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from connectors.sandbox.markup import cleaned, from_text, to_text, tree

HARMFUL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    "<svg onload=alert(1)>",
    '<iframe src="https://x.example"></iframe>',
    "<style>*{display:none}</style>",
    '<p style="position:fixed" onclick="alert(1)">x</p>',
    "<math><mtext><script>alert(1)</script>",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]


@pytest.mark.parametrize("html", HARMFUL)
def test_nothing_harmful_is_kept(html: str) -> None:
    for shown in (cleaned(html), json.dumps(tree(html))):
        assert not any(
            word in shown.lower() for word in ("script", "onerror", "onclick", "onload", "style", "iframe")
        )


def test_html_is_kept_in_zendesks_wrapper() -> None:
    assert cleaned("<p>Hi <b>you</b></p>") == '<div class="zd-comment" dir="auto"><p>Hi <b>you</b></p></div>'


def test_a_link_keeps_its_address_and_no_more() -> None:
    assert cleaned('<a href="https://x.example" onclick="x" id="y">z</a>') == (
        '<div class="zd-comment" dir="auto"><a href="https://x.example" rel="noopener noreferrer">z</a></div>'
    )


def test_text_becomes_paragraphs_and_is_escaped() -> None:
    assert from_text("a < b\nc\n\n\nd") == (
        '<div class="zd-comment" dir="auto"><p dir="auto">a &lt; b<br>c</p><p dir="auto">d</p></div>'
    )


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("<div><div><div>deep</div></div></div>", "deep"),
        ("  ", ""),
    ],
)
def test_html_as_text_has_a_line_per_block(html: str, text: str) -> None:
    assert to_text(html) == text


def test_text_survives_the_way_there_and_back() -> None:
    text = "Grüße <3\n& more\n\nSecond"
    assert to_text(from_text(text)) == text


@pytest.mark.parametrize(
    ("html", "nodes"),
    [
        ("text", ["text"]),
        ("<p>a<br>b</p>", [["p", {}, ["a", ["br", {}, []], "b"]]]),
        ('<a href="https://x.example">x</a>', [["a", {"href": "https://x.example"}, ["x"]]]),
        ("<b><i>x", [["b", {}, [["i", {}, ["x"]]]]]),
        ("</b>x", ["x"]),
        ('<img src="https://x.example/a.png">x', ["x"]),
    ],
)
def test_a_tree_has_text_and_elements(html: str, nodes: list[Any]) -> None:
    assert tree(html) == nodes
