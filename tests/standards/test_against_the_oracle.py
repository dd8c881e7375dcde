"""The engine agrees with an oracle that goes minute by minute: six zones, clock changes, nights and holidays."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.deadlines import Limit, deadline, replay
from standards.replay import READINGS, replay_cases
from tests.standards.cases import document
from tests.standards.oracle import DAY, MINUTE, Slow, changes, engine

KNOWN = Path(__file__).parents[3] / "shared" / "data" / "reference" / "calendar_cases_dev.json"
ZONES = {
    "Europe/London": "an hour",
    "America/New_York": "an hour, across the ocean",
    "Australia/Lord_Howe": "half an hour",
    "Pacific/Chatham": "an hour, and three quarters ahead of the whole ones",
    "Africa/Casablanca": "an hour back for Ramadan",
    "Asia/Beirut": "an hour at midnight",
}
CHANGES = {name: changes(ZoneInfo(name), date(2026, 1, 1), date(2027, 1, 1)) for name in ZONES}

OFFICE = ((9 * 60, 17 * 60),)
SPLIT = ((8 * 60, 12 * 60 + 30), (13 * 60 + 15, 18 * 60))
NIGHT = ((22 * 60, 30 * 60),)
EARLY = ((30, 2 * 60 + 45), (23 * 60, 24 * 60))
WHOLE = ((0, 24 * 60),)
SHUT: tuple[tuple[int, int], ...] = ()

WEEKS = [
    (*[OFFICE] * 5, SHUT, SHUT),
    (*[SPLIT] * 5, OFFICE, SHUT),
    (NIGHT,) * 7,
    (OFFICE, OFFICE, OFFICE, NIGHT, SHUT, NIGHT, SHUT),
    (EARLY,) * 7,
    (WHOLE,) * 7,
    (SHUT, SHUT, SHUT, SHUT, SHUT, EARLY, EARLY),
]


@st.composite
def near_changes(draw: st.DrawFn) -> tuple[Slow, datetime, list[tuple[datetime, datetime]]]:
    """An office, an instant within a week of a clock change, and up to two pauses after it."""
    zone = draw(st.sampled_from(sorted(ZONES)))
    change = draw(st.sampled_from(CHANGES[zone]))
    start = change + draw(st.integers(-6 * 1440, 1440)) * MINUTE
    holidays = draw(st.sets(st.integers(-7, 12), max_size=3))
    closed = frozenset(change.date() + days * DAY for days in holidays)
    pauses = []
    for _ in range(draw(st.integers(0, 2))):
        since = start + draw(st.integers(-600, 4 * 1440)) * MINUTE
        pauses.append((since, since + draw(st.integers(0, 2 * 1440)) * MINUTE))
    return Slow(ZoneInfo(zone), draw(st.sampled_from(WEEKS)), closed), start, pauses


@pytest.mark.parametrize("zone", ZONES)
def test_each_zone_changes_its_clocks_in_the_year_of_these_tests(zone):
    assert len(CHANGES[zone]) >= 2


@settings(max_examples=100)
@given(near_changes(), st.integers(0, 1500))
def test_working_minutes_end_when_the_oracle_says(near, minutes):
    slow, start, pauses = near

    expected = slow.deadline(start, minutes, pauses)

    assert engine(slow).add_time(start, minutes * MINUTE, pauses) == expected
    assert deadline(Limit(minutes, "working_minutes"), start, engine(slow), holds=pauses).due_at == expected


@settings(max_examples=60)
@given(near_changes(), st.integers(0, 8 * 1440))
def test_open_time_between_two_instants_is_what_the_oracle_counts(near, length):
    slow, start, pauses = near
    end = start + length * MINUTE

    assert engine(slow).open_time_between(start, end, pauses) == slow.elapsed(start, end, pauses) * MINUTE


@settings(max_examples=60)
@given(near_changes(), st.integers(1, 1200))
def test_going_back_through_open_time_finds_the_latest_instant_the_oracle_knows(near, minutes):
    slow, end, _ = near

    found = engine(slow).subtract_time(end, minutes * MINUTE)

    assert slow.is_open(found)
    assert slow.elapsed(found, end) == minutes


@settings(max_examples=40)
@given(near_changes())
def test_what_is_open_is_what_the_oracle_calls_open(near):
    slow, start, _ = near
    calendar = engine(slow)

    for at in (start + minutes * MINUTE for minutes in range(0, 2 * 1440, 7)):
        assert calendar.is_open(at) == slow.is_open(at)


@settings(max_examples=100)
@given(near_changes(), st.integers(1, 15), st.sampled_from("ABC"))
def test_working_days_end_when_the_oracle_says_in_each_reading(near, days, reading):
    slow, start, _ = near
    limit = Limit.parse(f"{days} working days", READINGS[reading])

    on = slow.working_days(start, days, reading)
    found = deadline(limit, start, engine(slow))

    assert found.on == on
    assert found.due_at == slow.closing(on)
    assert replay(found.explanation) == found.due_at


@settings(max_examples=100)
@given(near_changes(), st.integers(0, 21), st.sampled_from(["none", "forward", "backward"]))
def test_calendar_days_run_over_closed_ones_and_move_off_them_only_by_rule(near, days, roll):
    slow, start, _ = near
    first = start.astimezone(slow.zone).date()
    last = first + days * DAY
    if roll != "none" and not slow.is_open_day(last):
        back = last
        while roll == "backward" and back >= first and not slow.is_open_day(back):
            back -= DAY
        last = back if roll == "backward" and back >= first else slow.on_or_after(last)

    found = deadline(Limit(days, "calendar_days", roll=roll), start, engine(slow))

    assert found.on == last
    assert not slow.is_open_day(last) or found.due_at == slow.closing(last)


# --- documents of known answers, in the form in which others keep theirs ---

TWO_OFFICES = {
    "office": {
        "tz": "Europe/London",
        "hours": {str(day): [["09:00", "12:30"], ["13:15", "17:00"]] for day in range(5)},
        "closed_dates": ["2026-04-03", "2026-04-06", "2026-12-25", "2026-12-28", "2027-01-01"],
    },
    "night_desk": {
        "tz": "America/Toronto",
        "hours": {str(day): [["00:00", "05:30"], ["21:30", "24:00"]] for day in range(7)},
        "closed_dates": ["2026-12-25", "2027-01-01"],
    },
}


@pytest.mark.parametrize("seed", range(2))
def test_random_documents_of_known_answers_replay_without_a_difference(seed):
    made = document(TWO_OFFICES, seed, cases=25, longest=4000)

    assert len(made["cases"]) == 50
    assert replay_cases(json.loads(json.dumps(made))) == []


@pytest.mark.skipif(not KNOWN.exists(), reason="the development data is not beside this checkout")
def test_more_cases_on_every_known_calendar_replay_without_a_difference():
    calendars = json.loads(KNOWN.read_text(encoding="utf-8"))["calendars"]
    made = document(calendars, 2026, cases=16, longest=3000)

    assert len(made["cases"]) >= 200
    assert replay_cases(made) == []


def test_the_oracle_itself_knows_an_answer_worked_out_by_hand():
    slow = Slow(ZoneInfo("Europe/London"), WEEKS[0], frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
    start = datetime(2026, 4, 2, 15, tzinfo=UTC)

    assert slow.deadline(start, 120) == datetime(2026, 4, 7, 9, tzinfo=UTC)
    assert slow.working_days(datetime(2026, 4, 4, 12, tzinfo=UTC), 1, "A") == date(2026, 4, 7)
    assert slow.working_days(datetime(2026, 4, 4, 12, tzinfo=UTC), 1, "B") == date(2026, 4, 8)
    assert slow.closing(date(2026, 4, 7)) == datetime.combine(date(2026, 4, 7), time(16), UTC)
    assert slow.elapsed(start, start + timedelta(hours=3)) == 60
