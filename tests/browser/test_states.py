"""Every page of the public in every state: no barrier that axe knows, nothing too wide, too small or out of sight."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jinja2
import pytest
from litestar.routes import HTTPRoute
from playwright.async_api import Browser

from complaints.app.asgi import create_app
from complaints.app.boundary import Application
from complaints.app.middleware import FOR_STAFF
from complaints.app.settings import Settings
from complaints.domain.journey import Step
from complaints.kernel.languages import languages
from complaints.kernel.rendering import templates_dir
from complaints.kernel.text import direction
from tests.browser import looking
from tests.browser.catalogue import State
from tests.browser.catalogue.all_states import CATALOGUE
from tests.browser.visit import Visit, a_visit, a_world

SCREENS = os.environ.get("REDRESS_TEST_SCREENS")
"""The folder for pictures of all pages; without it none are made."""

WIDTHS = (360, 1280)
HELP = ["tel", "mailto", "/ombudsperson", "/standards", "/figures", "/sign-in"]
ELSEWHERE = (*FOR_STAFF, "/api", "/open311", "/hooks", "/static", "/openapi", "/health")
"""Not for the public to read; but the door of staff stands open to everybody, and is in the catalogue too."""

NO_PAGE = {
    "GET /theme.css": "colours",
    "GET /logo": "a picture",
    "GET /standards.json": "data",
    "GET /sent/receipt.pdf": "a document",
    "GET /tell/files/{key:uuid}/{part:str}": "a file",
    "GET /your-case/files/{key:uuid}/{part:str}": "a file",
    "GET /complain": "leads to the first question",
    "GET /your-case/add": "leads back to the case",
    "GET /your-case/contact/{part:str}": "leads back to how the person is reached",
    "GET /your-case/helpers/{consent:uuid}/end": "leads back to the helpers",
    "POST /leave": "leads away",
    "POST /tell/forget": "leads to the start",
    "POST /tell/check": "leads to the receipt, or to the question that needs another look",
    "POST /tell/files/{key:uuid}/remove": "leads back to the files",
    "POST /your-case/code": "leads to the new code",
    "POST /your-case/files/{key:uuid}/remove": "leads back to the case",
    "POST /your-case/helpers/{consent:uuid}/end": "leads back to the helpers",
}
"""What answers without a page of its own, whatever was sent."""

QUESTIONS = [f"GET /tell/{step.value}" for step in Step if step is not Step.ABOUT]

pytestmark = pytest.mark.browser


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the pages that were asked for while the test runs, the last one last."""
    pages = {state.shows for state in CATALOGUE}
    names: list[str] = []
    get_template = jinja2.Environment.get_template

    def noted(self: jinja2.Environment, name: Any, *args: Any, **options: Any) -> jinja2.Template:
        names.extend({name} & pages)
        return get_template(self, name, *args, **options)

    monkeypatch.setattr(jinja2.Environment, "get_template", noted)
    return names


@asynccontextmanager
async def reached(
    state: State, chromium: Browser, url: str, folder: Path, *, scripts: bool = True, lang: str = "en", **options: Any
) -> AsyncIterator[Visit]:
    """Bring a running authority into a state, and stay on its page."""
    async with (
        a_world(url, folder, scripts=scripts, **state.settings) as world,
        a_visit(chromium, world, locale=lang, **options) as visit,
    ):
        await state.reach(visit)
        yield visit


async def barriers(visit: Visit, state: State) -> list[str]:
    """Return what keeps somebody from using the page that is shown."""
    expected = f"status of {state.status}"
    found = [f"console: {one}" for one in visit.complaints if expected not in one]
    found += await looking.violations(visit.page)
    found += [f"too low to hit: {one}" for one in await looking.too_small(visit.page)]
    offered = await looking.help_offered(visit.page)
    found += [] if offered == HELP else [f"help in another order: {offered}"]
    found += [f"too wide: {one}" for one in await looking.too_wide(visit.page)]
    found += [f"too wide when spaced: {one}" for one in await looking.too_wide(visit.page, spaced=True)]
    await looking.unspaced(visit.page)
    return found


def is_there(visit: Visit, state: State, asked_for: list[str]) -> bool:
    """Say whether the browser is where the catalogue says, on a page from the template it names."""
    seen = visit.seen
    came_to = fits(state.at, f"{seen.method} {seen.path}") and seen.status == state.status
    return came_to and asked_for[-1] == state.shows


def fits(route: str, address: str) -> bool:
    """Say whether an address, or a route as the catalogue writes it, belongs to a route."""
    return route == address or re.fullmatch(re.sub(r"{[^}]*}", "[^/]+", route), address) is not None


@pytest.mark.parametrize("state", CATALOGUE, ids=str)
async def test_every_state_is_without_barriers(
    state: State, chromium: Browser, sqlite_url: str, tmp_path: Path, asked_for: list[str]
):
    async with reached(state, chromium, sqlite_url, tmp_path) as visit:
        assert is_there(visit, state, asked_for), f"{visit.seen} {await visit.page.title()}"
        await keep_pictures(visit, state.name)
        assert await barriers(visit, state) == []
        if state.full:
            assert await looking.hidden_focus(visit.page) == []


FULL = [state for state in CATALOGUE if state.full]


@pytest.mark.parametrize("state", FULL, ids=str)
async def test_every_page_reads_from_right_to_left_and_without_script(
    state: State, chromium: Browser, sqlite_url: str, tmp_path: Path
):
    lang = next(lang for lang in languages() if direction(lang) == "rtl")
    async with reached(state, chromium, sqlite_url, tmp_path, scripts=False, lang=lang) as visit:
        await keep_pictures(visit, f"{state.name}-{lang}")
        page = await visit.page.evaluate("[document.dir, document.body.classList.contains('js-enabled')]")
        visit.complaints.clear()
        assert page == ["rtl", False]
        assert await barriers(visit, state) == []


async def keep_pictures(visit: Visit, name: str) -> None:
    """Keep the page as a telephone and as a desk shows it, where pictures are wanted."""
    if SCREENS is None:
        return
    for width in WIDTHS:
        await visit.page.set_viewport_size({"width": width, "height": 900})
        await visit.page.screenshot(path=Path(SCREENS) / f"{name}-{width}.png", full_page=True)
    await visit.page.set_viewport_size({"width": 320, "height": 640})


def public_routes(application: Application) -> set[str]:
    """Return what the public may ask for or send, as method and path."""
    app = create_app(Settings(), application, runner=False)
    return {
        f"{method} {route.path}"
        for route in app.routes
        if isinstance(route, HTTPRoute) and not route.path.startswith(ELSEWHERE)
        for method in route.methods & {"GET", "POST"}
    }


@pytest.mark.on_sqlite
async def test_no_route_of_the_public_is_forgotten(application: Application):
    routes = public_routes(application)

    assert {
        route for route in routes - NO_PAGE.keys() if not any(fits(route, state.at) for state in CATALOGUE)
    } == set()
    assert NO_PAGE.keys() - routes == set()


def test_no_question_is_forgotten():
    assert set(QUESTIONS) - {state.at for state in CATALOGUE} == set()


def test_no_template_of_the_public_is_forgotten():
    folder = templates_dir() / "public"
    pages = {
        f"public/{path.name}" for path in folder.glob("*.html") if '{% extends "layouts/' in path.read_text("utf-8")
    }

    assert pages - {state.shows for state in CATALOGUE} == set()


def test_no_state_is_entered_twice():
    names = [state.name for state in CATALOGUE]

    assert sorted(names) == sorted(set(names))
