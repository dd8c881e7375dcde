"""Weekdays that are not the same every week: every second Saturday, the first Monday of a month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from standards.errors import Invalid
from standards.hours import DAY, Window, minutes_of

# The longest rhythm is a year of weeks; three years show every night beside every morning.
LOOK_AHEAD = 3 * 366
FROM = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class RecurringDay:
    """
    A weekday (Monday is 0) whose hours replace the week's on some dates; without hours it is shut on them.

    Either `every` so many weeks, beginning with the week of `since`, or on the `nth` of that weekday in the month.
    """

    weekday: int
    windows: tuple[Window, ...]
    why: str = ""
    every: int | None = None
    since: date | None = None
    nth: tuple[int, ...] = ()

    def falls_on(self, day: date) -> bool:
        """Say whether this is one of its dates."""
        if day.weekday() != self.weekday:
            return False
        if self.every is None or self.since is None:
            return (day.day + 6) // 7 in self.nth
        weeks = (day.toordinal() - self.since.toordinal() + self.since.weekday()) // 7
        return weeks >= 0 and weeks % self.every == 0


def hours_on(day: date, weekly: Sequence[Sequence[Window]], recurring: Sequence[RecurringDay]) -> Sequence[Window]:
    """Return the hours of an ordinary day; where two recurring days meet, the first in the list holds."""
    special = next((one for one in recurring if one.falls_on(day)), None)
    return weekly[day.weekday()] if special is None else special.windows


def collision(weekly: Sequence[Sequence[Window]], recurring: Sequence[RecurringDay]) -> int | None:
    """Return the place of the first recurring day whose hours meet a night's before or a morning's after."""
    if not recurring:
        return None
    first = max([FROM, *(one.since for one in recurring if one.since is not None)])
    for before, after in _neighbours(first):
        nights, mornings = hours_on(before, weekly, recurring), hours_on(after, weekly, recurring)
        if not nights or not mornings:
            continue
        if max(minutes_of(one)[1] for one in nights) - DAY <= min(minutes_of(one)[0] for one in mornings):
            continue
        for index, one in enumerate(recurring):
            if one.falls_on(before) or one.falls_on(after):
                return index
    return None


def refuse_collision(weekly: Sequence[Sequence[Window]], recurring: Sequence[RecurringDay]) -> None:
    """Refuse a recurring day whose hours run into a neighbour's."""
    if collision(weekly, recurring) is not None:
        raise Invalid("A recurring day and the day before or after it: a night runs into the first window of the next.")


def _neighbours(first: date) -> Iterator[tuple[date, date]]:
    for offset in range(LOOK_AHEAD):
        yield first + timedelta(offset - 1), first + timedelta(offset)
