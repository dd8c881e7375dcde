"""
Working time the slow way: minute by minute and day by day, with no idea in common with the engine.

Every minute is put on the wall clock of the zone and looked up in the hours of its day. Nothing is laid out, merged,
bisected or remembered but the offset of each quarter of an hour, at whose edges all modern zones change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from standards.calendars import WorkingCalendar

EPOCH = date(1970, 1, 1).toordinal()
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SHIFTS = range(-12 * 60, 14 * 60 + 1, 15)
Window = tuple[int, int]
Pause = tuple[datetime, datetime]


@dataclass(frozen=True)
class Slow:
    """Windows of each weekday in minutes from midnight (an end past 1440 is a night), and closed dates."""

    zone: ZoneInfo
    hours: tuple[tuple[Window, ...], ...]
    closed: frozenset[date] = frozenset()

    def windows(self, day: date) -> tuple[Window, ...]:
        return () if day in self.closed else self.hours[day.weekday()]

    def is_open(self, at: datetime) -> bool:
        """Whether the minute that begins at *at* is one in which the office is open."""
        return self.is_open_minute(minute_of(at))

    def is_open_minute(self, minute: int) -> bool:
        today, wall = divmod(minute + offset_minutes(self.zone, minute // 15), 1440)
        for start, end in self.windows(date.fromordinal(EPOCH + today)):
            if start <= wall < end:
                return True
        return any(wall < end - 1440 for _, end in self.windows(date.fromordinal(EPOCH + today - 1)))

    def deadline(self, start: datetime, minutes: int, pauses: Sequence[Pause] = ()) -> datetime:
        """The earliest instant with exactly so many open minutes between *start* and it."""
        at, held = minute_of(start), _minutes_of(pauses)
        while minutes:
            if not any(since <= at < until for since, until in held):
                minutes -= self.is_open_minute(at)
            at += 1
        return datetime.fromtimestamp(at * 60, UTC)

    def elapsed(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> int:
        held = _minutes_of(pauses)
        return sum(
            self.is_open_minute(at) and not any(since <= at < until for since, until in held)
            for at in range(minute_of(start), minute_of(end))
        )

    # --- days ---

    def is_open_day(self, day: date) -> bool:
        """Whether the clock on the wall shows at least one minute of a window that begins on this day."""
        return bool(self.windows(day)) and self.last_minute(day) is not None

    def step(self, day: date, days: int) -> date:
        """Walk so many open days on (or back), one day at a time."""
        way = DAY if days > 0 else -DAY
        for _ in range(abs(days)):
            day += way
            while not self.is_open_day(day):
                day += way
        return day

    def on_or_after(self, day: date) -> date:
        while not self.is_open_day(day):
            day += DAY
        return day

    def closing(self, day: date) -> datetime:
        last = self.last_minute(day)
        assert last is not None
        return last + MINUTE

    def last_minute(self, day: date) -> datetime | None:
        """The last open minute of the windows that begin on the day, as far as the clock shows them."""
        for start, end in sorted(self.windows(day), reverse=True):
            for minute in range(end - 1, start - 1, -1):
                at = self.shown(day, minute)
                if at is not None:
                    return at
        return None

    def shown(self, day: date, minute: int) -> datetime | None:
        """When the clock on the wall shows this minute of the day, for the last time if it does so twice."""
        wall = (day.toordinal() - EPOCH) * 1440 + minute
        found = [wall - shift for shift in SHIFTS if offset_minutes(self.zone, (wall - shift) // 15) == shift]
        return datetime.fromtimestamp(max(found) * 60, UTC) if found else None

    def working_days(self, start: datetime, days: int, reading: str) -> date:
        """Readings A, B and C of "within so many working days"."""
        local = start.astimezone(self.zone)
        day = local.date()
        if reading == "A":
            day = day if self.is_open_day(day) else self.step(day, -1)
        elif not self.is_open_day(day):
            day = self.on_or_after(day)
        elif reading == "C" and start >= self.closing(day):
            day = self.on_or_after(day + DAY)
        return self.step(day, days)


def minute_of(at: datetime) -> int:
    return int(at.timestamp()) // 60


def _minutes_of(pauses: Sequence[Pause]) -> list[tuple[int, int]]:
    return [(minute_of(since), minute_of(until)) for since, until in pauses]


@cache
def offset_minutes(zone: ZoneInfo, quarter: int) -> int:
    offset = datetime.fromtimestamp(quarter * 900, UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return offset // MINUTE


def engine(slow: Slow) -> WorkingCalendar:
    """The engine's calendar with the same hours."""
    weekly = tuple(tuple((_time(start), _time(end)) for start, end in windows) for windows in slow.hours)
    return WorkingCalendar(slow.zone, weekly, closed=dict.fromkeys(slow.closed, "closed"))


def changes(zone: ZoneInfo, first: date, last: date) -> list[datetime]:
    """The instants at which the zone's clocks change."""
    midnights = range((first.toordinal() - EPOCH) * 96, (last.toordinal() - EPOCH) * 96, 96)
    turning = [
        quarter
        for midnight in midnights
        if offset_minutes(zone, midnight) != offset_minutes(zone, midnight + 96)
        for quarter in range(midnight + 1, midnight + 97)
        if offset_minutes(zone, quarter - 1) != offset_minutes(zone, quarter)
    ]
    return [datetime.fromtimestamp(quarter * 900, UTC) for quarter in turning]


def _time(minute: int) -> time:
    return time(minute % 1440 // 60, minute % 60)
