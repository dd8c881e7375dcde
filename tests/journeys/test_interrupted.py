"""
Telling us on a bad day: the line breaks, Back, a button pressed twice, two windows, another language, a closed browser.

At every page, nothing has to be typed again, and one case comes of it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text

from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.domain.journey import STEP_OF, Step
from tests.browse import Browser, Page, a_browser

ANSWERS: dict[Step, dict[str, Any]] = {
    Step.ABOUT: {"about": "unanswered"},
    Step.BEFORE: {"earlier": "K7M4-2QXD"},
    Step.SERVICE: {"service": "bin_collection"},
    Step.WHAT: {"narrative": "Nobody came for the bins.", "adds": ["when", "files", "wants", "staff"]},
    Step.WHEN: {"occurred_on_day": "1", "occurred_on_month": "3", "occurred_on_year": "2026", "place": "Quay 4"},
    Step.FILES: {},
    Step.WANTS: {"wanted": ["apology", "fix"], "wants": "A word with the crew."},
    Step.STAFF: {"staff_named": "The tall driver"},
    Step.REACH: {"name": "Maria Okoro", "email": "maria@example.org", "helps": ["needs", "safe", "for"]},
    Step.NEEDS: {"formats": ["large_print", "braille"], "adjustments": "Slowly, please"},
    Step.SAFE: {"safe_since": "09:00", "safe_words": "Never at work"},
    Step.FOR: {"relation": "family", "own_email": "zoe@example.org"},
}
"""The longest way there is, in its order."""

SAID = [
    "K7M4-2QXD", "Bin collection", "Nobody came for the bins.", "Sunday 1 March 2026", "Quay 4", "An apology",
    "A word with the crew.", "The tall driver", "Maria Okoro", "maria@example.org", "Braille", "Slowly, please",
    "From 09:00.", "Never at work", "I am of their family", "zoe@example.org",
]  # fmt: skip
"""What the check has to show of it."""

Disturbance = Callable[[Browser, Step], Awaitable[None]]


def address(step: Step) -> str:
    return "/tell" if step is Step.ABOUT else f"/tell/{step.value}"


@pytest.fixture
async def browser(application: Application) -> AsyncIterator[Browser]:
    async with a_browser(application) as made:
        yield made


async def cases(application: Application) -> int:
    async with application.work(SYSTEM, reading=True) as work:
        return int((await work.session.execute(text("SELECT count(*) FROM cases"))).scalar_one())


async def walk(browser: Browser, disturbed: Disturbance) -> Page:
    """Answer every page, each disturbed first, and return the check."""
    page = await browser.get("/tell")
    for step, answers in ANSWERS.items():
        assert page.path == address(step), page.text
        await disturbed(browser, step)
        await browser.get(address(step))
        page = await browser.post(address(step), **answers, go="on")
        assert page.status == 200, page.text
    assert page.path == "/tell/check", page.text
    return page


async def nothing(_browser: Browser, _step: Step) -> None:
    """Leave the page as it is."""


async def raw(browser: Browser, step: Step, **more: Any) -> Any:
    """Send a page without looking at what comes of it."""
    page = browser.last
    assert page is not None
    fields = page.form(address(step)).fields | ANSWERS[step] | {"go": "on"} | more
    return await browser.client.post(address(step), data=fields, follow_redirects=False)


async def the_answer_is_lost(browser: Browser, step: Step) -> None:
    """What was sent arrives, and its answer never comes back, not even its cookies; the same page is sent again."""
    await browser.get(address(step))
    kept = list(browser.client.cookies.jar)
    await raw(browser, step)
    browser.client.cookies.clear()
    for cookie in kept:
        browser.client.cookies.jar.set_cookie(cookie)
    assert (await raw(browser, step)).status_code == 303


async def pressed_twice(browser: Browser, step: Step) -> None:
    """The button is pressed twice, from the same page."""
    await browser.get(address(step))
    first, second = await raw(browser, step), await raw(browser, step)
    assert first.headers["location"] == second.headers["location"]


async def there_and_back(browser: Browser, step: Step) -> None:
    """Half of it is typed, then our Back is pressed, and the browser's forward: what was typed stands there."""
    await browser.get(address(step))
    await browser.post(address(step), **ANSWERS[step], go="back")
    assert_kept(await browser.get(address(step)), step)


async def in_another_language(browser: Browser, step: Step) -> None:
    """Half of it is typed, then another language is chosen, and the first again."""
    await browser.get(address(step))
    page = await browser.post(address(step), **ANSWERS[step], lang="fr")
    assert '<html lang="fr"' in page.source
    assert page.path == address(step)
    assert_kept(page, step)
    assert_kept(await browser.post(address(step), lang="en"), step)


async def wrong_first(browser: Browser, step: Step) -> None:
    """Something else on the page is wrong: it comes back with what was typed."""
    wrong = {
        Step.WHEN: {"occurred_on_year": "last"},
        Step.REACH: {"email": "maria@"},
        Step.SAFE: {"safe_since": "noon"},
        Step.FOR: {"relation": ""},
        Step.WHAT: {"narrative": "x" * 20_001},
    }.get(step)
    if wrong is None:
        return
    await browser.get(address(step))
    page = await browser.post(address(step), **(ANSWERS[step] | wrong), go="on")
    assert page.status == 400
    assert "There is a problem" in page.text
    assert_kept(page, step, apart_from=wrong)
    assert_kept(await browser.get(address(step)), step, apart_from=wrong)


async def the_browser_was_closed(browser: Browser, step: Step) -> None:
    """The browser is closed: only cookies that last are there afterwards; the start leads back to the page."""
    if step is Step.ABOUT:
        return
    browser.client.cookies.delete("redress-csrf")
    assert "We kept what you wrote on" in (await browser.get("/")).text
    assert (await browser.get("/tell/check")).path == address(step)


async def the_form_was_too_old(browser: Browser, step: Step) -> None:
    """The token of the form was lost with the browser: the text comes back in a box, and can be sent from there."""
    await browser.get(address(step))
    stale = browser.last
    browser.client.cookies.delete("redress-csrf")
    browser.last = stale
    page = await browser.post(address(step), **ANSWERS[step], go="on")
    assert page.status == 403
    assert "We have not received it yet" in page.text
    assert (await browser.post(address(step))).status == 200


def assert_kept(page: Page, step: Step, apart_from: dict[str, Any] | None = None) -> None:
    """Assert that what was typed on a page stands in its fields."""
    fields = page.form(address(step)).fields
    for field, value in ANSWERS[step].items():
        if isinstance(value, str) and field not in (apart_from or {}):
            assert fields.get(field) == value, (step, field)
        for tick in value if isinstance(value, list) else ():
            assert f'value="{tick}" checked' in page.source, (step, tick)


@pytest.mark.on_sqlite
@pytest.mark.parametrize(
    "disturbed",
    [
        nothing,
        the_answer_is_lost,
        pressed_twice,
        there_and_back,
        in_another_language,
        wrong_first,
        the_browser_was_closed,
        the_form_was_too_old,
    ],
)
async def test_whatever_happens_at_every_page_nothing_is_lost_and_one_case_comes_of_it(
    application: Application, browser: Browser, disturbed: Disturbance
) -> None:
    page = await walk(browser, disturbed)
    for words in SAID:
        assert words in page.text, words

    page = await browser.post("/tell/check", send="new")

    assert page.path == "/sent"
    assert await cases(application) == 1


async def test_sending_twice_at_once_makes_one_case(application: Application, browser: Browser) -> None:
    page = await walk(browser, nothing)
    fields = page.form("/tell/check").fields | {"send": "new"}

    sent = await asyncio.gather(
        *(browser.client.post("/tell/check", data=fields, follow_redirects=False) for _ in range(3))
    )

    assert {answer.headers["location"] for answer in sent} == {"/sent"}
    assert await cases(application) == 1


@pytest.mark.on_sqlite
async def test_back_and_send_again_and_refresh_show_the_same_receipt(
    application: Application, browser: Browser
) -> None:
    check = await walk(browser, nothing)
    first = await browser.post("/tell/check", send="new")

    again = await browser.get("/sent")
    browser.last = check
    sent_again = await browser.post("/tell/check", send="new")
    later = [await browser.get(address(step)) for step in ANSWERS if step is not Step.ABOUT]

    assert first.text == again.text == sent_again.text
    assert {page.path for page in later} == {"/sent"}
    assert await cases(application) == 1


@pytest.mark.on_sqlite
async def test_a_receipt_whose_answer_was_lost_is_shown_when_it_is_sent_again(
    application: Application, browser: Browser
) -> None:
    page = await walk(browser, nothing)
    kept = list(browser.client.cookies.jar)
    fields = page.form("/tell/check").fields | {"send": "new"}
    await browser.client.post("/tell/check", data=fields, follow_redirects=False)
    browser.client.cookies.clear()
    for cookie in kept:
        browser.client.cookies.jar.set_cookie(cookie)

    page = await browser.post("/tell/check", send="new")

    assert page.path == "/sent"
    assert "Keep this code" in page.text
    assert await cases(application) == 1


@pytest.mark.on_sqlite
async def test_the_check_changes_its_language_and_keeps_it_on_the_way_back(
    browser: Browser,
) -> None:
    await walk(browser, nothing)

    french = await browser.post("/tell/check", lang="fr")
    back = await browser.post("/tell/check", go="back")
    again = await browser.get("/tell/what")
    await browser.get("/tell/check")
    sent = await browser.post("/tell/check", send="new")

    assert french.path == "/tell/check"
    assert back.path == "/tell/for"
    assert all('<html lang="fr"' in page.source for page in (french, back, again, sent))
    assert sent.path == "/sent"


@pytest.mark.on_sqlite
async def test_two_windows_do_not_undo_each_other(application: Application, browser: Browser) -> None:
    page = await walk(browser, nothing)
    one = await browser.get("/tell/what", change="1")
    other = await browser.get("/tell/reach", change="1")

    browser.last = one
    await browser.post("/tell/what", narrative="Written in the first window.")
    browser.last = other
    page = await browser.post("/tell/reach", email="other@example.org")

    assert page.path == "/tell/check"
    assert "Written in the first window." in page.text
    assert "other@example.org" in page.text
    assert (await browser.post("/tell/check", send="new")).path == "/sent"
    assert await cases(application) == 1


@pytest.mark.on_sqlite
async def test_what_is_written_anew_after_sending_is_kept_as_something_new(
    application: Application, browser: Browser
) -> None:
    await walk(browser, nothing)
    what = await browser.get("/tell/what")
    await browser.get("/tell/check")
    await browser.post("/tell/check", send="new")

    browser.last = what
    same = await browser.post("/tell/what", narrative="Nobody came for the bins.", go="on")
    browser.last = what
    other = await browser.post("/tell/what", narrative="Something else happened today.", go="on")
    what = await browser.get("/tell/what")

    assert same.path == "/sent"
    assert "You sent your message already, and we have it." in other.text
    assert what.form("/tell/what").fields["narrative"] == "Something else happened today."
    assert await cases(application) == 1


@pytest.mark.on_sqlite
async def test_thanks_survive_another_language_and_a_fault(application: Application, browser: Browser) -> None:
    await browser.get("/thank")
    page = await browser.post("/thank", narrative="She waited for me.", email="zoe@", lang="fr")
    assert '<html lang="fr"' in page.source
    assert page.form("/thank").fields["narrative"] == "She waited for me."

    page = await browser.post("/thank")
    assert page.status == 400
    assert page.form("/thank").fields["email"] == "zoe@"

    first = await browser.post("/thank", email="zoe@example.org")
    browser.last = page
    second = await browser.post("/thank", email="zoe@example.org")

    assert first.path == second.path == "/sent"
    assert first.text == second.text
    assert await cases(application) == 1


def test_every_answer_is_on_its_page() -> None:
    assert all(STEP_OF[field] is step for step, answers in ANSWERS.items() for field in answers)
