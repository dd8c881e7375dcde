"""Reminders come before a promise is due: walked back through open time, or at a share of it; never outside either."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.calendars import WorkingCalendar
from standards.charter import Reminder
from standards.deadlines import Deadline, Extension, Hold, Limit, deadline
from standards.explanations import explanation_data, explanation_from
from standards.limits import WORKING_UNITS
from standards.reminders import reminders

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
NIGHT = ((time(22), time(6)),)
ENGLAND = WorkingCalendar(LONDON, (*[DAY] * 5, (), ()), country="GB", subdivision="ENG")
NIGHTS = WorkingCalendar(LONDON, (*[NIGHT] * 5, (), ()))
ALWAYS = WorkingCalendar(ZoneInfo("UTC"), (((time(0), time(0)),),) * 7)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def before(text):
    return Reminder("respond", before=Limit.parse(text))


def share(percent):
    return Reminder("respond", at=percent)


def reminded(limit, start, *rules, calendar=ENGLAND, **more):
    return reminders(rules, "respond", deadline(Limit.parse(limit), at(start), calendar, **more), calendar)


class TestSoLongBefore:
    @pytest.mark.parametrize(
        ("limit", "rule", "expected"),
        [
            pytest.param("10 working days", "2 working days", "2026-04-09T09:00", id="working days of a day limit"),
            pytest.param("10 working days", "4 working days", "2026-04-07T09:00", id="back over nothing"),
            pytest.param("10 working days", "5 working days", "2026-04-02T09:00", id="back over Easter"),
            pytest.param("10 working days", "0 working days", "2026-04-13T09:00", id="the morning of the last day"),
            pytest.param("10 working days", "4 working hours", "2026-04-13T13:00", id="hours of the last day"),
            pytest.param("10 working days", "12 working hours", "2026-04-10T13:00", id="hours over a weekend"),
            pytest.param("10 working days", "8 working hours", "2026-04-13T09:00", id="hours that reach the opening"),
            pytest.param("10 working days", "7 days", "2026-04-02T09:00", id="calendar days, from Easter Monday back"),
            pytest.param("10 working days", "1 week", "2026-04-02T09:00", id="a week, the same"),
            pytest.param("10 working days", "48 hours", "2026-04-10T09:00", id="hours that end in closed time"),
            pytest.param("10 working days", "24 hours", "2026-04-10T09:00", id="hours that end on a Sunday"),
            pytest.param("10 working days", "5 hours", "2026-04-13T12:00", id="hours that end in open time"),
            pytest.param("27 days", "1 working day", "2026-04-10T09:00", id="of a last day that is closed"),
            pytest.param("3 months", "1 month", "2026-05-26T09:00", id="a month"),
        ],
    )
    def test_is_walked_back(self, limit, rule, expected):
        start = "2026-03-26T11:00" if limit != "27 days" else "2026-03-15T11:00"

        assert reminded(limit, start, before(rule)) == (at(expected),)

    @pytest.mark.parametrize(
        ("limit", "rule", "expected"),
        [
            pytest.param("4 working hours", "1 working hour", "2026-03-09T10:00", id="in the morning"),
            pytest.param("4 working hours", "3 working hours", "2026-03-06T16:00", id="before the weekend"),
            pytest.param(
                "4 working hours", "2 working hours", "2026-03-09T09:00", id="at the opening, not the closing"
            ),
            pytest.param("24 hours", "20 hours", "2026-03-06T19:00", id="at night, where the time runs at night"),
        ],
    )
    def test_of_a_limit_in_hours(self, limit, rule, expected):
        assert reminded(limit, "2026-03-06T15:00", before(rule)) == (at(expected),)

    def test_what_reaches_back_behind_the_start_reminds_of_nothing(self):
        assert reminded("2 working days", "2026-03-06T11:00", before("3 working days")) == ()
        assert reminded("4 working hours", "2026-03-06T11:00", before("5 working hours")) == ()

    def test_a_night_belongs_to_the_day_on_which_it_began(self):
        found = reminded("2 working days", "2026-03-03T02:00", before("1 working day"), calendar=NIGHTS)

        assert found == (at("2026-03-04T22:00"),)

    def test_a_date_that_was_simply_promised_has_them_too(self):
        promised = Deadline(at("2026-04-08T23:59"), date(2026, 4, 8), ())
        rules = [Reminder("undertaking", before=Limit.parse("3 working days")), Reminder("undertaking", at=50)]

        assert reminders(rules, "undertaking", promised, ENGLAND) == (at("2026-04-01T09:00"),)


class TestShareOfTheTime:
    @pytest.mark.parametrize(
        ("percent", "expected"),
        [
            pytest.param(1, "2026-03-09T09:00", id="at once"),
            pytest.param(50, "2026-03-16T09:00", id="half"),
            pytest.param(80, "2026-03-19T09:00", id="four fifths"),
            pytest.param(99, "2026-03-20T09:00", id="nearly all"),
        ],
    )
    def test_of_days_is_the_opening_after_so_many_of_them(self, percent, expected):
        assert reminded("10 working days", "2026-03-06T11:00", share(percent)) == (at(expected),)

    def test_of_calendar_days_counts_the_open_ones(self):
        assert reminded("3 weeks", "2026-03-06T11:00", share(50)) == (at("2026-03-18T09:00"),)

    def test_of_working_hours_runs_in_open_time_alone(self):
        assert reminded("8 working hours", "2026-03-06T15:00", share(50)) == (at("2026-03-09T11:00"),)
        assert reminded("8 working hours", "2026-03-06T15:00", share(25)) == (at("2026-03-09T09:00"),)

    def test_of_hours_runs_day_and_night(self):
        assert reminded("24 hours", "2026-03-06T15:00", share(50)) == (at("2026-03-07T03:00"),)

    def test_of_a_limit_that_ends_on_the_day_it_began_is_a_share_of_its_open_time(self):
        limit = "1 working day, beginning with the day of receipt"

        assert reminded(limit, "2026-03-06T13:00", share(50)) == (at("2026-03-06T15:00"),)

    @pytest.mark.parametrize(
        ("limit", "expected"),
        [
            pytest.param("10 working days", "2026-03-23T09:00", id="working days"),
            pytest.param("2 weeks", "2026-03-23T09:00", id="weeks"),
            pytest.param("80 working hours", "2026-03-20T11:00", id="working hours"),
        ],
    )
    def test_leaves_out_what_was_held(self, limit, expected):
        hold = Hold(at("2026-03-09T11:00"), at("2026-03-16T11:00"), "waiting")

        assert reminded(limit, "2026-03-06T11:00", share(50), holds=[hold]) == (at(expected),)

    def test_takes_in_what_was_added(self):
        more = Extension(Limit.parse("10 working days"), "more")

        assert reminded("10 working days", "2026-03-06T11:00", share(50), extensions=[more]) == (
            at("2026-03-23T09:00"),
        )


def test_levels_come_in_order_each_instant_once_and_for_this_clock_alone():
    rules = [
        before("2 working days"),
        share(50),
        before("2 working days"),
        Reminder("acknowledge", before=Limit.parse("1 working day")),
    ]

    assert reminded("10 working days", "2026-03-06T11:00", *rules) == (at("2026-03-16T09:00"), at("2026-03-18T09:00"))


def test_they_are_found_from_what_a_clock_keeps():
    found = deadline(Limit.parse("10 working days"), at("2026-03-06T11:00"), ENGLAND)
    kept = explanation_from(explanation_data(found.explanation))

    assert reminders([share(50)], "respond", kept, ENGLAND) == reminders([share(50)], "respond", found, ENGLAND)


def test_nothing_is_asked_of_nothing():
    assert reminders([], "respond", (), ENGLAND) == ()
    assert reminders([share(50)], "respond", (), ENGLAND) == ()


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    text = draw(st.sampled_from(["working days", "calendar days", "weeks", "months", "working hours", "hours"]))
    rule = draw(st.sampled_from(["", ", until the end of the day", ", beginning with the day of receipt"]))
    return Limit.parse(f"{draw(st.integers(1, 30))} {text}{'' if 'hours' in text else rule}")


rules = st.lists(
    st.builds(share, st.integers(1, 99))
    | st.builds(
        lambda amount, unit: before(f"{amount} {unit}"),
        st.integers(0, 30),
        st.sampled_from(["working days", "days", "weeks", "months", "working hours", "hours"]),
    ),
    max_size=4,
)
starts = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
offsets = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 20)), max_size=2)


@given(limits(), starts, rules, offsets, st.sampled_from([ENGLAND, NIGHTS, ALWAYS]))
def test_no_reminder_comes_after_it_is_due_before_it_began_or_in_closed_time(limit, start, rules, offsets, calendar):
    holds = [Hold(start + timedelta(days=at), start + timedelta(days=at + length)) for at, length in offsets]
    due = deadline(limit, start, calendar, holds=holds)

    found = reminders(rules, "respond", due, calendar)

    assert list(found) == sorted(set(found))
    for instant in found:
        assert start <= instant <= due.due_at
        assert instant.tzinfo is UTC
        if limit.counts_days or limit.unit in WORKING_UNITS:
            assert calendar.is_open(instant)


@given(limits(), starts, st.integers(1, 98), st.sampled_from([ENGLAND, NIGHTS, ALWAYS]))
def test_a_larger_share_never_comes_earlier(limit, start, percent, calendar):
    due = deadline(limit, start, calendar)

    earlier = reminders([share(percent)], "respond", due, calendar)
    later = reminders([share(percent + 1)], "respond", due, calendar)

    assert earlier <= later or not later
