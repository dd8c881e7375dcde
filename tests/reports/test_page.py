"""The page is whole in itself, accessible, and says the same as every other form."""

import csv
import io
import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise

import msgspec
import pytest

from reports.catalogue.council_pack import build
from reports.domain.document import Document
from reports.page import figures, html
from reports.produce import Produced
from tests.reports.town import brief

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Outline(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.after_svg: list[str] = []
        self.words: list[str] = []
        self._hidden = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if self.tags and self.tags[-1][0] == "svg":
            self.after_svg.append(tag)
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("style", "svg"):
            self._hidden += 1

    def handle_endtag(self, tag):
        if tag in ("style", "svg"):
            self._hidden -= 1

    def handle_data(self, data):
        if not self._hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return _plain(" ".join(self.words))


@pytest.fixture(scope="module")
def page(produced: Produced) -> str:
    return produced.files["html"].read_text()


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def test_the_page_fetches_nothing(page, outline):
    assert not [tag for tag, _ in outline.tags if tag in ("script", "link", "img", "iframe")]
    assert not re.search(r"(?:src|href)=\"(?!#)|url\((?!#)|@import", page)


def test_no_element_has_a_style_of_its_own(outline):
    assert not [tag for tag, attributes in outline.tags if "style" in attributes]


def test_headings_do_not_jump(outline):
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(outline.headings))


def test_every_chart_begins_with_what_it_is(outline):
    charts = [attributes for tag, attributes in outline.tags if tag == "svg"]

    assert charts
    assert all(attributes["role"] == "img" for attributes in charts)
    assert set(outline.after_svg) == {"title"}


def test_every_header_cell_says_what_it_heads(outline):
    scopes = {attributes.get("scope") for tag, attributes in outline.tags if tag == "th"}

    assert scopes == {"row", "col"}


def test_ids_are_told_once_and_links_lead_somewhere(outline):
    ids = [attributes["id"] for _, attributes in outline.tags if attributes.get("id")]
    links = [str(attributes["href"])[1:] for tag, attributes in outline.tags if tag == "a"]

    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)


def test_every_number_of_the_file_is_on_the_page(produced, outline):
    printed = [row["printed"] for row in csv.DictReader(io.StringIO(produced.files["csv"].read_text()))]

    assert len(printed) > 300
    assert [text for text in printed if _plain(text.removeprefix("'")) not in outline.text] == []


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_every_number_of_the_file_is_in_the_print(produced):
    done = subprocess.run(["pdftotext", "-layout", produced.files["pdf"], "-"], capture_output=True, check=True)
    text = _plain(done.stdout.decode())
    printed = {row["printed"] for row in csv.DictReader(io.StringIO(produced.files["csv"].read_text()))}

    # Long words are broken over lines there.
    assert sorted(number for number in printed if len(number) < 12 and _plain(number) not in text) == []


def test_text_that_looks_like_markup_stays_text(town_parts):
    document = msgspec.structs.replace(_pack(town_parts), authority="<script>alert(1)</script> & Sons")
    page = html(document, template="council_pack.html")

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons" in page


def test_long_numbers_are_kept_in_one_piece():
    marked = figures("Of 1\u2009234\u2009567 <b> cases 42.5 or 12\u2009345.6%.")

    assert marked == (
        'Of <span class="n">1\u2009234\u2009567</span> &lt;b&gt; cases 42.5 or <span class="n">12\u2009345.6%</span>.'
    )


def test_the_default_frame_prints_any_document(town_parts):
    assert "How long it took" in html(_pack(town_parts), template="_default.html")


def _pack(parts) -> Document:
    return build(brief(parts))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u2009", "").replace("\u00a0", " "))
