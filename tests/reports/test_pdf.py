"""The print: accessible, archival, sealed, and the same each time."""

import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from complaints.kernel.pdf import Attached, Unprintable, font_faces, fonts_dir, print_pdf
from reports.domain.document import Document
from reports.produce import Produced, produce
from reports.report import Report
from standards.errors import Invalid

MADE = datetime.fromisoformat("2026-04-10T08:00:00+00:00")
PAGE = '<!doctype html><html lang="en"><head><title>Small</title>{head}</head><body><h1>Small</h1>{body}</body></html>'


@pytest.fixture(scope="module")
def pdf(produced: Produced):
    with pikepdf.open(produced.files["pdf"]) as opened:
        yield opened


def test_the_pack_fits_its_twelve_pages(produced: Produced):
    assert produced.pages is not None
    assert produced.pages <= 12
    assert produced.files["pdf"].stat().st_size < 2_000_000


def test_it_claims_to_be_archival_and_accessible(pdf):
    metadata = pdf.Root.Metadata.read_bytes().decode()

    assert re.search(r'pdfaid:part="3"', metadata)
    assert re.search(r'pdfaid:conformance="A"', metadata)
    assert 'pdfuaid:part="1"' in metadata
    assert "<pdfaExtension:schemas>" in metadata


def test_it_has_a_language_a_title_and_a_structure(pdf):
    assert str(pdf.Root.Lang) == "en"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.docinfo["/Title"]) == "Complaints and compliments, January to March 2026: Calder Bay City Council"
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260410")


def test_headings_come_in_order_and_every_picture_is_described(pdf):
    elements = list(_walk(pdf.Root.StructTreeRoot))
    levels = [int(str(element.S)[2:]) for element in elements if re.fullmatch("/H[1-6]", str(element.S))]
    figures = [element for element in elements if str(element.S) == "/Figure"]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(figures) >= 6
    assert all(len(str(figure.Alt)) >= 20 for figure in figures)


def test_every_cell_knows_its_headers(pdf):
    cells = [element for element in _walk(pdf.Root.StructTreeRoot) if str(element.S) == "/TD"]

    assert len(cells) > 200
    assert all(len(cell.A.Headers) >= 1 for cell in cells)


def test_its_bookmarks_are_its_headings(pdf):
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]

    assert titles[:3] == ["Summary", "How to read this report", "How many, and how they came"]


def test_it_carries_its_numbers(pdf, produced):
    (name,) = pdf.attachments

    assert name == produced.files["csv"].name
    assert pdf.attachments[name].get_file().read_bytes() == produced.files["csv"].read_bytes()
    assert str(pdf.Root.AF[0].AFRelationship) == "/Data"


def test_only_bundled_typefaces_are_used(pdf):
    names = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}

    assert names
    assert fonts_dir() is None or all("Noto-Sans" in name or "NotoSans" in name for name in names), names


def test_equal_pages_give_equal_bytes(tmp_path):
    page = PAGE.format(head="", body="<p>Same</p>")
    numbers = [Attached("n.csv", "Numbers", b"a,b\r\n1,2\r\n")]

    for name in ("one.pdf", "other.pdf"):
        print_pdf(page, tmp_path / name, made_at=MADE, attached=numbers)

    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "other.pdf").read_bytes()


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param("", '<img src="http://127.0.0.1:9/x.png" alt="a picture from elsewhere">', id="a picture by http"),
        pytest.param("", '<img src="file:///etc/passwd" alt="a file of this machine">', id="a file"),
        pytest.param('<link rel="stylesheet" href="http://127.0.0.1:9/x.css">', "", id="a style sheet"),
        pytest.param("<style>@import url(file:///etc/hosts);</style>", "", id="an import"),
        pytest.param(
            "<style>body{background:url(app-font:../../settings.py)}</style>", "", id="a way out of the fonts"
        ),
    ],
)
def test_a_page_that_reaches_out_is_not_printed(tmp_path, head, body):
    target = tmp_path / "never.pdf"

    with pytest.raises(Unprintable):
        print_pdf(PAGE.format(head=head, body=body), target, made_at=MADE)

    assert not target.exists()


def test_a_page_cannot_attach_a_file_of_this_machine(tmp_path):
    page = PAGE.format(head='<link rel="attachment" href="file:///etc/hostname">', body="")
    print_pdf(page, tmp_path / "x.pdf", made_at=MADE)

    with pikepdf.open(tmp_path / "x.pdf") as opened:
        assert len(opened.attachments) == 0


def test_a_picture_without_words_is_not_printed(tmp_path):
    pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

    with pytest.raises(Unprintable, match="alt"):
        print_pdf(PAGE.format(head="", body=f'<img src="{pixel}">'), tmp_path / "x.pdf", made_at=MADE)


def test_a_page_without_a_title_is_not_printed(tmp_path):
    with pytest.raises(Unprintable, match="title"):
        print_pdf("<!doctype html><html lang=en><body><p>x</p></body></html>", tmp_path / "x.pdf", made_at=MADE)


def test_the_typeface_is_told_by_name_only():
    assert 'url("app-font:noto-sans-latin-400.woff2")' in font_faces("Zurich")
    assert "/" not in font_faces("Łódź")


@pytest.mark.parametrize(("text", "more"), [("Zürich, 3\u2009000", False), ("Łódź", True), ("Αθήνα", True)])
def test_letters_beyond_western_europe_are_brought_when_needed(text, more):
    assert ("Noto Sans Ext" in font_faces(text)) is more


def test_an_unknown_format_is_refused(pack: Document, tmp_path: Path):
    report = Report(key="x", title="X", audience="all", rhythm="year", build=lambda _: pack)

    with pytest.raises(Invalid, match="docx"):
        produce(report, pack, tmp_path, formats=["docx"])


def _walk(element):
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _walk(kid)
