"""Until when a person may ask: of the answer or of the day it happened, whichever is later; late is considered."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.calendars import WorkingCalendar
from standards.charter import Tier
from standards.deadlines import explanation_words, replay
from standards.explanations import explanation_data, explanation_from
from standards.limits import Limit
from standards.windows import ask_by, asked_late

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
ENGLAND = WorkingCalendar(LONDON, (*[DAY] * 5, (), ()), country="GB", subdivision="ENG")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


ANSWERED = at("2026-03-03T12:00")


def tier(of_answer=None, of_event=None):
    return Tier(
        name="Review",
        rank=20,
        stage="review",
        role="reviewer",
        key="review",
        ask_within=of_answer and Limit.parse(of_answer),
        ask_within_of_event=of_event and Limit.parse(of_event),
    )


@pytest.mark.parametrize(
    ("of_answer", "of_event", "event_on", "expected"),
    [
        pytest.param("2 months", None, date(2025, 1, 1), date(2026, 5, 3), id="of the answer alone"),
        pytest.param(None, "6 months", date(2026, 1, 15), date(2026, 7, 15), id="of the event alone"),
        pytest.param("2 months", "6 months", date(2026, 1, 15), date(2026, 7, 15), id="the event's is later"),
        pytest.param("2 months", "6 months", date(2025, 6, 1), date(2026, 5, 3), id="the answer's is later"),
        pytest.param("2 months", "6 months", None, date(2026, 5, 3), id="the day is not known"),
        pytest.param("2 months", "6 months", date(226, 1, 1), date(2026, 5, 3), id="the day is a slip of the pen"),
        pytest.param("10 working days", "6 months", date(2025, 6, 1), date(2026, 3, 17), id="in working days"),
    ],
)
def test_the_later_of_the_two_counts(of_answer, of_event, event_on, expected):
    assert ask_by(tier(of_answer, of_event), ENGLAND, ANSWERED, event_on).on == expected


@pytest.mark.parametrize(
    ("of_answer", "of_event", "answered_at", "event_on"),
    [
        pytest.param(None, None, ANSWERED, date(2026, 1, 1), id="no window"),
        pytest.param("2 months", "6 months", None, date(2020, 1, 1), id="no answer yet"),
        pytest.param(None, "6 months", ANSWERED, None, id="no day known"),
    ],
)
def test_without_a_window_there_is_no_day(of_answer, of_event, answered_at, event_on):
    assert ask_by(tier(of_answer, of_event), ENGLAND, answered_at, event_on) is None


def test_both_are_told_and_that_the_later_one_counts():
    found = ask_by(tier("2 months", "6 months, or the next open day"), ENGLAND, ANSWERED, date(2025, 12, 1))

    assert explanation_words(found.explanation) == [
        "We answered you on Tuesday 3 March 2026.",
        "That day does not count.",
        "We count 2 months, closed days included.",
        "That brings us to Sunday 3 May 2026.",
        "Counted from the answer, that is until the end of Sunday 3 May 2026.",
        "It happened on Monday 1 December 2025.",
        "That day does not count.",
        "We count 6 months, closed days included.",
        "That brings us to Monday 1 June 2026.",
        "Counted from the day it happened, that is until 17:00 on Monday 1 June 2026, when the office closes.",
        "Whichever is later counts. You can ask until 17:00 on Monday 1 June 2026.",
    ]


def test_one_alone_ends_with_what_the_person_can_do():
    found = ask_by(tier("2 months"), ENGLAND, ANSWERED, None)

    assert explanation_words(found.explanation)[-1] == "You can ask until the end of Sunday 3 May 2026."


def test_a_day_of_which_no_hour_is_known_keeps_no_time_of_day():
    limit = "6 months, at the same time of day, a receipt from 16:00 counts as the next open day"

    found = ask_by(tier(of_event=limit), ENGLAND, None, date(2025, 12, 1))

    assert found.due_at == at("2026-06-01T17:00")
    assert explanation_words(found.explanation)[0] == "It happened on Monday 1 December 2025."


def test_hours_run_from_the_end_of_the_day():
    assert ask_by(tier(of_event="48 hours"), ENGLAND, None, date(2026, 3, 2)).due_at == at("2026-03-04T23:59")


@pytest.mark.parametrize(
    ("event_on", "told_at", "expected"),
    [
        pytest.param(date(2025, 3, 3), "2026-03-03T16:00", False, id="on the last day"),
        pytest.param(date(2025, 3, 3), "2026-03-04T10:00", True, id="the day after"),
        pytest.param(date(2026, 3, 3), "2026-03-03T10:00", False, id="today"),
        pytest.param(date(1066, 10, 14), "2026-03-03T10:00", True, id="long ago"),
        pytest.param(None, "2026-03-03T10:00", False, id="no day given"),
    ],
)
def test_telling_us_later_than_the_window_of_the_event_is_noticed(event_on, told_at, expected):
    assert asked_late(tier(of_event="12 months"), ENGLAND, event_on, at(told_at)) is expected


def test_without_a_window_nothing_is_told_too_late():
    assert not asked_late(tier(), ENGLAND, date(1999, 1, 1), ANSWERED)


limits = st.sampled_from(["10 working days", "28 days", "2 months", "6 months, or the next open day", "48 hours"])
answers = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))  # noqa: DTZ001


@given(limits, limits, answers, st.dates(date(2024, 1, 1), date(2027, 1, 1)))
def test_knowing_the_day_never_takes_time_away_and_every_window_replays(of_answer, of_event, answered_at, event_on):
    both = ask_by(tier(of_answer, of_event), ENGLAND, answered_at, event_on)
    alone = ask_by(tier(of_answer), ENGLAND, answered_at, event_on)
    by_event = ask_by(tier(of_event=of_event), ENGLAND, None, event_on)

    assert both.due_at == max(alone.due_at, by_event.due_at)
    assert replay(explanation_from(explanation_data(both.explanation))) == both.due_at
