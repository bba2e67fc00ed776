"""Makes documents for tests: whole ones, and ones that nobody should have to read."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

import docx
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    title: str = "",
    locale: str = "",
    outline: Sequence[str] = (),
    password: str = "",
) -> bytes:
    """A PDF of these lines; an empty line is a gap."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        stream = DecodedStreamObject()
        moved = "".join(f"({line.replace('(', '').replace(')', '')}) Tj 0 -14 Td\n" for line in lines)
        stream.set_data(f"BT /F1 11 Tf 50 750 Td {moved} ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    for one in outline:
        writer.add_outline_item(title=one, page_number=0)
    if title:
        writer.add_metadata({"/Title": title})
    if locale:
        writer.root_object[NameObject("/Lang")] = TextStringObject(locale)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def endless_pdf() -> bytes:
    """A PDF whose pages are themselves: a loop for who walks them."""
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    pages = writer.root_object["/Pages"]
    pages[NameObject("/Kids")] = ArrayObject([pages.indirect_reference] * 2)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def swelling_pdf(megabytes: int = 200) -> bytes:
    """A PDF of some kilobytes whose one page unpacks to so many megabytes."""
    packing = zlib.compressobj(9)
    packed = packing.compress(b"BT (x) Tj ")
    for _ in range(megabytes):
        packed += packing.compress(b" " * 1_000_000)
    packed += packing.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def word() -> bytes:
    """A Word document with one of everything."""
    made = docx.Document()
    made.core_properties.title = "Returns"
    made.core_properties.language = "de-DE"
    made.add_heading("How to return an item", 1)
    paragraph = made.add_paragraph("Send it back within ")
    paragraph.add_run("30 days").bold = True
    paragraph.add_run("* to us.")
    made.add_paragraph("One", style="List Bullet")
    made.add_paragraph("Two", style="List Bullet")
    made.add_heading("Prices", 2)
    table = made.add_table(rows=2, cols=2)
    for place, text in enumerate(["Size", "Price", "S", "4 EUR"]):
        table.cell(place // 2, place % 2).text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bomb(name: str = "word/document.xml", size: int = 200_000_000) -> bytes:
    """A Word document of some kilobytes that unpacks to `size` bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word())) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for part in whole.namelist():
            if part != name:
                packed.writestr(part, whole.read(part))
        with packed.open(name, "w", force_zip64=True) as stream:
            for _ in range(size // 1_000_000):
                stream.write(b" " * 1_000_000)
    return out.getvalue()


def laughing() -> bytes:
    """A Word document whose text is entities of entities of entities."""
    steps = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{steps}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as whole, zipfile.ZipFile(out, "w") as packed:
        for part in whole.namelist():
            packed.writestr(part, text if part == "word/document.xml" else whole.read(part))
    return out.getvalue()
