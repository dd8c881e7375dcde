"""The time within which a body shows that it did what it accepted: it runs, it stops, and its end is told."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, Actor
from complaints.kernel.timers import clocks_of
from escalation import reads
from escalation.actions.recommend import recommend
from escalation.actions.respond import respond
from escalation.actions.verify import verify
from escalation.domain.recommendation import RecommendationState, confirm_by
from escalation.schemas import RecommendationDraft, RecommendationView
from standards.calendars import WorkingCalendar
from standards.hours import windows_from
from standards.limits import Limit
from tests.browse import a_browser
from tests.escalation.steps import at_the_office, decided, journal_of, let_it_be_late
from tests.play import contact, lodge_one, staff

ACCEPTED, PARTLY, REJECTED = (
    RecommendationState.ACCEPTED,
    RecommendationState.PARTLY_ACCEPTED,
    RecommendationState.REJECTED,
)
OFFICE_HOURS = WorkingCalendar(zone=ZoneInfo("Europe/London"), weekly=(windows_from("09:00-17:00"),) * 5 + ((), ()))
REPLY_ENDS = datetime(2027, 2, 1, 17, 0, tzinfo=UTC)


async def recommended(application: Application, office: Actor, *, do_by: date | None = None) -> RecommendationView:
    """Recommend something on a decided case on Monday 2 November 2026; the reply is due on 1 February 2027."""
    key = await at_the_office(application, await lodge_one(application, contact=contact()))
    await decided(application, key, office)
    application.clock.advance_to(datetime(2026, 11, 2, 10, 0, tzinfo=UTC))
    async with application.work(office) as work:
        await recommend(work, key, RecommendationDraft("Empty the bins every Monday.", do_by=do_by))
    await drain(application)
    return await now(application, key)


async def now(application: Application, key) -> RecommendationView:
    async with application.work(SYSTEM, reading=True) as work:
        return (await reads.recommendations(work.session, key))[0]


async def reply(application: Application, one: RecommendationView, answer: RecommendationState) -> None:
    async with application.work(await staff(application, username=f"officer-{answer.value}")) as work:
        await respond(work, one.id, answer, "From next Monday.")
    await drain(application)


async def running(application: Application, one: RecommendationView) -> dict[str, datetime]:
    async with application.work(SYSTEM, reading=True) as work:
        return {each.kind: each.due_at for each in await clocks_of(work.session, one.id) if each.stopped_at is None}


async def test_once_a_body_accepts_it_has_the_charters_time_from_the_end_of_the_time_to_reply(
    application: Application, office: Actor
) -> None:
    one = await recommended(application, office)
    await reply(application, one, ACCEPTED)

    # Three months after Monday 1 February 2027 is Saturday 1 May, which goes on to the next open day.
    assert await running(application, one) == {"confirm": datetime(2027, 5, 4, 16, 0, tzinfo=UTC)}
    assert (await now(application, one.case_id)).confirm_by == datetime(2027, 5, 4, 16, 0, tzinfo=UTC)
    assert "By Tuesday 4 May 2027 City Works must show us" in application.post_office.letters[-1].body


async def test_a_day_the_office_named_goes_before_the_charter(application: Application, office: Actor) -> None:
    one = await recommended(application, office, do_by=date(2026, 12, 1))
    await reply(application, one, PARTLY)

    assert await running(application, one) == {"confirm": datetime(2026, 12, 1, 23, 59, 59, 999999, tzinfo=UTC)}


async def test_what_is_not_accepted_waits_for_no_proof(application: Application, office: Actor) -> None:
    one = await recommended(application, office)
    await reply(application, one, REJECTED)

    assert await running(application, one) == {}


async def test_a_body_that_accepts_more_later_has_no_more_time_for_it(application: Application, office: Actor) -> None:
    one = await recommended(application, office)
    await reply(application, one, PARTLY)
    before = await running(application, one)
    application.clock.advance_to(datetime(2027, 4, 1, 10, 0, tzinfo=UTC))
    await reply(application, one, ACCEPTED)

    assert await running(application, one) == before


@pytest.mark.parametrize("implemented", [True, False])
async def test_when_the_office_has_checked_nothing_runs_any_more(
    application: Application, office: Actor, implemented
) -> None:
    one = await recommended(application, office)
    await reply(application, one, ACCEPTED)
    async with application.work(office) as work:
        await verify(work, one.id, implemented=implemented, words="We went there.")

    await let_it_be_late(application, one.id, "confirm")

    assert await running(application, one) == {}
    assert (await now(application, one.case_id)).confirm_by is None
    assert [entry for entry in await journal_of(application, one.case_id) if _is_late(entry)] == []


async def test_when_nobody_has_shown_it_in_time_it_is_noted_once_and_told_and_decides_nothing(
    application: Application, office: Actor
) -> None:
    one = await recommended(application, office)
    await reply(application, one, ACCEPTED)
    await let_it_be_late(application, one.id, "confirm")
    await sweep(application, now=application.clock.now())
    await drain(application)

    late = [entry.payload for entry in await journal_of(application, one.case_id) if _is_late(entry)]
    assert [(entry["number"], entry["due_at"]) for entry in late] == [(1, "2027-05-04T16:00:00+00:00")]
    assert (await now(application, one.case_id)).state == "accepted"
    assert "has not shown us that it did what we asked" in application.post_office.letters[-1].subject
    async with application.work(office) as work:
        await verify(work, one.id, implemented=True, words="It was done all the same.")
    assert (await now(application, one.case_id)).state == "implemented"


async def test_the_office_and_the_body_see_by_when_and_then_that_it_is_late(
    application: Application, office: Actor
) -> None:
    one = await recommended(application, office)
    await reply(application, one, ACCEPTED)
    async with a_browser(application) as browser:
        await browser.sign_in("ombudsperson")
        before = await browser.get("/office/recommendations")
        await let_it_be_late(application, one.id, "confirm")
        await browser.sign_in("ombudsperson")
        after = await browser.get("/office/recommendations")
        file = await browser.get(f"/office/cases/{one.reference}")
        await browser.sign_out()
        await browser.sign_in("officer-accepted")
        body = await browser.get("/body")

    assert "To be done, and shown to you, by Tuesday 4 May 2027" in before.text
    assert "Nobody has shown that it was done It was to be shown by Tuesday 4 May 2027" in after.text
    assert "Nobody has shown that it was done" in file.text
    assert "You should have shown the office by Tuesday 4 May 2027 that this was done." in body.text


def test_the_second_three_months_begin_with_the_end_of_the_first() -> None:
    inclusive = Limit.parse("3 months, beginning with the day of receipt")

    found = confirm_by(inclusive, None, REPLY_ENDS, OFFICE_HOURS)

    assert found is not None
    assert found.on == date(2027, 4, 30)


def test_without_a_limit_and_without_a_day_nothing_is_due() -> None:
    assert confirm_by(None, None, REPLY_ENDS, OFFICE_HOURS) is None


def _is_late(entry) -> bool:
    return entry.kind == "clock.late" and entry.payload["clock"] == "confirm"
