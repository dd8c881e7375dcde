"""
The main job, end to end, over HTTP: tell, promise, answer, climb, review, recommend, report.

Runs on SQLite and on PostgreSQL, with the runner inside the server and with arq workers on Redis. Nothing is asked of
the database: what a person can see on a page, in the mail or in a report is what counts.
"""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from complaints.app.boundary import Application
from complaints.app.redis import worker
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Role
from complaints.kernel import outbox
from escalation.domain.admissibility import QUESTIONS
from tests.browse import Browser, Page, a_browser, tell
from tests.play import KeptPost, an_application, staff

REFERENCE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")
CODE = re.compile(r"\b(?:[2-9A-Z]{4}[- ]+){3}[2-9A-Z]{4}\b")

IN_THE_FUTURE = datetime(2030, 3, 4, 9, 30, tzinfo=UTC)
"""A Monday no real clock has reached, so that workers, who go by the database's time, fire nothing by themselves."""

CatchUp = Callable[[], Awaitable[None]]


@pytest.fixture
async def application(database_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    """Calder Bay, some years from now."""
    async with an_application(database_url, tmp_path, at=IN_THE_FUTURE) as made:
        yield made


@pytest.fixture(params=["the runner inside the server", "arq on Redis"])
async def catch_up(application: Application, request: pytest.FixtureRequest) -> CatchUp:
    """Do what is due at the present simulated instant: fire clocks, write and deliver letters."""
    redis_url = request.getfixturevalue("redis_url") if request.param == "arq on Redis" else None

    async def caught_up() -> None:
        await sweep(application, now=application.clock.now())
        if redis_url is None:
            await drain(application)
            return
        while await _jobs_wait(application):
            running = worker(application, redis_url, burst=True)
            await running.async_run()
            await running.close()

    return caught_up


async def _jobs_wait(application: Application) -> bool:
    async with application.work(SYSTEM, reading=True) as work:
        return bool(await outbox.due(work.session, work.now))


class Story:
    """One case, seen by everybody who has to do with it."""

    def __init__(self, application: Application, browser: Browser, catch_up: CatchUp) -> None:
        self.application = application
        self.browser = browser
        self.catch_up = catch_up
        self.reference = ""
        self.code = ""

    async def tell(self, **said: str) -> Page:
        """Tell us something, page by page, and keep reference and code from the receipt."""
        return await self._kept(await tell(self.browser, **said))

    async def thank(self, **said: str) -> Page:
        """Say thank you, and keep reference and code from the receipt."""
        await self.browser.get("/thank")
        return await self._kept(await self.browser.post("/thank", **said))

    async def _kept(self, page: Page) -> Page:
        assert page.path == "/sent", page.text
        found = REFERENCE.search(page.text), CODE.search(page.text)
        assert all(found)
        self.reference, self.code = (one[0] for one in found if one)
        await self.catch_up()
        return page

    async def look(self) -> Page:
        """Open the case as the person, with reference and code."""
        await self.browser.get("/track")
        return await self.browser.post("/track", reference=self.reference, code=self.code)

    async def at_the_desk(self, somebody: str, step: str, **said: str) -> Page:
        """Take one step on the case as somebody of staff."""
        await self.browser.sign_in(somebody)
        to = f"/desk/cases/{self.reference}"
        await self.browser.get(to)
        page = await self.browser.post(f"{to}/{step}", **said)
        assert page.status == 200, page.text
        await self.catch_up()
        return page

    async def in_the_office(self, step: str, **said: str) -> Page:
        """Take one step on the case as the ombudsperson."""
        await self.browser.sign_in("ombudsperson")
        to = f"/office/cases/{self.reference}"
        await self.browser.get(to)
        page = await self.browser.post(f"{to}/{step}", **said)
        assert page.status == 200, page.text
        await self.catch_up()
        return page

    async def wait(self, until: datetime) -> None:
        """Let time pass, a day at a time, with everything that is due on the way."""
        clock = self.application.clock
        while clock.now() < until:
            clock.advance_to(min(clock.now() + timedelta(days=1), until))
            await self.catch_up()

    @property
    def letters(self) -> str:
        """Everything that was mailed."""
        assert isinstance(self.application.post_office, KeptPost)
        return "\n\n".join(f"{one.subject}\n{one.body}" for one in self.application.post_office.letters)


@pytest.fixture
async def story(application: Application, catch_up: CatchUp) -> AsyncIterator[Story]:
    """Calder Bay with an officer, a reviewer and the ombudsperson at work."""
    await staff(application, username="officer")
    await staff(application, Role.REVIEWER, username="reviewer")
    await staff(application, Role.OMBUDSPERSON, bodies=(), username="ombudsperson")
    async with a_browser(application) as browser:
        yield Story(application, browser, catch_up)


async def the_office_decides(story: Story) -> None:
    """Let the ombudsperson take the case up, keep a paper, decide, and ask for something."""
    tests = {f"test-{question.key}": "yes" for question in QUESTIONS}
    await story.in_the_office("admit", understanding="Whether the bins were emptied.", **tests)
    await story.in_the_office("papers", title="Note", paper="The depot's log does not fit.")
    decided = {"outcome-1": "upheld", "reason-1": "The log shows no lorry.", "decision": "They were not emptied."}
    await story.in_the_office("decide", **decided)
    page = await story.in_the_office("recommend", recommendation="Publish the depot's log.", do_by="2031-12-01")
    assert "Waiting for the body's answer" in page.text


async def test_from_the_first_word_to_the_recommendation(story: Story) -> None:
    page = await story.tell(
        narrative="The bins in Harbour Street were left for three weeks.",
        service="bin_collection", email="maria@example.org", name="Maria Okoro",
    )  # fmt: skip
    assert "You will have our answer by Friday 15 March 2030" in page.text
    assert "We have your message" in story.letters
    assert story.code not in story.letters

    page = await story.look()
    assert "Nobody has begun to look into it yet" in page.text
    page = await story.browser.post("/your-case/add", information="It also happened on Monday.")
    assert "It also happened on Monday." in page.text

    page = await story.at_the_desk("officer", "acknowledge", understanding="Three missed collections.")
    assert "Maria" not in page.source
    assert "It also happened on Monday." in page.text
    await story.at_the_desk("officer", "points", **{"summary-1": "Bins not emptied", "category-1": "no_service"})
    findings = {"outcome-1": "not_upheld", "reason-1": "The crew says it came."}
    await story.at_the_desk("officer", "findings", **findings)
    await story.at_the_desk("officer", "answer")
    assert "Three missed collections." in story.letters

    page = await story.look()
    assert "What we decided" in page.text
    assert "The crew says it came." in page.text
    page = await story.browser.post("/your-case/next", reason="The crew did not come.")
    assert "You do not need to tell anything again." in page.text

    # The reviewer does not answer in time: the case goes on by itself, and everybody is told.
    await story.wait(story.application.clock.now() + timedelta(days=45))
    page = await story.look()
    assert "The ombudsperson has it and decides whether to take it on" in page.text
    assert "because we did not answer in time" in page.text

    await the_office_decides(story)

    await story.browser.sign_in("officer")
    page = await story.browser.get("/body")
    assert "Publish the depot's log." in page.text
    assert "does not fit" not in page.source
    page = await story.browser.get(f"/desk/cases/{story.reference}")
    assert "does not fit" not in page.source

    page = await story.look()
    assert "The ombudsperson decided" in page.text
    assert "The log shows no lorry." in page.text
    assert "does not fit" not in page.source + story.letters


async def test_praise_is_passed_on_and_the_giver_is_told(story: Story) -> None:
    page = await story.thank(
        narrative="The driver waited for my mother.", staff_named="The driver on the Monday round",
        service="bin_collection", email="maria@example.org",
    )  # fmt: skip
    assert "Thank you. We have it and will pass it on" in page.text

    await story.at_the_desk("officer", "pass-on", told_whom="the Monday crew")

    assert "We have told: the Monday crew." in story.letters
    assert "Your thanks were passed on" in (await story.look()).text


async def test_what_nobody_answers_climbs_to_the_top_and_the_person_always_hears(story: Story) -> None:
    await story.tell(narrative="Nobody answers.", service="bin_collection", email="m@example.org")

    await story.wait(story.application.clock.now() + timedelta(days=200))

    page = await story.look()
    assert "The ombudsperson has it" in page.text
    assert isinstance(story.application.post_office, KeptPost)
    letters = story.application.post_office.letters
    gaps = [later.at - earlier.at for earlier, later in pairwise(letters)]
    # The longest silence Calder Bay allows is twenty working days, at the ombudsperson's.
    assert max(gaps) <= timedelta(days=29)
    assert len({letter.body for letter in letters}) == len(letters)


async def test_the_councils_pack_counts_what_happened(story: Story) -> None:
    await test_from_the_first_word_to_the_recommendation(story)
    await story.thank(narrative="Well done in Harbour Street.", service="bin_collection")
    await staff(story.application, Role.COUNCILLOR, bodies=(), username="councillor")

    page = await story.browser.sign_in("councillor")
    assert page.path == "/figures"
    await story.browser.get("/reports")
    page = await story.browser.post("/reports", period="2030")
    assert "In progress" in page.text
    await story.catch_up()
    page = await story.browser.get("/reports")
    assert "In progress" not in page.text
    links = {kind: path for path, kind in re.findall(r'href="(/reports/[0-9a-f-]+/(\w+))"', page.source)}
    files = {kind: (await story.browser.client.get(path)).content for kind, path in links.items()}

    pack = json.loads(files["json"])
    facts = {one["key"]: (one["value"], one["base"]) for one in pack["facts"]}
    assert facts["received"] == ("2", "1 complaint, 1 compliment")
    assert facts["ombudsperson"][0] == "1"
    tables = {block["key"]: block for section in pack["sections"] for block in section["blocks"] if "rows" in block}
    counted = {row["key"]: [cell["text"] for cell in row["cells"][1:4]] for row in tables["key_figures"]["rows"]}
    assert counted["complaints"][0] == counted["compliments"][0] == "1"
    # The complaint went through three stages, the praise through one.
    assert counted["stages_begun"][0] == "4"
    assert counted["escalated"][1:] == ["1", "1"]
    assert files["pdf"].startswith(b"%PDF-")
    assert "The year 2030" in files["html"].decode()
    told = ("Harbour Street", "Maria", "maria@example.org", "does not fit", "The crew", story.reference)
    for kind in ("json", "html", "csv"):
        assert not [words for words in told if words in files[kind].decode()]
