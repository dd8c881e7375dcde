"""Periods a report is about: read from '2015-Q3' or 'last full quarter', with both ends and a name in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from standards.errors import Invalid
from standards.wording import MONTHS

EXAMPLES = "'2015-Q3', '2015', '2015-H1', '2015-08', '2015-07-01/2015-09-15' or 'last full quarter'"
QUARTER_MONTHS = 3
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days; *last* belongs to it."""

    key: str
    first: date
    last: date
    words: str

    @property
    def dates(self) -> str:
        """Both ends in words."""
        return f"{_day(self.first)} to {_day(self.last)}"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def parse(text: str, today: date) -> Period:
    """Return the period that *text* names; *today* decides what 'last full quarter' is."""
    wanted = " ".join(text.strip().lower().split())
    if match := re.fullmatch(r"last(?: full)? (month|quarter|half|half-year|year)", wanted):
        return _last_full(match[1].removesuffix("-year"), today)
    for pattern, build in _SHAPES:
        if found := re.fullmatch(pattern, wanted):
            try:
                return build(*found.groups())
            except (ValueError, OverflowError) as error:
                raise Invalid(f"There is no period {text!r}: write {EXAMPLES}.") from error
    raise Invalid(f"{text!r} is not a period: write {EXAMPLES}.")


def before(period: Period) -> Period:
    """Return the period of the same kind just before *period*."""
    previous = period.first - timedelta(days=1)
    for kind in ("month", "quarter", "half", "year"):
        if containing(kind, period.first) == period:
            return containing(kind, previous)
    return _span(previous - timedelta(days=period.days - 1), previous)


def year_before(period: Period) -> Period:
    """Return the same period one year earlier."""
    moved = _back_a_year(period.first)
    for kind in ("month", "quarter", "half", "year"):
        if containing(kind, period.first) == period:
            return containing(kind, moved)
    return _span(moved, _back_a_year(period.last))


def containing(kind: str, day: date) -> Period:
    """Return the month, quarter, half or year that *day* is in."""
    return {
        "month": lambda: month(day.year, day.month),
        "quarter": lambda: quarter(day.year, (day.month - 1) // QUARTER_MONTHS + 1),
        "half": lambda: half(day.year, 1 if day.month <= DECEMBER // 2 else 2),
        "year": lambda: year(day.year),
    }[kind]()


def month(of_year: int, number: int) -> Period:
    return Period(f"{of_year:04}-{number:02}", *_months(of_year, number, 1), f"{_month_name(number)} {of_year}")


def quarter(of_year: int, number: int) -> Period:
    first = QUARTER_MONTHS * (number - 1) + 1
    words = f"{_month_name(first)} to {_month_name(first + 2)} {of_year}"
    return Period(f"{of_year:04}-Q{number}", *_months(of_year, first, QUARTER_MONTHS), words)


def half(of_year: int, number: int) -> Period:
    first = 6 * (number - 1) + 1
    words = f"{_month_name(first)} to {_month_name(first + 5)} {of_year}"
    return Period(f"{of_year:04}-H{number}", *_months(of_year, first, 6), words)


def year(of_year: int) -> Period:
    return Period(f"{of_year:04}", *_months(of_year, 1, DECEMBER), f"the year {of_year}")


def _span(first: date, last: date) -> Period:
    if last < first:
        raise ValueError
    return Period(f"{first.isoformat()}/{last.isoformat()}", first, last, f"{_day(first)} to {_day(last)}")


def _last_full(kind: str, today: date) -> Period:
    return containing(kind, containing(kind, today).first - timedelta(days=1))


def _months(of_year: int, first: int, how_many: int) -> tuple[date, date]:
    end = of_year * DECEMBER + first - 1 + how_many
    return date(of_year, first, 1), date(end // DECEMBER, end % DECEMBER + 1, 1) - timedelta(days=1)


def _month_name(number: int) -> str:
    return MONTHS[date(2000, number, 1).month - 1]


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _back_a_year(day: date) -> date:
    # 29 February has no day a year earlier; the last of the month is what is meant.
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004


_SHAPES: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})", lambda y: year(int(y))),
    (r"(\d{4})-?q([1-4])", lambda y, q: quarter(int(y), int(q))),
    (r"(\d{4})-?h([12])", lambda y, h: half(int(y), int(h))),
    (r"(\d{4})-(\d{2})", lambda y, m: month(int(y), int(m))),
    (
        r"(\d{4}-\d{2}-\d{2}) ?/ ?(\d{4}-\d{2}-\d{2})",
        lambda first, last: _span(date.fromisoformat(first), date.fromisoformat(last)),
    ),
)
