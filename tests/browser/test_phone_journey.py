"""
From the first page to the receipt on a phone: few pages, few taps, few bytes, and nobody is shut out.

Measures M1 and M4: at most 7 pages and 12 taps for the least a complaint needs, 3 pages for thanks; a tap is a press on
anything, typing is not counted. The first page weighs at most 60 kB as it travels.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, CDPSession

from complaints.kernel.languages import languages
from complaints.kernel.text import direction
from tests.browser.catalogue.lives import WORDS
from tests.browser.looking import too_wide
from tests.browser.visit import NARROW, Visit, World, a_visit

pytestmark = pytest.mark.browser

MOST_PAGES, MOST_TAPS, MOST_PAGES_OF_THANKS = 7, 12, 3
LIGHT = 60_000
SENT = "/sent"
PHONE = {"is_mobile": True, "has_touch": True}
CODE = ".rd-secret"
ON = "main form:not([data-leave]) > .govuk-button:last-child"

WAYS = {
    "no script": {"java_script_enabled": False, **PHONE},
    "script": PHONE,
    "400 per cent": {"width": NARROW, "device_scale_factor": 4},
    "right to left": {"locale": next((one for one in languages() if direction(one) == "rtl"), "ar"), **PHONE},
}


class Thumb:
    """Taps on a page as a person does, and counts."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.taps = 0

    async def tap(self, selector: str, *, leads_on: bool = False) -> None:
        """Tap something, and wait for the page it leads to."""
        self.taps += 1
        thing = self.visit.page.locator(selector).first
        if not leads_on:
            await thing.check()
            return
        async with self.visit.page.expect_navigation():
            await thing.click()

    async def type(self, field: str, words: str) -> None:
        """Tap into a field and type."""
        self.taps += 1
        await self.visit.page.locator(f"[name={field}]").fill(words)

    async def on(self) -> None:
        """Tap the button that leads on, which stands last in its form."""
        await self.tap(ON, leads_on=True)


class Bytes:
    """Counts what travels to one page, head and body, as the browser's own network sees it."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        self.travelled = 0
        self.requests = 0

    async def count(self) -> None:
        """Begin."""
        await self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.requests += 1
        self.travelled += int(event["encodedDataLength"])


async def the_least_complaint(thumb: Thumb) -> None:
    """Complain about the bins, saying only what must be said."""
    await thumb.visit.open("/")
    await thumb.tap("a[href^='/tell']", leads_on=True)
    await thumb.tap("[name=about][value=wrong]")
    await thumb.on()
    await thumb.tap("[name=service][value=bin_collection]")
    await thumb.on()
    await thumb.type("narrative", WORDS)
    await thumb.on()
    await thumb.on()
    await thumb.on()


async def thanks(thumb: Thumb) -> None:
    """Say thank you."""
    await thumb.visit.open("/")
    await thumb.tap("main a[href='/thank']", leads_on=True)
    await thumb.type("narrative", "The woman at counter 4 took her time for me.")
    await thumb.on()


@asynccontextmanager
async def a_thumb(chromium: Browser, world: World, way: str) -> AsyncIterator[Thumb]:
    """Somebody with a phone, in one of the ways people have."""
    async with a_visit(chromium, world, **WAYS[way]) as visit:
        yield Thumb(visit)


@pytest.mark.parametrize("way", WAYS)
async def test_a_complaint_takes_few_pages_and_few_taps(chromium: Browser, world: World, way: str):
    async with a_thumb(chromium, world, way) as thumb:
        await the_least_complaint(thumb)
        shown = await thumb.visit.page.locator(CODE).count()

    assert (thumb.visit.seen.path, shown) == (SENT, 1)
    assert thumb.visit.pages <= MOST_PAGES
    assert thumb.taps <= MOST_TAPS


@pytest.mark.parametrize("way", WAYS)
async def test_thanks_take_three_pages(chromium: Browser, world: World, way: str):
    async with a_thumb(chromium, world, way) as thumb:
        await thanks(thumb)

    assert thumb.visit.seen.path == SENT
    assert thumb.visit.pages <= MOST_PAGES_OF_THANKS
    assert thumb.taps <= MOST_PAGES_OF_THANKS


async def test_the_first_page_is_light_as_it_travels(chromium: Browser, world: World):
    async with a_thumb(chromium, world, "script") as thumb:
        counted = Bytes(await thumb.visit.context.new_cdp_session(thumb.visit.page))
        await counted.count()
        await thumb.visit.open("/")
        await thumb.visit.page.wait_for_load_state("networkidle")

    assert 2 < counted.requests <= 6
    assert counted.travelled <= LIGHT


async def test_a_complaint_is_told_with_nothing_but_a_keyboard(chromium: Browser, world: World):
    async with a_visit(chromium, world) as visit:
        keys = Keys(visit)
        await visit.open("/")
        await keys.reach("main a[href^='/tell']")
        await keys.enter()
        await keys.reach("[name=about]")
        await keys.press("Space")
        await keys.on()
        await keys.reach("[name=service]")
        await keys.press("Space")
        await keys.on()
        await keys.reach("[name=narrative]")
        await visit.page.keyboard.type("The bins were left full.")
        for _ in range(3):
            await keys.on()

    assert visit.seen.path == SENT


class Keys:
    """Goes through a page with the Tab key, as somebody without a mouse does."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    async def press(self, key: str) -> None:
        """Press one key."""
        await self.visit.page.keyboard.press(key)

    async def reach(self, selector: str) -> None:
        """Go on with Tab until what *selector* means has the focus."""
        for _ in range(120):
            await self.press("Tab")
            if await self.visit.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        raise AssertionError(f"Nobody gets to {selector} with the keyboard.")

    async def enter(self) -> None:
        """Press Enter, and wait for the page it leads to."""
        async with self.visit.page.expect_navigation():
            await self.press("Enter")

    async def on(self) -> None:
        """Go to the button that leads on, and press it."""
        await self.reach("main form button[name=go][value=on], main form button[name=send]")
        await self.enter()


async def test_the_first_key_leads_past_the_head_of_the_page(chromium: Browser, world: World):
    async with a_visit(chromium, world) as visit:
        await visit.open("/")
        await visit.page.keyboard.press("Tab")
        await visit.page.keyboard.press("Enter")
        await visit.page.keyboard.press("Tab")
        inside = await visit.page.evaluate("document.activeElement.closest('main') !== null")

    assert inside


async def test_nothing_is_lost_or_cut_at_four_hundred_per_cent(chromium: Browser, world: World):
    async with a_thumb(chromium, world, "400 per cent") as thumb:
        await thumb.visit.page.set_viewport_size({"width": NARROW, "height": 256})
        await the_least_complaint(thumb)
        assert await too_wide(thumb.visit.page) == []


async def test_who_leaves_leaves_nothing_behind(chromium: Browser, world: World):
    async with a_thumb(chromium, world, "script") as thumb:
        visit = thumb.visit
        await the_least_complaint(thumb)
        reference = await visit.page.locator(".rd-receipt__number").inner_text()
        await thumb.tap("[name=kept]")
        await visit.go_on()
        told = await visit.page.inner_text("main")
        await visit.send("/leave")
        await visit.page.go_back()
        after = await visit.page.inner_text("body")

    assert reference in told
    assert reference not in after
    assert WORDS not in after


@pytest.mark.parametrize("way", ["script", "no script"])
async def test_who_must_leave_at_once_is_gone_with_one_press(chromium: Browser, world: World, way: str):
    async with a_thumb(chromium, world, way) as thumb:
        visit = thumb.visit
        await visit.open("/tell?about=reprisal")
        await thumb.on()
        await thumb.on()
        await thumb.tap("[name=service][value=unknown]")
        await thumb.on()
        await thumb.type("narrative", WORDS)
        await thumb.on()
        await visit.send("/leave")
        left_for = visit.seen.path
        await visit.page.go_back()
        after = await visit.page.inner_text("body")
        await visit.open("/tell/what")

    assert left_for == "/"
    assert WORDS not in after
    assert visit.seen.path == "/tell"


async def test_the_screen_is_empty_before_the_line_answers(chromium: Browser, world: World):
    async with a_thumb(chromium, world, "script") as thumb:
        page = thumb.visit.page
        await thumb.visit.open("/tell?about=reprisal")
        await thumb.on()
        await page.evaluate(
            "document.querySelector('[data-leave]').addEventListener('submit', (e) => e.preventDefault())"
        )
        await page.locator("[data-leave] button").click()
        shown = await page.evaluate("getComputedStyle(document.documentElement).display")

    assert shown == "none"
