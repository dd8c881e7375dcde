"""A closed day that comes or goes after promises were made: which clocks move, and which are left alone."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from complaints import store
from complaints.actions.acknowledge import acknowledge
from complaints.actions.adopt import adopt
from complaints.actions.answer import STOPPED
from complaints.actions.hold import hold
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.app.sweeping import sweep
from complaints.domain.access import SYSTEM, person
from complaints.kernel import timers
from complaints.schemas.drafts import HoldDraft
from escalation.actions.escalate import ask_next
from escalation.domain.ladder import NotYet
from standards.deadlines import replay
from tests.complaints.recounting import (
    FIRST,
    FRIDAY,
    KEEP,
    LATER,
    PACK,
    TUESDAY,
    as_deadline,
    clocks,
    clocks_of_kind,
    closed,
    letters,
    preview,
    recorded,
    steps,
    stop_clocks,
    take_effect,
    written,
)
from tests.play import MONDAY, KeptPost, an_application, case_id, contact, lodge_one, staff


class TestAClosedDayMore:
    async def test_moves_the_clock_that_spans_it_and_keeps_the_old_promise_to_be_seen(
        self, application: Application
    ) -> None:
        receipt = await lodge_one(application, contact=contact())

        row = await take_effect(application, closed(FRIDAY))

        old, new = await clocks(application, receipt)
        assert (old.due_at, old.promised_at, old.replaced_at, old.fired_at) == (FIRST, FIRST, TUESDAY, None)
        assert (new.due_at, new.promised_at, new.stopped_at, new.generation) == (LATER, LATER, None, 2)
        assert new.charter_id == old.charter_id
        assert replay(steps(new)) == new.due_at
        [entry] = [one for one in await written(application, receipt) if one.payload["clock"] == "respond"]
        assert entry.payload == {
            "clock": "respond",
            "why": "Friday 6 March 2026 (The fair) is a closed day now",
            "before": FIRST.isoformat(),
            "due": {"respond": LATER.isoformat()},
            "promised_before": FIRST.isoformat(),
            "promised": LATER.isoformat(),
            "told": True,
            "charter": row.hash,
        }

    async def test_tells_the_person_once_with_both_days_the_reason_and_the_ombudsperson(
        self, application: Application
    ) -> None:
        receipt = await lodge_one(application, contact=contact())

        await take_effect(application, closed(date(2026, 3, 4)))

        assert [one.payload["clock"] for one in await written(application, receipt)] == ["acknowledge", "respond"]
        [letter] = await letters(application, receipt)
        assert "Wednesday 4 March 2026 (The fair) is a closed day now." in letter.body
        assert "You have our answer by Saturday 14 March 2026. Before, we had said Friday 13 March 2026." in letter.body
        assert "read it by Friday 6 March 2026. Before, we had said Thursday 5 March 2026." in letter.body
        assert "the Ombudsperson of Calder Bay" in letter.body
        assert "01632 960 700" in letter.body
        await drain(application, now=TUESDAY + timedelta(days=1))
        assert isinstance(application.post_office, KeptPost)
        assert sum("has changed" in one.subject for one in application.post_office.letters) == 1

    async def test_that_no_clock_spans_moves_nothing_and_is_written_down(self, application: Application) -> None:
        receipt = await lodge_one(application)

        await take_effect(application, closed(date(2026, 7, 1)))

        assert len(await clocks(application, receipt)) == 1
        assert await letters(application, receipt) == []
        [entry] = await recorded(application)
        assert (entry.payload["internal"], entry.payload["promised"], entry.payload["unaffected"]) == (0, 0, 2)

    async def test_of_another_office_moves_nothing(self, application: Application) -> None:
        receipt = await lodge_one(application)

        await take_effect(application, closed(FRIDAY, calendars=["registry"]))

        assert len(await clocks(application, receipt)) == 1
        assert [one.payload["counted"] for one in await recorded(application)] == [0]

    async def test_moves_nothing_by_the_rule_keep(self, application: Application) -> None:
        receipt = await lodge_one(application)

        await take_effect(application, closed(FRIDAY, text=KEEP))

        assert [one.due_at for one in await clocks(application, receipt)] == [FIRST]
        assert await letters(application, receipt) == []
        [entry] = await recorded(application)
        assert (entry.payload["internal"], entry.payload["kept"], entry.payload["otherwise"]) == (0, 2, 1)

    async def test_brings_the_case_to_its_new_place_in_the_queue(self, application: Application) -> None:
        receipt = await lodge_one(application)

        await take_effect(application, closed(date(2026, 3, 4)))

        async with application.work(SYSTEM, reading=True) as work:
            case = await store.look_up(work.session, receipt.reference)
        assert case.due_at == (await clocks(application, receipt, "acknowledge"))[-1].due_at

    async def test_is_waited_for_until_the_version_takes_effect(self, application: Application) -> None:
        receipt = await lodge_one(application)
        effective = MONDAY + timedelta(days=3)

        await take_effect(application, closed(FRIDAY), on=effective)
        before = await clocks(application, receipt)
        await drain(application, now=effective - timedelta(seconds=1))
        assert await clocks_of_kind(application, "respond") == len(before) == 1

        await drain(application, now=effective)
        assert [one.due_at for one in await clocks(application, receipt)] == [FIRST, LATER]

    async def test_of_a_version_that_another_one_followed_at_once_is_not_counted(
        self, application: Application
    ) -> None:
        receipt = await lodge_one(application)

        async with application.work(SYSTEM, now=TUESDAY) as work:
            await adopt(work, closed(FRIDAY))
        async with application.work(SYSTEM, now=TUESDAY + timedelta(seconds=1)) as work:
            await adopt(work, f"{PACK}# again\n")
        await drain(application, now=TUESDAY + timedelta(seconds=2))

        assert [one.due_at for one in await clocks(application, receipt)] == [FIRST]
        assert [one.payload["version"] for one in await recorded(application)] == [3]


class TestAClosedDayLess:
    @pytest.fixture
    async def fair(self, database_url: str, tmp_path: Path):
        """An application whose charter has been closing the fair's Friday from the beginning."""
        async with an_application(database_url, tmp_path) as made:
            await take_effect(made, closed(FRIDAY), at=MONDAY - timedelta(days=7))
            yield made

    async def test_is_worked_to_and_the_promise_stays_and_nobody_is_told(self, fair: Application) -> None:
        receipt = await lodge_one(fair)

        await take_effect(fair, f"{PACK}# opened again\n")

        _, new = await clocks(fair, receipt)
        assert (new.due_at, new.promised_at) == (FIRST, LATER)
        assert await letters(fair, receipt) == []
        [entry] = [one for one in await written(fair, receipt) if one.payload["clock"] == "respond"]
        assert (entry.payload["told"], entry.payload["promised"]) == (False, LATER.isoformat())

    async def test_breaks_no_promise_before_the_day_the_person_was_told(self, fair: Application) -> None:
        receipt = await lodge_one(fair)
        await take_effect(fair, f"{PACK}# opened again\n")
        await stop_clocks(fair, receipt, "acknowledge", "inform")

        assert await sweep(fair, now=LATER) == 0
        assert await sweep(fair, now=LATER + timedelta(seconds=1)) == 1

    async def test_opens_the_next_door_only_when_the_day_the_person_was_told_is_over(self, fair: Application) -> None:
        receipt = await lodge_one(fair)
        await take_effect(fair, f"{PACK}# opened again\n")
        key = await case_id(fair, receipt)

        async with fair.work(person(key), now=LATER) as work:
            with pytest.raises(NotYet):
                await ask_next(work, key)
        async with fair.work(person(key), now=LATER + timedelta(seconds=1)) as work:
            await ask_next(work, key)

    async def test_moves_nothing_by_the_rule_keep(self, fair: Application) -> None:
        receipt = await lodge_one(fair)

        await take_effect(fair, f"{KEEP}# opened again\n")

        assert [one.due_at for one in await clocks(fair, receipt)] == [LATER]

    async def test_that_was_added_late_gives_nobody_their_first_day_back_without_a_word(
        self, application: Application
    ) -> None:
        receipt = await lodge_one(application)
        await take_effect(application, closed(FRIDAY))

        await take_effect(application, f"{PACK}# opened again\n", at=TUESDAY + timedelta(hours=1))

        first, second, third = await clocks(application, receipt)
        assert [first.due_at, second.due_at, third.due_at] == [FIRST, LATER, FIRST]
        assert [first.promised_at, second.promised_at, third.promised_at] == [FIRST, LATER, LATER]


class TestWhatIsLeftAlone:
    async def test_a_clock_that_stands_still(self, application: Application) -> None:
        receipt, officer = await lodge_one(application), await staff(application)
        key = await case_id(application, receipt)
        async with application.work(officer) as work:
            await acknowledge(work, key, "The bins")
            charter = work.charter.charter
            await hold(work, key, HoldDraft(charter.stage("stage_1").holds[0], "Please send us the address."))

        await take_effect(application, closed(FRIDAY))

        [one] = await clocks(application, receipt)
        assert (one.due_at, one.stopped_at, one.held_at) == (FIRST, None, MONDAY)

    async def test_a_clock_that_has_stopped_and_one_that_is_late(self, application: Application) -> None:
        kept, late = await lodge_one(application), await lodge_one(application)
        await stop_clocks(application, kept, *STOPPED)
        after = LATER + timedelta(days=1)
        await sweep(application, now=after)

        await take_effect(application, closed(date(2026, 3, 12)), at=after)

        assert len(await clocks(application, kept)) == 1
        first, *_ = await clocks(application, late)
        assert (first.replaced_at, first.due_at) == (None, FIRST)

    async def test_a_clock_that_is_past_and_was_not_noticed_yet(self, application: Application) -> None:
        receipt = await lodge_one(application)

        await take_effect(application, closed(FRIDAY), at=FIRST + timedelta(seconds=1))

        assert len(await clocks(application, receipt)) == 1

    async def test_a_clock_from_an_older_system(self, application: Application) -> None:
        receipt = await lodge_one(application)
        async with application.work(SYSTEM) as work:
            for clock in await timers.clocks_of(work.session, await case_id(application, receipt)):
                clock.historic = True
            await work.session.flush()

        await take_effect(application, closed(FRIDAY))

        assert len(await clocks(application, receipt)) == 1

    async def test_the_next_news_and_a_reply_to_the_ombudsperson(self, application: Application) -> None:
        receipt = await lodge_one(application)
        async with application.work(SYSTEM) as work:
            row = (await timers.clocks_of(work.session, await case_id(application, receipt)))[0]
            reply = timers.row(
                work,
                timers.Running("reply", None, as_deadline(row)),
                subject_id=work.new_id(),
                stage_no=1,
                charter_id=row.charter_id,
                started_at=row.started_at,
            )
            await timers.start(work, [reply])

        shown = await preview(application, closed(FRIDAY))
        await take_effect(application, closed(FRIDAY))

        assert shown.elsewhere == 1
        assert await clocks_of_kind(application, "reply") == 1
        assert [one.payload for one in await written(application, receipt) if one.payload["clock"] == "inform"] == []
