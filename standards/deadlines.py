"""By when a promise must be kept: a limit, a start and a calendar give a date, an instant and the reasons for it."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from standards.calendars import ONE_DAY, OpenDay, Span, WorkingCalendar, spans
from standards.clock import as_utc
from standards.errors import Invalid
from standards.explanations import (
    Begun,
    Counted,
    DueStep,
    Event,
    Explanation,
    Extended,
    Extension,
    Given,
    Held,
    Hold,
    Rolled,
    Step,
    ZeroDay,
    explanation_words,
    given,
)
from standards.hours import windows_from
from standards.limits import WORKING_UNITS, Counting, Limit
from standards.yearbook import instant

__all__ = [
    "Counting",
    "Deadline",
    "Explanation",
    "Extension",
    "Hold",
    "Limit",
    "add_months",
    "deadline",
    "explanation_words",
    "replay",
]

# The last instant of a day still shows that day's date; nothing that happens on the day is late.
LAST_INSTANT = time(23, 59, 59, 999_999)
MINUTES = {"working_hours": 60, "hours": 60, "working_minutes": 1, "minutes": 1}


class Deadline(msgspec.Struct, frozen=True):
    """When something is due: the instant in UTC, the day in the office's own zone, and why."""

    due_at: datetime
    on: date
    explanation: Explanation


def deadline(
    limit: Limit,
    start: datetime,
    calendar: WorkingCalendar,
    *,
    holds: Sequence[Hold | Span] = (),
    extensions: Sequence[Extension] = (),
    event: Event = "received",
) -> Deadline:
    """Return when *limit* ends that began at *start*."""
    start = as_utc(start)
    named = tuple(hold if isinstance(hold, Hold) else Hold(*hold) for hold in holds)
    for extension in extensions:
        _check(limit, extension)
    count = _days if limit.counts_days else _time
    due, steps = count(limit, start, calendar, named, extensions)
    first = calendar.local_day(start) - ONE_DAY
    last = max(step.on for step in steps if isinstance(step, Counted | Extended | Held | Rolled | DueStep)) + ONE_DAY
    source = Given(
        limit=limit,
        start=start,
        event=event,
        zone=calendar.zone.key,
        week=calendar.week_text,
        closed=calendar.closures_between(first, last),
        opened=calendar.openings_between(first, last) if calendar.opened else (),
        holds=named,
        extensions=tuple(extensions),
    )
    return Deadline(due.at, due.on, (source, *steps, due))


def replay(explanation: Explanation) -> datetime:
    """Make the calculation again from nothing but its own explanation."""
    source = given(explanation)
    calendar = WorkingCalendar(
        zone=ZoneInfo(source.zone),
        weekly=tuple(windows_from(text) for text in source.week),
        closed=dict(source.closed),
        opened={day: OpenDay(windows_from(text), why) for day, text, why in source.opened},
    )
    again = deadline(
        source.limit,
        source.start,
        calendar,
        holds=source.holds,
        extensions=source.extensions,
        event=source.event,
    )
    return again.due_at


def add_months(day: date, months: int) -> date:
    """Return the same day of the month *months* later, or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- limits in days: about dates ---


def _days(
    limit: Limit,
    start: datetime,
    calendar: WorkingCalendar,
    holds: tuple[Hold, ...],
    extensions: Sequence[Extension],
) -> tuple[DueStep, list[Step]]:
    zero = _zero_day(limit, start, calendar)
    on = _count(limit, zero.on, calendar, included=zero.counts)
    steps: list[Step] = [zero, Counted(zero.on, on)]
    since = zero.on - ONE_DAY if zero.counts else zero.on
    for extension in extensions:
        if extension.counts_from == "granted" and extension.granted_at is not None:
            on = _shift(limit, since, on, holds, calendar, steps)
            since = calendar.local_day(extension.granted_at)
            longer = _count(extension.by, since, calendar)
        else:
            longer = _count(extension.by, on, calendar)
        if longer < on:
            raise Invalid(
                f"An extension to {longer.isoformat()} would make the last day earlier than {on.isoformat()}."
            )
        on = longer
        steps.append(Extended(extension, on))
    on = _shift(limit, since, on, holds, calendar, steps) if holds else on
    rolled = _roll(limit, zero.on, on, calendar)
    if rolled != on:
        steps.append(Rolled(on, rolled))
    return _due(limit, start, zero.on, rolled, calendar), steps


def _zero_day(limit: Limit, start: datetime, calendar: WorkingCalendar) -> ZeroDay:
    local = start.astimezone(calendar.zone)
    day = local.date()
    counts = limit.day_zero == "included"
    if limit.day_zero != "next_open" and limit.cut_off is None:
        return ZeroDay(day, counts, "receipt")
    if not calendar.is_open_day(day):
        return ZeroDay(calendar.first_open_day(day), counts, "closed")
    # With a time of day to keep, a receipt after closing is one at the next opening, and so on the next open day.
    cut_off = limit.cut_off or ("closing" if limit.keep_time else None)
    if cut_off is not None and _past_cut_off(cut_off, local, calendar):
        return ZeroDay(calendar.add_open_days(day, 1), counts, "cut_off")
    return ZeroDay(day, counts, "receipt")


def _past_cut_off(cut_off: str, local: datetime, calendar: WorkingCalendar) -> bool:
    if cut_off == "closing":
        return local >= calendar.closing_on(local.date())
    return local.time() >= time.fromisoformat(cut_off)


def _count(limit: Limit, day: date, calendar: WorkingCalendar, *, included: bool = False) -> date:
    match limit.unit:
        case "working_days":
            return calendar.add_open_days(day - ONE_DAY if included else day, limit.amount)
        case "months":
            end = add_months(day, limit.amount)
            # A period "beginning with" a day ends the day before the same day of the month, if that month has one.
            return end - ONE_DAY if included and end.day == day.day else end
        case unit:
            days = limit.amount * (7 if unit == "weeks" else 1)
            return day + timedelta(days=days - 1 if included else days)


def _shift(
    limit: Limit,
    since: date,
    on: date,
    holds: tuple[Hold, ...],
    calendar: WorkingCalendar,
    steps: list[Step],
) -> date:
    """Move the last day by the days held: a hold's first day still counts, its last day does not."""
    covered = since
    for hold in sorted(holds, key=lambda each: each.since):
        held_from = max(calendar.local_day(hold.since), covered)
        held_to = calendar.local_day(hold.until)
        if held_from >= on or held_to <= held_from:
            continue
        covered = held_to
        working = limit.unit == "working_days"
        days = calendar.open_days_between(held_from, held_to) if working else (held_to - held_from).days
        on = calendar.add_open_days(on, days) if working else on + timedelta(days=days)
        steps.append(Held(hold, days, "working_days" if working else "calendar_days", on))
    return on


def _roll(limit: Limit, zero: date, on: date, calendar: WorkingCalendar) -> date:
    if limit.roll == "none" or calendar.is_open_day(on):
        return on
    if limit.roll == "backward":
        earlier = calendar.add_open_days(on, -1)
        if earlier >= zero:
            return earlier
    return calendar.first_open_day(on)


def _due(limit: Limit, start: datetime, zero: date, on: date, calendar: WorkingCalendar) -> DueStep:
    is_open = calendar.is_open_day(on)
    if limit.keep_time:
        at = datetime.combine(on, _time_of_day(limit, start, zero, calendar), calendar.zone).astimezone(UTC)
        working = limit.unit == "working_days"
        return DueStep(min(at, calendar.closing_on(on)) if working else at, on, all_day=False)
    if limit.due == "closing" and is_open:
        return DueStep(calendar.closing_on(on), on, all_day=False)
    return DueStep(datetime.combine(on, LAST_INSTANT, calendar.zone).astimezone(UTC), on, all_day=True)


def _time_of_day(limit: Limit, start: datetime, zero: date, calendar: WorkingCalendar) -> time:
    """Return the time of receipt, or of the opening to which a receipt outside opening hours moves."""
    if limit.day_zero == "next_open":
        midnight = datetime.combine(zero, time(0), calendar.zone)
        start = calendar.next_open(max(start, midnight.astimezone(UTC)))
    return start.astimezone(calendar.zone).time()


# --- limits in hours: about instants ---


def _time(
    limit: Limit,
    start: datetime,
    calendar: WorkingCalendar,
    holds: tuple[Hold, ...],
    extensions: Sequence[Extension],
) -> tuple[DueStep, list[Step]]:
    steps: list[Step] = []
    working = limit.unit in WORKING_UNITS
    if working and not calendar.is_open(start):
        steps.append(Begun(calendar.next_open(start)))
    due = _add(limit, start, holds, calendar)
    steps.append(Counted(calendar.local_day(start), calendar.local_day(due)))
    amount = limit
    for extension in extensions:
        if extension.counts_from == "granted" and extension.granted_at is not None:
            start, amount = as_utc(extension.granted_at), extension.by
        else:
            amount = msgspec.structs.replace(amount, amount=amount.amount + extension.by.amount)
        longer = _add(amount, start, holds, calendar)
        if longer < due:
            raise Invalid("An extension may not make the deadline earlier.")
        due = longer
        steps.append(Extended(extension, calendar.local_day(due)))
    on = calendar.local_day(due)
    steps += [Held(hold, None, limit.unit, on) for hold in holds if hold.since < due and hold.until > hold.since]
    return DueStep(due, on, all_day=False), steps


def _add(limit: Limit, start: datetime, holds: tuple[Hold, ...], calendar: WorkingCalendar) -> datetime:
    amount = timedelta(minutes=limit.amount * MINUTES[limit.unit])
    pauses = [(hold.since, hold.until) for hold in holds]
    if limit.unit in WORKING_UNITS:
        return calendar.add_time(start, amount, pauses)
    at = start
    for held_from, held_to in spans(pauses):
        since, until = instant(held_from), instant(held_to)
        usable = max(since - at, timedelta())
        if usable >= amount:
            break
        amount -= usable
        at = max(at, until)
    return at + amount


def _check(limit: Limit, extension: Extension) -> None:
    if limit.counts_days and not extension.by.counts_days:
        raise Invalid(f"A limit in days ({limit.words}) is extended by days, not by {extension.by.words}.")
    if not limit.counts_days and extension.by.unit != limit.unit:
        raise Invalid(f"A limit of {limit.words} is extended in the same unit, not by {extension.by.words}.")
    if extension.counts_from == "granted" and extension.granted_at is None:
        raise Invalid("An extension that counts from the day it was granted needs that day.")
