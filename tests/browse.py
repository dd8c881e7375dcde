"""
A browser without a screen: keeps cookies, follows redirects, and sends forms with what stands in them already.

    async with a_browser(application) as browser:
        await browser.sign_in("officer-city_works")
        page = await browser.post("/desk/cases/ABCD-EFGH/acknowledge", understanding="...")
        assert page.status == 200 and "Somebody has it" in page.text

`post` takes hidden fields and what is filled in already from the form of the page that was shown last.
"""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.testing import AsyncTestClient

from complaints.app.asgi import create_app
from complaints.app.boundary import Application
from complaints.app.settings import Settings
from complaints.domain.journey import RULES, Step
from complaints.schemas import Receipt
from tests.play import PASSWORD

TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)
MOST_REDIRECTS = 5


@dataclass
class Form:
    """A form of a page: where it goes, and what is in it."""

    action: str
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass
class Page:
    """What came back; `text` is the page without its tags, `source` with them."""

    status: int
    path: str
    source: str
    headers: Any
    forms: list[Form]

    @property
    def text(self) -> str:
        """What a person reads, spaces made one."""
        return " ".join(html.unescape(TAGS.sub(" ", self.source)).split())

    @property
    def title(self) -> str:
        """The words of the first heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.source, re.DOTALL)
        return " ".join(html.unescape(TAGS.sub(" ", found[1])).split()) if found else ""

    def form(self, action: str) -> Form:
        """Return the first form that goes to *action*, an empty one when there is none."""
        return next((one for one in self.forms if one.action == action), Form(action))

    @property
    def actions(self) -> set[str]:
        """Where the forms of this page go."""
        return {one.action for one in self.forms}


class Browser:
    """Asks, follows, keeps cookies and remembers the last page."""

    def __init__(self, client: AsyncTestClient[Litestar]) -> None:
        self.client = client
        self.last: Page | None = None

    async def get(self, path: str, **query: str) -> Page:
        """Ask for a page, following redirects."""
        return await self._follow(await self.client.get(path, params=query or None, follow_redirects=False))

    async def post(self, path: str, **fields: str | list[str]) -> Page:
        """Send the form that goes to *path*, with *fields* typed into it, and follow to the page after it."""
        shown = self.last.form(path).fields if self.last else {}
        if "_csrf_token" not in shown:
            shown = {"_csrf_token": await self._token()} | shown
        return await self._follow(await self.client.post(path, data=shown | fields, follow_redirects=False))

    async def sign_in(self, username: str, password: str = PASSWORD, **fields: str) -> Page:
        """Sign in as somebody `tests.play.staff` made."""
        await self.get("/sign-in")
        return await self.post("/sign-in", username=username, password=password, **fields)

    async def open_case(self, receipt: Receipt) -> Page:
        """Show reference and code of a case; return its page."""
        await self.get("/track")
        return await self.post("/track", reference=receipt.reference, code=receipt.code)

    async def sign_out(self) -> Page:
        """Sign out."""
        return await self.post("/sign-out")

    def cookie(self, name: str) -> str | None:
        """Return what the browser keeps under a name."""
        kept: str | None = self.client.cookies.get(name)
        return kept

    def plant(self, name: str, value: str) -> None:
        """Put a cookie into the browser, as somebody else might."""
        self.client.cookies.set(name, value, domain=self.client.base_url.host)

    async def _token(self) -> str:
        for page in filter(None, (self.last, await self.get("/sign-in"), await self.get("/"))):
            for form in page.forms:
                if "_csrf_token" in form.fields:
                    return form.fields["_csrf_token"]
        return ""

    async def _follow(self, response: Any) -> Page:
        for _ in range(MOST_REDIRECTS):
            if response.status_code not in {301, 302, 303, 307, 308}:
                break
            response = await self.client.get(response.headers["location"], follow_redirects=False)
        parser = _Forms()
        parser.feed(response.text)
        self.last = Page(response.status_code, response.url.path, response.text, response.headers, parser.forms)
        return self.last


@asynccontextmanager
async def a_browser(application: Application, **settings: Any) -> AsyncIterator[Browser]:
    """Serve *application* and return a browser that looks at it; no runner works in the background."""
    app = create_app(Settings(data=Path("var"), **settings), application, runner=False)
    async with AsyncTestClient(app) as client:
        yield Browser(client)


@asynccontextmanager
async def another_browser(browser: Browser) -> AsyncIterator[Browser]:
    """Return a second browser, with cookies of its own, that looks at the same server."""
    kept = list(browser.client.cookies.jar)
    browser.client.cookies.clear()
    other = Browser(browser.client)
    try:
        yield other
    finally:
        browser.client.cookies.clear()
        for cookie in kept:
            browser.client.cookies.jar.set_cookie(cookie)


async def tell(browser: Browser, about: str = "wrong", **answers: str | list[str]) -> Page:
    """
    Tell us something, page after page, and return the page after sending, or the one that found a fault.

    *answers* are fields of the pages by name; a page that has to be ticked first is ticked when one of its fields is
    answered.
    """
    said = {"narrative": "The bins were left full.", "service": "unknown"} | answers
    for tick in ("adds", "helps"):
        chosen = [step for step, rule in RULES.items() if rule.ticked_on == tick and said.keys() & set(rule.fields)]
        said.setdefault(tick, [step.value for step in chosen])
    await browser.get("/tell", about=about)
    page = await browser.post("/tell", about=about, go="on")
    for _ in RULES:
        name = page.path.removeprefix("/tell/")
        if page.status >= 400 or name == page.path:
            break
        if name == "check":
            return await browser.post(page.path, send="new")
        fields = {field: said[field] for field in RULES[Step(name)].fields if field in said}
        page = await browser.post(page.path, go="on", **fields)
    return page


class _Forms(HTMLParser):
    """Collects the forms of a page with what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""))
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input":
            self._input(given)
        elif tag == "select":
            self._select = given.get("name")
        elif tag == "option" and self._select and ("selected" in given or self._select not in self._open.fields):
            self._open.fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._area = given.get("name", "")
            self._open.fields[self._area] = ""

    def handle_data(self, data: str) -> None:
        if self._area is not None and self._open:
            self._open.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def _input(self, given: dict[str, str]) -> None:
        name = given.get("name")
        ticked = given.get("type") not in {"checkbox", "radio"} or "checked" in given
        if name and ticked and given.get("type") != "submit" and self._open:
            before: Any = self._open.fields.get(name)
            value: Any = given.get("value", "")
            if given.get("type") == "checkbox" and before is not None:
                value = [*([before] if isinstance(before, str) else before), value]
            self._open.fields[name] = value
