"""Why a date is what it is, in sentences: each kind of step says what happened, in order, with the names of days."""

from datetime import UTC, date, datetime, time
from typing import get_args
from zoneinfo import ZoneInfo

import msgspec
import pytest

from standards.calendars import OpenDay, WorkingCalendar
from standards.deadlines import Extension, Hold, Limit, deadline, explanation_words, replay
from standards.explanations import Event, Explanation, explanation_data, explanation_from
from standards.recurring import RecurringDay
from standards.telling import EVENTS

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
WEEK = (*[DAY] * 5, (), ())
ENGLAND = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="ENG")


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def told(limit, start, calendar=ENGLAND, **more):
    found = deadline(Limit.parse(limit), at(start), calendar, **more)
    assert replay(explanation_from(explanation_data(found.explanation))) == found.due_at
    return explanation_words(found.explanation)


def test_a_whole_story_with_named_closed_days_a_hold_and_more_time():
    calendar = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="ENG", name="Council offices", version=3)

    words = told(
        "10 working days",
        "2024-12-20T10:00",
        calendar,
        holds=[Hold(at("2025-01-02T10:00"), at("2025-01-06T10:00"), "we had asked")],
        extensions=[Extension(Limit.parse("2 working days"), "we must look at the place", at("2025-01-07T12:00"))],
    )

    assert words == [
        "You told us on Friday 20 December 2024.",
        "That day does not count.",
        "We count 10 working days by the hours of “Council offices”, in version 3 of our promises.",
        "Saturdays and Sundays do not count.",
        "Wednesday 25 December 2024 is closed: Christmas Day.",
        "Thursday 26 December 2024 is closed: Boxing Day.",
        "Wednesday 1 January 2025 is closed: New Year's Day.",
        "That brings us to Wednesday 8 January 2025.",
        (
            "The clock stood still from Thursday 2 January 2025 to Monday 6 January 2025 (we had asked): "
            "2 working days. The last day is now Friday 10 January 2025."
        ),
        (
            "We needed 2 working days more: we must look at the place. "
            "The last day was Friday 10 January 2025. Now it is Tuesday 14 January 2025."
        ),
        "It is due by 17:00 on Tuesday 14 January 2025, when the office closes.",
    ]


def test_closed_days_that_only_more_time_reaches_are_named_there():
    more = Extension(Limit.parse("10 working days"), "", at("2026-03-20T12:00"))

    words = told("10 working days", "2026-03-13T10:00", extensions=[more])

    assert words[4:] == [
        "That brings us to Friday 27 March 2026.",
        "Friday 3 April 2026 is closed: Good Friday.",
        "Monday 6 April 2026 is closed: Easter Monday.",
        "We needed 10 working days more. The last day was Friday 27 March 2026. Now it is Tuesday 14 April 2026.",
        "It is due by 17:00 on Tuesday 14 April 2026, when the office closes.",
    ]


def test_more_time_counted_from_the_day_it_was_granted_says_so():
    more = Extension(Limit.parse("10 working days"), "We must look.", at("2026-03-18T12:00"), "granted")

    assert told("10 working days", "2026-03-06T10:00", extensions=[more])[-2] == (
        "On Wednesday 18 March 2026 we took 10 working days from that day: We must look. "
        "The last day was Friday 20 March 2026. Now it is Wednesday 1 April 2026."
    )


def test_the_former_last_day_is_the_one_that_was_told_not_the_closed_one_it_fell_on():
    more = Extension(Limit.parse("5 days"), "", at("2026-03-05T12:00"))

    assert told("2 days, or the next open day", "2026-03-05T11:00", extensions=[more])[-2] == (
        "We needed 5 calendar days more. The last day was Monday 9 March 2026. Now it is Thursday 12 March 2026."
    )


def test_a_receipt_on_a_closed_day_says_why_it_was_closed_and_when_counting_begins():
    limit = "4 days, counted from the next open day, or the next open day, until the end of the day"

    assert told(limit, "2026-04-03T11:00", event="requested") == [
        "You asked for this on Friday 3 April 2026.",
        "The office was closed then (Good Friday), so we count from Tuesday 7 April 2026.",
        "That day does not count.",
        "Monday 6 April 2026 is closed: Easter Monday.",
        "We count 4 calendar days, closed days included.",
        "That brings us to Saturday 11 April 2026.",
        "Saturday 11 April 2026 is a closed day.",
        "The next open day is Monday 13 April 2026, and that is the last day.",
        "It is due by the end of Monday 13 April 2026.",
    ]


@pytest.mark.parametrize(
    ("rule", "start", "sentence"),
    [
        pytest.param(
            ", a receipt from 16:00 counts as the next open day",
            "2026-03-06T16:20",
            "What comes at 16:00 or later counts as the next open day, so we count from Monday 9 March 2026.",
            id="a time",
        ),
        pytest.param(
            ", a receipt from closing counts as the next open day",
            "2026-03-06T17:00",
            "What comes at closing time or later counts as the next open day, so we count from Monday 9 March 2026.",
            id="closing time",
        ),
        pytest.param(
            ", counted from the next open day, at the same time of day",
            "2026-03-06T07:20",
            "The office was closed at that hour, so we count from Friday 6 March 2026 at 09:00.",
            id="before opening",
        ),
        pytest.param(
            ", counted from the next open day, at the same time of day",
            "2026-03-07T07:20",
            "The office was closed then, so we count from Monday 9 March 2026 at 09:00.",
            id="on a Saturday",
        ),
        pytest.param(
            ", beginning with the day of receipt",
            "2026-03-06T10:00",
            "That day counts as the first day.",
            id="first day",
        ),
        pytest.param("", "2026-03-06T10:00", "That day does not count.", id="day zero"),
    ],
)
def test_where_counting_begins(rule, start, sentence):
    words = told(f"5 working days{rule}", start)

    assert sentence in words
    assert (" at " in words[0]) == ("receipt from" in rule or "same time" in rule)


def test_a_time_of_day_that_the_last_day_does_not_have_is_said():
    assert told("10 working days, at the same time of day", "2026-03-06T19:20")[-2:] == [
        "The office is not open at the same hour on the last day.",
        "It is due by 17:00 on Friday 20 March 2026.",
    ]


@pytest.mark.parametrize(
    ("limit", "start", "sentence"),
    [
        pytest.param(
            "1 month",
            "2026-01-31T10:00",
            "February 2026 has no day 31, so that brings us to its last day, Saturday 28 February 2026.",
            id="cut short",
        ),
        pytest.param(
            "1 month, beginning with the day of receipt",
            "2026-01-30T10:00",
            "February 2026 has no day 30, so that brings us to its last day, Saturday 28 February 2026.",
            id="cut short, beginning with",
        ),
        pytest.param("1 month", "2026-02-28T10:00", "That brings us to Saturday 28 March 2026.", id="not cut"),
        pytest.param(
            "3 months, beginning with the day of receipt",
            "2025-01-15T10:00",
            "That brings us to Monday 14 April 2025.",
            id="beginning with",
        ),
        pytest.param(
            "1 month, beginning with the day of receipt",
            "2026-03-01T10:00",
            "That brings us to Tuesday 31 March 2026.",
            id="a whole month",
        ),
    ],
)
def test_a_month_that_is_too_short_is_named(limit, start, sentence):
    assert sentence in told(limit, start)


def test_an_end_on_a_closed_day_names_every_closed_day_up_to_the_new_one():
    assert told("30 days, or the next open day", "2026-03-04T10:00")[-4:-1] == [
        "Friday 3 April 2026 is a closed day (Good Friday).",
        "Monday 6 April 2026 is closed: Easter Monday.",
        "The next open day is Tuesday 7 April 2026, and that is the last day.",
    ]
    assert told("30 days, or the open day before", "2026-03-04T10:00")[-2] == (
        "The open day before is Thursday 2 April 2026, and that is the last day."
    )


def test_days_of_the_same_reason_share_a_sentence():
    calendar = WorkingCalendar(
        LONDON,
        WEEK,
        closed={date(2026, 3, day): "Spring closure" for day in (16, 17, 18)},
        opened={date(2026, 3, 15): OpenDay(((time(9), time(12)), (time(13), time(15))), "moved from Friday")},
        recurring=(
            RecurringDay(5, ((time(9), time(13)),), "every second Saturday", every=2, since=date(2026, 1, 3)),
            RecurringDay(2, (), "training", nth=(1,)),
        ),
    )

    assert told("20 working days", "2026-03-02T10:00", calendar)[3:-2] == [
        "Saturdays and Sundays do not count.",
        "Wednesday 4 March 2026 is closed: training.",
        "Monday 16 March 2026 to Wednesday 18 March 2026 are closed: Spring closure.",
        "Saturday 14 March 2026 and Saturday 28 March 2026 are open from 09:00 to 13:00: every second Saturday.",
        "Sunday 15 March 2026 is open from 09:00 to 12:00 and 13:00 to 15:00: moved from Friday.",
    ]


def test_an_office_that_opens_on_some_days_only_names_them():
    calendar = WorkingCalendar(
        LONDON, ((),) * 7, recurring=(RecurringDay(0, ((time(9), time(12)),), "first Monday", nth=(1,)),)
    )

    assert told("1 working day", "2026-03-03T10:00", calendar)[2:5] == [
        "We count 1 working day.",
        "Only the days named here count.",
        "Monday 6 April 2026 is open from 09:00 to 12:00: first Monday.",
    ]


def test_hours_are_told_by_the_minute_with_what_they_were_before():
    words = told(
        "12 working hours",
        "2026-04-03T15:00",
        holds=[Hold(at("2026-04-07T16:00"), at("2026-04-08T10:00"), "we had asked")],
        extensions=[Extension(Limit.parse("4 working hours"), "it is bigger than we thought")],
    )

    assert words == [
        "You told us on Friday 3 April 2026 at 15:00.",
        "The office was closed then (Good Friday), so the time runs from Tuesday 7 April 2026 at 09:00.",
        "Monday 6 April 2026 is closed: Easter Monday.",
        "We count 12 working hours.",
        "Saturdays and Sundays do not count.",
        (
            "The clock stood still from Tuesday 7 April 2026 at 16:00 to Wednesday 8 April 2026 at 10:00 "
            "(we had asked). That time does not count."
        ),
        (
            "We needed 4 working hours more: it is bigger than we thought. "
            "It was due by 15:00 on Wednesday 8 April 2026. Now it is due by 11:00 on Thursday 9 April 2026."
        ),
        "It is due by 11:00 on Thursday 9 April 2026.",
    ]


def test_a_hold_that_took_nothing_is_not_told():
    by_night = [Hold(at("2026-03-09T17:00"), at("2026-03-10T09:00"), "we had asked")]

    assert not [one for one in told("12 working hours", "2026-03-09T15:00", holds=by_night) if "stood still" in one]


def test_hours_by_day_and_night_say_that_the_clocks_change():
    assert told("24 hours", "2026-03-28T12:00", event="told") == [
        "You told us about it on Saturday 28 March 2026 at midday.",
        "We count 24 hours, day and night.",
        "The clocks go forward in that time.",
        "It is due by 13:00 on Sunday 29 March 2026.",
    ]
    assert "The clocks go back in that time." in told("24 hours", "2026-10-24T12:00")


@pytest.mark.parametrize("event", get_args(Event))
def test_every_event_has_a_sentence_with_its_day(event):
    words = told("2 days", "2026-03-10T10:00", event=event)

    assert "Tuesday 10 March 2026" in words[0]
    assert set(EVENTS) == set(get_args(Event))
    assert all(one.endswith(".") for one in words)


def test_an_explanation_kept_before_it_knew_calendar_and_version_still_reads():
    kept = (
        '[{"kind":"given","limit":{"amount":1,"unit":"working_days","day_zero":"excluded","cut_off":null,'
        '"keep_time":false,"roll":"none","due":"closing"},"start":"2026-03-02T09:30:00Z","event":"received",'
        '"zone":"Europe/London","week":["09:00-17:00","09:00-17:00","09:00-17:00","09:00-17:00","09:00-17:00","",""],'
        '"closed":[],"opened":[],"holds":[],"extensions":[{"by":{"amount":1,"unit":"working_days",'
        '"day_zero":"excluded","cut_off":null,"keep_time":false,"roll":"none","due":"closing"},"reason":"more",'
        '"granted_at":null,"counts_from":"due"}]},{"kind":"day_zero","on":"2026-03-02","counts":false,'
        '"why":"receipt"},{"kind":"counted","since":"2026-03-02","on":"2026-03-03"},{"kind":"extended","extension":'
        '{"by":{"amount":1,"unit":"working_days","day_zero":"excluded","cut_off":null,"keep_time":false,"roll":"none",'
        '"due":"closing"},"reason":"more","granted_at":null,"counts_from":"due"},"on":"2026-03-04"},{"kind":"due",'
        '"at":"2026-03-04T17:00:00Z","on":"2026-03-04","all_day":false}]'
    )
    steps = msgspec.json.decode(kept, type=Explanation)

    assert replay(steps) == datetime(2026, 3, 4, 17, tzinfo=UTC)
    assert explanation_words(steps)[-2:] == [
        "We needed 1 working day more: more. The last day is now Wednesday 4 March 2026.",
        "It is due by 17:00 on Wednesday 4 March 2026, when the office closes.",
    ]


def test_survives_as_plain_values():
    found = deadline(Limit.parse("10 working days"), at("2024-12-20T10:00"), ENGLAND)

    assert explanation_from(explanation_data(found.explanation)) == found.explanation
