"""Quiet hours: a message that nobody is waiting for is not sent in the middle of the night."""

from datetime import datetime, time, timedelta

from standards.calendars import WorkingCalendar
from standards.charter import Quiet


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
