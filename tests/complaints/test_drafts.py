"""Drafts: sealed to the browser's own key, kept for a while, and gone when sent, deleted or over."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from complaints.actions import draft as drafts
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import PUBLIC, SYSTEM
from complaints.domain.draft import Draft
from complaints.jobs import tidy
from complaints.kernel.limits import TooMany
from complaints.messages import Tidy
from standards.errors import Invalid
from tests.browse import Browser, a_browser, another_browser, tell

DAYS = timedelta(days=3)
STORY = "They shouted at me in Harbour Street."


async def keep(application: Application, secret: str, **answers: str) -> drafts.Kept:
    async with application.work(PUBLIC) as work:
        return await drafts.keep(work, secret, Draft(**answers), lasts=DAYS)


async def kept(application: Application, secret: str) -> Draft | None:
    async with application.work(PUBLIC, reading=True) as work:
        found = await drafts.kept(work, secret)
    return found.draft if found else None


async def rows(application: Application) -> list[tuple[object, ...]]:
    async with application.work(SYSTEM, reading=True) as work:
        return [tuple(row) for row in await work.session.execute(text("SELECT * FROM drafts"))]


async def begun(browser: Browser) -> None:
    """Begin to tell us something, as far as the story."""
    await browser.get("/tell")
    await browser.post("/tell", about="wrong")
    await browser.post("/tell/service", service="unknown")
    await browser.post("/tell/what", narrative=STORY)


async def test_only_its_own_key_opens_a_draft(application: Application) -> None:
    mine, other = drafts.new_secret(), drafts.new_secret()
    await keep(application, mine, narrative=STORY)

    assert (await kept(application, mine)) == Draft(narrative=STORY)
    assert await kept(application, other) is None


async def test_nothing_of_it_can_be_read_in_the_database(application: Application) -> None:
    secret = drafts.new_secret()
    await keep(application, secret, narrative=STORY, email="maria@example.org")

    content = repr(await rows(application))
    assert "Harbour" not in content
    assert "maria" not in content
    assert secret not in content


async def test_a_draft_ends_by_itself_and_is_cleared_away(application: Application) -> None:
    secret = drafts.new_secret()
    await keep(application, secret, narrative=STORY)
    application.clock.advance_to(application.clock.now() + DAYS)

    assert await kept(application, secret) is None
    async with application.work(SYSTEM) as work:
        await tidy(work, Tidy())
    assert await rows(application) == []


async def test_what_is_still_written_to_stays(application: Application) -> None:
    secret = drafts.new_secret()
    await keep(application, secret, narrative=STORY)
    application.clock.advance_to(application.clock.now() + DAYS - timedelta(hours=1))
    await keep(application, secret, narrative=f"{STORY} Twice.")
    application.clock.advance_to(application.clock.now() + timedelta(hours=2))
    await sweep(application, now=application.clock.now())
    await drain(application)

    assert await kept(application, secret) == Draft(narrative=f"{STORY} Twice.")


async def test_more_than_we_keep_is_refused(application: Application) -> None:
    with pytest.raises(Invalid):
        await keep(application, drafts.new_secret(), narrative="x" * (drafts.LONGEST + 1))


@pytest.mark.on_sqlite
async def test_an_address_may_begin_many_and_not_any_number(application: Application) -> None:
    for _ in range(drafts.BEGUN.most):
        await drafts.may_begin(application, "192.0.2.1")

    await drafts.may_begin(application, "192.0.2.2")
    with pytest.raises(TooMany):
        await drafts.may_begin(application, "192.0.2.1")


@pytest.mark.on_sqlite
async def test_after_closing_the_browser_it_is_offered_again_and_can_be_deleted(application: Application) -> None:
    async with a_browser(application) as browser:
        await begun(browser)
        browser.client.cookies.delete("redress-csrf")
        start, first = await browser.get("/"), await browser.get("/tell")
        on = await browser.get("/tell/check")
        await browser.get("/tell/forget")
        deleted = await browser.post("/tell/forget")
        after = await browser.get("/tell")

    for page in (start, first):
        assert "We kept what you wrote on Monday 2 March 2026" in page.text
        assert "Start again" in page.text
    assert on.path == "/tell/reach"
    assert "We deleted what you wrote." in deleted.text
    assert "We kept" not in after.text
    assert await rows(application) == []


@pytest.mark.on_sqlite
async def test_another_browser_sees_nothing_of_it(application: Application) -> None:
    async with a_browser(application) as browser:
        await begun(browser)
        async with another_browser(browser) as other:
            start, page = await other.get("/"), await other.get("/tell/what")

    assert "We kept" not in start.text
    assert page.path == "/tell"
    assert STORY not in page.text


@pytest.mark.on_sqlite
async def test_the_cookie_lasts_as_long_as_the_setting_says(application: Application) -> None:
    async with a_browser(application, draft_hours=5) as browser:
        page = await browser.get("/tell")
        fields = page.form("/tell").fields | {"about": "wrong"}
        answer = await browser.client.post("/tell", data=fields, follow_redirects=False)
        [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith("redress-draft=")]
        application.clock.advance_to(application.clock.now() + timedelta(hours=5, seconds=1))
        later = await browser.get("/tell/service")

    assert "Max-Age=18000" in cookie
    assert "HttpOnly" in cookie
    assert later.path == "/tell"


@pytest.mark.on_sqlite
async def test_sending_leaves_nothing_of_the_draft(application: Application) -> None:
    async with a_browser(application) as browser:
        assert (await tell(browser, narrative=STORY)).path == "/sent"
        start = await browser.get("/")

    assert await rows(application) == []
    assert "We kept" not in start.text


@pytest.mark.on_sqlite
async def test_the_script_keeps_what_is_typed_and_never_puts_older_words_over_newer(application: Application) -> None:
    async with a_browser(application) as browser:
        await browser.get("/tell")
        await browser.post("/tell", about="wrong")
        await browser.post("/tell/service", service="unknown")
        early = await browser.post("/tell/what", narrative="They shouted", go="keep")
        await browser.get("/")
        typed = (await browser.get("/tell/what")).form("/tell/what").fields["narrative"]
        await browser.post("/tell/what", narrative=STORY)
        await browser.get("/tell/what")
        late = await browser.post("/tell/what", narrative="They shouted", go="keep")
        sent = (await browser.get("/tell/what")).form("/tell/what").fields["narrative"]

    assert (early.status, late.status) == (204, 204)
    assert (typed, sent) == ("They shouted", STORY)
