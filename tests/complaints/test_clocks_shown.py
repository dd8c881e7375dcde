"""How a promise is shown to the person and to staff: its date, the dates before it, and where its time stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from complaints.actions.acknowledge import acknowledge
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.kernel import timers
from complaints.schemas import ClockView, Receipt
from complaints.web.clocks import for_person, for_staff, promised, running
from standards.clock import SimulatedClock
from standards.deadlines import Extension, Hold, Limit, deadline
from tests.browse import Browser, a_browser
from tests.play import MONDAY, an_application, case_id, lodge_one, staff

pytestmark = pytest.mark.on_sqlite

LONDON = ZoneInfo("Europe/London")


def day(number: int, hour: int = 17) -> datetime:
    """Return an hour of a day in March 2026."""
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def clock(due: datetime, **more: Any) -> ClockView:
    """Return the clock of an answer, by default one that runs."""
    return ClockView(**({"kind": "respond", "due": due, "why": ["Because."]} | more))


class TestChains:
    def test_a_clock_that_gave_way_is_the_past_of_the_one_that_took_its_place(self) -> None:
        first = clock(day(9), stopped_at=day(4), replaced_at=day(4))
        second = clock(day(16), generation=2, stopped_at=day(12), replaced_at=day(12))
        third = clock(day(20), generation=3)

        (one,) = promised([first, second, third])

        assert one.clock == third
        assert one.before == [day(9), day(16)]

    def test_the_same_promise_at_another_step_is_another_promise(self) -> None:
        first = clock(day(9), stopped_at=day(4), replaced_at=day(4))
        moved = clock(day(16), generation=2, stopped_at=day(12))
        review = clock(day(30), stage_no=2)

        found = promised([first, moved, review])

        assert [(one.clock, one.before) for one in found] == [(moved, [day(9)]), (review, [])]

    def test_a_promise_made_anew_is_not_one_that_moved(self) -> None:
        news = [clock(day(6), kind="inform", stopped_at=day(5)), clock(day(20), kind="inform", generation=2)]

        assert [one.before for one in promised(news)] == [[], []]

    def test_a_date_is_named_once_however_often_it_was_told(self) -> None:
        moved = clock(day(9), stopped_at=day(4), replaced_at=day(4))
        back = clock(day(9), generation=2, stopped_at=day(5), replaced_at=day(5))

        (one,) = promised([moved, back, clock(day(10), generation=3)])

        assert one.before == [day(9)]

    def test_order_stays_that_of_the_clocks(self) -> None:
        acknowledge, respond = clock(day(5), kind="acknowledge"), clock(day(9))

        assert [one.clock for one in promised([respond, acknowledge])] == [respond, acknowledge]


class TestStates:
    @pytest.mark.parametrize(
        ("more", "state"),
        [
            pytest.param({}, "running", id="before its day"),
            pytest.param({"due": day(2)}, "late", id="after its day"),
            pytest.param({"due": day(2), "promised": day(20)}, "running", id="after a day nobody was told"),
            pytest.param({"due": day(2), "held_at": day(1)}, "paused", id="standing still"),
            pytest.param({"stopped_at": day(9, 16)}, "met", id="done in time"),
            pytest.param({"stopped_at": day(10)}, "late", id="done late"),
        ],
    )
    def test_for_the_person(self, more: dict[str, Any], state: str) -> None:
        (one,) = promised([clock(**({"due": day(9)} | more))])

        assert for_person(one, day(3))["state"] == state

    def test_what_fell_away_was_neither_kept_nor_broken(self) -> None:
        (one,) = promised([clock(day(9), stopped_at=day(3))])

        assert for_person(one, day(4), fell_away=True)["state"] == "stopped"

    def test_the_person_reads_the_day_they_were_told_and_staff_the_day_they_work_to(self) -> None:
        (one,) = promised([clock(day(9), promised=day(10))])

        person, desk = for_person(one, day(3)), for_staff(one, "Answer", day(3), LONDON)
        assert (person["due_at"], person["works_to"]) == (day(10), day(9))
        assert (desk["one"].due, desk["told_at"], desk["words"]) == (day(9), day(10), "due in 6 days")

    def test_what_stands_still_is_not_running_and_not_late(self) -> None:
        found = promised([clock(day(2), held_at=day(1))])

        assert running(found) == []
        assert not found[0].is_late(day(9))
        assert for_staff(found[0], "Answer", day(9), LONDON)["words"] == "stands still"


class TestPages:
    @pytest.fixture
    async def application(self, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Application]:
        async with an_application(sqlite_url, tmp_path) as made:
            yield made

    @pytest.fixture
    async def told(self, application: Application) -> Receipt:
        return await lodge_one(application)

    async def the_persons_page(self, browser: Browser, receipt: Receipt) -> str:
        await browser.get("/track")
        return (await browser.post("/track", reference=receipt.reference, code=receipt.code)).text

    async def the_desks_page(self, application: Application, browser: Browser, receipt: Receipt) -> str:
        await staff(application, username="amina")
        await browser.sign_in("amina")
        return (await browser.get(f"/desk/cases/{receipt.reference}")).text

    async def extend(self, application: Application, key: UUID, at: datetime) -> None:
        """Give the answer five working days more, and three for a hold, as the actions do."""
        async with application.work(SYSTEM, now=at) as work:
            clock = await timers.alive(work.session, key, 1, "respond")
            assert clock
            calendar = work.charter.charter.calendar_for(unit="waste")
            longer = Extension(Limit(5, "working_days"), "We must look at the place", at)
            hold = Hold(day(3, 9), day(6, 9), "We asked you for the day")
            limit = Limit.parse("10 working days, counted from the next open day")
            moved = deadline(limit, clock.started_at, calendar, extensions=[longer], holds=[hold])
            await timers.replace(work, clock, moved, remind_at=None)

    async def test_a_moved_date_shows_the_first_one_under_it_and_why(
        self, application: Application, told: Receipt
    ) -> None:
        await self.extend(application, await case_id(application, told), day(6, 9))
        async with a_browser(application) as browser:
            person = await self.the_persons_page(browser, told)
            desk = await self.the_desks_page(application, browser, told)

        for page in (person, desk):
            assert "First promised: Friday 13 March 2026" in page
            assert "We must look at the place" in page
            assert "We asked you for the day" in page
            assert "Read version 1 of our promises" in page
        assert person.count("Our answer ·") == 1
        assert "was late" not in desk

    async def test_a_clock_that_stands_still_gives_no_date(self, application: Application, told: Receipt) -> None:
        key = await case_id(application, told)
        bo = await staff(application, username="bo")
        async with application.work(bo, now=day(3, 9)) as work:
            await acknowledge(work, key, "You say that the bins were left.")
        async with application.work(SYSTEM, now=day(4, 9)) as work:
            clock = await timers.alive(work.session, key, 1, "respond")
            assert clock
            await timers.stand_still(work, clock)
        moved_on = application.clock
        assert isinstance(moved_on, SimulatedClock)
        moved_on.advance_to(MONDAY + timedelta(days=30))
        async with a_browser(application) as browser:
            person = await self.the_persons_page(browser, told)
            desk = await self.the_desks_page(application, browser, told)

        assert "Our answer · Paused You get a new date once our time goes on" in person
        assert "Standing still since Wednesday 4 March 2026 . Until then we had said Friday 13 March 2026" in person
        assert "Looked into Paused" in person
        assert "Standing still since Wednesday 4 March 2026" in desk

    async def test_a_day_that_was_told_stays_when_the_office_works_to_an_earlier_one(
        self, application: Application, told: Receipt
    ) -> None:
        key = await case_id(application, told)
        async with application.work(SYSTEM, now=day(4, 9)) as work:
            clock = await timers.alive(work.session, key, 1, "respond")
            assert clock
            calendar = work.charter.charter.calendar_for(unit="waste")
            earlier = deadline(Limit(9, "working_days"), clock.started_at, calendar)
            await timers.replace(work, clock, earlier, promised_at=clock.due_at, remind_at=None)
        async with a_browser(application) as browser:
            person = await self.the_persons_page(browser, told)
            desk = await self.the_desks_page(application, browser, told)

        assert "This is the day we told you, and it stays. We work to Thursday 12 March 2026" in person
        assert "First promised" not in person
        assert "The person was told Friday 13 March 2026 . That day stays; this is the day to work to." in desk

    async def test_programs_read_the_same_about_a_clock(self, application: Application, told: Receipt) -> None:
        await self.extend(application, await case_id(application, told), day(6, 9))
        async with a_browser(application) as browser:
            answer = await browser.client.get(f"/api/v1/cases/{told.reference}", headers={"X-Case-Code": told.code})
        clocks = [one for one in answer.json()["clocks"] if one["kind"] == "respond"]

        assert [(one["generation"], one["replaced_at"] is None) for one in clocks] == [(1, False), (2, True)]
        assert [one["version"] for one in clocks] == [1, 1]
        assert any("We must look at the place" in step for step in clocks[1]["why"])
