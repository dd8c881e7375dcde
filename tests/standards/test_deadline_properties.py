"""What holds for every deadline, whatever the limit, the start, the calendar, the holds and the extensions."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from standards.calendars import OpenDay, WorkingCalendar
from standards.deadlines import Extension, Hold, Limit, deadline, explanation_words, recount, replay
from standards.explanations import explanation_data, explanation_from
from standards.limits import WORKING_UNITS
from standards.recurring import RecurringDay

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
SPLIT = ((time(8), time(12, 30)), (time(13, 15), time(18)))
NIGHT = ((time(22), time(6)),)
WEEK = (*[DAY] * 5, (), ())
SATURDAYS = RecurringDay(5, ((time(9), time(13)),), "every second Saturday", every=2, since=date(2026, 1, 3))
TRAINING = RecurringDay(2, (), "training", nth=(1, 3))
EXTRA = date(2026, 5, 14)

ENGLAND = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="ENG")
CALENDARS = [
    ENGLAND,
    WorkingCalendar(LONDON, (*[SPLIT] * 5, DAY, ()), country="GB", subdivision="SCT", recurring=(TRAINING,)),
    WorkingCalendar(LONDON, (NIGHT, NIGHT, (), NIGHT, NIGHT, (), ()), yearly={(12, 24): "Christmas Eve"}),
    WorkingCalendar(LONDON, WEEK, opened={EXTRA: OpenDay(((time(9), time(11)),), "short")}, recurring=(SATURDAYS,)),
    WorkingCalendar(LONDON, ((),) * 7, recurring=(SATURDAYS, RecurringDay(0, DAY, "first Mondays", nth=(1,)))),
    WorkingCalendar(ZoneInfo("Pacific/Chatham"), WEEK, country="NZ"),
    WorkingCalendar(ZoneInfo("UTC"), (((time(0), time(0)),),) * 7),
]
calendars = st.sampled_from(CALENDARS)


def with_one_more(calendar: WorkingCalendar) -> WorkingCalendar:
    """The same calendar with one closed day more."""
    closed = {**calendar.closed, EXTRA: "A day more"}
    opened = {day: one for day, one in calendar.opened.items() if day != EXTRA}
    return WorkingCalendar(
        calendar.zone,
        calendar.weekly,
        closed,
        opened,
        calendar.yearly,
        calendar.country,
        calendar.subdivision,
        recurring=calendar.recurring,
    )


ONE_MORE = {id(calendar): with_one_more(calendar) for calendar in CALENDARS}


@st.composite
def day_limits(draw: st.DrawFn) -> Limit:
    rules = [
        draw(st.sampled_from(["", ", beginning with the day of receipt", ", counted from the next open day"])),
        draw(st.sampled_from(["", ", a receipt from 16:00 counts as the next open day"])),
        draw(st.sampled_from(["", ", or the next open day", ", or the open day before"])),
        draw(st.sampled_from(["", ", until the end of the day", ", at the same time of day"])),
    ]
    unit = draw(st.sampled_from(["working days", "calendar days", "weeks", "months"]))
    return Limit.parse(f"{draw(st.integers(1, 40))} {unit}{''.join(rules)}")


hour_limits = st.builds(Limit, st.integers(0, 400), st.sampled_from(["working_hours", "hours", "working_minutes"]))
limits = day_limits() | hour_limits
starts = st.datetimes(datetime(2018, 1, 1), datetime(2030, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
near_starts = st.datetimes(datetime(2026, 3, 1), datetime(2026, 6, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(), timedelta(days=40))
offsets = st.lists(st.tuples(st.timedeltas(timedelta(days=-3), timedelta(days=60)), lengths), max_size=3)


def holds_at(start: datetime, offsets: list[tuple[timedelta, timedelta]]) -> list[Hold]:
    return [Hold(start + first, start + first + length, "waiting") for first, length in offsets]


def more(limit: Limit, amount: int, granted_at: datetime | None = None) -> Extension:
    return Extension(Limit(amount, "working_days" if limit.counts_days else limit.unit), "more", granted_at)


class TestStartAndLength:
    @given(limits, starts, lengths, calendars)
    def test_a_later_start_never_gives_an_earlier_deadline(self, limit, start, later, calendar):
        earlier_end, later_end = deadline(limit, start, calendar), deadline(limit, start + later, calendar)

        assert later_end.on >= earlier_end.on
        assert limit.keep_time or later_end.due_at >= earlier_end.due_at

    @given(limits, starts, st.integers(0, 40), calendars)
    def test_a_longer_limit_never_ends_earlier(self, limit, start, by, calendar):
        longer = Limit.parse(str(limit).replace(str(limit.amount), str(limit.amount + by), 1))

        assert deadline(longer, start, calendar).due_at >= deadline(limit, start, calendar).due_at

    @given(limits, starts, calendars)
    def test_nothing_is_due_on_a_day_before_it_began(self, limit, start, calendar):
        found = deadline(limit, start, calendar)

        assert found.on >= calendar.local_day(start)
        assert limit.counts_days or found.due_at >= start


class TestCalendar:
    @given(limits, near_starts, offsets, calendars)
    def test_a_holiday_more_never_makes_a_deadline_earlier_and_one_less_never_later(
        self, limit, start, offsets, calendar
    ):
        assume(limit.roll != "backward")
        holds = holds_at(start, offsets)

        with_it = deadline(limit, start, ONE_MORE[id(calendar)], holds=holds)
        without = deadline(limit, start, calendar, holds=holds)

        assert with_it.on >= without.on
        assert limit.counts_days or with_it.due_at >= without.due_at

    @given(limits, starts, offsets, calendars)
    def test_ends_in_closed_time_only_where_the_rule_says_so(self, limit, start, offsets, calendar):
        found = deadline(limit, start, calendar, holds=holds_at(start, offsets))

        if limit.unit == "working_days" or (limit.counts_days and limit.roll != "none"):
            assert calendar.is_open_day(found.on)
        if limit.unit in WORKING_UNITS and limit.due == "closing" and limit.amount:
            just_before = found.due_at - timedelta.resolution
            assert calendar.is_open(just_before) or calendar.is_open(found.due_at)

    @given(starts, st.timedeltas(timedelta(), timedelta(days=90)), calendars)
    def test_adding_open_time_and_measuring_it_gives_the_length_back(self, start, amount, calendar):
        assume(calendar.has_week or amount < timedelta(days=3))

        end = calendar.add_time(start, amount)

        assert calendar.open_time_between(start, end) == amount
        assert start <= end

    @given(starts, st.timedeltas(timedelta(microseconds=1), timedelta(days=90)), calendars)
    def test_taking_open_time_away_and_measuring_it_gives_the_length_back(self, end, amount, calendar):
        assume(calendar.has_week or amount < timedelta(days=3))

        start = calendar.subtract_time(end, amount)

        assert calendar.open_time_between(start, end) == amount
        assert calendar.is_open(start)
        assert calendar.add_time(start, amount) <= end


class TestHoldsAndExtensions:
    @given(limits, starts, offsets, calendars)
    def test_a_hold_never_makes_a_deadline_earlier(self, limit, start, offsets, calendar):
        held = deadline(limit, start, calendar, holds=holds_at(start, offsets))

        assert held.due_at >= deadline(limit, start, calendar).due_at

    @given(limits, starts, st.timedeltas(timedelta(days=-3), timedelta(days=60)), calendars)
    def test_a_hold_of_no_length_changes_nothing(self, limit, start, offset, calendar):
        holds = [Hold(start + offset, start + offset, "for an instant")]

        assert deadline(limit, start, calendar, holds=holds).due_at == deadline(limit, start, calendar).due_at

    @given(limits, starts, st.integers(0, 60), st.floats(0, 1), st.floats(0, 1), calendars)
    def test_a_hold_outside_open_time_changes_nothing_for_working_limits(
        self, limit, start, days, first, last, calendar
    ):
        assume(limit.unit in WORKING_UNITS)
        closes = calendar.closing_on(calendar.first_open_day(calendar.local_day(start) + timedelta(days=days)))
        opens = calendar.next_open(closes)
        since, until = sorted(closes + (opens - closes) * share for share in (first, last))

        held = deadline(limit, start, calendar, holds=[Hold(since, until, "closed all the time")])

        assert held.due_at == deadline(limit, start, calendar).due_at

    @given(limits, starts, offsets, st.integers(0, 30), st.none() | lengths, calendars)
    def test_an_extension_never_makes_a_deadline_earlier(self, limit, start, offsets, by, granted, calendar):
        holds = holds_at(start, offsets)
        extension = more(limit, by, None if granted is None else start + granted)

        longer = deadline(limit, start, calendar, holds=holds, extensions=[extension])

        assert longer.due_at >= deadline(limit, start, calendar, holds=holds).due_at


class TestExplanation:
    @settings(max_examples=200)
    @given(limits, near_starts, offsets, st.lists(st.tuples(st.integers(0, 9), lengths), max_size=2), calendars)
    def test_every_explanation_replays_to_the_same_instant_and_has_words(
        self, limit, start, offsets, granted, calendar
    ):
        holds = holds_at(start, offsets)
        extensions = [more(limit, by, start + after) for by, after in sorted(granted, key=lambda each: each[1])]

        found = deadline(limit, start, calendar, holds=holds, extensions=extensions)

        kept = explanation_from(explanation_data(found.explanation))
        assert kept == found.explanation
        assert replay(kept) == found.due_at
        assert recount(kept, calendar) == found
        assert all(sentence.endswith(".") and "None" not in sentence for sentence in explanation_words(kept))

    @given(limits, near_starts, calendars)
    def test_an_extension_counted_from_the_day_it_was_granted_replays_too(self, limit, start, calendar):
        by = Limit(500 if limit.unit != "months" else 1500, "working_days" if limit.counts_days else limit.unit)
        assume(calendar.has_week)
        granted = Extension(by, "more", start + timedelta(days=1), "granted")
        hold = Hold(start + timedelta(days=2), start + timedelta(days=9), "waiting")

        found = deadline(limit, start, calendar, holds=[hold], extensions=[granted])

        assert replay(explanation_from(explanation_data(found.explanation))) == found.due_at
