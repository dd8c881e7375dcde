"""One headless browser for a module of tests, and a running authority for each test."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.visit import World, a_world

SETTING = "REDRESS_TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _executable() -> str:
    """Return the browser's program; where CI is set a machine without one fails, so that nothing goes unseen."""
    found = os.environ.get(SETTING) or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say(f"No browser for tests: install chromium (make setup-dev does on Debian), or name a program in {SETTING}.")
    return str(found)


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Browser]:
    """A headless browser with no page open."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_executable(), args=list(QUIETLY))
        yield browser
        await browser.close()


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """Calder Bay on a Monday morning, served on a port of its own."""
    async with a_world(sqlite_url, tmp_path) as made:
        yield made
