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
from standards.recurring import RecurringDay, refuse_collision
from standards.wording import WEEKDAYS
from standards.yearbook import (
    EPOCH,
    MEAN_YEAR,
    MICROSECOND,
    NEAR_TURN,
    OpenDays,
    OpenHours,
    instant,
    merge,
    micros,
    open_hours,
)

Span: TypeAlias = tuple[datetime, datetime]
Week: TypeAlias = tuple[tuple[Window, ...], ...]

ONE_DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1600, 2600
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
    closure and a public holiday beat a recurring day, and that beats the week. Working time is physical elapsed time:
    the hour that spring skips does not count and the hour that autumn repeats counts twice. *version* is that of the
    charter the calendar stands in, 0 when there is none.
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
    recurring: tuple[RecurringDay, ...] = ()
    version: int = 0
    _week: tuple[tuple[Minutes, ...], ...] = field(init=False, repr=False)
    _days: dict[int, OpenDays] = field(default_factory=dict, init=False, repr=False)
    _hours: dict[int, OpenHours] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        refuse_impossible(self.weekly, self.opened, self.recurring)
        if self.country is not None:
            require_region(self.country, self.subdivision)
        object.__setattr__(self, "_week", tuple(_in_order(windows) for windows in self.weekly))

    # --- one day, one instant ---

    def is_open_day(self, day: date) -> bool:
        """Say whether the office opens on this day; the morning after a night shift is not an open day by itself."""
        days = self._open_days(day.year).ordinals
        index = bisect_left(days, day.toordinal())
        return index < len(days) and days[index] == day.toordinal()

    def is_open(self, at: datetime) -> bool:
        at_micros = micros(as_utc(at))
        return self._open_hours(self._year_of(at_micros)).first_open_from(at_micros) == at_micros

    def local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def next_open(self, at: datetime) -> datetime:
        """Return the first open instant at or after *at*."""
        at_micros = micros(as_utc(at))
        first = self._year_of(at_micros)
        for year in range(first, first + HORIZON):
            found = self._open_hours(year).first_open_from(at_micros)
            if found is not None:
                return instant(found) if found > at_micros else as_utc(at)
        raise self._beyond(first)

    def last_open(self, at: datetime) -> datetime:
        """Return the last instant up to *at* at which the office was open or just closing."""
        at_micros = micros(as_utc(at))
        first = self._year_of(at_micros)
        for year in range(first, first - HORIZON, -1):
            found = self._open_hours(year).last_open_until(at_micros)
            if found is not None:
                return instant(found) if found < at_micros else as_utc(at)
        raise self._beyond(first)

    def opening_on(self, day: date) -> datetime:
        """Return the start of the first window that begins on this day; a day on which the office is shut has none."""
        return instant(self._open_day(day)[0])

    def closing_on(self, day: date) -> datetime:
        """Return the end of the last window that begins on this day; a day on which the office is shut has none."""
        return instant(self._open_day(day)[1])

    def open_day_of(self, at: datetime) -> date:
        """Return the open day to whose hours an open instant belongs: after midnight, the day the night began on."""
        day = self.local_day(at)
        found = self._open_hours(day.year).days.get(day.toordinal())
        return day if found is not None and found[0] <= micros(as_utc(at)) else day - ONE_DAY

    def _open_day(self, day: date) -> tuple[int, int]:
        found = self._open_hours(day.year).days.get(day.toordinal())
        if found is None:
            raise Invalid(f"{day.isoformat()} is not an open day, so it has no opening and no closing time.")
        return found

    def windows_on(self, day: date) -> tuple[Minutes, ...]:
        """Return the windows that begin on this day, in minutes from its midnight."""
        if day in self.opened:
            return _in_order(self.opened[day].windows)
        if self._holiday_on(day) is not None:
            return ()
        special = self._recurring_on(day)
        return self._week[day.weekday()] if special is None else _in_order(special.windows)

    def closure_on(self, day: date) -> str | None:
        """Return the name of the closure or public holiday on this day, unless the day was opened all the same."""
        if day in self.opened:
            return None
        name = self._holiday_on(day)
        special = self._recurring_on(day) if name is None else None
        return special.why if special is not None and not special.windows else name

    def _holiday_on(self, day: date) -> str | None:
        if day in self.closed:
            return self.closed[day]
        if (day.month, day.day) in self.yearly:
            return self.yearly[day.month, day.day]
        return public_holidays(self.country, self.subdivision, day.year).get(day) if self.country else None

    def _recurring_on(self, day: date) -> RecurringDay | None:
        return next((one for one in self.recurring if one.falls_on(day)), None)

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
        if first.year == last.year:
            days = self._open_days(first.year).ordinals
            return bisect_right(days, last.toordinal()) - bisect_right(days, first.toordinal())
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
        """Return the days from *first* to *last* with hours other than the week's, with these hours and the reason."""
        if not self.opened and not self.recurring:
            return ()
        self._further(last.year, first.year)
        return tuple(
            opening
            for year in range(first.year, last.year + 1)
            for opening in self._open_days(year).openings
            if first <= opening[0] <= last
        )

    @cached_property
    def has_week(self) -> bool:
        """Say whether there are hours that come back every week."""
        return any(self.weekly)

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

    def subtract_time(self, end: datetime, amount: timedelta) -> datetime:
        """
        Return the latest instant from which *amount* of open time is left until *end*.

        A time that reaches back exactly to an opening begins at that opening, not at the closing before it.
        """
        at, amount_left = micros(as_utc(end)), amount // MICROSECOND
        if amount_left <= 0:
            return instant(at)
        first = year = self._year_of(at)
        hours = self._open_hours(year)
        before = hours.before(at)
        while amount_left > before:
            amount_left -= before
            year = self._further(year - 1, first)
            hours = self._open_hours(year)
            before = hours.total
        return instant(hours.when_left(before - amount_left))

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
        first = year = self._year_of(at)
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
        first, last = self._year_of(at), self._year_of(until)
        if first == last:
            hours = self._open_hours(first)
            return hours.before(until) - hours.before(at)
        self._further(last, first)
        passed = sum(self._open_hours(year).total for year in range(first, last))
        return passed + self._open_hours(last).before(until) - self._open_hours(first).before(at)

    # --- the years, laid out once each ---

    def _year_of(self, at: int) -> int:
        """Return the year on the wall; only at its turn does that take more than a division."""
        year, rest = divmod(at, MEAN_YEAR)
        return EPOCH.year + year if NEAR_TURN < rest < MEAN_YEAR - NEAR_TURN else self.local_day(instant(at)).year

    def _open_days(self, year: int) -> OpenDays:
        known = self._days.get(year)
        if known is None:
            known = self._days[year] = self._lay_out_days(year)
        return known

    def _open_hours(self, year: int) -> OpenHours:
        known = self._hours.get(year)
        if known is None:
            require_year(year)
            before = date(year - 1, 12, 31).toordinal()
            ordinals = range(before, date(year, 12, 31).toordinal() + 1)
            windows = {ordinal: self.windows_on(date.fromordinal(ordinal)) for ordinal in ordinals}
            known = self._hours[year] = open_hours(year, self.zone, windows)
        return known

    def _lay_out_days(self, year: int) -> OpenDays:
        # A day whose hours all fall into a skipped hour, or that a zone left out altogether, is no open day.
        open_days = self._open_hours(year).days
        closed_ordinals, closed_names, openings = [], [], []
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            special = self.opened.get(day) or self._recurring_on(day)
            if ordinal in open_days:
                if special is not None:
                    openings.append((day, windows_text(special.windows), special.why))
            elif self._week[day.weekday()] or (special is not None and special.windows):
                name = self.closure_on(day)
                if name is not None:
                    closed_ordinals.append(ordinal)
                    closed_names.append(name)
        return OpenDays(list(open_days), closed_ordinals, closed_names, openings)

    def _further(self, year: int, origin: int) -> int:
        if abs(year - origin) > HORIZON:
            raise self._beyond(origin)
        return year

    def _beyond(self, origin: int) -> BeyondHorizon:
        return BeyondHorizon(f"Nothing is promised more than {HORIZON} years from {origin}.")


def require_year(year: int) -> None:
    """Refuse a year so far off that it can only be a slip of the pen."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BeyondHorizon(f"No calendar reaches to the year {year}.")


def refuse_impossible(weekly: Week, opened: Mapping[date, OpenDay], recurring: Sequence[RecurringDay] = ()) -> None:
    """Refuse a calendar without any hours, and windows that overlap."""
    if len(weekly) != len(WEEKDAYS):
        raise Invalid(f"A week has seven days, Monday first; {len(weekly)} were given.")
    of_their_own = [*(special.windows for special in opened.values()), *(special.windows for special in recurring)]
    if not any((*weekly, *of_their_own)):
        raise Invalid("The calendar never opens: give at least one weekday a window such as '09:00-17:00'.")
    named: Iterable[tuple[str, tuple[Window, ...]]] = [
        *zip(WEEKDAYS, weekly, strict=True),
        *((day.isoformat(), special.windows) for day, special in opened.items()),
        *((special.why or WEEKDAYS[special.weekday], special.windows) for special in recurring),
    ]
    for day_name, windows in named:
        if overlap(windows):
            raise Invalid(f"{day_name}: two windows overlap; let the first end before the second begins.")
    across = week_overlap(weekly)
    if across:
        raise Invalid(f"{WEEKDAYS[across[0]]}: the night runs into the first window of the next day.")
    refuse_collision(weekly, recurring)


def _in_order(windows: Iterable[Window]) -> tuple[Minutes, ...]:
    return tuple(sorted(minutes_of(window) for window in windows))


def spans(holds: Sequence[Span]) -> list[tuple[int, int]]:
    """Return the holds in order, as microseconds and without overlaps."""
    return merge([(micros(as_utc(held_from)), micros(as_utc(held_to))) for held_from, held_to in holds])
