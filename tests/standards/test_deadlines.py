"""Deadlines: published rules of counting with known answers, extensions, holds, and reasons that replay."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from standards.calendars import OpenDay, WorkingCalendar
from standards.deadlines import Extension, Hold, Limit, add_months, deadline, explanation_words, replay
from standards.errors import Invalid
from standards.explanations import explanation_data, explanation_from

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
WEEK = (*[DAY] * 5, (), ())
ENGLAND = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="ENG")
SCOTLAND = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="SCT")
EXTRA_HOLIDAY = date(2026, 5, 14)
ENGLAND_WITH_ONE_MORE = WorkingCalendar(
    LONDON, WEEK, country="GB", subdivision="ENG", closed={EXTRA_HOLIDAY: "A day more"}
)


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def last_day(limit, start, calendar=ENGLAND, **more):
    return deadline(Limit.parse(limit), at(start), calendar, **more).on


class TestPublishedRules:
    """A complaint received on Friday 20 December 2024."""

    @pytest.mark.parametrize(
        ("calendar", "limit", "start", "expected"),
        [
            pytest.param(
                ENGLAND, "5 working days", "2024-12-20T11:00", date(2024, 12, 31), id="English acknowledgement"
            ),
            pytest.param(ENGLAND, "10 working days", "2024-12-23T11:00", date(2025, 1, 9), id="acknowledged early"),
            pytest.param(ENGLAND, "10 working days", "2024-12-31T11:00", date(2025, 1, 15), id="acknowledged when due"),
            pytest.param(ENGLAND, "10 working days", "2025-01-10T11:00", date(2025, 1, 24), id="acknowledged late"),
            pytest.param(SCOTLAND, "5 working days", "2024-12-20T11:00", date(2024, 12, 31), id="Scottish first stage"),
            pytest.param(SCOTLAND, "10 working days", "2024-12-20T11:00", date(2025, 1, 9), id="Scottish, five more"),
            pytest.param(SCOTLAND, "3 working days", "2024-12-20T11:00", date(2024, 12, 27), id="Scottish review"),
            pytest.param(SCOTLAND, "20 working days", "2024-12-20T11:00", date(2025, 1, 23), id="Scottish answer"),
            pytest.param(ENGLAND, "20 working days", "2024-12-20T11:00", date(2025, 1, 22), id="the same in England"),
            pytest.param(ENGLAND, "3 working days", "2024-12-20T11:00", date(2024, 12, 27), id="third day following"),
            pytest.param(ENGLAND, "8 weeks", "2024-12-20T11:00", date(2025, 2, 14), id="eight weeks"),
            pytest.param(ENGLAND, "21 calendar days", "2024-12-20T11:00", date(2025, 1, 10), id="21 calendar days"),
            pytest.param(
                ENGLAND,
                "3 months, beginning with the day of receipt",
                "2025-01-15T11:00",
                date(2025, 4, 14),
                id="three months beginning with",
            ),
        ],
    )
    def test_known_answers(self, calendar, limit, start, expected):
        assert deadline(Limit.parse(limit), at(start), calendar).on == expected

    def test_an_extension_counts_from_the_old_last_day(self):
        more = Extension(Limit.parse("10 working days"), "We must look at the place")

        assert last_day("10 working days", "2024-12-31T11:00", extensions=[more]) == date(2025, 1, 29)


class TestDayZero:
    @pytest.mark.parametrize(
        ("rule", "start", "expected"),
        [
            pytest.param("", "2026-03-07T11:00", date(2026, 3, 9), id="Saturday counts as nothing"),
            pytest.param(", counted from the next open day", "2026-03-07T11:00", date(2026, 3, 10), id="as Monday"),
            pytest.param(
                ", beginning with the day of receipt", "2026-03-06T11:00", date(2026, 3, 6), id="as first day"
            ),
            pytest.param(
                ", beginning with the day of receipt", "2026-03-07T11:00", date(2026, 3, 9), id="first open day"
            ),
            pytest.param(
                ", a receipt from 16:00 counts as the next open day", "2026-03-06T15:59", date(2026, 3, 9), id="in time"
            ),
            pytest.param(
                ", a receipt from 16:00 counts as the next open day",
                "2026-03-06T16:00",
                date(2026, 3, 10),
                id="too late",
            ),
            pytest.param(
                ", a receipt from closing counts as the next open day",
                "2026-03-06T17:00",
                date(2026, 3, 10),
                id="closed",
            ),
        ],
    )
    def test_one_working_day(self, rule, start, expected):
        assert last_day(f"1 working day{rule}", start) == expected


class TestEnds:
    def test_a_day_limit_is_due_at_closing(self):
        assert deadline(Limit.parse("1 working day"), at("2026-07-03T11:00"), ENGLAND).due_at == at("2026-07-06T17:00")

    def test_or_when_the_day_ends_if_the_rule_says_so(self):
        found = deadline(Limit.parse("1 working day, until the end of the day"), at("2026-07-03T11:00"), ENGLAND)

        assert found.due_at.astimezone(LONDON) == datetime(2026, 7, 6, 23, 59, 59, 999_999, tzinfo=LONDON)

    @pytest.mark.parametrize(
        ("roll", "expected"),
        [
            ("", date(2026, 3, 7)),
            (", or the next open day", date(2026, 3, 9)),
            (", or the open day before", date(2026, 3, 6)),
        ],
    )
    def test_calendar_days_that_end_on_a_closed_day(self, roll, expected):
        assert last_day(f"2 days{roll}", "2026-03-05T11:00") == expected

    def test_the_day_before_is_never_before_the_receipt(self):
        limit = "1 day, beginning with the day of receipt, or the open day before"

        assert last_day(limit, "2026-03-07T11:00") == date(2026, 3, 9)

    @pytest.mark.parametrize(
        ("limit", "start", "expected"),
        [
            ("1 month", "2026-01-31T11:00", date(2026, 2, 28)),
            ("1 month, beginning with the day of receipt", "2026-01-31T11:00", date(2026, 2, 28)),
            ("1 month, beginning with the day of receipt", "2026-02-01T11:00", date(2026, 2, 28)),
            ("12 months", "2024-02-29T11:00", date(2025, 2, 28)),
        ],
    )
    def test_months_end_with_the_month(self, limit, start, expected):
        assert last_day(limit, start) == expected

    def test_adding_months_keeps_the_day_where_it_can(self):
        assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
        assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


class TestTimeOfDay:
    LIMIT = "10 working days, counted from the next open day, at the same time of day"

    @pytest.mark.parametrize(
        ("start", "expected"),
        [
            pytest.param("2026-03-06T11:23", "2026-03-20T11:23", id="kept"),
            pytest.param("2026-03-06T07:00", "2026-03-20T09:00", id="before opening"),
            pytest.param("2026-03-06T18:00", "2026-03-23T09:00", id="after closing"),
            pytest.param("2026-03-07T11:00", "2026-03-23T09:00", id="on a Saturday"),
        ],
    )
    def test_a_working_day_limit_keeps_the_time_of_day(self, start, expected):
        assert deadline(Limit.parse(self.LIMIT), at(start), ENGLAND).due_at == at(expected)

    def test_calendar_days_keep_the_wall_clock_over_a_clock_change(self):
        limit = Limit.parse("30 days, at the same time of day")

        assert deadline(limit, at("2026-03-06T21:00"), ENGLAND).due_at == at("2026-04-05T21:00")


class TestHours:
    def test_working_hours_run_only_while_the_office_is_open(self):
        found = deadline(Limit.parse("4 working hours"), at("2026-03-06T15:00"), ENGLAND)

        assert found.due_at == at("2026-03-09T11:00")

    def test_hours_run_day_and_night(self):
        found = deadline(Limit.parse("24 hours"), at("2026-03-28T12:00"), ENGLAND)

        assert found.due_at == at("2026-03-29T13:00")

    def test_hours_on_hold_do_not_count(self):
        hold = (at("2026-03-06T16:00"), at("2026-03-07T16:00"))

        assert deadline(Limit.parse("24 hours"), at("2026-03-06T12:00"), ENGLAND, holds=[hold]).due_at == at(
            "2026-03-08T12:00"
        )

    def test_more_hours_are_added_to_the_old_ones(self):
        more = Extension(Limit.parse("2 working hours"), "")

        found = deadline(Limit.parse("4 working hours"), at("2026-03-06T15:00"), ENGLAND, extensions=[more])

        assert found.due_at == at("2026-03-09T13:00")


class TestHolds:
    def test_the_first_day_of_a_hold_counts_and_its_last_does_not(self):
        hold = Hold(at("2026-03-10T11:00"), at("2026-03-12T11:00"), "we asked you something")

        assert last_day("10 working days", "2026-03-06T11:00", holds=[hold]) == date(2026, 3, 24)

    def test_a_hold_within_a_day_costs_nothing(self):
        hold = (at("2026-03-10T11:00"), at("2026-03-10T16:00"))

        assert last_day("10 working days", "2026-03-06T11:00", holds=[hold]) == date(2026, 3, 20)

    def test_a_hold_over_a_weekend_costs_the_monday_alone(self):
        hold = (at("2026-03-13T11:00"), at("2026-03-16T11:00"))

        assert last_day("10 working days", "2026-03-06T11:00", holds=[hold]) == date(2026, 3, 23)

    def test_a_hold_before_the_start_or_after_the_end_costs_nothing(self):
        holds = [
            (at("2026-03-01T11:00"), at("2026-03-05T11:00")),
            (at("2026-03-20T16:00"), at("2026-03-30T11:00")),
        ]

        assert last_day("10 working days", "2026-03-06T11:00", holds=holds) == date(2026, 3, 20)

    def test_holds_that_overlap_cost_once(self):
        holds = [
            (at("2026-03-10T11:00"), at("2026-03-12T11:00")),
            (at("2026-03-11T11:00"), at("2026-03-12T16:00")),
        ]

        assert last_day("10 working days", "2026-03-06T11:00", holds=holds) == date(2026, 3, 24)

    def test_calendar_days_are_held_by_calendar_days(self):
        hold = (at("2026-03-13T11:00"), at("2026-03-16T11:00"))

        assert last_day("2 weeks", "2026-03-06T11:00", holds=[hold]) == date(2026, 3, 23)


class TestExtensions:
    def test_may_count_from_the_day_it_was_granted(self):
        more = Extension(Limit.parse("10 working days"), "", granted_at=at("2026-03-18T11:00"), counts_from="granted")

        assert last_day("10 working days", "2026-03-06T11:00", extensions=[more]) == date(2026, 4, 1)

    def test_may_not_make_the_last_day_earlier(self):
        less = Extension(Limit.parse("1 working day"), "", granted_at=at("2026-03-09T11:00"), counts_from="granted")

        with pytest.raises(Invalid, match="earlier"):
            last_day("10 working days", "2026-03-06T11:00", extensions=[less])

    def test_days_and_hours_are_never_mixed(self):
        with pytest.raises(Invalid, match="extended by days"):
            last_day("10 working days", "2026-03-06T11:00", extensions=[Extension(Limit.parse("4 working hours"))])
        with pytest.raises(Invalid, match="same unit"):
            last_day("4 working hours", "2026-03-06T11:00", extensions=[Extension(Limit.parse("1 working day"))])


class TestExplanation:
    def test_reads_as_plain_sentences_with_named_closed_days(self):
        found = deadline(
            Limit.parse("10 working days"),
            at("2024-12-20T10:00"),
            ENGLAND,
            holds=[Hold(at("2025-01-02T10:00"), at("2025-01-06T10:00"), "we had asked")],
            extensions=[Extension(Limit.parse("2 working days"), "we must look at the place")],
        )

        assert explanation_words(found.explanation) == [
            "You wrote on Friday 20 December 2024.",
            "That day does not count.",
            "We count 10 working days. Saturdays and Sundays do not count.",
            "Wednesday 25 December 2024 is closed: Christmas Day.",
            "Thursday 26 December 2024 is closed: Boxing Day.",
            "Wednesday 1 January 2025 is closed: New Year's Day.",
            "That brings us to Wednesday 8 January 2025.",
            "We needed 2 working days more: we must look at the place. The last day is now Friday 10 January 2025.",
            (
                "The clock stood still from Thursday 2 January 2025 to Monday 6 January 2025 (we had asked): "
                "2 working days. The last day is now Tuesday 14 January 2025."
            ),
            "It is due by 17:00 on Tuesday 14 January 2025.",
        ]

    def test_says_why_the_count_begins_later_and_ends_later(self):
        opened = WorkingCalendar(LONDON, WEEK, opened={date(2026, 3, 14): OpenDay(DAY, "moved from Friday")})
        limit = Limit.parse("4 days, counted from the next open day, or the next open day, until the end of the day")
        found = deadline(limit, at("2026-03-07T11:00"), ENGLAND, event="requested")
        moved = deadline(Limit.parse("5 working days"), at("2026-03-10T11:00"), opened)

        assert explanation_words(found.explanation) == [
            "You asked for this on Saturday 7 March 2026.",
            "The office was closed then, so we count it as received on Monday 9 March 2026.",
            "That day does not count.",
            "We count 4 calendar days, closed days included.",
            "That brings us to Friday 13 March 2026.",
            "It is due by the end of Friday 13 March 2026.",
        ]
        assert "Saturday 14 March 2026 is open from 09:00 to 17:00: moved from Friday." in explanation_words(
            moved.explanation
        )

    def test_explains_hours_by_the_minute(self):
        found = deadline(Limit.parse("4 working hours"), at("2026-03-07T15:00"), ENGLAND)

        assert explanation_words(found.explanation) == [
            "You wrote on Saturday 7 March 2026 at 15:00.",
            "The office was closed then, so the time runs from Monday 9 March 2026 at 09:00.",
            "We count 4 working hours. Saturdays and Sundays do not count.",
            "It is due by 13:00 on Monday 9 March 2026.",
        ]

    def test_survives_as_plain_values(self):
        found = deadline(Limit.parse("10 working days"), at("2024-12-20T10:00"), ENGLAND)

        assert explanation_from(explanation_data(found.explanation)) == found.explanation


@st.composite
def day_limits(draw):
    rules = [
        draw(st.sampled_from(["", ", beginning with the day of receipt", ", counted from the next open day"])),
        draw(st.sampled_from(["", ", a receipt from 16:00 counts as the next open day"])),
        draw(st.sampled_from(["", ", or the next open day", ", or the open day before"])),
        draw(st.sampled_from(["", ", until the end of the day", ", at the same time of day"])),
    ]
    unit = draw(st.sampled_from(["working days", "calendar days", "weeks", "months"]))
    return Limit.parse(f"{draw(st.integers(1, 40))} {unit}{''.join(rules)}")


hour_limits = st.builds(Limit, st.integers(0, 400), st.sampled_from(["working_hours", "hours", "working_minutes"]))
starts = st.datetimes(datetime(2018, 1, 1), datetime(2030, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
near_starts = st.datetimes(datetime(2026, 3, 1), datetime(2026, 6, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001
spans = st.tuples(st.integers(0, 60), st.integers(0, 30))


class TestProperties:
    @given(day_limits() | hour_limits, starts, st.timedeltas(timedelta(), timedelta(days=40)))
    def test_a_later_start_never_gives_an_earlier_last_day(self, limit, start, later):
        earlier_end = deadline(limit, start, ENGLAND)
        later_end = deadline(limit, start + later, ENGLAND)

        assert later_end.on >= earlier_end.on
        assert limit.keep_time or later_end.due_at >= earlier_end.due_at

    @given(day_limits(), starts, st.integers(0, 40))
    def test_a_longer_limit_never_ends_earlier(self, limit, start, more):
        longer = Limit.parse(str(limit).replace(str(limit.amount), str(limit.amount + more), 1))

        assert deadline(longer, start, ENGLAND).on >= deadline(limit, start, ENGLAND).on

    @given(day_limits() | hour_limits, near_starts)
    def test_a_holiday_more_never_makes_a_deadline_earlier(self, limit, start):
        assume(limit.roll != "backward")

        assert deadline(limit, start, ENGLAND_WITH_ONE_MORE).on >= deadline(limit, start, ENGLAND).on

    @given(day_limits(), starts)
    def test_ends_on_a_closed_day_only_where_the_rule_says_so(self, limit, start):
        found = deadline(limit, start, ENGLAND)

        assert ENGLAND.is_open_day(found.on) or (limit.unit != "working_days" and limit.roll == "none")

    @given(day_limits() | hour_limits, starts, st.lists(spans, max_size=3))
    def test_a_hold_never_makes_a_deadline_earlier(self, limit, start, offsets):
        holds = [(start + timedelta(days=first), start + timedelta(days=first + length)) for first, length in offsets]

        assert deadline(limit, start, ENGLAND, holds=holds).on >= deadline(limit, start, ENGLAND).on

    @settings(max_examples=60, deadline=None)
    @given(day_limits() | hour_limits, starts, st.lists(spans, max_size=2), st.booleans())
    def test_every_explanation_replays_to_the_same_instant(self, limit, start, offsets, extended):
        holds = [(start + timedelta(days=first), start + timedelta(days=first + length)) for first, length in offsets]
        by = Limit(5, "working_days") if limit.counts_days else Limit(5, limit.unit)
        extensions = [Extension(by, "more")] if extended else []
        calendar = ENGLAND_WITH_ONE_MORE

        found = deadline(limit, start, calendar, holds=holds, extensions=extensions)

        assert replay(explanation_from(explanation_data(found.explanation))) == found.due_at
        assert explanation_words(found.explanation)
