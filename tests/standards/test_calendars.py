"""Working calendars: open days and open time, through nights, closures, moved days and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.calendars import BeyondHorizon, OpenDay, WorkingCalendar
from standards.errors import Invalid

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
ALWAYS = ((time(0), time(0)),)
NIGHT = ((time(22), time(6)),)


def office(**changes):
    settings = {"zone": LONDON, "weekly": (*[DAY] * 5, (), ()), "country": "GB", "subdivision": "ENG"}
    return WorkingCalendar(**{**settings, **changes})


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def hours(amount):
    return timedelta(hours=amount)


class TestOpenDays:
    @pytest.mark.parametrize(
        ("start", "days", "expected"),
        [
            pytest.param(date(2026, 3, 6), 1, date(2026, 3, 9), id="over a weekend"),
            pytest.param(date(2026, 3, 7), 1, date(2026, 3, 9), id="from a Saturday"),
            pytest.param(date(2026, 4, 2), 1, date(2026, 4, 7), id="over Easter"),
            pytest.param(date(2024, 12, 20), 10, date(2025, 1, 8), id="over Christmas and New Year"),
            pytest.param(date(2026, 3, 9), -1, date(2026, 3, 6), id="backwards over a weekend"),
            pytest.param(date(2025, 1, 8), -10, date(2024, 12, 20), id="backwards into the year before"),
            pytest.param(date(2026, 3, 7), 0, date(2026, 3, 9), id="nothing from a closed day"),
            pytest.param(date(2026, 3, 6), 0, date(2026, 3, 6), id="nothing from an open day"),
            pytest.param(date(2026, 3, 6), 2000, date(2034, 2, 2), id="years ahead"),
        ],
    )
    def test_counts_only_days_on_which_the_office_opens(self, start, days, expected):
        assert office().add_open_days(start, days) == expected

    def test_counts_between_two_days(self):
        calendar = office()

        assert calendar.open_days_between(date(2024, 12, 20), date(2025, 1, 8)) == 10
        assert calendar.open_days_between(date(2025, 1, 8), date(2024, 12, 20)) == -10
        assert calendar.open_days_between(date(2026, 3, 7), date(2026, 3, 8)) == 0

    def test_names_the_days_that_would_be_open_otherwise(self):
        calendar = office(closed={date(2024, 12, 27): "Stock-taking"}, yearly={(12, 31): "New Year's Eve"})

        assert calendar.closures_between(date(2024, 12, 20), date(2025, 1, 5)) == (
            (date(2024, 12, 25), "Christmas Day"),
            (date(2024, 12, 26), "Boxing Day"),
            (date(2024, 12, 27), "Stock-taking"),
            (date(2024, 12, 31), "New Year's Eve"),
            (date(2025, 1, 1), "New Year's Day"),
        )

    def test_a_moved_day_is_open_whatever_the_week_and_the_holidays_say(self):
        saturday, christmas = date(2024, 12, 21), date(2024, 12, 25)
        calendar = office(opened={saturday: OpenDay(DAY, "instead of the 23rd"), christmas: OpenDay(DAY)})

        assert calendar.is_open_day(saturday)
        assert calendar.is_open_day(christmas)
        assert calendar.add_open_days(date(2024, 12, 20), 1) == saturday

    def test_the_day_is_the_one_in_the_calendars_own_zone(self):
        late_in_london = datetime(2026, 3, 6, 2, tzinfo=UTC)

        assert office(zone=ZoneInfo("America/Toronto"), country=None).local_day(late_in_london) == date(2026, 3, 5)

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "UTC"])
    @pytest.mark.parametrize("year", [1601, 1969, 1970, 2000, 2026, 2027, 2099, 2399])
    def test_the_year_turns_when_the_clock_on_the_wall_says_so(self, zone, year):
        calendar = office(zone=ZoneInfo(zone), country=None, weekly=(ALWAYS,) * 7, closed={date(year, 1, 1): "shut"})
        turn = at(f"{year}-01-01T00:00", ZoneInfo(zone))

        assert calendar.is_open(turn - timedelta.resolution)
        assert not calendar.is_open(turn)
        assert calendar.next_open(turn) == turn + timedelta(days=1)
        assert calendar.add_time(turn - hours(30), hours(31)) == turn + hours(25)
        assert calendar.subtract_time(turn + hours(25), hours(2)) == turn - hours(1)
        assert calendar.last_open(turn + hours(12)) == turn
        assert calendar.open_time_between(turn - hours(30), turn + hours(30)) == hours(36)

    def test_a_day_that_a_zone_left_out_is_no_open_day(self):
        samoa = office(zone=ZoneInfo("Pacific/Apia"), country=None)

        assert not samoa.is_open_day(date(2011, 12, 30))
        assert samoa.add_open_days(date(2011, 12, 29), 1) == date(2012, 1, 2)

    @given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 400))
    def test_counting_there_and_back_agree(self, start, days):
        calendar = SHARED

        end = calendar.add_open_days(start, days)

        assert calendar.is_open_day(end)
        assert calendar.open_days_between(start, end) == days
        assert calendar.add_open_days(end, -days) <= start or not calendar.is_open_day(start)


class TestOpenTime:
    @pytest.mark.parametrize(
        ("start", "amount", "expected"),
        [
            pytest.param("2026-03-06T16:00", 2, "2026-03-09T10:00", id="over a weekend"),
            pytest.param("2026-03-06T09:00", 8, "2026-03-06T17:00", id="used up at closing ends at closing"),
            pytest.param("2026-03-06T03:00", 1, "2026-03-06T10:00", id="from before opening"),
            pytest.param("2026-03-06T16:00", 0, "2026-03-06T16:00", id="nothing"),
            pytest.param("2024-12-31T16:30", 1, "2025-01-02T09:30", id="into the next year"),
        ],
    )
    def test_adds_open_time(self, start, amount, expected):
        assert office().add_time(at(start), hours(amount)) == at(expected)

    def test_time_on_hold_does_not_count_and_a_closed_hold_costs_nothing(self):
        calendar = office()
        held_at_night = [(at("2026-03-04T17:00"), at("2026-03-05T09:00"))]
        held_by_day = [(at("2026-03-04T11:00"), at("2026-03-05T10:00"))]

        assert calendar.add_time(at("2026-03-04T10:00"), hours(8), held_at_night) == at("2026-03-05T10:00")
        assert calendar.add_time(at("2026-03-04T10:00"), hours(8), held_by_day) == at("2026-03-05T17:00")

    def test_holds_that_overlap_count_once(self):
        calendar = office()
        holds = [(at("2026-03-04T11:00"), at("2026-03-04T13:00")), (at("2026-03-04T12:00"), at("2026-03-04T14:00"))]

        assert calendar.add_time(at("2026-03-04T10:00"), hours(2), holds) == at("2026-03-04T15:00")
        assert calendar.open_time_between(at("2026-03-04T10:00"), at("2026-03-04T15:00"), holds) == hours(2)

    def test_several_windows_a_day(self):
        split = ((time(9), time(12)), (time(13), time(17)))
        calendar = office(weekly=(*[split] * 5, (), ()))

        assert calendar.add_time(at("2026-03-06T11:00"), hours(2)) == at("2026-03-06T14:00")
        assert not calendar.is_open(at("2026-03-06T12:00"))
        assert calendar.next_open(at("2026-03-06T12:00")) == at("2026-03-06T13:00")

    def test_a_night_belongs_to_the_day_on_which_it_begins(self):
        calendar = office(weekly=((), (), (), (), NIGHT, (), ()), closed={date(2026, 3, 13): "shut"}, country=None)

        assert calendar.is_open(at("2026-03-07T05:59"))
        assert not calendar.is_open_day(date(2026, 3, 7))
        assert not calendar.is_open(at("2026-03-14T05:59"))
        assert calendar.closing_on(date(2026, 3, 6)) == at("2026-03-07T06:00")

    def test_a_night_reaches_into_the_new_year(self):
        calendar = office(weekly=(NIGHT,) * 7, country=None)

        assert calendar.add_time(at("2025-12-31T22:00"), hours(8)) == at("2026-01-01T06:00")
        assert calendar.open_time_between(at("2025-12-31T12:00"), at("2026-01-01T12:00")) == hours(8)

    def test_the_hour_that_spring_skips_does_not_count(self):
        calendar = office(weekly=(ALWAYS,) * 7, country=None)

        assert calendar.open_time_between(at("2026-03-29T00:00"), at("2026-03-30T00:00")) == hours(23)
        assert calendar.add_time(at("2026-03-29T00:00"), hours(2)) == at("2026-03-29T03:00")

    def test_the_hour_that_autumn_repeats_counts_twice(self):
        calendar = office(weekly=(ALWAYS,) * 7, country=None)

        assert calendar.open_time_between(at("2026-10-25T00:00"), at("2026-10-26T00:00")) == hours(25)

    def test_a_closing_time_inside_the_repeated_hour_is_the_second_one(self):
        calendar = office(weekly=(*[()] * 6, ((time(0), time(1, 30)),)), country=None)

        assert calendar.closing_on(date(2026, 10, 25)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
        assert calendar.open_time_between(at("2026-10-24T12:00"), at("2026-10-25T12:00")) == hours(2)

    def test_a_last_window_inside_the_skipped_hour_leaves_the_closing_of_the_one_before(self):
        calendar = office(weekly=(*[()] * 6, ((time(0), time(0, 30)), (time(1), time(2)))), country=None)

        assert calendar.closing_on(date(2026, 3, 29)) == at("2026-03-29T00:30")
        assert calendar.closing_on(date(2026, 4, 5)) == at("2026-04-05T02:00")

    def test_a_window_inside_the_skipped_hour_is_nothing(self):
        calendar = office(weekly=(DAY, (), (), (), (), (), ((time(1), time(2)),)), country=None)

        assert calendar.open_time_between(at("2026-03-28T12:00"), at("2026-03-29T12:00")) == timedelta()
        assert not calendar.is_open_day(date(2026, 3, 29))
        with pytest.raises(Invalid, match="no closing time"):
            calendar.closing_on(date(2026, 3, 29))

    @pytest.mark.parametrize(
        ("end", "amount", "expected"),
        [
            pytest.param("2026-03-09T10:00", 1, "2026-03-09T09:00", id="to the opening"),
            pytest.param("2026-03-09T10:00", 2, "2026-03-06T16:00", id="over a weekend"),
            pytest.param("2026-03-08T10:00", 1, "2026-03-06T16:00", id="from closed time"),
            pytest.param("2025-01-02T10:00", 2, "2024-12-31T16:00", id="into the year before"),
            pytest.param("2026-03-09T10:00", 0, "2026-03-09T10:00", id="nothing"),
        ],
    )
    def test_goes_back_through_open_time(self, end, amount, expected):
        assert office().subtract_time(at(end), hours(amount)) == at(expected)

    def test_knows_the_day_to_whose_hours_an_instant_belongs(self):
        calendar = office(weekly=((), (), (), (), NIGHT, DAY, ()), country=None)

        assert calendar.open_day_of(at("2026-03-07T05:00")) == date(2026, 3, 6)
        assert calendar.open_day_of(at("2026-03-07T10:00")) == date(2026, 3, 7)
        assert calendar.opening_on(date(2026, 3, 6)) == at("2026-03-06T22:00")

    @given(
        st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001
        st.integers(0, 60_000),
        st.integers(0, 60_000),
    )
    def test_open_time_is_what_was_added_and_never_runs_backwards(self, start, minutes, more):
        calendar, start = SHARED, start.replace(tzinfo=UTC)

        end = calendar.add_time(start, timedelta(minutes=minutes))

        assert calendar.open_time_between(start, end) == timedelta(minutes=minutes)
        assert start <= end <= calendar.add_time(start, timedelta(minutes=minutes + more))


class TestImpossibleCalendars:
    def test_one_that_never_opens_is_refused(self):
        with pytest.raises(Invalid, match="never opens"):
            office(weekly=((),) * 7)

    def test_overlapping_windows_are_refused(self):
        with pytest.raises(Invalid, match="overlap"):
            office(weekly=(((time(9), time(13)), (time(12), time(17))), *[()] * 6))

    def test_a_night_into_the_next_morning_is_refused(self):
        with pytest.raises(Invalid, match="Monday: the night runs"):
            office(weekly=(NIGHT, ((time(5), time(9)),), *[()] * 5))

    def test_a_week_has_seven_days(self):
        with pytest.raises(Invalid, match="seven days"):
            office(weekly=(DAY,) * 5)

    def test_an_unknown_region_is_refused(self):
        with pytest.raises(Invalid, match="no region"):
            office(subdivision="ZZZ")

    def test_no_walk_goes_on_for_ever(self):
        sundays_shut = {date(2026, 1, 4) + timedelta(weeks=week): "shut" for week in range(-52 * 130, 52 * 130)}
        calendar = WorkingCalendar(LONDON, (*[()] * 6, DAY), closed=sundays_shut)

        with pytest.raises(BeyondHorizon):
            calendar.next_open(at("2026-03-06T10:00"))
        with pytest.raises(BeyondHorizon):
            calendar.add_open_days(date(2026, 3, 6), 1)
        with pytest.raises(BeyondHorizon):
            calendar.add_time(at("2026-03-06T10:00"), hours(1))
        with pytest.raises(BeyondHorizon):
            calendar.subtract_time(at("2026-03-06T10:00"), hours(1))
        with pytest.raises(BeyondHorizon):
            calendar.last_open(at("2026-03-06T10:00"))

    def test_open_time_cannot_be_taken_away(self):
        with pytest.raises(Invalid, match="only be added"):
            office().add_time(at("2026-03-06T10:00"), hours(-1))


SHARED = office()
