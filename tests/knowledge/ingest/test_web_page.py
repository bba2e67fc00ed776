"""A saved page becomes an article with the title, address and language that it says itself."""

import pytest

from bridge.knowledge.ingest.document import Document, Unreadable
from bridge.knowledge.ingest.web_page import decoded, read

PAGE = """<!doctype html><html lang="de-AT"><head><title>Rückgabe | Shop</title>
<link rel="canonical" href="https://shop.example/de/rueckgabe"><script>var x = "<main>";</script></head>
<body><nav>Menü</nav>%s<p>Sie können alles zurückgeben. <a href="formular">Formular</a></p></body></html>"""


def test_the_head_says_title_address_and_language() -> None:
    assert read((PAGE % "").encode()) == Document(
        title="Rückgabe",
        url="https://shop.example/de/rueckgabe",
        locale="de-AT",
        body="Sie können alles zurückgeben. [Formular](https://shop.example/de/formular)",
    )


def test_the_first_heading_is_the_better_title() -> None:
    assert read((PAGE % "<h1>So geben Sie zurück</h1>").encode()).title == "So geben Sie zurück"


def test_an_address_that_is_none_of_the_web_is_no_address() -> None:
    page = b"<link rel=canonical href='javascript:alert(1)'><meta property=og:url content='//x'><p>Text"
    assert read(page).url == ""


@pytest.mark.parametrize(
    "raw",
    [
        "<meta charset=iso-8859-1><p>Grüße".encode("latin-1"),
        "<p>Grüße".encode(),
        "<p>Grüße".encode("cp1252"),
        "<p>Grüße".encode("utf-16"),
        "<p>Grüße".encode("utf-8-sig"),
        "<meta charset=nonsense><p>Grüße".encode(),
    ],
)
def test_umlauts_survive_whatever_the_page_is_encoded_in(raw: bytes) -> None:
    assert decoded(raw).endswith("Grüße")


def test_a_page_without_text_is_said_to_be_empty() -> None:
    with pytest.raises(Unreadable, match="holds no text"):
        read(b"<html><script>document.write('x')</script>")
