"""Weekdays that are not the same every week: every second Saturday, the first Monday of a month, in the engine."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from standards.calendars import OpenDay, WorkingCalendar
from standards.charter import load_charter
from standards.deadlines import Limit, deadline, replay
from standards.errors import Invalid
from standards.packs import read_pack
from standards.recurring import RecurringDay

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
MORNING = ((time(9), time(13)),)
NIGHT = ((time(22), time(6)),)
WEEK = (*[DAY] * 5, (), ())
SATURDAYS = RecurringDay(5, MORNING, "every second Saturday", every=2, since=date(2026, 3, 4))
TRAINING = RecurringDay(0, (), "training", nth=(1, 3))
CHARTER = read_pack("calder_bay").replace(
    '[calendars.depot]\nname = "Waste collection depot"',
    '[calendars.odd]\nname = "Odd hours"\nMARK\n[calendars.depot]\nname = "Waste collection depot"',
)
SHUT_MONDAYS = 'day = "monday", hours = [], why = "x", nth = [1]'
DAYS = '[calendars.odd.days]\nfriday = ["09:00-17:00", "22:00-06:00"]\n'


def office(*recurring, **more):
    return WorkingCalendar(**({"zone": LONDON, "weekly": WEEK, "recurring": recurring} | more))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def odd(toml, days=DAYS):
    return load_charter(CHARTER.replace("MARK", f"{toml}\n{days}")).calendar("odd")


class TestDates:
    def test_every_second_week_begins_with_the_week_of_its_first_day(self):
        calendar = office(SATURDAYS)

        march = [day for day in range(1, 32) if calendar.is_open_day(date(2026, 3, day)) and day % 7 == 0]

        assert march == [7, 21]
        assert not calendar.is_open_day(date(2026, 2, 21))

    def test_the_rhythm_goes_on_over_the_turn_of_a_year(self):
        calendar = office(SATURDAYS)
        first = date(2026, 3, 7)

        opened = [
            first + timedelta(weeks=week) for week in range(60) if calendar.is_open_day(first + timedelta(weeks=week))
        ]

        assert {(day - first).days % 14 for day in opened} == {0}
        assert len(opened) == 30

    def test_the_nth_of_a_month_closes_what_the_week_opens(self):
        calendar = office(TRAINING)

        assert [day for day in range(1, 32) if not calendar.is_open_day(date(2026, 3, day))] == [
            1, 2, 7, 8, 14, 15, 16, 21, 22, 28, 29,
        ]  # fmt: skip
        assert calendar.closure_on(date(2026, 3, 2)) == "training"
        assert calendar.closure_on(date(2026, 3, 9)) is None

    def test_a_fifth_weekday_comes_only_in_some_months(self):
        fifth = RecurringDay(5, MORNING, "fifth Saturday", nth=(5,))

        opened = office(fifth).openings_between(date(2026, 1, 1), date(2026, 12, 31))

        assert [f"{day:%d %B}" for day, _, _ in opened] == ["31 January", "30 May", "29 August", "31 October"]

    def test_a_holiday_beats_a_recurring_day_and_a_day_opened_on_purpose_beats_both(self):
        christmas = date(2027, 12, 25)
        every = RecurringDay(5, MORNING, "Saturdays", nth=(1, 2, 3, 4, 5))

        assert office(every, country="GB").closure_on(christmas) == "Christmas Day"
        assert not office(every, country="GB").is_open_day(christmas)
        assert office(every, country="GB", opened={christmas: OpenDay(DAY)}).is_open_day(christmas)

    def test_where_two_meet_the_first_in_the_list_holds(self):
        calendar = office(SATURDAYS, RecurringDay(5, DAY, "first Saturday", nth=(1,)))

        assert calendar.closing_on(date(2026, 3, 7)) == at("2026-03-07T13:00")
        assert calendar.closing_on(date(2026, 6, 6)) == at("2026-06-06T17:00")


class TestTime:
    def test_open_time_runs_on_them(self):
        assert office(SATURDAYS).add_time(at("2026-03-06T16:00"), timedelta(hours=2)) == at("2026-03-07T10:00")
        assert office(SATURDAYS).add_time(at("2026-03-13T16:00"), timedelta(hours=2)) == at("2026-03-16T10:00")

    def test_an_office_that_has_no_other_hours_is_fine(self):
        calendar = office(RecurringDay(0, MORNING, "first Monday", nth=(1,)), weekly=((),) * 7)

        assert calendar.add_open_days(date(2026, 3, 3), 2) == date(2026, 5, 4)
        assert calendar.add_time(at("2026-03-02T12:00"), timedelta(hours=3)) == at("2026-04-06T11:00")

    @pytest.mark.parametrize(
        "limit", ["0 working days", "3 days", "2 working days", "7 working hours", "0 working hours"]
    )
    def test_an_explanation_replays_from_the_days_it_names_alone(self, limit):
        calendar = office(RecurringDay(0, MORNING, "first Monday", nth=(1,)), weekly=((),) * 7, country="GB")

        found = deadline(Limit.parse(limit), at("2026-03-03T10:00"), calendar)

        assert replay(found.explanation) == found.due_at

    def test_days_with_hours_of_their_own_are_listed_with_the_reason(self):
        assert office(SATURDAYS, TRAINING).openings_between(date(2026, 3, 1), date(2026, 3, 31)) == (
            (date(2026, 3, 7), "09:00-13:00", "every second Saturday"),
            (date(2026, 3, 21), "09:00-13:00", "every second Saturday"),
        )
        assert office(SATURDAYS, TRAINING).closures_between(date(2026, 3, 1), date(2026, 3, 31)) == (
            (date(2026, 3, 2), "training"),
            (date(2026, 3, 16), "training"),
        )


class TestInACharter:
    def test_is_read_and_counted(self):
        calendar = odd(
            'recurring = [{ day = "saturday", hours = ["09:00-13:00"], why = "odd", every = 2, since = 2026-03-07 }]',
            '[calendars.odd.days]\nmonday = ["09:00-17:00"]\n',
        )

        assert calendar.add_open_days(date(2026, 3, 2), 1) == date(2026, 3, 7)
        assert calendar.name == "Odd hours"

    @pytest.mark.parametrize(
        ("entry", "field", "message"),
        [
            pytest.param('day = "sat", hours = [], why = "x", nth = [1]', ".day", "no weekday", id="weekday"),
            pytest.param(
                'day = "monday", hours = ["9-5"], why = "x", nth = [1]', ".hours[1]", "09:00-17:00", id="hours"
            ),
            pytest.param('day = "monday", hours = [], why = "x"', "", "either every", id="no rhythm"),
            pytest.param(
                'day = "monday", hours = [], why = "x", every = 2, since = 2026-01-01, nth = [1]',
                "",
                "either every",
                id="two",
            ),
            pytest.param('day = "monday", hours = [], why = "x", every = 2', ".since", "missing", id="no first week"),
            pytest.param(
                'day = "monday", hours = [], why = "x", nth = [1], since = 2026-01-01',
                ".since",
                "goes with every",
                id="since",
            ),
            pytest.param(
                'day = "monday", hours = [], why = "x", nth = [6]', ".nth[1]", "from 1 to 5, not 6", id="sixth"
            ),
            pytest.param(
                f"{SHUT_MONDAYS} }}, {{ {SHUT_MONDAYS}",
                "[2].nth",
                "given twice",
                id="twice",
            ),
            pytest.param(
                'day = "monday", hours = ["09:00-12:00", "11:00-13:00"], why = "x", nth = [1]',
                ".hours",
                "overlap",
                id="overlap",
            ),
            pytest.param(
                'day = "saturday", hours = ["05:00-09:00"], why = "x", nth = [2]',
                ".hours",
                "night runs",
                id="night before",
            ),
            pytest.param(
                'day = "thursday", hours = ["22:00-10:00"], why = "x", every = 3, since = 2026-03-05',
                ".hours",
                "night runs",
                id="morning after",
            ),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, entry, field, message):
        with pytest.raises(Invalid) as refused:
            odd(f"recurring = [{{ {entry} }}]")

        (fault,) = refused.value.faults
        assert fault.path.startswith("calendars.odd.recurring")
        assert fault.path.endswith(field)
        assert message in fault.message
        assert fault.line

    def test_a_night_that_never_meets_the_morning_is_no_fault(self):
        odd_weeks = 'day = "thursday", hours = ["22:00-10:00"], why = "x", every = 2, since = 2026-03-05'
        shut = 'day = "friday", hours = [], why = "y", every = 2, since = 2026-03-05'

        assert odd(f"recurring = [{{ {odd_weeks} }}, {{ {shut} }}]").is_open(at("2026-03-06T09:00"))


NEVER = {
    "no hours at all": ("", ""),
    "one day only": ('open = [{ on = 2026-03-03, hours = ["09:00-10:00"] }]', ""),
    "every date of the year closed": (
        "closures = ["
        + ",".join(f'{{ every = "{date(2028, 1, 1) + timedelta(days):%m-%d}", why = "closed" }}' for days in range(366))
        + "]",
        'monday = ["09:00-17:00"]',
    ),
    "every Monday closed by its number": (
        'recurring = [{ day = "monday", hours = [], why = "never", nth = [1, 2, 3, 4, 5] }]',
        'monday = ["09:00-17:00"]',
    ),
    "odd and even weeks closed": (
        (
            'recurring = [{ day = "monday", hours = [], why = "odd", every = 2, since = 2026-01-05 },'
            ' { day = "monday", hours = [], why = "even", every = 2, since = 2026-01-12 }]'
        ),
        'monday = ["09:00-17:00"]',
    ),
}


@pytest.mark.parametrize("name", NEVER)
def test_a_calendar_that_can_never_open_again_is_refused(name):
    toml, days = NEVER[name]

    with pytest.raises(Invalid, match="never opens"):
        odd(toml, f"[calendars.odd.days]\n{days}\n")
