"""Counting again after a late closed day: once, as shown beforehand, and with nobody's promise moved silently."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from complaints.actions.adopt import adopt
from complaints.actions.recount import recount
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import SYSTEM
from complaints.domain.case import Kind
from complaints.kernel import outbox
from complaints.kernel.db import Database
from complaints.kernel.keys import load_keys
from complaints.messages import Recount
from standards.clock import SimulatedClock
from tests.browse import a_browser
from tests.complaints.recounting import (
    FIRST,
    FRIDAY,
    KEEP,
    LATER,
    PACK,
    TUESDAY,
    clocks,
    closed,
    everything,
    letters,
    moved,
    preview,
    recorded,
    take_effect,
    their_page,
    written,
)
from tests.play import MONDAY, KeptPost, lodge_one, staff


class TestDoingItOnce:
    async def test_a_crash_in_the_middle_changes_nothing_and_the_next_run_does_it_all(
        self, application: Application
    ) -> None:
        receipts = [await lodge_one(application) for _ in range(3)]
        async with application.work(SYSTEM, now=TUESDAY) as work:
            row = await adopt(work, closed(FRIDAY))

        async def crash() -> None:
            async with application.work(SYSTEM, now=TUESDAY) as work:
                await recount(work, Recount(row.id))
                raise ConnectionError("the machine went away")

        with pytest.raises(ConnectionError):
            await crash()
        assert [len(await clocks(application, one)) for one in receipts] == [1, 1, 1]

        await drain(application, now=TUESDAY)
        assert [len(await clocks(application, one)) for one in receipts] == [2, 2, 2]
        assert [len(await letters(application, one)) for one in receipts] == [1, 1, 1]

    async def test_running_it_again_changes_nothing(self, application: Application) -> None:
        receipt = await lodge_one(application)
        row = await take_effect(application, closed(FRIDAY))
        once = await everything(application)

        for later in (TUESDAY, TUESDAY + timedelta(days=1)):
            async with application.work(SYSTEM, now=later) as work:
                await outbox.post(work, Recount(row.id))
            await drain(application, now=later)

        assert await everything(application) == once
        assert len(await letters(application, receipt)) == 1

    async def test_many_cases_are_gone_through_step_by_step_and_counted_once(self, application: Application) -> None:
        for _ in range(75):
            await lodge_one(application)

        await take_effect(application, closed(FRIDAY))

        [entry] = await recorded(application)
        assert (entry.payload["counted"], entry.payload["promised"], entry.payload["people"]) == (225, 75, 75)


class TestTheEffectBeforehand:
    async def test_shows_the_numbers_of_what_then_happens(self, application: Application) -> None:
        for service in ("bin_collection", "bin_collection", "street_lighting", "residence_permit"):
            await lodge_one(application, service=service)
        await lodge_one(application, kind=Kind.COMPLIMENT)
        document = closed(FRIDAY, date(2026, 3, 18))

        shown = await preview(application, document)
        await take_effect(application, document)

        [entry] = await recorded(application)
        tally = {name: entry.payload[name] for name in shown.tally.__struct_fields__}
        assert {name: getattr(shown.tally, name) for name in tally} == tally
        assert shown.tally.internal == await moved(application) == sum(row.count for row in shown.rows) + shown.more
        assert shown.headline == f"{tally['internal']} internal dates move, {tally['promised']} promised dates move"

    async def test_names_bodies_kinds_and_days_but_no_case(self, application: Application) -> None:
        receipt = await lodge_one(application)

        shown = await preview(application, closed(FRIDAY))

        [row] = shown.rows
        assert (row.body, row.kind, row.before, row.after, row.is_told, row.count) == (
            "City Works",
            "respond",
            FIRST.date(),
            LATER.date(),
            True,
            1,
        )
        assert shown.calendars == (
            "Civil registry",
            "Council offices",
            "Emergency repairs, day and night",
            "Waste collection depot",
        )
        assert receipt.reference not in repr(shown)

    async def test_says_what_the_rule_of_the_charter_makes_of_it(self, application: Application) -> None:
        await lodge_one(application)

        shown = await preview(application, closed(FRIDAY, text=KEEP))

        assert shown.headline == "0 internal dates move, 0 promised dates move"
        assert shown.tally.otherwise == 1
        assert shown.rule[0] == "When a day is closed later on, every date stays as it was told."

    async def test_of_a_change_that_is_about_no_calendar_is_nothing(self, application: Application) -> None:
        await lodge_one(application)

        shown = await preview(application, f"{PACK}# a remark\n")

        assert (shown.calendars, shown.tally.counted) == ((), 0)


class TestWhatPeopleRead:
    async def test_the_person_reads_the_new_day_the_first_one_and_why(self, application: Application) -> None:
        receipt = await lodge_one(application)
        await take_effect(application, closed(FRIDAY))

        page = await their_page(application, receipt)

        assert "We counted again" in page
        assert (
            "Friday 6 March 2026 (The fair) is a closed day now. "
            "You have our answer by Saturday 14 March 2026, not Friday 13 March 2026."
        ) in page
        assert "First promised: Friday 13 March 2026" in page

    async def test_the_person_reads_that_the_day_they_were_told_stays(self, application: Application) -> None:
        receipt = await lodge_one(application)
        await take_effect(application, closed(FRIDAY))
        await take_effect(application, f"{PACK}# opened again\n", at=TUESDAY + timedelta(hours=1))

        page = await their_page(application, receipt)

        assert "The day we told you stays: Saturday 14 March 2026. We work to Friday 13 March 2026." in page
        assert "You have our answer by Friday" not in page

    async def test_the_officer_reads_what_the_person_was_told(self, application: Application) -> None:
        receipt = await lodge_one(application)
        await staff(application, username="amina")
        await take_effect(application, closed(FRIDAY))
        await take_effect(application, f"{PACK}# opened again\n", at=TUESDAY + timedelta(hours=1))

        async with a_browser(application) as browser:
            await browser.sign_in("amina")
            page = await browser.get(f"/desk/cases/{receipt.reference}")

        assert (
            "Counted again: Answer by Saturday 14 March 2026. The person was told; before, it was Friday 13 March 2026"
        ) in page.text
        assert (
            "Counted again: Answer by Friday 13 March 2026. The person was told Saturday 14 March 2026, and that stays"
        ) in page.text
        assert "Friday 6 March 2026 (The fair) is a closed day now" in page.text


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_no_promised_day_ever_moves_without_a_letter_that_says_so(application: Application, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - dice, no secret
    receipts = [
        await lodge_one(
            application,
            at=MONDAY + timedelta(minutes=dice.randrange(3 * 24 * 60)),
            service=dice.choice(["bin_collection", "street_lighting", "residence_permit", "clinic_appointments"]),
            kind=dice.choice(list(Kind)),
        )
        for _ in range(8)
    ]
    days = [date(2026, 3, 2) + timedelta(days=number) for number in range(40)]
    for version in range(2):
        chosen = [day for day in dice.sample(days, 4) if day.weekday() < 5]
        at = MONDAY + timedelta(days=4 + version, minutes=dice.randrange(1000))
        await take_effect(application, f"{closed(*chosen)}# {version}\n", at=at)

    for receipt in receipts:
        told = 0
        for kind in ("acknowledge", "respond", "pass_on"):
            chain = await clocks(application, receipt, kind)
            promises = [one.promised_at for one in chain]
            assert promises == sorted(promises)
            moved = [one.payload for one in await written(application, receipt) if one.payload["clock"] == kind]
            assert [one["promised"] for one in moved] == [at.isoformat() for at in promises[1:]]
            assert all(one["told"] == (one["promised"] != one["promised_before"]) for one in moved)
            assert sum(one.stopped_at is None for one in chain) <= 1
            told += sum(one["told"] for one in moved)
        assert bool(told) == bool(await letters(application, receipt))


async def test_another_process_counts_by_the_new_calendar_within_its_look_again_time(
    application: Application, database_url: str, tmp_path: Path
) -> None:
    clock = SimulatedClock(TUESDAY)
    other = Application(Database(database_url), tmp_path, load_keys(tmp_path / "keys"), clock, KeptPost())
    try:
        async with other.work(SYSTEM, reading=True) as work:
            assert work.charter.charter.calendar("depot").is_open_day(FRIDAY)
        await take_effect(application, closed(FRIDAY))
        clock.advance_to(TUESDAY + timedelta(seconds=11))

        async with other.work(SYSTEM, reading=True) as work:
            assert not work.charter.charter.calendar("depot").is_open_day(FRIDAY)
        receipt = await lodge_one(other, at=clock.now())
        assert next(one for one in receipt.clocks if one.kind == "respond").due.date() == date(2026, 3, 16)
    finally:
        await other.close()
