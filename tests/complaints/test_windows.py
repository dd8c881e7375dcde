"""The time within which one may complain, or go on: told late is taken in all the same, and everybody sees the day."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaints.actions.adopt import adopt
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind
from complaints.kernel.journal import entries
from escalation.actions.escalate import ask_next
from standards.packs import read_pack
from tests.browse import a_browser
from tests.escalation.steps import answered, journal_of
from tests.play import MONDAY, an_application, case_id, lodge_one, staff, the_person

LONG_AGO, LATELY = date(2025, 2, 3), date(2026, 2, 27)


@pytest.fixture
async def of_the_event(database_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    """An application in which one may ask for a review also for six months after it happened."""
    document = read_pack("calder_bay").replace(
        'ask_within = "2 months"', 'ask_within = "5 working days"\nask_within_of_event = "6 months"', 1
    )
    async with an_application(database_url, tmp_path) as application:
        async with application.work(SYSTEM) as work:
            await adopt(work, document, effective_at=MONDAY - timedelta(hours=1))
        application.forget_charters()
        yield application


async def lodged(application: Application, **said: object) -> dict[str, object]:
    """Tell the authority something, and return what the journal says of it."""
    receipt = await lodge_one(application, **said)
    async with application.work(SYSTEM, reading=True) as work:
        first = (await entries(work.session, await case_id(application, receipt)))[0]
    return first.payload or {}


async def test_what_happened_longer_ago_than_the_charter_says_is_taken_in_and_noted(application: Application) -> None:
    assert (await lodged(application, occurred_on=LONG_AGO))["late_asked"] is True


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"occurred_on": LATELY}, id="lately"),
        pytest.param({}, id="no day given"),
        pytest.param({"kind": Kind.COMPLIMENT, "occurred_on": LONG_AGO}, id="praise"),
    ],
)
async def test_nothing_is_noted_of(application: Application, said: dict[str, object]) -> None:
    assert "late_asked" not in await lodged(application, **said)


async def test_a_year_that_is_a_slip_of_the_pen_stops_nobody(application: Application) -> None:
    assert (await lodged(application, occurred_on=date(225, 2, 3)))["late_asked"] is True


async def test_the_desk_says_that_it_is_late_and_may_be_looked_at_all_the_same(application: Application) -> None:
    old, new = await lodge_one(application, occurred_on=LONG_AGO), await lodge_one(application, occurred_on=LATELY)
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await browser.get(f"/desk/cases/{old.reference}")
        other = await browser.get(f"/desk/cases/{new.reference}")

    assert (
        "It is about something of Monday 3 February 2025, more than 12 months ago. "
        "You may look at it all the same; if you do not, give the reason." in page.text
    )
    assert "You may look at it all the same" not in other.text


async def test_the_door_is_open_until_the_later_day_and_the_page_says_so(of_the_event: Application) -> None:
    application = of_the_event
    receipt = await lodge_one(application, occurred_on=LATELY)
    officer = await staff(application, username="amina")
    await answered(application, await case_id(application, receipt), officer)
    async with a_browser(application) as browser:
        await browser.get("/track")
        page = await browser.post("/track", reference=receipt.reference, code=receipt.code)

    assert "Please ask by Thursday 27 August 2026" in page.text


@pytest.mark.parametrize(("occurred_on", "late"), [(LATELY, False), (None, True)])
async def test_whether_one_asked_late_is_judged_by_the_later_day(
    of_the_event: Application, occurred_on: date | None, *, late: bool
) -> None:
    application = of_the_event
    receipt = await lodge_one(application, occurred_on=occurred_on)
    key = await case_id(application, receipt)
    await answered(application, key, await staff(application, username="amina"))
    application.clock.advance_to(MONDAY + timedelta(days=60))

    async with application.work(await the_person(application, receipt)) as work:
        await ask_next(work, key)
    await drain(application)

    climbed = [entry for entry in await journal_of(application, key) if entry.kind == "case.escalated"]
    assert [(entry.payload or {})["asked_late"] for entry in climbed] == [late]
