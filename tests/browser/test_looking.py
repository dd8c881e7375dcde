"""What looks at pages finds what it is there to find: a page with faults is told from one without."""

import pytest
from playwright.async_api import Browser

from tests.browser import looking
from tests.browser.visit import NARROW

pytestmark = pytest.mark.browser

PAGE = """<!DOCTYPE html><html lang="en"><head><title>A page</title>
<style>{style}</style></head><body><main><h1>A page</h1>{content}</main></body></html>"""


async def seen(chromium: Browser, content: str, style: str = "") -> dict[str, list[str]]:
    """Return everything that is found on a page with this in it."""
    page = await chromium.new_page(viewport={"width": NARROW, "height": 600})
    try:
        await page.set_content(PAGE.format(content=content, style=style))
        found = {
            "barriers": await looking.violations(page),
            "small": await looking.too_small(page),
            "wide": await looking.too_wide(page),
            "out of sight": await looking.hidden_focus(page),
        }
        return found | {"wide when spaced": await looking.too_wide(page, spaced=True)}
    finally:
        await page.close()


async def test_a_good_page_has_nothing_to_find(chromium: Browser):
    found = await seen(chromium, "<p>Words. <a href='/'>A link</a></p>", "a { line-height: 44px }")

    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("what", "content", "style"),
    [
        ("barriers", "<img src='data:,'>", ""),
        ("barriers", "<p style='color: #aaa'>Faint words</p>", ""),
        ("small", "<button>Small</button>", "button { height: 30px }"),
        ("wide", "<div>Wide</div>", "div { width: 400px }"),
        ("wide when spaced", "<p>Illuminations</p>", "p { font: 42px/1 monospace; margin: 0 } * { min-width: 0 }"),
        ("out of sight", "<a href='/'>Gone</a>", "a { position: absolute; left: -999px }"),
        ("out of sight", "<a href='/'>Beneath</a><p>Over</p>", "p { position: fixed; inset: 0; background: white }"),
        ("out of sight", "<a href='/'>Unmarked</a>", "a:focus { outline: none }"),
    ],
)
async def test_a_fault_is_found(chromium: Browser, what: str, content: str, style: str):
    assert (await seen(chromium, content, style))[what]
