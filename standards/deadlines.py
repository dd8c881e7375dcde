"""By when a promise must be kept: a limit, a start and a calendar give a date, an instant and the reasons for it."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from standards.calendars import ONE_DAY, OpenDay, Span, WorkingCalendar, require_year, spans
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
    Why,
    ZeroDay,
    given,
    parts,
)
from standards.hours import windows_from
from standards.limits import WORKING_UNITS, Counting, Limit
from standards.telling import explanation_words
from standards.yearbook import instant, micros

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
    "recount",
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
    """
    Return when *limit* ends that began at *start*.

    Raises Invalid for an extension that does not fit the limit or would make the deadline earlier.
    """
    require_year(start.year)
    named = tuple(hold if isinstance(hold, Hold) else Hold(*hold) for hold in holds)
    return _answer(Question(limit, as_utc(start), event, named, tuple(extensions)), calendar)


def recount(explanation: Explanation, calendar: WorkingCalendar) -> Deadline:
    """
    Count again on another calendar, such as the same one with a holiday more.

    An extension that was granted stays: where it would now end earlier than the day before it, that day stays.
    """
    source = given(explanation)
    asked = Question(source.limit, source.start, source.event, source.holds, source.extensions, is_granted=True)
    return _answer(asked, calendar)


def replay(explanation: Explanation) -> datetime:
    """Make the calculation again from nothing but its own explanation."""
    return max(recount(part, _calendar_of(given(part))).due_at for part in parts(explanation))


def _calendar_of(source: Given) -> WorkingCalendar:
    return WorkingCalendar(
        zone=ZoneInfo(source.zone),
        weekly=tuple(windows_from(text) for text in source.week),
        closed=dict(source.closed),
        opened={day: OpenDay(windows_from(text), why) for day, text, why in source.opened},
        name=source.calendar,
        version=source.version,
    )


class Question(msgspec.Struct, frozen=True):
    """All that a deadline is asked with; once granted, an extension is no longer refused."""

    limit: Limit
    start: datetime
    event: Event
    holds: tuple[Hold, ...]
    extensions: tuple[Extension, ...]
    is_granted: bool = False


def _answer(asked: Question, calendar: WorkingCalendar) -> Deadline:
    for extension in asked.extensions:
        _check(asked.limit, extension)
    counted = (_days if asked.limit.counts_days else _time)(asked, calendar)
    first, last = _reach(asked, counted.furthest, calendar)
    source = Given(
        limit=asked.limit,
        start=asked.start,
        event=asked.event,
        zone=calendar.zone.key,
        week=calendar.week_text,
        closed=calendar.closures_between(first, last),
        opened=calendar.openings_between(first, last),
        holds=asked.holds,
        extensions=asked.extensions,
        calendar=calendar.name,
        version=calendar.version,
    )
    due = counted.due
    return Deadline(due.at, due.on, (source, *counted.steps, due))


class Answer(msgspec.Struct, frozen=True):
    """When it is due, the steps to it, and the furthest day that was looked at on the way."""

    due: DueStep
    steps: list[Step]
    furthest: date


def _reach(asked: Question, furthest: date, calendar: WorkingCalendar) -> tuple[date, date]:
    """Return the first and last day that had a say, with a day to spare on each side."""
    first, last = calendar.local_day(asked.start), furthest + ONE_DAY
    for extension in asked.extensions:
        if extension.granted_at is not None:
            first = min(first, calendar.local_day(extension.granted_at))
    return first - ONE_DAY, last if calendar.has_week else calendar.first_open_day(last)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month *months* later, or the last day of a month that is too short."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- limits in days: about dates ---


def _days(asked: Question, calendar: WorkingCalendar) -> Answer:
    limit = asked.limit
    zero = _zero_day(limit, asked.start, calendar)
    last = LastDay(limit, calendar, zero, asked.holds)
    for extension in asked.extensions:
        last.extend(extension, is_granted=asked.is_granted)
    if asked.holds:
        last.hold()
    rolled = _roll(limit, zero.on, last.on, calendar)
    if rolled != last.on:
        last.steps.append(Rolled(last.on, rolled))
    return Answer(_due(limit, zero, asked.start, rolled, calendar), last.steps, max(last.on, rolled))


class LastDay:
    """The last day of a limit on its way through holds and extensions, with the steps it took."""

    def __init__(self, limit: Limit, calendar: WorkingCalendar, zero: ZeroDay, holds: Sequence[Hold]) -> None:
        self._limit = limit
        self._calendar = calendar
        self._zero = zero
        self._holds = sorted(holds, key=lambda each: each.since)
        self._held_until = zero.on - ONE_DAY if zero.counts else zero.on
        self.on = _count(limit, zero.on, calendar, included=zero.counts)
        self.steps: list[Step] = [zero, Counted(zero.on, self.on)]

    def extend(self, extension: Extension, *, is_granted: bool) -> None:
        """Move the day by an extension, after what was held until it was granted."""
        if extension.granted_at is not None:
            self.hold(until=extension.granted_at)
        before = since = self.on
        if extension.counts_from == "granted" and extension.granted_at is not None:
            since = self._calendar.local_day(extension.granted_at)
            self._held_until = max(self._held_until, since)
        longer = _count(extension.by, since, self._calendar)
        if longer < before and not is_granted:
            raise Invalid(
                f"An extension to {longer.isoformat()} would make the last day earlier than {before.isoformat()}."
            )
        self.on = max(longer, before)
        told = _roll(self._limit, self._zero.on, before, self._calendar)
        self.steps.append(Extended(extension, self.on, was=told))

    def hold(self, until: datetime | None = None) -> None:
        """Move the day by the days held up to *until*: a hold's first day still counts, its last day does not."""
        working = self._limit.unit == "working_days"
        for hold in self._holds:
            held = self._held(hold, until)
            held_from, held_to = max(held[0], self._held_until), held[1]
            if held_from >= self.on or held_to <= held_from:
                continue
            self._held_until = held_to
            days = self._calendar.open_days_between(held_from, held_to) if working else (held_to - held_from).days
            self.on = self._calendar.add_open_days(self.on, days) if working else self.on + timedelta(days=days)
            self.steps.append(Held(hold, days, "working_days" if working else "calendar_days", self.on))

    def _held(self, hold: Hold, until: datetime | None) -> tuple[date, date]:
        """Return the days on which a hold begins and ends; working days are held by open time alone."""
        since, end = as_utc(hold.since), as_utc(hold.until if until is None else min(hold.until, until))
        calendar = self._calendar
        if since < end and self._limit.unit == "working_days":
            since, end = calendar.next_open(since), calendar.last_open(end)
        if since >= end:
            return date.max, date.min
        return calendar.local_day(since), calendar.local_day(end)


def _zero_day(limit: Limit, start: datetime, calendar: WorkingCalendar) -> ZeroDay:
    local = start.astimezone(calendar.zone)
    day, counts = local.date(), limit.day_zero == "included"
    why: Why = "receipt"
    if limit.day_zero == "next_open" or limit.cut_off is not None:
        # With a time of day to keep, a receipt after closing is one at the next opening, and so on the next open day.
        cut_off = limit.cut_off or ("closing" if limit.keep_time else None)
        if not calendar.is_open_day(day):
            day, why = calendar.first_open_day(day), "closed"
        elif cut_off is not None and _past_cut_off(cut_off, local, calendar):
            day, why = calendar.add_open_days(day, 1), "cut_off"
    if limit.keep_time and limit.day_zero == "next_open":
        # The time of day of a receipt outside opening hours is that of the opening to which it moves.
        if why == "receipt" and calendar.is_open(start):
            return ZeroDay(day, counts, why)
        midnight = datetime.combine(day, time(0), calendar.zone).astimezone(UTC)
        begun = calendar.next_open(max(start, midnight))
        return ZeroDay(day, counts, why, begun if begun != start else None)
    return ZeroDay(day, counts, why)


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


def _roll(limit: Limit, zero: date, on: date, calendar: WorkingCalendar) -> date:
    if limit.roll == "none" or calendar.is_open_day(on):
        return on
    if limit.roll == "backward":
        earlier = calendar.add_open_days(on, -1)
        if earlier >= zero:
            return earlier
    return calendar.first_open_day(on)


def _due(limit: Limit, zero: ZeroDay, start: datetime, on: date, calendar: WorkingCalendar) -> DueStep:
    if limit.keep_time:
        at = datetime.combine(on, (zero.at or start).astimezone(calendar.zone).time(), calendar.zone).astimezone(UTC)
        within = _within_hours(at, on, calendar) if limit.unit == "working_days" else at
        return DueStep(within, on, all_day=False, moved=within != at)
    if limit.due == "closing" and calendar.is_open_day(on):
        return DueStep(calendar.closing_on(on), on, all_day=False)
    return DueStep(datetime.combine(on, LAST_INSTANT, calendar.zone).astimezone(UTC), on, all_day=True)


def _within_hours(at: datetime, on: date, calendar: WorkingCalendar) -> datetime:
    """Return a time of day as the opening hours of that day allow: not in a break, and no later than closing."""
    opening, closing = calendar.opening_on(on), calendar.closing_on(on)
    if opening <= at <= closing:
        return at if at == closing or calendar.is_open(at) else calendar.next_open(at)
    return opening if at < opening else closing


# --- limits in hours: about instants ---


def _time(asked: Question, calendar: WorkingCalendar) -> Answer:
    limit, start = asked.limit, asked.start
    steps: list[Step] = []
    working = limit.unit in WORKING_UNITS
    begun = calendar.next_open(start) if working else start
    if begun != start:
        steps.append(Begun(begun))
    due = _add(limit, start, asked.holds, calendar)
    counted = Counted(calendar.local_day(begun), calendar.local_day(due), due)
    held: list[Step] = []
    extended: list[Step] = []
    for extension in asked.extensions:
        before = due
        if extension.counts_from == "granted" and extension.granted_at is not None:
            granted = as_utc(extension.granted_at)
            before = _add(limit, start, _until(granted, asked.holds), calendar)
            if _add(extension.by, granted, (), calendar) >= before:
                start, limit = granted, extension.by
            elif not asked.is_granted:
                raise Invalid("An extension may not make the deadline earlier.")
        else:
            limit = msgspec.structs.replace(limit, amount=limit.amount + extension.by.amount)
        due = _add(limit, start, asked.holds, calendar)
        extended.append(Extended(extension, calendar.local_day(due), due, calendar.local_day(before), before))
    on = calendar.local_day(due)
    for hold in asked.holds:
        since, until = max(asked.start, as_utc(hold.since)), min(due, as_utc(hold.until))
        if since < until and (not working or calendar.next_open(since) < until):
            held.append(Held(hold, None, asked.limit.unit, on))
    furthest = max(on, counted.since)
    return Answer(DueStep(due, on, all_day=False), [*steps, counted, *held, *extended], furthest)


def _until(at: datetime, holds: Sequence[Hold]) -> tuple[Hold, ...]:
    """Return the holds as they stood at an instant."""
    return tuple(Hold(hold.since, min(hold.until, at), hold.reason) for hold in holds if hold.since < at)


def _add(limit: Limit, start: datetime, holds: Sequence[Hold], calendar: WorkingCalendar) -> datetime:
    amount = timedelta(minutes=limit.amount * MINUTES[limit.unit])
    pauses = [(hold.since, hold.until) for hold in holds]
    return (calendar.add_time if limit.unit in WORKING_UNITS else add_time)(start, amount, pauses)


def add_time(start: datetime, amount: timedelta, holds: Sequence[Span] = ()) -> datetime:
    """Return the instant at which *amount* has passed since *start*, day and night, but for the time inside holds."""
    at = start
    for held_from, held_to in spans(holds):
        since, until = instant(held_from), instant(held_to)
        usable = max(since - at, timedelta())
        if usable >= amount:
            break
        amount -= usable
        at = max(at, until)
    return at + amount


def time_between(start: datetime, end: datetime, holds: Sequence[Span] = ()) -> timedelta:
    """Return the time from *start* to *end*, day and night, that is not inside a hold."""
    at, until = micros(start), micros(end)
    held = sum(max(0, min(until, held_to) - max(at, held_from)) for held_from, held_to in spans(holds))
    return timedelta(microseconds=until - at - held)


def _check(limit: Limit, extension: Extension) -> None:
    if limit.counts_days and not extension.by.counts_days:
        raise Invalid(f"A limit in days ({limit.words}) is extended by days, not by {extension.by.words}.")
    if not limit.counts_days and extension.by.unit != limit.unit:
        raise Invalid(f"A limit of {limit.words} is extended in the same unit, not by {extension.by.words}.")
    if extension.counts_from == "granted" and extension.granted_at is None:
        raise Invalid("An extension that counts from the day it was granted needs that day.")
