"""When an authority is open: several windows a day, nights over midnight, public holidays, closures and moved days."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeAlias
from zoneinfo import ZoneInfo

from standards.clock import as_utc
from standards.errors import Invalid
from standards.holidays import public_holidays, require_region
from standards.hours import Minutes, Window, minutes_of, overlap, week_overlap, windows_text
from standards.wording import WEEKDAYS
from standards.yearbook import MICROSECOND, OpenDays, OpenHours, instant, merge, micros, open_hours

Span: TypeAlias = tuple[datetime, datetime]
Week: TypeAlias = tuple[tuple[Window, ...], ...]

ONE_DAY = timedelta(days=1)
HORIZON = 120  # years; no walk goes further, so a calendar that turns out never to open cannot hang anything


class BeyondHorizon(Invalid):
    """The time asked for lies further away than any promise reaches."""

    code = "beyond-horizon"


@dataclass(frozen=True, slots=True)
class OpenDay:
    """One day with hours of its own: a moved working day, a late evening, a short Christmas Eve."""

    windows: tuple[Window, ...]
    why: str = ""


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """
    The opening hours of one office in its own time zone.

    *closed* are single days, *yearly* closures come back each year by (month, day); both have a name.
    A night window belongs, with its morning, to the day on which it begins. A one-off open day beats a closure, a
    closure and a public holiday beat the week. Working time is physical elapsed time: the hour that spring skips does
    not count and the hour that autumn repeats counts twice.
    """

    zone: ZoneInfo
    weekly: Week
    closed: Mapping[date, str] = field(default_factory=dict)
    opened: Mapping[date, OpenDay] = field(default_factory=dict)
    yearly: Mapping[tuple[int, int], str] = field(default_factory=dict)
    country: str | None = None
    subdivision: str | None = None
    key: str = ""
    name: str = ""
    _week: tuple[tuple[Minutes, ...], ...] = field(init=False, repr=False)
    _days: dict[int, OpenDays] = field(default_factory=dict, init=False, repr=False)
    _hours: dict[int, OpenHours] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        refuse_impossible(self.weekly, self.opened)
        if self.country is not None:
            require_region(self.country, self.subdivision)
        week = tuple(tuple(sorted(minutes_of(window) for window in windows)) for windows in self.weekly)
        object.__setattr__(self, "_week", week)

    # --- one day, one instant ---

    def is_open_day(self, day: date) -> bool:
        """Say whether the office opens on this day; the morning after a night shift is not an open day by itself."""
        days = self._open_days(day.year).ordinals
        index = bisect_left(days, day.toordinal())
        return index < len(days) and days[index] == day.toordinal()

    def is_open(self, at: datetime) -> bool:
        at_micros = micros(as_utc(at))
        return self._open_hours(self.local_day(at).year).first_open_from(at_micros) == at_micros

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def next_open(self, at: datetime) -> datetime:
        """Return the first open instant at or after *at*."""
        at_micros = micros(as_utc(at))
        first = self.local_day(at).year
        for year in range(first, first + HORIZON):
            found = self._open_hours(year).first_open_from(at_micros)
            if found is not None:
                return instant(found)
        raise self._beyond(first)

    def closing_on(self, day: date) -> datetime:
        """Return the end of the last window that begins on this day; a day on which the office is shut has none."""
        closing = self._open_hours(day.year).closings.get(day.toordinal())
        if closing is None:
            raise Invalid(f"{day.isoformat()} is not an open day, so it has no closing time.")
        return instant(closing)

    def windows_on(self, day: date) -> tuple[Minutes, ...]:
        """Return the windows that begin on this day, in minutes from its midnight."""
        if day in self.opened:
            return tuple(sorted(minutes_of(window) for window in self.opened[day].windows))
        return () if self.closure_on(day) is not None else self._week[day.weekday()]

    def closure_on(self, day: date) -> str | None:
        """Return the name of the closure or public holiday on this day, unless the day was opened all the same."""
        if day in self.opened:
            return None
        if day in self.closed:
            return self.closed[day]
        if (day.month, day.day) in self.yearly:
            return self.yearly[day.month, day.day]
        return public_holidays(self.country, self.subdivision, day.year).get(day) if self.country else None

    # --- counting days ---

    def first_open_day(self, day: date) -> date:
        """Return this day if the office opens on it, otherwise the next one on which it does."""
        return self.add_open_days(day - ONE_DAY, 1)

    def add_open_days(self, day: date, amount: int) -> date:
        """
        Return the open day *amount* open days after *day*, or before it if the amount is negative.

        The day itself never counts, so one open day after a Friday is the Monday. Nothing added to a closed day gives
        the next open day.
        """
        if amount == 0:
            return self.first_open_day(day)
        year, ordinal = day.year, day.toordinal()
        days = self._open_days(year).ordinals
        index = bisect_right(days, ordinal) - 1 + amount if amount > 0 else bisect_left(days, ordinal) + amount
        while index >= len(days):
            index -= len(days)
            year = self._further(year + 1, day.year)
            days = self._open_days(year).ordinals
        while index < 0:
            year = self._further(year - 1, day.year)
            days = self._open_days(year).ordinals
            index += len(days)
        return date.fromordinal(days[index])

    def open_days_between(self, first: date, last: date) -> int:
        """Return how many open days lie after *first*, up to and with *last*; negative if *last* is earlier."""
        if last < first:
            return -self.open_days_between(last, first)
        self._further(last.year, first.year)
        passed = sum(len(self._open_days(year).ordinals) for year in range(first.year, last.year))
        return (
            passed
            + bisect_right(self._open_days(last.year).ordinals, last.toordinal())
            - bisect_right(self._open_days(first.year).ordinals, first.toordinal())
        )

    def closures_between(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """Return the days from *first* to *last* that would be open but for a closure or holiday, with its name."""
        self._further(last.year, first.year)
        found: list[tuple[date, str]] = []
        for year in range(first.year, last.year + 1):
            days = self._open_days(year)
            start = bisect_left(days.closed_ordinals, first.toordinal())
            end = bisect_right(days.closed_ordinals, last.toordinal())
            found += [(date.fromordinal(days.closed_ordinals[at]), days.closed_names[at]) for at in range(start, end)]
        return tuple(found)

    def openings_between(self, first: date, last: date) -> tuple[tuple[date, str, str], ...]:
        """Return the one-off open days from *first* to *last* with their hours and the reason."""
        return tuple(
            (day, windows_text(special.windows), special.why)
            for day, special in sorted(self.opened.items())
            if first <= day <= last
        )

    @cached_property
    def week_text(self) -> tuple[str, ...]:
        """Return the week's hours as text, Monday first."""
        return tuple(windows_text(windows) for windows in self.weekly)

    # --- counting open time ---

    def add_time(self, start: datetime, amount: timedelta, holds: Sequence[Span] = ()) -> datetime:
        """
        Return the earliest instant before which *amount* of open time has passed since *start*.

        Time inside a hold does not count. A time used up exactly at closing ends at closing, not at the next opening.
        """
        at, left = micros(as_utc(start)), amount // MICROSECOND
        if left < 0:
            raise Invalid("Open time can only be added, not taken away.")
        for held_from, held_to in spans(holds):
            usable = self._open_micros(at, held_from) if held_from > at else 0
            if usable >= left:
                break
            left -= usable
            at = max(at, held_to)
        return instant(self._add_micros(at, left))

    def open_time_between(self, start: datetime, end: datetime, holds: Sequence[Span] = ()) -> timedelta:
        """Return the open time from *start* to *end* that is not inside a hold; nothing if *end* is not later."""
        at, until = micros(as_utc(start)), micros(as_utc(end))
        total = self._open_micros(at, until)
        for held_from, held_to in spans(holds):
            total -= self._open_micros(max(at, held_from), min(until, held_to))
        return timedelta(microseconds=total)

    def _add_micros(self, at: int, amount: int) -> int:
        if amount == 0:
            return at
        first = year = self.local_day(instant(at)).year
        hours = self._open_hours(year)
        amount += hours.before(at)
        while amount > hours.total:
            amount -= hours.total
            year = self._further(year + 1, first)
            hours = self._open_hours(year)
        return hours.when_used_up(amount)

    def _open_micros(self, at: int, until: int) -> int:
        if until <= at:
            return 0
        first, last = self.local_day(instant(at)).year, self.local_day(instant(until)).year
        self._further(last, first)
        passed = sum(self._open_hours(year).total for year in range(first, last))
        return passed + self._open_hours(last).before(until) - self._open_hours(first).before(at)

    # --- the years, laid out once each ---

    def _open_days(self, year: int) -> OpenDays:
        known = self._days.get(year)
        if known is None:
            known = self._days[year] = self._lay_out_days(year)
        return known

    def _open_hours(self, year: int) -> OpenHours:
        known = self._hours.get(year)
        if known is None:
            before = date(year - 1, 12, 31).toordinal()
            ordinals = range(before, date(year, 12, 31).toordinal() + 1)
            windows = {ordinal: self.windows_on(date.fromordinal(ordinal)) for ordinal in ordinals}
            known = self._hours[year] = open_hours(year, self.zone, windows)
        return known

    def _lay_out_days(self, year: int) -> OpenDays:
        ordinals, closed_ordinals, closed_names = [], [], []
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            if self.windows_on(day):
                ordinals.append(ordinal)
            elif self._week[day.weekday()]:
                closed_ordinals.append(ordinal)
                closed_names.append(self.closure_on(day) or "")
        return OpenDays(ordinals, closed_ordinals, closed_names)

    def _further(self, year: int, origin: int) -> int:
        if abs(year - origin) > HORIZON:
            raise self._beyond(origin)
        return year

    def _beyond(self, origin: int) -> BeyondHorizon:
        return BeyondHorizon(f"Nothing is promised more than {HORIZON} years from {origin}.")


def refuse_impossible(weekly: Week, opened: Mapping[date, OpenDay]) -> None:
    """Refuse a week that never opens, and windows that overlap."""
    if len(weekly) != len(WEEKDAYS):
        raise Invalid(f"A week has seven days, Monday first; {len(weekly)} were given.")
    if not any(weekly):
        raise Invalid("The calendar never opens: give at least one weekday a window such as '09:00-17:00'.")
    named: Iterable[tuple[str, tuple[Window, ...]]] = [
        *zip(WEEKDAYS, weekly, strict=True),
        *((day.isoformat(), special.windows) for day, special in opened.items()),
    ]
    for day_name, windows in named:
        if overlap(windows):
            raise Invalid(f"{day_name}: two windows overlap; let the first end before the second begins.")
    across = week_overlap(weekly)
    if across:
        raise Invalid(f"{WEEKDAYS[across[0]]}: the night runs into the first window of the next day.")


def spans(holds: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the holds in order, as microseconds and without overlaps."""
    return merge([(micros(as_utc(held_from)), micros(as_utc(held_to))) for held_from, held_to in holds])
