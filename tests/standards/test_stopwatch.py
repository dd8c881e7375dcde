"""The stopwatch is read from what happened, so reading it again always gives the same."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from standards.calendars import WorkingCalendar
from standards.errors import Invalid
from standards.stopwatch import Change, holds_of, read

OFFICE = WorkingCalendar(ZoneInfo("UTC"), (*[((time(9), time(17)),)] * 5, (), ()))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


STORY = [
    Change(at("2026-03-05T15:00"), "start"),
    Change(at("2026-03-06T10:00"), "hold", "we asked for a photo"),
    Change(at("2026-03-09T11:00"), "resume"),
    Change(at("2026-03-09T12:00"), "stop"),
]


def test_open_time_is_used_and_held_apart():
    reading = read(STORY, OFFICE, at("2026-03-20T12:00"))

    assert reading.state == "stopped"
    assert reading.used == timedelta(hours=4)
    assert reading.held == timedelta(hours=9)
    assert reading.elapsed == timedelta(days=3, hours=21)


def test_what_happens_later_does_not_exist_yet():
    reading = read(STORY, OFFICE, at("2026-03-06T12:00"))

    assert (reading.state, reading.used, reading.held) == ("held", timedelta(hours=3), timedelta(hours=2))


def test_the_order_of_entries_does_not_matter_and_repeats_do_no_harm():
    repeated = [*reversed(STORY), Change(at("2026-03-06T11:00"), "hold", "asked again")]

    assert read(repeated, OFFICE, at("2026-03-20T12:00")) == read(STORY, OFFICE, at("2026-03-20T12:00"))


def test_time_after_a_stop_is_not_used_until_it_runs_again():
    story = [*STORY, Change(at("2026-03-11T09:00"), "restart")]

    assert read(story, OFFICE, at("2026-03-11T10:00")).used == timedelta(hours=5)


def test_holds_are_ready_for_a_deadline_and_a_running_one_ends_now():
    (hold,) = holds_of(STORY, at("2026-03-06T12:00"))

    assert (hold.since, hold.until, hold.reason) == (
        at("2026-03-06T10:00"),
        at("2026-03-06T12:00"),
        "we asked for a photo",
    )


def test_nothing_happened_yet():
    assert read([], OFFICE, at("2026-03-06T12:00")).state == "idle"


def test_an_impossible_story_is_refused():
    with pytest.raises(Invalid, match="idle cannot resume"):
        read([Change(at("2026-03-05T15:00"), "resume")], OFFICE, at("2026-03-06T12:00"))
