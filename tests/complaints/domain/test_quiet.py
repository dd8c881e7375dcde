"""Quiet hours: nobody is woken by a message they are not waiting for."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.quiet import not_before
from standards.calendars import WorkingCalendar
from standards.charter import Quiet
from standards.hours import parse_window

LONDON = ZoneInfo("Europe/London")
OFFICE = WorkingCalendar(LONDON, (*((parse_window("09:00-17:00"),),) * 5, (), ()))
NIGHT = Quiet("20:00", "08:00")
NIGHT_AND_WEEKEND = Quiet("20:00", "08:00", closed_days=True)
TIMES = st.times(max_value=time(23, 59)).map(lambda at: f"{at:%H:%M}")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "at", "goes"),
    [
        pytest.param(None, "2026-03-07 03:00", "2026-03-07 03:00", id="without quiet hours at once"),
        pytest.param(NIGHT, "2026-03-03 12:00", "2026-03-03 12:00", id="by day at once"),
        pytest.param(NIGHT, "2026-03-03 20:00", "2026-03-04 08:00", id="in the evening the next morning"),
        pytest.param(NIGHT, "2026-03-04 07:59", "2026-03-04 08:00", id="before dawn the same morning"),
        pytest.param(NIGHT, "2026-03-04 08:00", "2026-03-04 08:00", id="when the quiet ends at once"),
        pytest.param(NIGHT, "2026-03-28 23:30", "2026-03-29 08:00", id="over the change of the clocks"),
        pytest.param(NIGHT, "2026-03-07 12:00", "2026-03-07 12:00", id="on a Saturday, where only nights are quiet"),
        pytest.param(NIGHT_AND_WEEKEND, "2026-03-07 12:00", "2026-03-09 08:00", id="on a Saturday the next Monday"),
        pytest.param(NIGHT_AND_WEEKEND, "2026-03-06 21:00", "2026-03-09 08:00", id="on Friday night the next Monday"),
        pytest.param(Quiet("12:00", "14:00"), "2026-03-03 13:00", "2026-03-03 14:00", id="over midday"),
    ],
)
def test_a_message_goes(quiet, at, goes) -> None:
    assert not_before(quiet, OFFICE, local(at)) == local(goes)


@given(TIMES, TIMES, st.booleans(), INSTANTS)
def test_it_is_never_earlier_nor_later_than_it_must_and_never_in_quiet_hours(since, until, closed_days, at) -> None:
    quiet = Quiet(since, until, closed_days)
    goes = not_before(quiet, OFFICE, at)

    assert at <= goes <= at + timedelta(days=4)
    assert not_before(quiet, OFFICE, goes) == goes
