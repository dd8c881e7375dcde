"""When somebody is reminded of a promise before it is due: walked back through open time, never after it is due."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from standards.calendars import WorkingCalendar
from standards.charter_parts import Reminder
from standards.deadlines import MINUTES, Deadline, LastDay, add_months, add_time, time_between
from standards.explanations import DueStep, Explanation, Given, Held, ZeroDay
from standards.limits import WORKING_UNITS, Limit


class Course(msgspec.Struct, frozen=True):
    """What is reminded of: when it is due, and what it was counted from; nothing where a date was simply promised."""

    due: DueStep
    source: Given | None

    @property
    def runs_always(self) -> bool:
        """Say whether the time runs day and night, so that a reminder may come at any hour."""
        limit = self.source.limit if self.source else None
        return limit is not None and not limit.counts_days and limit.unit not in WORKING_UNITS


def reminders(
    rules: Sequence[Reminder], kind: str, due: Deadline | Explanation, calendar: WorkingCalendar
) -> tuple[datetime, ...]:
    """
    Return the instants (UTC, in order) at which the rules for a *kind* of clock remind of what is due.

    Each lies between the start and the due instant, and in open time unless the limit itself runs day and night. A
    rule that reaches back behind the start, or finds no open time, gives none.
    """
    wanted = [rule for rule in rules if rule.clock == kind]
    course = _course(due, calendar) if wanted else None
    if course is None:
        return ()
    found = (
        _before(rule.before, course, calendar) if rule.before else _share(rule.at or 0, course, calendar)
        for rule in wanted
    )
    return tuple(sorted({at for at in found if at is not None and _fits(at, course, calendar)}))


def _course(due: Deadline | Explanation, calendar: WorkingCalendar) -> Course | None:
    explanation = due.explanation if isinstance(due, Deadline) else due
    source = next((step for step in explanation if isinstance(step, Given)), None)
    last = next((step for step in explanation if isinstance(step, DueStep)), None)
    if last is None and isinstance(due, Deadline):
        last = DueStep(due.due_at, calendar.local_day(due.due_at), all_day=False)
    return None if last is None else Course(last, source)


def _fits(at: datetime, course: Course, calendar: WorkingCalendar) -> bool:
    has_begun = course.source is None or at >= course.source.start
    return has_begun and at <= course.due.at and (course.runs_always or calendar.is_open(at))


def _before(before: Limit, course: Course, calendar: WorkingCalendar) -> datetime:
    """Return the opening of a day that lies so many days before the last, or the instant so much time before."""
    if not before.counts_days:
        return _time_before(before, course, calendar)
    on, amount = course.due.on, before.amount
    match before.unit:
        case "working_days":
            day = calendar.add_open_days(on, -amount) if amount else on
        case "months":
            day = add_months(on, -amount)
        case unit:
            day = on - timedelta(days=amount * (7 if unit == "weeks" else 1))
    return calendar.opening_on(day if calendar.is_open_day(day) else calendar.add_open_days(day, -1))


def _time_before(before: Limit, course: Course, calendar: WorkingCalendar) -> datetime:
    amount = timedelta(minutes=before.amount * MINUTES[before.unit])
    if before.unit in WORKING_UNITS:
        return calendar.subtract_time(course.due.at, amount)
    at = course.due.at - amount
    if course.runs_always or calendar.is_open(at):
        return at
    # The office is shut then: somebody is reminded when the open day before it begins.
    last = calendar.subtract_time(at, timedelta.resolution)
    return calendar.opening_on(calendar.open_day_of(last))


def _share(percent: int, course: Course, calendar: WorkingCalendar) -> datetime | None:
    """Return when so many percent of the time are over, what was held left out; for days, the opening of a day."""
    source = course.source
    if source is None:
        return None
    if source.limit.counts_days:
        day = _share_of_days(percent, course.due, source, calendar)
        if day is not None:
            return calendar.opening_on(day)
    holds = [(hold.since, hold.until) for hold in source.holds]
    if course.runs_always:
        passed = time_between(source.start, course.due.at, holds) * percent // 100
        return add_time(source.start, passed, holds)
    passed = calendar.open_time_between(source.start, course.due.at, holds) * percent // 100
    return calendar.next_open(calendar.add_time(source.start, passed, holds))


def _share_of_days(percent: int, due: DueStep, source: Given, calendar: WorkingCalendar) -> date | None:
    """Return the open day that begins when so many percent of the open days are over; None when there are none."""
    first = calendar.local_day(source.start)
    days = calendar.open_days_between(first, due.on)
    days -= _put_off(days, first, source, calendar)[1]
    return _put_off(days * percent // 100 + 1, first, source, calendar)[0] if days > 0 else None


def _put_off(days: int, first: date, source: Given, calendar: WorkingCalendar) -> tuple[date, int]:
    """Return so many open days after the first one with the holds on the way, and for how many days these were."""
    if not source.holds or days < 0:
        return calendar.add_open_days(first, days), 0
    last = LastDay(Limit(days, "working_days"), calendar, ZeroDay(first, counts=False, why="receipt"), source.holds)
    last.hold()
    return last.on, sum(step.days or 0 for step in last.steps if isinstance(step, Held))
