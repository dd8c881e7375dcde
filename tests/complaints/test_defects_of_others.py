"""What goes wrong in other systems' clocks, each as a test: only a database shows these (peers, sections 3.2 and 5)."""

from datetime import timedelta
from itertools import cycle

import pytest

from complaints import reads
from complaints.actions.acknowledge import acknowledge
from complaints.actions.converse import add, note, write
from complaints.app.boundary import Application
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM
from complaints.kernel.timers import ClockRow, clocks_of
from complaints.schemas import Receipt
from tests.browse import a_browser
from tests.play import MONDAY, case_id, lodge_one, staff, the_person


async def clocks(application: Application, receipt: Receipt) -> dict[str, ClockRow]:
    async with application.work(SYSTEM, reading=True) as work:
        found = await clocks_of(work.session, await case_id(application, receipt))
    return {clock.kind: clock for clock in found if clock.stopped_at is None}


async def test_no_message_note_or_edit_restarts_the_clock_of_the_answer(application: Application) -> None:
    """Elsewhere the clock counts from the last change, so that a late case never climbs."""
    receipt, amina = await lodge_one(application, service="street_lighting"), await staff(application)
    before, key = (await clocks(application, receipt))["respond"], await case_id(application, receipt)

    async with application.work(amina, now=MONDAY + timedelta(days=1)) as work:
        await acknowledge(work, key, "The lamp is out.")
        await write(work, key, "We have asked the engineer.")
        await note(work, key, "He is away until Friday.")
    async with application.work(await the_person(application, receipt), now=MONDAY + timedelta(days=2)) as work:
        await add(work, key, "It is dark here.")

    after = (await clocks(application, receipt))["respond"]
    assert (after.id, after.due_at, after.promised_at) == (before.id, before.due_at, before.promised_at)


async def test_a_new_clock_of_silence_leaves_the_answers_alone(application: Application) -> None:
    """Elsewhere the clock for the next news overwrites the one for the first answer."""
    receipt, amina = await lodge_one(application, service="street_lighting"), await staff(application)
    before = await clocks(application, receipt)

    async with application.work(amina, now=MONDAY + timedelta(days=3)) as work:
        await write(work, await case_id(application, receipt), "We have asked the engineer.")

    after = await clocks(application, receipt)
    assert after["inform"].due_at > before["inform"].due_at
    assert {kind: clock.id for kind, clock in after.items() if kind != "inform"} == {
        kind: clock.id for kind, clock in before.items() if kind != "inform"
    }


@pytest.mark.parametrize("hours", [(12,), (31, 53), (24 * 40,)], ids=["twice a day", "now and then", "once"])
async def test_how_often_one_looks_changes_nothing_that_follows(application: Application, hours) -> None:
    """Elsewhere a fixed interval between two looks is part of the rule."""
    receipt = await lodge_one(application, service="street_lighting")
    at, end = MONDAY, MONDAY + timedelta(days=40)
    for step in cycle(hours):
        at = min(at + timedelta(hours=step), end)
        await sweep(application, now=at)
        if at == end:
            break

    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, await case_id(application, receipt))
    late = [entry.facts["clock"] for entry in view.timeline if entry.kind == "clock.late" and entry.stage_no == 1]
    assert late == ["acknowledge", "respond"]
    assert view.tier != "service"


async def test_the_queue_the_case_and_the_persons_page_say_the_same_day(application: Application) -> None:
    """Elsewhere the list shows another time than the form."""
    receipt = await lodge_one(application, service="street_lighting")
    await staff(application, username="amina")
    async with a_browser(application) as browser:
        await browser.sign_in("amina")
        queue = await browser.get("/desk")
        case = await browser.get(f"/desk/cases/{receipt.reference}")
        await browser.sign_out()
        person = await browser.post("/track", reference=receipt.reference, code=receipt.code)

    assert all("Thursday 5 March 2026" in page.text for page in (queue, case, person))
    assert all("Monday 16 March 2026" in page.text for page in (case, person))


async def test_clocks_that_stopped_are_never_noticed_as_late(application: Application) -> None:
    """Elsewhere switching a limit off leaves its cases escalated."""
    receipt, amina = await lodge_one(application, service="street_lighting"), await staff(application)
    key = await case_id(application, receipt)
    async with application.work(amina, now=MONDAY + timedelta(days=1)) as work:
        await acknowledge(work, key, "The lamp is out.")

    await sweep(application, now=MONDAY + timedelta(days=9))

    async with application.work(SYSTEM, reading=True) as work:
        view = await reads.case_for_staff(work.session, key)
    assert [entry.kind for entry in view.timeline if entry.kind == "clock.late"] == []
