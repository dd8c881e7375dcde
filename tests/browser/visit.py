"""
Somebody visits the running authority with a real browser.

    async with a_world(sqlite_url, tmp_path) as world, a_visit(chromium, world) as visit:
        await visit.open("/track")
        await visit.send("/track", reference=receipt.reference, code=receipt.code)
        assert visit.seen.status == 200

The application, its clock and its server live in the test's own loop: what a page needs is prepared by plain actions
on `world.application`, and only what a person does goes through the browser.
"""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from litestar.datastructures import MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from playwright.async_api import Browser, BrowserContext, Locator, Page, Request, Response

from complaints.app.asgi import create_app
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.settings import Settings
from complaints.app.sweeping import sweep
from tests.play import an_application

NARROW = 320
"""The narrowest screen a page must fit: also a screen of 1280 at 400 %."""

PATIENCE = 20_000
"""Milliseconds to wait for what a page should do at once."""

LONG = 5_000
"""Letters, more than anybody types."""


@dataclass
class World:
    """An authority that runs: its application, and where it answers."""

    application: Application
    address: str

    async def pass_time(self, days: float) -> None:
        """Let time go by, and do all that falls due."""
        now = self.application.clock.now() + timedelta(days=days)
        self.application.clock.advance_to(now)
        await sweep(self.application, now=now)
        await drain(self.application, now=now)


@asynccontextmanager
async def a_world(url: str, folder: Path, *, scripts: bool = True, **settings: Any) -> AsyncIterator[World]:
    """Serve an authority on a free port; without *scripts*, browsers are forbidden to run any."""
    async with an_application(url, folder) as application:
        app: ASGIApp = create_app(Settings(data=folder, **settings), application, runner=False)
        config = uvicorn.Config(app if scripts else _without_scripts(app), log_level="error", server_header=False)
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            # Without `serve`, which would take the test's signals for its own.
            await server.startup(sockets=[listening])
            try:
                yield World(application, f"http://127.0.0.1:{listening.getsockname()[1]}")
            finally:
                await server.shutdown(sockets=[listening])


def _without_scripts(app: ASGIApp) -> ASGIApp:
    """Answer as always, but let no script run: a browser that may run none could not be asked about its page."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def forbidding(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                headers["content-security-policy"] += ", script-src 'none'"
            await send(message)

        await app(scope, receive, forbidding)

    return wrapped


@dataclass(frozen=True)
class Seen:
    """The answer that the page now shown came with: what was asked for, and its status."""

    method: str
    path: str
    status: int


@dataclass
class Visit:
    """One person's browser at the authority's pages; it keeps what the console complained of."""

    world: World
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    seen: Seen = Seen("", "", 0)
    pages: int = 0

    @property
    def application(self) -> Application:
        """What the pages are served from."""
        return self.world.application

    async def open(self, path: str) -> None:
        """Ask for a page by its address."""
        await self.page.goto(self.world.address + path)

    async def send(self, action: str, *, button: str | None = None, **fields: str | Sequence[str]) -> None:
        """Fill in the form that goes to *action* as a person does, and press its button, or the one of that value."""
        form = self.form(action)
        for name, value in fields.items():
            await self.fill(form, name, value)
        named = "" if button is None else f"[value={button!r}]"
        async with self.page.expect_navigation():
            await form.locator(f"button:not([type=button]){named}").last.click()

    async def go_on(self, **fields: str | Sequence[str]) -> None:
        """Fill in the one form a page is there for, and press the button that leads on."""
        await self.send(str(await self.page.locator("main form").last.get_attribute("action")), **fields)

    def form(self, action: str) -> Locator:
        """Return the first form that goes to *action*."""
        return self.page.locator(f"form[action={action!r}]").first

    async def fill(self, form: Locator, name: str, value: str | Sequence[str]) -> None:
        """Type, tick or choose one field by its name; a list ticks several."""
        if not isinstance(value, str):
            for one in value:
                await self.fill(form, name, one)
            return
        fields = form.locator(f"[name={name!r}]:not([type=hidden])")
        kind = await fields.first.evaluate("field => field.localName === 'input' ? field.type : field.localName")
        if kind in {"radio", "checkbox"}:
            await form.locator(f"[name={name!r}][value={value!r}]").check()
        elif kind == "select":
            await fields.first.select_option(value)
        elif len(value) > LONG:
            # A browser takes its time to type what nobody types.
            await fields.first.evaluate("(field, words) => { field.value = words; }", value)
        else:
            await fields.first.fill(value)

    async def choose_file(self, name: str, content: bytes, media_type: str) -> None:
        """Choose a file for the first field of the page that takes one, as if it lay on the telephone."""
        field = self.page.locator("input[type=file]").first
        await field.set_input_files({"name": name, "mimeType": media_type, "buffer": content})

    async def follow(self, selector: str) -> None:
        """Follow the first link of the page itself, not of its frame, that fits."""
        async with self.page.expect_navigation():
            await self.page.locator(f"main a{selector}").first.click()

    def _note(self, response: Response) -> None:
        request: Request = response.request
        if request.is_navigation_request() and not 300 <= response.status < 400:
            self.pages += 1
            self.seen = Seen(request.method, urlsplit(response.url).path, response.status)


@asynccontextmanager
async def a_visit(chromium: Browser, world: World, *, width: int = NARROW, **options: Any) -> AsyncIterator[Visit]:
    """Open a browser with nothing in it: no cookie, no cache; *options* are those of its context."""
    context = await chromium.new_context(viewport={"width": width, "height": 2 * width}, **options)
    context.set_default_timeout(PATIENCE)
    try:
        visit = Visit(world, context, await context.new_page())
        visit.page.on("response", visit._note)
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on("console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None)
        yield visit
    finally:
        await context.close()
