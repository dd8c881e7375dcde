"""What is looked at on a page: what axe finds, what is too wide, too small to hit, or out of sight with the focus."""

from importlib.resources import files
from typing import Any

import axe_playwright_python
from playwright.async_api import Page

AXE = (files(axe_playwright_python) / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const scrolls = (one) =>
    one !== document.body && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
  const wide = [...document.body.querySelectorAll('*')].filter((one) => {
    const box = one.getBoundingClientRect();
    return (box.right > edge + 1 || box.left < -1) && !scrolls(one.parentElement);
  });
  const shown = wide.slice(0, 4).map((one) => one.outerHTML.slice(0, 160));
  return [`page ${document.documentElement.scrollWidth}`, ...shown];
}"""

TOO_SMALL = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    const inText = one.localName === 'a' && style.display === 'inline';
    return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && !inText && box.height < 43.5;
  })
  .map((one) => `${Math.round(one.getBoundingClientRect().height)} px: ${one.outerHTML.slice(0, 160)}`)"""
"""What one presses, unless it is a link inside a sentence: axe measures those, to 24 px."""

SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
"""The spacing a reader may set (WCAG 2.2, 1.4.12)."""

HELP = """() => [...document.querySelectorAll('.rd-footer a[href]')]
  .map((one) => one.getAttribute('href').replace(/:.*/, ''))"""

FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const box = one.getClientRects()[0];
  const style = getComputedStyle(one);
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
  const there = document.elementFromPoint(x, box.top + Math.min(box.height / 2, 12));
  const drawn = style.outlineStyle !== 'none' && style.outlineWidth !== '0px' || style.boxShadow !== 'none';
  const label = one.closest('label, .govuk-radios__item, .govuk-checkboxes__item');
  return {
    what: one.outerHTML.slice(0, 160),
    key: [...document.querySelectorAll('*')].indexOf(one),
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    onTop: !!there && (one.contains(there) || there.contains(one) || !!label && label.contains(there)),
    drawn: drawn || !!label,
  };
}"""


async def violations(page: Page) -> list[str]:
    """Return what axe finds, by the names of its rules, with the elements."""
    await page.evaluate(AXE)
    found: dict[str, Any] = await page.evaluate(
        "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


async def too_wide(page: Page, *, spaced: bool = False) -> list[str]:
    """Return what makes a reader scroll sideways, where somebody wants it *spaced* too."""
    if spaced:
        await page.evaluate(SPACED)
    found: list[str] = await page.evaluate(TOO_WIDE)
    return found


async def unspaced(page: Page) -> None:
    """Show the page as it was before it was spaced."""
    await page.evaluate("() => { document.adoptedStyleSheets = []; }")


async def too_small(page: Page) -> list[str]:
    """Return what is too low to hit with a thumb."""
    found: list[str] = await page.evaluate(TOO_SMALL)
    return found


async def help_offered(page: Page) -> list[str]:
    """Return where the help at the end of a page leads, in its order."""
    found: list[str] = await page.evaluate(HELP)
    return found


async def hidden_focus(page: Page, most: int = 200) -> list[str]:
    """Walk through the page with the Tab key; return what had the focus where nobody could see it."""
    hidden = []
    reached = set()
    for _ in range(most):
        await page.keyboard.press("Tab")
        focus = await page.evaluate(FOCUSED)
        if focus is None or focus["key"] in reached:
            return hidden
        reached.add(focus["key"])
        if not (focus["inSight"] and focus["onTop"] and focus["drawn"]):
            hidden.append(f"{focus}")
    return [*hidden, "The focus never comes to an end."]
