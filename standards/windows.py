"""Until when a person may ask: so long after the answer, or after the day it happened, whichever is later."""

from datetime import UTC, date, datetime, time

import msgspec

from standards.calendars import HORIZON, WorkingCalendar
from standards.charter_parts import Tier
from standards.deadlines import Deadline, deadline
from standards.explanations import DueStep, Later
from standards.limits import Limit

MIDNIGHT = time(0)
LAST_MINUTE = time(23, 59)


def ask_by(
    tier: Tier, calendar: WorkingCalendar, answered_at: datetime | None, event_on: date | None
) -> Deadline | None:
    """
    Return until when a person may ask for *tier*, or nothing where there is no limit.

    The later of `ask_within` of the answer and `ask_within_of_event` of the day it happened. Nothing is over before
    there is an answer to be unhappy with, and a day nobody knows sets no limit by itself. Asking late is considered.
    """
    if tier.ask_within is not None and answered_at is None:
        return None
    found = []
    if tier.ask_within is not None and answered_at is not None:
        found.append(deadline(tier.ask_within, answered_at, calendar, event="answered"))
    if tier.ask_within_of_event is not None and event_on is not None and _is_near(event_on, answered_at):
        found.append(_of_event(tier.ask_within_of_event, event_on, calendar))
    return _later(found) if found else None


def asked_late(tier: Tier, calendar: WorkingCalendar, event_on: date | None, at: datetime) -> bool:
    """Say whether somebody tells us at *at* of something that happened longer ago than one may ask about."""
    if tier.ask_within_of_event is None or event_on is None:
        return False
    return not _is_near(event_on, at) or _of_event(tier.ask_within_of_event, event_on, calendar).due_at < at


def _is_near(day: date, at: datetime | None) -> bool:
    """A day further back than any window reaches is a slip of the pen, or hopelessly late."""
    return at is None or at.year - day.year < HORIZON


def _of_event(limit: Limit, day: date, calendar: WorkingCalendar) -> Deadline:
    """Count from a day of which no hour is known: hours from its end, and days without a time of day to keep."""
    if limit.counts_days:
        limit = msgspec.structs.replace(limit, keep_time=False, cut_off=None)
    start = datetime.combine(day, MIDNIGHT if limit.counts_days else LAST_MINUTE, calendar.zone)
    return deadline(limit, start.astimezone(UTC), calendar, event="happened")


def _later(found: list[Deadline]) -> Deadline:
    latest = max(found, key=lambda one: one.due_at)
    if len(found) == 1:
        return latest
    last = next(step for step in latest.explanation if isinstance(step, DueStep))
    steps = tuple(step for one in found for step in one.explanation)
    return Deadline(latest.due_at, latest.on, (*steps, Later(last.at, last.on, last.all_day)))
