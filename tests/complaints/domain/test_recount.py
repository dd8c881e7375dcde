"""A closed day that comes or goes late: what the charter's rule makes of one clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.recount import (
    OTHERWISE,
    Effect,
    Recounted,
    Tally,
    Ticking,
    Verdict,
    changed_calendars,
    recounted,
    rule_words,
)
from standards import charter_edit
from standards.calendars import OpenDay, WorkingCalendar
from standards.charter import load_charter
from standards.charter_parts import Closure, LateChanges
from standards.deadlines import Deadline, Extension, Hold, Limit, deadline
from standards.packs import read_pack

LONDON = ZoneInfo("Europe/London")
NINE_TO_FIVE = ((time(9), time(17)),)
MONDAY = datetime(2026, 4, 27, 9, 30, tzinfo=UTC)
TEN = Limit(10, "working_days")
MOVE = LateChanges("move_and_tell", "work_to_it")
KEEP = LateChanges("keep", "keep")
FAIR = {date(2026, 5, 5): "The fair"}


def calendar(closed: dict[date, str] | None = None, opened: dict[date, OpenDay] | None = None) -> WorkingCalendar:
    """Return an office that opens from Monday to Friday, nine to five, without public holidays."""
    return WorkingCalendar(LONDON, (NINE_TO_FIVE,) * 5 + ((), ()), closed or {}, opened or {})


def clock(due: Deadline, kind: str = "respond", promised_at: datetime | None = None) -> Ticking:
    return Ticking(kind, due.due_at, promised_at or due.due_at, due.explanation)


def counted(
    before: WorkingCalendar,
    after: WorkingCalendar,
    rule: LateChanges = MOVE,
    *,
    now: datetime = MONDAY,
    limit: Limit = TEN,
) -> Recounted:
    return recounted(clock(deadline(limit, MONDAY, before)), before, after, rule, now)


class TestAClosedDayMore:
    def test_moves_the_date_and_tells_by_the_rule_move_and_tell(self):
        found = counted(calendar(), calendar(FAIR))

        assert found.verdict is Verdict.MOVES_AND_TOLD
        assert found.promised_at == datetime(2026, 5, 12, 16, tzinfo=UTC)
        assert found.deadline is not None
        assert found.deadline.due_at == found.promised_at
        assert found.why == "Tuesday 5 May 2026 (The fair) is a closed day now"

    def test_moves_nothing_by_the_rule_keep(self):
        found = counted(calendar(), calendar(FAIR), KEEP)

        assert (found.verdict, found.promised_at) == (Verdict.KEPT, datetime(2026, 5, 11, 16, tzinfo=UTC))

    @pytest.mark.parametrize(
        "day",
        [
            pytest.param(date(2026, 4, 27), id="on the day it came"),
            pytest.param(date(2026, 5, 12), id="after the last day"),
            pytest.param(date(2026, 5, 2), id="on a Saturday"),
        ],
    )
    def test_that_the_time_does_not_span_changes_nothing(self, day):
        assert counted(calendar(), calendar({day: "The fair"})).verdict is Verdict.UNAFFECTED

    def test_counts_with_the_hold_and_the_extension_there_were(self):
        hold = Hold(MONDAY + timedelta(days=1), MONDAY + timedelta(days=3), "We wait")
        more = Extension(Limit(5, "working_days"), "Somebody is away")
        due = deadline(TEN, MONDAY, calendar(), holds=[hold], extensions=[more])

        found = recounted(clock(due), calendar(), calendar(FAIR), MOVE, MONDAY)

        assert due.on == date(2026, 5, 20)
        assert found.deadline is not None
        assert found.deadline.on == date(2026, 5, 21)

    def test_takes_back_no_promise_that_was_later_anyway(self):
        due = deadline(TEN, MONDAY, calendar())
        later = due.due_at + timedelta(days=7)

        found = recounted(clock(due, promised_at=later), calendar(), calendar(FAIR), MOVE, MONDAY)

        assert (found.verdict, found.promised_at) == (Verdict.WORKS_TO_IT, later)


class TestAClosedDayLess:
    def test_is_worked_to_by_the_office_and_the_promise_stays(self):
        found = counted(calendar(FAIR), calendar())

        assert (found.verdict, found.promised_at) == (Verdict.WORKS_TO_IT, datetime(2026, 5, 12, 16, tzinfo=UTC))
        assert found.deadline is not None
        assert found.deadline.on == date(2026, 5, 11)
        assert found.why == "Tuesday 5 May 2026 (The fair) is not a closed day any more"

    def test_moves_nothing_by_the_rule_keep(self):
        assert counted(calendar(FAIR), calendar(), KEEP).verdict is Verdict.KEPT

    def test_makes_nothing_late_at_once(self):
        after_the_earlier_day = datetime(2026, 5, 11, 17, tzinfo=UTC)

        assert counted(calendar(FAIR), calendar(), now=after_the_earlier_day).verdict is Verdict.KEPT


class TestWhatStaysAsItIs:
    @pytest.mark.parametrize("kind", ["inform", "undertaking", "hold", "reply", "confirm"])
    def test_a_clock_that_nobody_at_an_office_keeps_by_counted_days(self, kind):
        due = deadline(TEN, MONDAY, calendar())

        assert recounted(clock(due, kind), calendar(), calendar(FAIR), MOVE, MONDAY).verdict is Verdict.KEPT

    def test_a_date_that_was_agreed_and_not_counted(self):
        agreed = Ticking("respond", MONDAY + timedelta(days=20), MONDAY + timedelta(days=20), None)

        assert recounted(agreed, calendar(), calendar(FAIR), MOVE, MONDAY).verdict is Verdict.KEPT

    def test_a_date_that_is_not_the_one_explained(self):
        due = deadline(TEN, MONDAY, calendar())
        moved = Ticking("respond", due.due_at + timedelta(days=1), due.due_at, due.explanation)

        assert recounted(moved, calendar(), calendar(FAIR), MOVE, MONDAY).verdict is Verdict.KEPT

    def test_a_clock_that_is_late(self):
        due = deadline(TEN, MONDAY, calendar())

        assert recounted(clock(due), calendar(), calendar(FAIR), MOVE, due.due_at).verdict is Verdict.KEPT


class TestTheReason:
    def test_names_a_longer_time_once_and_leaves_out_what_was_closed_before(self):
        holiday = {date(2026, 5, 12): "Old holiday"}
        fair = {date(2026, 5, day): "The fair" for day in (7, 8, 11)}

        found = counted(calendar(holiday), calendar(holiday | fair))

        assert found.why == "Thursday 7 May 2026 to Monday 11 May 2026 (The fair) are closed days now"

    def test_names_what_came_and_what_went(self):
        before = calendar({date(2026, 5, 4): "May Day"})
        after = calendar({date(2026, 5, 8): "Peace Day", date(2026, 5, 7): ""})

        assert counted(before, after).why == (
            "Thursday 7 May 2026 and Friday 8 May 2026 (Peace Day) are closed days now; "
            "Monday 4 May 2026 (May Day) is not a closed day any more"
        )

    def test_names_a_day_that_was_opened(self):
        saturday = {date(2026, 5, 2): OpenDay(NINE_TO_FIVE, "Open day")}

        assert counted(calendar(), calendar(opened=saturday)).why == "Saturday 2 May 2026 (Open day) is an open day now"
        assert counted(calendar(opened=saturday), calendar()).why == (
            "Saturday 2 May 2026 (Open day) is not an open day any more"
        )

    def test_does_not_call_closed_behind_the_new_last_day_what_only_lies_there(self):
        closed = {date(2026, 5, 5): "The fair", date(2026, 5, 12): "Old holiday"}

        found = counted(calendar(closed), calendar({date(2026, 5, 12): "Old holiday"}))

        assert found.why == "Tuesday 5 May 2026 (The fair) is not a closed day any more"

    def test_says_so_when_it_was_no_single_day(self):
        six_days = WorkingCalendar(LONDON, (NINE_TO_FIVE,) * 6 + ((),))

        assert counted(calendar(), six_days).why == OTHERWISE


days = st.dates(date(2026, 4, 20), date(2026, 6, 30))
closed_days = st.dictionaries(days, st.just("closed"), max_size=12)
rules = st.builds(LateChanges, st.sampled_from(["keep", "move_and_tell"]), st.sampled_from(["keep", "work_to_it"]))
limits = st.builds(Limit, st.integers(1, 25), st.sampled_from(["working_days", "calendar_days", "working_hours"]))


@given(closed_days, closed_days, rules, limits, st.integers(0, 20 * 24))
def test_no_promise_moves_unless_the_person_is_told_and_none_moves_to_an_earlier_day(one, other, rule, limit, hours):
    before, after, now = calendar(one), calendar(other), MONDAY + timedelta(hours=hours)
    due = deadline(limit, MONDAY, before)

    found = recounted(clock(due), before, after, rule, now)

    assert (found.promised_at != due.due_at) == (found.verdict is Verdict.MOVES_AND_TOLD)
    assert found.promised_at >= due.due_at
    if found.verdict.moves:
        assert found.deadline is not None
        assert found.deadline.due_at > now
        assert found.why


@given(closed_days, closed_days, rules, limits)
def test_counting_again_twice_is_counting_again_once(one, other, rule, limit):
    before, after = calendar(one), calendar(other)
    first = recounted(clock(deadline(limit, MONDAY, before)), before, after, rule, MONDAY)

    if first.verdict.moves and first.deadline is not None:
        again = recounted(clock(first.deadline, promised_at=first.promised_at), before, after, rule, MONDAY)
        assert again.verdict is Verdict.UNAFFECTED


@given(closed_days, days, st.integers(1, 25))
def test_a_closed_day_more_moves_exactly_the_times_that_span_it(closed, day, amount):
    before, after = calendar(closed), calendar(closed | {day: "The fair"})
    due = deadline(Limit(amount, "working_days"), MONDAY, before)
    spans = before.is_open_day(day) and MONDAY.date() < day <= due.on

    assert recounted(clock(due), before, after, MOVE, MONDAY).verdict is (
        Verdict.MOVES_AND_TOLD if spans else Verdict.UNAFFECTED
    )


def test_only_calendars_that_both_have_and_that_say_something_else_are_changed():
    text = read_pack("calder_bay")
    before = load_charter(text)
    other = load_charter(charter_edit.add_closure(text, Closure("The fair", on=date(2026, 5, 5)), ["office", "depot"]))
    renamed = load_charter(text.replace('"Council offices"', '"Our offices"'))

    assert changed_calendars(before, other) == {"office", "depot"}
    assert changed_calendars(before, renamed) == frozenset()


def test_the_tally_counts_dates_and_people():
    due = deadline(TEN, MONDAY, calendar())
    told = Recounted(Verdict.MOVES_AND_TOLD, MONDAY, due)
    inward = Recounted(Verdict.WORKS_TO_IT, MONDAY, due)
    kept = [Recounted(Verdict.KEPT, MONDAY), Recounted(Verdict.KEPT, MONDAY, due)]

    tally = Tally().with_case([told, told, inward]).with_case(kept).with_case([Recounted(Verdict.UNAFFECTED, MONDAY)])

    assert tally == Tally(counted=6, internal=3, promised=2, people=1, kept=2, otherwise=1, unaffected=1)
    assert Effect((), tally).headline == "3 internal dates move, 2 promised dates move"
    assert Effect((), Tally(internal=1)).headline == "1 internal date moves, 0 promised dates move"


@pytest.mark.parametrize("added", ["keep", "move_and_tell"])
@pytest.mark.parametrize("removed", ["keep", "work_to_it"])
def test_every_rule_has_its_words(added, removed):
    assert all(words.endswith(".") for words in rule_words(LateChanges(added, removed)))
