"""When each office is open: its week, and its closed days of this year and the next, each with its name."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from standards.calendars import WorkingCalendar
from standards.charter import Charter
from standards.counting_words import hours_words, never_shuts, recurring_words, week_lines
from standards.language import named

Values = dict[str, Any]


def all_offices(charter: Charter, on: date) -> list[Values]:
    """Return every calendar with who keeps it; those that nobody keeps come last."""
    found = [office_values(charter, key, on) for key in charter.calendars]
    return sorted(found, key=lambda one: not one["who"])


def office_values(charter: Charter, key: str, on: date) -> Values:
    """Return one calendar as it is read."""
    calendar = charter.calendar(key)
    return {
        "key": key,
        "name": named(calendar.name),
        "who": list(_kept_by(charter, key)),
        "always": never_shuts(calendar),
        "week": week_lines(calendar),
        "recurring": [recurring_words(rule) for rule in charter.calendars[key].recurring],
        "years": [_year(calendar, year) for year in (on.year, on.year + 1)],
        "zone": calendar.zone.key if calendar.zone.key != charter.authority.time_zone else None,
    }


def closed_days(calendar: WorkingCalendar, year: int) -> tuple[tuple[date, str], ...]:
    """Return the days of a year that would be open but for a closure or holiday, with its name."""
    return calendar.closures_between(date(year, 1, 1), date(year, 12, 31))


def special_days(calendar: WorkingCalendar, year: int) -> tuple[tuple[date, str, str], ...]:
    """Return the days of a year with hours other than the week's, with these and why."""
    return calendar.openings_between(date(year, 1, 1), date(year, 12, 31))


def _year(calendar: WorkingCalendar, year: int) -> Values:
    return {
        "year": year,
        "closed": list(_runs(calendar, closed_days(calendar, year))),
        "special": [
            (day, hours_words(text), named(why))
            for day, text, why in special_days(calendar, year)
            if day in calendar.opened
        ],
    }


def _runs(calendar: WorkingCalendar, days: Iterable[tuple[date, str]]) -> Iterator[tuple[date, date, str]]:
    """Yield closed days as (first, last, name): those of one name with no open day between them are one closure."""
    first = last = None
    name = ""
    for day, why in days:
        if first and last and why == name and calendar.open_days_between(last, day) == 0:
            last = day
            continue
        if first and last:
            yield first, last, named(name)
        first, last, name = day, day, why
    if first and last:
        yield first, last, named(name)


def _kept_by(charter: Charter, key: str) -> Iterator[str]:
    """Yield the bodies that keep these hours, and the units that keep them although their body does not."""
    usual = charter.authority.default_calendar
    of_body = {name: body.calendar or usual for name, body in charter.bodies.items()}
    yield from (named(body.name) for name, body in charter.bodies.items() if of_body[name] == key)
    for unit in charter.units.values():
        if (unit.calendar or of_body[unit.body]) == key != of_body[unit.body]:
            yield charter.office_name(unit.body, unit.key)
