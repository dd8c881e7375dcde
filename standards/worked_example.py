"""A promise worked out for one day: what somebody who tells us then is told, and why."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import msgspec

from standards.calendars import WorkingCalendar
from standards.charter_parts import StageRule
from standards.deadlines import Deadline, deadline

MIDDAY = time(12)
LOOK_AHEAD = 400  # days; a year and a month, so that every yearly closure is met


class Example(msgspec.Struct, frozen=True):
    """
    What follows from a message at midday of a day.

    `why_closed` names the holiday or closure of that day, and is empty on a day of the week on which nobody works.
    """

    on: date
    is_open: bool
    why_closed: str
    acknowledge: Deadline | None
    respond: Deadline


def example(rule: StageRule, day: date, calendar: WorkingCalendar) -> Example:
    """Return what is promised to somebody who tells us at midday of *day*; we acknowledge on the last day."""
    at = datetime.combine(day, MIDDAY, calendar.zone).astimezone(UTC)
    acknowledge = deadline(rule.acknowledge, at, calendar) if rule.acknowledge else None
    acknowledged_at = acknowledge.due_at if acknowledge else at
    begun = rule.respond_start(at, acknowledged_at, acknowledged_at) or at
    respond = deadline(rule.respond, begun, calendar, event="received" if begun == at else "acknowledgement_due")
    is_open = calendar.is_open_day(day)
    return Example(day, is_open, "" if is_open else calendar.closure_on(day) or "", acknowledge, respond)


def examples(rule: StageRule, day: date, calendar: WorkingCalendar) -> tuple[Example, ...]:
    """Return *day* worked out, and the first day after it on which the office is otherwise: closed, or open again."""
    is_open = calendar.is_open_day(day)
    others = _other_days(day, calendar, is_open=is_open)
    return tuple(example(rule, one, calendar) for one in (day, *others))


def _other_days(day: date, calendar: WorkingCalendar, *, is_open: bool) -> Iterator[date]:
    following = (day + timedelta(days) for days in range(1, LOOK_AHEAD))
    other = next((one for one in following if calendar.is_open_day(one) is not is_open), None)
    if other is not None:
        yield other
