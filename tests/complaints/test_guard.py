"""The clock guard: a wrong clock must not escalate ten thousand cases."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.app.boundary import Application
from complaints.app.sweeping import doubt, let_go, sweep
from complaints.domain.access import SYSTEM, Role
from complaints.domain.guard import AHEAD, LEAST, Memory
from complaints.domain.guard import doubt as why_not
from complaints.kernel import guard, journal, ledger
from tests.browse import a_browser
from tests.play import MONDAY, lodge_one, staff

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


class TestRule:
    @pytest.mark.parametrize("jump", [HOUR, DAY, YEAR, -HOUR, -YEAR])
    def test_a_leap_in_either_direction_holds_everything_back(self, jump) -> None:
        assert why_not(Memory(NOON, None, 0), NOON + jump, due=0, running=0)

    @given(st.floats(-59, AHEAD.total_seconds()))
    def test_a_clock_that_wobbles_does_not(self, seconds) -> None:
        assert why_not(Memory(NOON, None, 0), NOON + timedelta(seconds=seconds), due=3, running=100) is None

    def test_time_that_passed_after_an_orderly_stop_is_no_leap(self) -> None:
        assert why_not(Memory(NOON, NOON, 0), NOON + 14 * DAY, due=3, running=100) is None

    def test_after_an_orderly_stop_time_may_still_not_run_backwards(self) -> None:
        assert why_not(Memory(NOON, NOON, 0), NOON - HOUR, due=0, running=0)

    @pytest.mark.parametrize(
        ("due", "forecast", "running", "holds"),
        [
            pytest.param(LEAST, 0, 100, False, id="fifty may always come at once"),
            pytest.param(LEAST + 1, 0, 100, True, id="more than fifty of a hundred may not"),
            pytest.param(LEAST + 1, 1, 100, False, id="unless they were expected"),
            pytest.param(500, 0, 10_000, False, id="one twentieth of ten thousand may"),
            pytest.param(501, 0, 10_000, True, id="more may not"),
        ],
    )
    def test_more_than_were_expected_hold_everything_back(self, due, forecast, running, holds) -> None:
        assert bool(why_not(Memory(NOON, NOON, forecast), NOON, due=due, running=running)) is holds


class TestFiring:
    async def test_a_leap_of_a_day_fires_nothing_until_somebody_has_looked(self, application: Application) -> None:
        receipt = await lodge_one(application)
        await sweep(application, now=MONDAY, guarded=True)
        late = receipt.clocks[0].due + timedelta(minutes=1)

        assert await sweep(application, now=late, guarded=True) == 0
        assert "have passed since clocks fired last" in (await doubt(application) or "")

        async with application.work(SYSTEM) as work:
            await guard.release(work, late, "The machine was off over the weekend.")
        assert await sweep(application, now=late + timedelta(seconds=30), guarded=True) == 1
        assert await doubt(application) is None

    async def test_a_clock_put_right_again_goes_on_by_itself(self, application: Application) -> None:
        receipt = await lodge_one(application)
        due = receipt.clocks[0].due
        await sweep(application, now=due - timedelta(minutes=5), guarded=True)

        assert await sweep(application, now=due + YEAR, guarded=True) == 0
        assert await sweep(application, now=due - timedelta(minutes=4), guarded=True) == 0
        assert await doubt(application) is None
        assert await sweep(application, now=due + timedelta(minutes=1), guarded=True) == 1

    async def test_time_running_backwards_fires_nothing_twice_and_lodging_goes_on(
        self, application: Application
    ) -> None:
        receipt = await lodge_one(application)
        late = receipt.clocks[0].due + timedelta(seconds=1)
        await sweep(application, now=late - timedelta(seconds=30), guarded=True)
        assert await sweep(application, now=late, guarded=True) == 1

        assert await sweep(application, now=late - HOUR, guarded=True) == 0
        assert (await lodge_one(application, at=late - HOUR)).reference
        assert await sweep(application, now=late + timedelta(minutes=1), guarded=True) == 0

    async def test_more_than_expected_at_once_are_held_back_and_all_fire_when_released(
        self, application: Application
    ) -> None:
        await sweep(application, now=MONDAY - DAY, guarded=True)
        for _ in range(LEAST + 1):
            receipt = await lodge_one(application)
        late = receipt.clocks[0].due + timedelta(seconds=1)
        async with application.work(SYSTEM) as work:
            await guard.stopped(work, late)

        assert await sweep(application, now=late, guarded=True) == 0
        assert "51 promises come due at once" in (await doubt(application) or "")
        async with application.work(SYSTEM) as work:
            await guard.release(work, late, "Fifty-one people wrote on one morning.")

        assert await sweep(application, now=late, guarded=True) == LEAST + 1

    async def test_what_it_does_stands_on_a_ledger_that_holds(self, application: Application) -> None:
        await sweep(application, now=MONDAY, guarded=True)
        await sweep(application, now=MONDAY + YEAR, guarded=True)
        await sweep(application, now=MONDAY + YEAR, guarded=True)
        await sweep(application, now=MONDAY, guarded=True)

        async with application.work(SYSTEM, reading=True) as work:
            kept = await ledger.entries(work.session, ledger.CLOCKS)
        assert [entry.kind for entry in kept] == ["clocks.held", "clocks.healed"]
        assert journal.first_break(kept) is None

    async def test_a_person_who_names_an_instant_is_not_held_back(self, application: Application) -> None:
        receipt = await lodge_one(application)
        await sweep(application, now=MONDAY, guarded=True)

        assert await sweep(application, now=receipt.clocks[0].due + DAY) == 1


class TestPage:
    async def test_an_administrator_sees_why_nothing_fires_and_lets_it_go_on(self, application: Application) -> None:
        await staff(application, Role.ADMINISTRATOR, username="adam", bodies=())
        await sweep(application, now=MONDAY, guarded=True)
        await sweep(application, now=MONDAY + DAY, guarded=True)
        async with a_browser(application) as browser:
            await browser.sign_in("adam")
            page = await browser.get("/admin/clocks")
            assert "Held back" in page.text
            assert "24 hours have passed since clocks fired last" in page.text

            refused = await browser.post("/admin/clocks/release", why="")
            assert refused.status == 400
            assert "Say how you know that the time is right" in refused.text

            page = await browser.post("/admin/clocks/release", why="The power was off for a day.")

        assert "They fire again within half a minute." in page.text
        assert "The power was off for a day." in page.text
        assert await doubt(application) is None

    async def test_it_does_not_exist_for_anybody_else(self, application: Application) -> None:
        await staff(application, username="amina")
        async with a_browser(application) as browser:
            await browser.sign_in("amina")
            assert (await browser.get("/admin/clocks")).status == 404

    async def test_the_command_line_lets_go_too(self, application: Application) -> None:
        await sweep(application, now=MONDAY, guarded=True)
        await sweep(application, now=MONDAY + DAY, guarded=True)

        await let_go(application, "The clock was compared with the radio.")

        assert await doubt(application) is None
