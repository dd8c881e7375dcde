"""Defects found in other systems' clocks, each with a test that fails where the defect is."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from standards.calendars import BeyondHorizon, OpenDay, WorkingCalendar
from standards.charter import Reminder
from standards.deadlines import Extension, Hold, Limit, deadline, recount
from standards.errors import Invalid
from standards.reminders import reminders
from standards.stopwatch import Change, holds_of, read

LONDON = ZoneInfo("Europe/London")
DAY = ((time(9), time(17)),)
WEEK = (*[DAY] * 5, (), ())
ENGLAND = WorkingCalendar(LONDON, WEEK, country="GB", subdivision="ENG")


def at(text, zone=LONDON):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def due(limit, start, calendar=ENGLAND, **more):
    return deadline(Limit.parse(limit), start, calendar, **more)


# --- days ---


def test_excluded_days_never_shorten_the_wait():
    """Days that were left out were once taken off the five, so that cases went up after three."""
    friday = at("2026-03-06T10:00")

    assert due("5 working days", friday).on == date(2026, 3, 13)
    for closed in (date(2026, 3, 9), date(2026, 3, 13), date(2026, 3, 16)):
        one_more = WorkingCalendar(LONDON, WEEK, {closed: "closed"}, country="GB", subdivision="ENG")
        assert due("5 working days", friday, one_more).on >= date(2026, 3, 13)


def test_holidays_are_known_and_not_ignored_by_design():
    assert due("1 working day", at("2026-04-02T10:00")).on == date(2026, 4, 7)
    assert due("1 working day", at("2026-12-24T10:00")).on == date(2026, 12, 29)


def test_a_holiday_that_was_forgotten_moves_the_count_when_it_is_added():
    found = due("10 working days", at("2026-04-28T10:00"))
    with_it = WorkingCalendar(LONDON, WEEK, {date(2026, 5, 7): "A day of mourning"}, country="GB", subdivision="ENG")

    assert recount(found.explanation, with_it).on == found.on + timedelta(days=1)


def test_a_day_that_is_kept_but_not_free_is_no_holiday():
    """Imported feeds hold observances too; here a day is closed only by the public holidays or by the charter."""
    mothers_day, valentines = date(2026, 3, 15), date(2026, 2, 14)

    assert ENGLAND.closure_on(mothers_day) is None
    assert ENGLAND.closure_on(valentines) is None
    assert ENGLAND.is_open_day(date(2026, 3, 17))


def test_a_scaled_week_does_not_stand_in_for_working_days():
    """Seven days for five is right in one week and wrong in the next."""
    wednesday = at("2026-03-04T10:00")

    assert due("5 working days", wednesday).on == date(2026, 3, 11)
    assert due("3 working days", wednesday).on == date(2026, 3, 9)
    assert due("8 working days", wednesday).on == date(2026, 3, 16)


# --- walks without an end ---


def test_a_closure_of_forty_days_and_a_target_of_one_hour():
    """A bound of so many steps once lay below a long closure."""
    closed = {date(2026, 3, 6) + timedelta(days=days): "flood" for days in range(40)}
    calendar = WorkingCalendar(LONDON, WEEK, closed)

    assert due("1 working hour", at("2026-03-05T16:30"), calendar).due_at == at("2026-04-15T09:30")
    assert due("1 working day", at("2026-03-05T16:30"), calendar).on == date(2026, 4, 15)


def test_a_calendar_that_is_closed_for_ever_is_refused():
    with pytest.raises(Invalid, match="never opens"):
        WorkingCalendar(LONDON, ((),) * 7)


def test_a_calendar_that_turns_out_to_be_closed_for_ever_ends_in_words():
    yearly = {
        ((date(2028, 1, 1) + timedelta(days)).month, (date(2028, 1, 1) + timedelta(days)).day): ""
        for days in range(366)
    }
    calendar = WorkingCalendar(LONDON, WEEK, yearly=yearly)

    for limit in ("1 working day", "1 working hour", "3 days, or the next open day"):
        with pytest.raises(BeyondHorizon):
            due(limit, at("2026-03-05T16:30"), calendar)


@pytest.mark.parametrize("window", [(time(17), time(9)), (time(9), time(9))])
def test_hours_written_the_wrong_way_round_are_a_night_and_no_endless_loop(window):
    calendar = WorkingCalendar(LONDON, ((window,), *[()] * 6))

    assert due("1 working hour", at("2026-03-02T18:00"), calendar).due_at == at("2026-03-02T19:00")


def test_a_day_without_hours_does_not_break_the_days_around_it():
    calendar = WorkingCalendar(LONDON, (DAY, (), DAY, *[()] * 4), opened={date(2026, 3, 3): OpenDay(())})

    assert due("1 working day", at("2026-03-02T10:00"), calendar).on == date(2026, 3, 4)


# --- minutes ---


def test_the_last_minute_of_the_day_is_not_lost():
    """With 23:59 as the end of a day each midnight costs a minute."""
    always = WorkingCalendar(ZoneInfo("UTC"), (((time(0), time(0)),),) * 7)
    start = datetime(2026, 3, 1, tzinfo=UTC)

    assert due("240 working hours", start, always).due_at == start + timedelta(hours=240)
    assert always.open_time_between(start, start + timedelta(days=30)) == timedelta(days=30)


def test_seconds_are_not_cut_to_minutes():
    start = at("2026-03-05T16:30") + timedelta(seconds=42, microseconds=7)

    assert due("1 working hour", start).due_at == at("2026-03-06T09:30") + timedelta(seconds=42, microseconds=7)


def test_a_limit_in_minutes_is_not_rounded_to_hours():
    assert due("90 working minutes", at("2026-03-05T16:00")).due_at == at("2026-03-06T09:30")


@pytest.mark.parametrize(
    "windows", [((time(9), time(12)), (time(13), time(17))), ((time(13), time(17)), (time(9), time(12)))]
)
def test_a_lunch_break_does_not_count_in_whatever_order_it_is_written(windows):
    calendar = WorkingCalendar(LONDON, (*[windows] * 5, (), ()))

    assert due("2 working hours", at("2026-03-05T11:00"), calendar).due_at == at("2026-03-05T14:00")


def test_a_break_that_is_a_second_shift_does_not_fire_at_midnight():
    """A time before the deadline was once taken in wall time, and so fell on midnight between two calendars."""
    calendar = WorkingCalendar(LONDON, (*[((time(8), time(12)), (time(14), time(18)))] * 5, (), ()))
    found = due("8 working hours", at("2026-03-05T15:00"), calendar)

    assert reminders([Reminder("respond", before=Limit.parse("6 working hours"))], "respond", found, calendar) == (
        at("2026-03-05T17:00"),
    )


# --- clocks that change, zones that differ ---


@pytest.mark.parametrize(
    ("zone", "before", "length"),
    [
        pytest.param("Europe/London", "2026-03-27T09:00", 7 * 24 - 1, id="London, spring"),
        pytest.param("Europe/London", "2026-10-23T09:00", 7 * 24 + 1, id="London, autumn"),
        pytest.param("America/New_York", "2026-03-06T09:00", 7 * 24 - 1, id="New York, spring"),
        pytest.param("America/New_York", "2026-10-30T09:00", 7 * 24 + 1, id="New York, autumn"),
        pytest.param("Australia/Lord_Howe", "2026-10-02T09:00", 7 * 24 - 0.5, id="Lord Howe, spring"),
        pytest.param("Australia/Lord_Howe", "2026-04-03T09:00", 7 * 24 + 0.5, id="Lord Howe, autumn"),
    ],
)
def test_a_week_in_which_the_clocks_change_is_walked_by_days_not_by_86400_seconds(zone, before, length):
    place = ZoneInfo(zone)
    always = WorkingCalendar(place, (((time(0), time(0)),),) * 7)
    office = WorkingCalendar(place, (DAY,) * 7)
    start = at(before, place)
    week_later = at((datetime.fromisoformat(before) + timedelta(days=7)).isoformat(), place)

    assert always.open_time_between(start, week_later) == timedelta(hours=length)
    assert office.open_time_between(start, week_later) == timedelta(hours=7 * 8)
    assert due("7 working days", start, office).due_at == week_later + timedelta(hours=8)
    assert due("7 days, at the same time of day", start, office).due_at == week_later


def test_the_zone_is_the_calendars_own_in_every_thread():
    """The process-wide zone was once switched, which another thread saw."""
    zones = ["Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "UTC"]
    found: dict[str, set[date]] = {zone: set() for zone in zones}

    def count(zone):
        calendar = WorkingCalendar(ZoneInfo(zone), (DAY,) * 7)
        for _ in range(200):
            found[zone].add(due("1 working day", datetime(2026, 3, 5, 23, 30, tzinfo=UTC), calendar).on)

    threads = [threading.Thread(target=count, args=(zone,)) for zone in zones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {
        "Pacific/Auckland": {date(2026, 3, 7)},
        "America/Los_Angeles": {date(2026, 3, 6)},
        "Asia/Kathmandu": {date(2026, 3, 7)},
        "UTC": {date(2026, 3, 6)},
    }


def test_what_has_just_begun_is_not_late_in_any_zone():
    now = datetime(2026, 3, 5, 12, tzinfo=UTC)

    for zone in ("Pacific/Kiritimati", "Pacific/Niue", "Asia/Kolkata", "America/St_Johns"):
        calendar = WorkingCalendar(ZoneInfo(zone), (DAY,) * 7)
        assert all(due(limit, now, calendar).due_at > now for limit in ("1 working hour", "1 working day", "1 day"))


# --- standing still ---


def test_going_on_gives_the_old_date_and_the_open_time_that_was_held():
    """Suspending once wrote the year 9999, and nothing put a date back."""
    story = [
        Change(at("2026-03-05T10:00"), "start"),
        Change(at("2026-03-05T15:00"), "hold", "we asked"),
        Change(at("2026-03-09T11:00"), "resume"),
    ]
    start, now = story[0].at, at("2026-03-09T12:00")
    plain = due("12 working hours", start).due_at

    resumed = due("12 working hours", start, holds=holds_of(story, now)).due_at

    held = read(story, ENGLAND, now).held
    assert held == timedelta(hours=12)
    assert (plain, resumed) == (at("2026-03-06T14:00"), at("2026-03-10T10:00"))
    assert ENGLAND.open_time_between(plain, resumed) == held


def test_hold_time_is_open_time_and_not_time_on_the_wall():
    """Nights and weekends on hold were once added to the deadline."""
    over_the_weekend = [Hold(at("2026-03-06T16:00"), at("2026-03-09T10:00"), "we asked")]
    start = at("2026-03-05T10:00")

    assert due("16 working hours", start, holds=over_the_weekend).due_at == at("2026-03-09T12:00")
    assert due("16 working hours", start).due_at == at("2026-03-09T10:00")


def test_time_held_is_not_lost_when_more_time_is_given():
    """Time on hold was lost when the service level changed."""
    hold = [Hold(at("2026-03-06T10:00"), at("2026-03-10T10:00"), "we asked")]
    more = [Extension(Limit.parse("5 working days"), "more", at("2026-03-11T10:00"))]

    assert due("10 working days", at("2026-03-05T10:00"), holds=hold, extensions=more).on == date(2026, 3, 30)
    assert due("10 working days", at("2026-03-05T10:00"), extensions=more).on == date(2026, 3, 26)


def test_a_repeated_hold_counts_once_because_it_is_read_from_what_happened():
    """A counter of paused time had to be repaired again and again."""
    story = [
        Change(at("2026-03-05T10:00"), "start"),
        Change(at("2026-03-05T15:00"), "hold"),
        Change(at("2026-03-05T15:30"), "hold"),
        Change(at("2026-03-05T16:00"), "resume"),
        Change(at("2026-03-05T16:00"), "resume"),
    ]

    assert read(story, ENGLAND, at("2026-03-05T17:00")).held == timedelta(hours=1)


# --- before it is due ---


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        pytest.param("1 working hour", "2026-03-06T16:30", id="an hour before half past nine on a Monday is on Friday"),
        pytest.param("9 working hours", "2026-03-05T16:30", id="nine hours are a day and an hour"),
        pytest.param("30 working minutes", "2026-03-09T09:00", id="half an hour is the opening"),
    ],
)
def test_a_reminder_is_walked_backwards_through_open_time(before, expected):
    rule = Reminder("respond", before=Limit.parse(before))
    monday = due("16 working hours", at("2026-03-05T09:30"))

    assert monday.due_at == at("2026-03-09T09:30")
    assert reminders([rule], "respond", monday, ENGLAND) == (at(expected),)


def test_a_day_limit_is_late_only_on_the_day_after():
    found = due("5 working days, until the end of the day", at("2026-03-06T10:00"))

    assert found.due_at == at("2026-03-14T00:00") - timedelta.resolution
