"""When a message may leave: not in the quiet hours of the authority, and only when it is safe for the person."""

from datetime import datetime, time, timedelta

import msgspec

from standards.calendars import WorkingCalendar
from standards.charter import Quiet

TURNS = 4
"""How often the two rules may send each other on; where they never meet, the person's own hours win."""


class SafeHours(msgspec.Struct, frozen=True):
    """The hours of the day in which it is safe to write to somebody or to call them: '09:00' until '12:30'."""

    since: time
    until: time


def safe_hours(since: str | None, until: str | None) -> SafeHours | None:
    """Return the hours somebody gave; one end alone leaves the other open, none at all mean any time."""
    if since is None and until is None:
        return None
    return SafeHours(time.fromisoformat(since or "00:00"), time.fromisoformat(until or "00:00"))


def first_moment(quiet: Quiet | None, safe: SafeHours | None, calendar: WorkingCalendar, at: datetime) -> datetime:
    """
    Return *at*, or the first instant after it that is neither quiet nor unsafe, by the wall clock of *calendar*.

    Where the authority's quiet hours leave nothing of the person's own hours, the person's own hours win.
    """
    found = at
    for _ in range(TURNS):
        waits = not_before(quiet, calendar, safe_from(safe, calendar, found))
        if waits == found:
            return found
        found = waits
    return safe_from(safe, calendar, at)


def safe_from(safe: SafeHours | None, calendar: WorkingCalendar, at: datetime) -> datetime:
    """Return *at*, or the next time the safe hours begin; they may run over midnight, and equal ends mean all day."""
    if safe is None or safe.since == safe.until:
        return at
    local = at.astimezone(calendar.zone)
    now = local.time()
    if safe.since < safe.until:
        is_safe, is_over = safe.since <= now < safe.until, now >= safe.until
    else:
        is_safe, is_over = now >= safe.since or now < safe.until, False
    if is_safe:
        return at
    day = local.date() + timedelta(days=1 if is_over else 0)
    return datetime.combine(day, safe.since, calendar.zone).astimezone(at.tzinfo)


def not_before(quiet: Quiet | None, calendar: WorkingCalendar, at: datetime) -> datetime:
    """
    Return *at*, or the first instant after it that is not quiet, by the wall clock of *calendar*.

    Quiet hours may run over midnight. Where closed days are quiet too, the message waits for the
    morning of the next open day.
    """
    if quiet is None:
        return at
    local = at.astimezone(calendar.zone)
    since, until = time.fromisoformat(quiet.since), time.fromisoformat(quiet.until)
    day = local.date()
    if since <= until:
        is_quiet, morning = since <= local.time() < until, day
    else:
        is_quiet = local.time() >= since or local.time() < until
        morning = day + timedelta(days=1) if local.time() >= since else day
    if quiet.closed_days and not calendar.is_open_day(morning if is_quiet else day):
        is_quiet, morning = True, calendar.first_open_day(morning if is_quiet else day)
    return datetime.combine(morning, until, calendar.zone).astimezone(at.tzinfo) if is_quiet else at
