"""The authority's own look: one colour that can be read, and a logo that only draws."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from complaints.app.boundary import Application
from complaints.app.settings import Settings
from complaints.domain.palette import GROUNDS, READABLE, WHITE, Palette, contrast
from complaints.kernel.rendering import static_dir
from complaints.kernel.theme import HEAVIEST_LOGO, read_theme
from standards.errors import Invalid
from tests.browse import a_browser

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><linearGradient id="g"/></defs>{}</svg>'
GOOD = DRAWING.format('<path d="M0 0h9v9z" fill="url(#g)"/><use href="#g"/>')
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
)


@given(st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True))
def test_every_colour_that_is_taken_can_be_read_in_all_its_shades(colour):
    assume(contrast(colour.lower(), WHITE) >= READABLE)
    made = Palette.of(colour)

    assert min(contrast(WHITE, ground) for ground in (made.brand, made.deep)) >= READABLE
    assert min(contrast(text, on) for text in (made.ink, made.deep) for on in (WHITE, made.tint, *GROUNDS)) >= READABLE
    assert contrast(made.deep, WHITE) > contrast(made.brand, WHITE) or made.brand == "#000000"


@pytest.mark.parametrize("colour", ["#ff0000", "#ffffff", "#777777", "red", "#12345", "135057", ""])
def test_a_colour_that_cannot_be_read_or_understood_is_refused_by_the_name_of_its_setting(colour):
    with pytest.raises(Invalid) as refused:
        read_theme(colour)

    assert refused.value.faults[0].path == "REDRESS_COLOUR"


def test_the_stylesheet_says_what_the_default_colour_makes():
    sheet = (static_dir() / "redress.css").read_text("utf-8")
    written = dict(re.findall(r"--rd-(brand[a-z-]*): (#[0-9a-f]{6});", sheet))
    made = msgspec.structs.asdict(Palette.of(Settings().colour))

    assert written == {"brand" if name == "brand" else f"brand-{name}": colour for name, colour in made.items()}


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<a href="https://example.org/">x</a>',
        '<image href="https://example.org/pixel.png"/>',
        '<use xlink:href="other.svg#x"/>',
        '<path onload="alert(1)"/>',
        "<style>@import 'https://example.org/a.css'</style>",
        '<path fill="url(https://example.org/#g)"/>',
        "<foreignObject><p>x</p></foreignObject>",
    ],
)
def test_a_drawing_that_does_more_than_draw_is_refused(tmp_path, inside):
    (tmp_path / "logo.svg").write_text(DRAWING.format(inside))

    with pytest.raises(Invalid) as refused:
        read_theme("#135057", tmp_path / "logo.svg")

    assert refused.value.faults[0].path == "REDRESS_LOGO"


@pytest.mark.parametrize(
    "content",
    [b"GIF89a", b"\xff\xd8\xff\xe0", b"<html>", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", DOT * (HEAVIEST_LOGO // 60)],
    ids=["gif", "jpeg", "a page", "entities", "too heavy"],
)
def test_a_file_that_is_no_small_picture_is_refused(tmp_path, content):
    (tmp_path / "logo").write_bytes(content)

    with pytest.raises(Invalid):
        read_theme("#135057", tmp_path / "logo")


def test_a_logo_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Invalid) as refused:
        read_theme("#135057", tmp_path / "logo.png")

    assert "cannot be read" in refused.value.faults[0].message


@pytest.mark.on_sqlite
@pytest.mark.parametrize(("name", "content"), [("logo.svg", GOOD.encode()), ("logo.png", DOT)])
async def test_pages_wear_the_colour_and_the_logo(application: Application, tmp_path: Path, name: str, content: bytes):
    (tmp_path / name).write_bytes(content)
    async with a_browser(application, colour="#5B2A86", logo=tmp_path / name) as browser:
        page = await browser.get("/")
        sheet_at = re.search(r'href="(/theme\.css\?v=\w+)"', page.source)[1]
        logo_at = re.search(r'<img class="rd-logo" src="(/logo\?v=\w+)" alt="Calder Bay Council">', page.source)[1]
        sheet = await browser.client.get(sheet_at)
        logo = await browser.client.get(logo_at)

    assert '<meta name="theme-color" content="#5b2a86">' in page.source
    assert "--rd-brand:#5b2a86;" in sheet.text
    assert "--govuk-brand-colour:#5b2a86;" in sheet.text
    assert logo.content == content
    for answer in (sheet, logo):
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "set-cookie" not in answer.headers
        assert "script-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.on_sqlite
async def test_an_address_of_another_version_is_not_kept(application: Application):
    async with a_browser(application) as browser:
        sheet = await browser.client.get("/theme.css?v=another")
        logo = await browser.client.get("/logo")

    assert sheet.headers["cache-control"] == "no-cache"
    assert logo.status_code == 404
