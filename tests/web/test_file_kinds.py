"""A file is what its bytes are, and its name does not lie about it."""

import pytest

from bridge.web.file_kinds import document_name, safe_name, sniffed

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
HTML = b"<!doctype html><script>alert(1)</script>"


@pytest.mark.parametrize(
    ("claimed", "content_type", "expected"),
    [
        ("photo.png", "image/png", "photo.png"),
        ("photo.PNG", "image/png", "photo.PNG"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\temp\\a.txt", "text/plain", "a.txt"),
        ('a\r\nX: y".txt', "text/plain", "aX_ y_.txt"),
        ("page.html", "text/plain", "page.html.txt"),
        ("\u202egnp.exe", "image/png", "gnp.exe.png"),
        ("", "image/png", "file.png"),
        ("...", "image/png", "file.png"),
        ("x" * 300 + ".png", "image/png", "x" * 120 + ".png"),
    ],
)
def test_names_are_harmless_and_end_as_the_content_is(claimed, content_type, expected):
    assert safe_name(claimed, content_type) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        ("Grüße\n".encode(), "text/plain"),
        (b"a\x00b", "application/octet-stream"),
        (b"\xff\xfea", "application/octet-stream"),
    ],
)
def test_the_content_says_what_it_is(data, expected):
    assert sniffed(data) == expected


@pytest.mark.parametrize(
    ("claimed", "data", "expect"),
    [
        ("offer.docx", b"PK\x03\x04...", "offer.docx"),
        ("../../Offer.XLSX", b"PK\x03\x04...", "Offer.XLSX"),
        ("offer.docx", b"MZ\x90", "offer.docx.bin"),
        ("setup.exe", b"MZ\x90", "setup.exe.bin"),
        ("page.html", HTML, "page.html.txt"),
        ("docx", b"PK\x03\x04", "docx.docx"),
        ("photo.png", PNG, "photo.png"),
    ],
)
def test_documents_of_agents_keep_an_ending_that_does_not_lie(claimed, data, expect):
    assert document_name(claimed, data) == expect
