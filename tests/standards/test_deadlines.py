"""Deadlines: published rules of counting with known answers, extensions and holds."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from standards.calendars import BeyondHorizon, WorkingCalendar
from standards.charter import Stage, StageRule
from standards.deadlines import Extension, Hold, Limit, add_months, deadline, recount, replay
from standards.errors import Invalid

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
WEEK = (*[DAY] * 5, (), ())
ENGLAND = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="ENG")
SCOTLAND = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="SCT")


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

    def test_a_scottish_first_stage_may_take_five_days_more(self):
        more = Extension(Limit.parse("5 working days"), "exceptional")

        assert last_day("5 working days", "2024-12-20T11:00", SCOTLAND, extensions=[more]) == date(2025, 1, 9)

    @pytest.mark.parametrize(
        ("counts_from", "expected"),
        [("acknowledged", date(2025, 1, 24)), ("acknowledged_or_due", date(2025, 1, 15))],
    )
    def test_acknowledging_late_buys_time_only_where_the_code_lets_it(self, counts_from, expected):
        stage = Stage("one", "Stage 1", respond=Limit.parse("10 working days"), counts_from=counts_from)
        rule = StageRule(
            stage.key, stage.name, stage.respond, None, None, counts_from, None, (), stage.hold_most, stage.transfer
        )
        received, acknowledged = at("2024-12-20T11:00"), at("2025-01-10T11:00")
        acknowledge_due = deadline(Limit.parse("5 working days"), received, ENGLAND).due_at

        start = rule.respond_start(received, acknowledged, acknowledge_due)

        assert deadline(rule.respond, start, ENGLAND).on == expected


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

    @pytest.mark.parametrize(
        ("start", "expected"),
        [
            pytest.param("2026-03-05T12:30", "2026-03-06T13:00", id="a break becomes its end"),
            pytest.param("2026-03-06T08:00", "2026-03-07T10:00", id="a day that opens later, its opening"),
            pytest.param("2026-03-06T16:00", "2026-03-07T14:00", id="a day that closes earlier, its closing"),
            pytest.param("2026-03-05T16:00", "2026-03-06T16:00", id="closing time itself is kept"),
        ],
    )
    def test_a_time_of_day_outside_the_hours_of_the_last_day_moves_into_them(self, start, expected):
        friday = ((time(8), time(12)), (time(13), time(16)))
        saturday = ((time(10), time(14)),)
        calendar = WorkingCalendar(LONDON, (*[((time(8), time(16)),)] * 4, friday, saturday, ()))

        found = deadline(Limit.parse("1 working day, at the same time of day"), at(start), calendar)

        assert found.due_at == at(expected)


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

    @pytest.mark.parametrize(
        ("since", "until", "expected"),
        [
            pytest.param("2026-03-13T18:00", "2026-03-16T08:00", date(2026, 3, 20), id="a weekend alone"),
            pytest.param("2026-03-13T17:00", "2026-03-16T09:00", date(2026, 3, 20), id="from closing to opening"),
            pytest.param("2026-03-13T18:00", "2026-03-16T11:00", date(2026, 3, 20), id="to the same morning"),
            pytest.param("2026-03-13T11:00", "2026-03-16T08:00", date(2026, 3, 20), id="the afternoon before"),
            pytest.param("2026-03-13T11:00", "2026-03-17T08:00", date(2026, 3, 23), id="with one whole day"),
        ],
    )
    def test_working_days_are_held_by_open_time_alone(self, since, until, expected):
        assert last_day("10 working days", "2026-03-06T11:00", holds=[(at(since), at(until))]) == expected

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

    def test_what_is_held_later_does_not_undo_one_counted_from_the_day_it_was_granted(self):
        more = Extension(Limit.parse("10 working days"), "", granted_at=at("2026-03-18T11:00"), counts_from="granted")
        held_later = (at("2026-03-19T11:00"), at("2026-04-27T11:00"))

        assert last_day("10 working days", "2026-03-06T11:00", extensions=[more], holds=[held_later]) == date(
            2026, 5, 11
        )

    def test_what_was_held_before_counts_into_the_day_from_which_more_is_taken(self):
        more = Extension(Limit.parse("5 working days"), "", granted_at=at("2026-03-18T11:00"))
        holds = [(at("2026-03-10T11:00"), at("2026-03-12T11:00"))]

        assert last_day("10 working days", "2026-03-06T11:00", extensions=[more], holds=holds) == date(2026, 3, 31)

    def test_more_time_granted_at_night_in_the_middle_of_a_hold_loses_no_day_of_it(self):
        hold = [(at("2026-03-10T11:00"), at("2026-03-12T11:00"))]
        more = Extension(Limit.parse("1 working day"), "", granted_at=at("2026-03-11T00:30"))

        assert last_day("10 working days", "2026-03-06T11:00", extensions=[more], holds=hold) == date(2026, 3, 25)

    def test_a_hold_that_runs_while_more_is_granted_counts_once(self):
        more = Extension(Limit.parse("10 working days"), "", granted_at=at("2026-03-18T11:00"), counts_from="granted")
        around = (at("2026-03-16T11:00"), at("2026-03-20T11:00"))

        assert last_day("10 working days", "2026-03-06T11:00", extensions=[more], holds=[around]) == date(2026, 4, 7)

    def test_hours_may_count_from_the_instant_they_were_granted(self):
        more = Extension(Limit.parse("4 working hours"), "", granted_at=at("2026-03-06T16:00"), counts_from="granted")
        less = Extension(Limit.parse("1 working hour"), "", granted_at=at("2026-03-06T15:30"), counts_from="granted")

        found = deadline(Limit.parse("4 working hours"), at("2026-03-06T13:00"), ENGLAND, extensions=[more])

        assert found.due_at == at("2026-03-09T12:00")
        with pytest.raises(Invalid, match="earlier"):
            deadline(Limit.parse("4 working hours"), at("2026-03-06T13:00"), ENGLAND, extensions=[less])

    def test_days_and_hours_are_never_mixed(self):
        with pytest.raises(Invalid, match="extended by days"):
            last_day("10 working days", "2026-03-06T11:00", extensions=[Extension(Limit.parse("4 working hours"))])
        with pytest.raises(Invalid, match="same unit"):
            last_day("4 working hours", "2026-03-06T11:00", extensions=[Extension(Limit.parse("1 working day"))])


class TestCountingAgain:
    """What a holiday that is added or taken away afterwards would change."""

    FOUND = deadline(
        Limit.parse("10 working days"),
        at("2026-04-28T10:00"),
        ENGLAND,
        holds=[Hold(at("2026-04-30T10:00"), at("2026-05-05T10:00"), "we had asked")],
        extensions=[Extension(Limit.parse("2 working days"), "more", granted_at=at("2026-05-06T10:00"))],
    )

    def test_on_the_same_calendar_nothing_changes(self):
        assert recount(self.FOUND.explanation, ENGLAND) == self.FOUND

    def test_a_holiday_more_moves_the_last_day(self):
        one_more = WorkingCalendar(LONDON, WEEK, {date(2026, 5, 14): "A day more"}, country="GB", subdivision="ENG")

        again = recount(self.FOUND.explanation, one_more)

        assert (self.FOUND.on, again.on) == (date(2026, 5, 19), date(2026, 5, 20))
        assert replay(again.explanation) == again.due_at

    def test_an_extension_once_granted_is_never_refused_afterwards(self):
        granted = Extension(Limit.parse("1 working day"), "", granted_at=at("2026-05-12T10:00"), counts_from="granted")
        found = deadline(Limit.parse("10 working days"), at("2026-04-28T10:00"), ENGLAND, extensions=[granted])
        one_more = WorkingCalendar(LONDON, WEEK, {date(2026, 5, 12): "A day more"}, country="GB", subdivision="ENG")

        again = recount(found.explanation, one_more)

        assert (found.on, again.on) == (date(2026, 5, 13), date(2026, 5, 14))
        assert replay(again.explanation) == again.due_at


class TestFarAway:
    @pytest.mark.parametrize("start", ["0226-03-01T10:00", "9999-12-30T10:00", "0001-01-01T00:00"])
    @pytest.mark.parametrize("limit", ["5 working days", "24 hours", "12 months", "4 working hours"])
    def test_a_year_that_is_a_slip_of_the_pen_is_refused_in_words(self, limit, start):
        with pytest.raises(BeyondHorizon, match="No calendar reaches"):
            deadline(Limit.parse(limit), datetime.fromisoformat(start).replace(tzinfo=UTC), ENGLAND)

    def test_a_hold_until_a_year_that_never_comes_is_refused(self):
        with pytest.raises(BeyondHorizon):
            last_day("10 working days", "2026-03-06T11:00", holds=[(at("2026-03-10T11:00"), at("9999-12-31T12:00"))])

    def test_the_longest_limit_still_has_an_end(self):
        assert last_day("25000 working days", "2026-03-06T11:00").year == 2124
        assert last_day("1200 months", "2026-03-06T11:00") == date(2126, 3, 6)
