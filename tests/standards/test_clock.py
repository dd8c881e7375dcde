"""Time comes from outside: from the machine, or from a clock that a test moves."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from standards.clock import SimulatedClock, SystemClock, as_utc
from standards.errors import Invalid

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)


def test_the_system_clock_gives_an_aware_utc_instant():
    assert SystemClock().now().utcoffset() == timedelta()


def test_a_simulated_clock_stands_still_until_it_is_moved():
    clock = SimulatedClock(NOON)

    clock.advance_to(NOON + timedelta(days=3))

    assert clock.now() == clock.now() == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_a_simulated_clock_never_goes_back():
    with pytest.raises(Invalid, match="cannot go back"):
        SimulatedClock(NOON).advance_to(NOON - timedelta(seconds=1))


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(Invalid, match="needs a time zone"):
        as_utc(datetime(2026, 3, 6, 12))  # noqa: DTZ001


def test_another_zone_becomes_utc():
    assert as_utc(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Europe/London"))) == datetime(2026, 7, 1, 11, tzinfo=UTC)
