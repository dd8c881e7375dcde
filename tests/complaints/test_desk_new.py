"""Writing down for somebody who calls, comes or wrote."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from complaints import reads
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.store import id_of
from complaints.tables import CaseRow
from tests.browse import Browser, Page, a_browser
from tests.play import staff

pytestmark = pytest.mark.on_sqlite


def reference(page: Page) -> str:
    return page.text.partition("Reference ")[2][:9]


async def write_down(browser: Browser, **said: str) -> Page:
    await browser.get("/desk/new")
    return await browser.post("/desk/new", narrative="Nobody answers the telephone.", **said)


async def test_a_caller_gets_a_receipt_with_the_code_once(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await write_down(browser, name="Maria Okoro", phone="01632 960 999")
        again = await browser.get("/desk/new/receipt")

    assert page.path == "/desk/new/receipt"
    assert "Code. It is shown only once" in page.text
    assert again.path == "/desk/new"
    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, await id_of(work.session, reference(page)))
    assert (view.channel, view.reply_by, view.has_identity) == ("phone", "phone", True)


async def test_a_letter_counts_from_the_day_it_arrived(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await write_down(
            browser,
            channel="letter",
            received_on="2026-02-24",
            received_time="09:15",
            why_late="The post room was shut",
        )

    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, await id_of(work.session, reference(page)))
    assert view.received_at == datetime(2026, 2, 24, 9, 15, tzinfo=UTC)
    assert [entry.facts.get("why_late") for entry in view.timeline if entry.kind == "case.taken_down"] == [
        "The post room was shut"
    ]
    assert view.due_at == datetime(2026, 2, 27, 17, 0, tzinfo=UTC)


async def test_an_earlier_receipt_needs_its_reason(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await write_down(browser, channel="letter", received_on="2026-02-24")

    assert page.status == 400
    assert "Say why it is written down only now." in page.text
    assert page.form("/desk/new").fields["narrative"] == "Nobody answers the telephone."
    assert page.form("/desk/new").fields["received_on"] == "2026-02-24"


async def test_nothing_reaches_us_in_the_future(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await write_down(browser, received_on="2026-03-03", why_late="A slip")

    assert page.status == 400
    assert "This lies in the future." in page.text


async def test_pressing_twice_makes_one_case(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        form = await browser.get("/desk/new")
        first = await browser.post("/desk/new", narrative="Nobody answers.")
        browser.last = form
        second = await browser.post("/desk/new", narrative="Nobody answers.")

    assert reference(first) == reference(second)
    async with application.work(SYSTEM, reading=True) as work:
        assert await work.session.scalar(select(func.count()).select_from(CaseRow)) == 1


async def test_a_way_in_that_is_not_for_staff_is_refused(application: Application) -> None:
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        page = await write_down(browser, channel="web_form")

    assert page.status == 400
    assert "Say how it reached us." in page.text
