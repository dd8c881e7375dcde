"""One year of a working calendar laid out as sorted arrays, so that counting is a look-up and not a walk."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from standards.hours import DAY, Minutes

# Instants inside this module are whole microseconds since 1970 in UTC: exact, and cheap to compare.
Stretch: TypeAlias = tuple[int, int]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)
MINUTE_MICROS = 60_000_000
DAY_MICROS = DAY * MINUTE_MICROS
# Years of the mean length drift by less than three days from those of the calendar; a zone adds less than one.
MEAN_YEAR = 31_556_952_000_000
NEAR_TURN = 5 * DAY_MICROS


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The open days of one year as ordinals, the closures with their names, and the days with hours of their own."""

    ordinals: Sequence[int]
    closed_ordinals: Sequence[int]
    closed_names: Sequence[str]
    openings: Sequence[tuple[date, str, str]]


@dataclass(frozen=True, slots=True)
class OpenHours:
    """
    The open stretches of one year in physical time, with the open time that lies up to the end of each.

    *days* are the open days in order: ordinal to the opening and the closing of the windows that begin on it.
    """

    starts: Sequence[int]
    ends: Sequence[int]
    through: Sequence[int]
    days: Mapping[int, Stretch]

    @property
    def total(self) -> int:
        return self.through[-1] if self.through else 0

    def before(self, at: int) -> int:
        """Return the open time of this year that lies before the instant *at*."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        return self.through[index] - max(0, self.ends[index] - at)

    def when_used_up(self, amount: int) -> int:
        """Return the earliest instant before which *amount* of this year's open time lies; 0 < amount <= total."""
        index = bisect_left(self.through, amount)
        return self.ends[index] - (self.through[index] - amount)

    def when_left(self, amount: int) -> int:
        """Return the latest instant before which *amount* of this year's open time lies; 0 <= amount < total."""
        index = bisect_right(self.through, amount)
        return self.ends[index] - (self.through[index] - amount)

    def last_open_until(self, at: int) -> int | None:
        """Return the last instant of this year, up to and with *at*, at which an open stretch ran or ended."""
        index = bisect_left(self.starts, at) - 1
        return min(at, self.ends[index]) if index >= 0 else None

    def first_open_from(self, at: int) -> int | None:
        """Return the first open instant of this year at or after *at*."""
        index = bisect_right(self.ends, at)
        return max(at, self.starts[index]) if index < len(self.starts) else None


def micros(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def instant(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def open_hours(year: int, zone: ZoneInfo, windows: Mapping[int, Sequence[Minutes]]) -> OpenHours:
    """Lay out the year from the sorted windows of each day (by ordinal, the last day of the year before included)."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    pieces = list(offset_pieces(zone, first - 2, last + 4))
    stretches: list[Stretch] = []
    days: dict[int, Stretch] = {}
    for ordinal in range(first, last + 1):
        for _, end in windows.get(ordinal - 1, ()):
            if end > DAY:
                stretches += physical(ordinal, (0, end - DAY), pieces)
        own: list[Stretch] = []
        for start, end in windows.get(ordinal, ()):
            whole = physical(ordinal, (start, end), pieces)
            own += whole
            stretches += whole if end <= DAY else physical(ordinal, (start, DAY), pieces)
        if own:
            days[ordinal] = min(own)[0], max(end for _, end in own)
    merged = merge(stretches)
    return OpenHours(
        starts=[start for start, _ in merged],
        ends=[end for _, end in merged],
        through=list(accumulate(end - start for start, end in merged)),
        days=days,
    )


def offset_pieces(zone: ZoneInfo, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Yield (from, to, offset) for each stretch between two days in which the zone's offset from UTC stays the same."""
    days = [(ordinal - EPOCH_ORDINAL) * DAY_MICROS for ordinal in range(first, last + 1)]
    cuts = [days[0]]
    cuts += [
        _change(zone, earlier, later)
        for earlier, later in pairwise(days)
        if _offset(zone, earlier) != _offset(zone, later)
    ]
    cuts.append(days[-1])
    for start, end in pairwise(cuts):
        yield start, end, _offset(zone, start)


def physical(ordinal: int, window: Minutes, pieces: Sequence[tuple[int, int, int]]) -> list[Stretch]:
    """
    Return the stretches of physical time in which a clock on the wall shows the window.

    An hour that spring skips gives nothing; an hour that autumn repeats is given twice.
    """
    midnight = (ordinal - EPOCH_ORDINAL) * DAY_MICROS
    start, end = (midnight + minute * MINUTE_MICROS for minute in window)
    found = []
    for begins, ceases, offset in pieces:
        clipped = max(start - offset, begins), min(end - offset, ceases)
        if clipped[0] < clipped[1]:
            found.append(clipped)
    return found


def merge(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the same time without overlaps, in order; stretches that touch become one."""
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        elif start < end:
            merged.append((start, end))
    return merged


def _offset(zone: ZoneInfo, at: int) -> int:
    offset = instant(at).astimezone(zone).utcoffset() or timedelta()
    return offset // MICROSECOND


def _change(zone: ZoneInfo, earlier: int, later: int) -> int:
    """Return the second at which the offset becomes another one, between two instants that differ."""
    before = _offset(zone, earlier)
    low, high = earlier // 1_000_000, later // 1_000_000
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle * 1_000_000) == before:
            low = middle
        else:
            high = middle
    return high * 1_000_000
