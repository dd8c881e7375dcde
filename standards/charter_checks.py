"""What must fit together in a charter: references, calendars that open, one ladder with one independent top."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from standards.calendars import BeyondHorizon, OpenDay, WorkingCalendar
from standards.charter_lines import Path
from standards.charter_parts import Authority, CalendarPart, Recurring, Reminder, Service, Stage, Standard, Tier, Unit
from standards.charter_reading import Reader
from standards.errors import Invalid
from standards.holidays import region_fault
from standards.hours import Window, overlap, parse_window, week_overlap
from standards.recurring import RecurringDay, collision
from standards.wording import WEEKDAYS

DAYS = tuple(name.lower() for name in WEEKDAYS)
LONGEST_CLOSURE = 366
LEAP_YEAR = 2028
SOME_DAY = date(2026, 1, 1)


def known_zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def check_authority(reader: Reader, authority: Authority, calendars: Mapping[str, Any]) -> None:
    path: Path = ("authority",)
    if known_zone(authority.time_zone) is None:
        reader.fault((*path, "time_zone"), f"{authority.time_zone!r} is no time zone; write it like 'Europe/London'")
    if authority.default_calendar not in calendars:
        refer(reader, (*path, "default_calendar"), authority.default_calendar, calendars, "calendar")
    if not authority.languages:
        reader.fault((*path, "languages"), "give at least one language, such as 'en'")
    _check_region(reader, path, authority.country, authority.subdivision)


def refer(reader: Reader, path: Path, key: str | None, known: Iterable[str], what: str) -> None:
    """Complain when *key* names nothing; no key at all is fine."""
    if key is not None and key not in known:
        choices = ", ".join(sorted(known)) or "none is given"
        reader.fault(path, f"there is no {what} {key!r}; known: {choices}")


def check_references(
    reader: Reader,
    raw: Mapping[str, Any],
    units: Mapping[str, Unit],
    services: Mapping[str, Service],
    standards: Mapping[str, Standard],
) -> None:
    """Check what bodies, units, services and standards point at; *raw* says what stands in the document at all."""
    bodies, calendars = raw["bodies"], raw["calendars"]
    for key, body in bodies.items():
        refer(reader, ("bodies", key, "calendar"), _text(body, "calendar"), calendars, "calendar")
    for key, unit in units.items():
        refer(reader, ("units", key, "body"), unit.body, bodies, "body")
        refer(reader, ("units", key, "calendar"), unit.calendar, calendars, "calendar")
    for key, service in services.items():
        refer(reader, ("services", key, "body"), service.body, bodies, "body")
        refer(reader, ("services", key, "unit"), service.unit, raw["units"], "unit")
        unit_of = units.get(service.unit or "")
        if unit_of and unit_of.body != service.body:
            reader.fault(
                ("services", key, "unit"),
                f"unit {service.unit!r} belongs to body {unit_of.body!r}, the service to {service.body!r}",
            )
    for key, standard in standards.items():
        refer(reader, ("standards", key, "service"), standard.service, raw["services"], "service")
        if standard.since and standard.until and standard.until < standard.since:
            reader.fault(("standards", key, "until"), "a standard cannot end before it begins")


def check_stages(reader: Reader, stages: Mapping[str, Stage], raw: Mapping[str, Any]) -> None:
    for key, stage in stages.items():
        path: Path = ("stages", key)
        if stage.extend and stage.extend.most.counts_days != stage.respond.counts_days:
            reader.fault((*path, "extend", "most"), f"must be in days or in hours, as respond is ({stage.respond})")
        seen = set()
        for index, override in enumerate(stage.overrides):
            here = (*path, "overrides", index)
            for field, known, what in (
                (override.body, raw["bodies"], "body"),
                (override.unit, raw["units"], "unit"),
                (override.service, raw["services"], "service"),
            ):
                refer(reader, (*here, what), field, known, what)
            if not any(override.selector):
                reader.fault(here, "say what it is for: a body, a unit, a service or a kind")
            if override.selector in seen:
                reader.fault(here, "there is already an override for exactly this; join the two")
            seen.add(override.selector)


def check_ladder(reader: Reader, raw: object, tiers: Iterable[Tier | None], stages: Mapping[str, Any]) -> None:
    """Check that ranks and keys differ and that the highest tier, and no other, is the independent top."""
    placed = [(index, tier) for index, tier in enumerate(tiers) if tier is not None]
    for index, tier in placed:
        refer(reader, ("ladder", index, "stage"), tier.stage, stages, "stage")
    _check_distinct(reader, placed, "tier", lambda tier: tier.key)
    _check_distinct(reader, placed, "rank", lambda tier: tier.rank)
    if isinstance(raw, list) and len(placed) < len(raw):
        return
    tops = [(index, tier) for index, tier in placed if tier.independent]
    if not tops:
        reader.fault(("ladder",), "the ladder has no top: give its last tier `independent = true`")
        return
    for index, tier in tops[1:]:
        reader.fault(
            ("ladder", index, "independent"),
            f"{tier.key!r} is a second independent top beside {tops[0][1].key!r}; only one tier may be",
        )
    index, top = tops[0]
    highest = max(tier.rank for _, tier in placed)
    if len(tops) == 1 and top.rank != highest:
        reader.fault(("ladder", index, "rank"), f"the independent tier is the top; give it a rank above {highest}")
    if top.role != "ombudsperson":
        reader.fault(("ladder", index, "role"), "the independent top has the role 'ombudsperson'")


def check_reminders(reader: Reader, reminders: Iterable[Reminder | None]) -> None:
    """Check that each reminder says when, in exactly one way."""
    for index, reminder in enumerate(reminders):
        if reminder is not None and (reminder.before is None) == (reminder.at is None):
            reader.fault(("reminders", index), "give either before = a limit, or at = so many percent of the time")


def _check_distinct(
    reader: Reader,
    placed: list[tuple[int, Tier]],
    field: str,
    value: Callable[[Tier], object],
) -> None:
    seen: dict[object, str] = {}
    for index, tier in placed:
        if value(tier) in seen:
            reader.fault(("ladder", index, field), f"{value(tier)!r} is used twice; each tier has a {field} of its own")
        seen[value(tier)] = tier.name


# --- calendars ---


def build_calendar(
    reader: Reader, part: CalendarPart, authority: Authority, version: int = 0
) -> WorkingCalendar | None:
    """Build the calendar of a charter's *version*, or say for each thing that is impossible in it what it is."""
    path: Path = ("calendars", part.key)
    before = len(reader.faults)
    zone = known_zone(part.zone or authority.time_zone)
    if part.zone and zone is None:
        reader.fault((*path, "zone"), f"{part.zone!r} is no time zone; write it like 'Europe/London'")
    _check_region(reader, path, part.country, part.subdivision)
    weekly = _week(reader, part, path)
    opened = _opened(reader, part, path)
    closed, yearly = _closed(reader, part, path)
    recurring = _recurring(reader, part, weekly, path)
    for day in opened.keys() & closed.keys():
        reader.fault((*path, "open"), f"{day} is both open and closed; leave it out of one list")
    if zone is None or len(reader.faults) > before:
        return None
    own = part.country is not None
    country, subdivision = (part if own else authority).country, (part if own else authority).subdivision
    if not part.holidays or (country and region_fault(country, subdivision)):
        country = subdivision = None
    try:
        calendar = WorkingCalendar(
            zone,
            weekly,
            closed,
            opened,
            yearly,
            country,
            subdivision,
            part.key,
            part.name,
            recurring,
            version,
        )
        _require_future(calendar)
    except Invalid as error:
        reader.fault((*path, "days"), error.detail)
        return None
    return calendar


def _require_future(calendar: WorkingCalendar) -> None:
    """Refuse a calendar that never opens again after all that it says of single days."""
    if not calendar.has_week and not any(one.windows for one in calendar.recurring):
        raise Invalid("The calendar never opens: give at least one weekday a window such as '09:00-17:00'.")
    said = [*calendar.closed, *calendar.opened, *(one.since for one in calendar.recurring if one.since)]
    try:
        calendar.first_open_day(max([SOME_DAY, *said]) + timedelta(days=1))
    except BeyondHorizon:
        message = "The calendar never opens: every day on which it would is closed. Leave some days open each year."
        raise Invalid(message) from None


def _check_region(reader: Reader, path: Path, country: str | None, subdivision: str | None) -> None:
    if country is not None:
        fault = region_fault(country, subdivision)
        if fault:
            reader.fault(
                (*path, "country" if "subdivision" not in fault and "region" not in fault else "subdivision"), fault
            )


def _week(reader: Reader, part: CalendarPart, path: Path) -> tuple[tuple[Window, ...], ...]:
    for name in part.days:
        if name not in DAYS:
            reader.fault((*path, "days", name), f"{name!r} is no weekday; known: {', '.join(DAYS)}")
    weekly = tuple(_windows(reader, part.days.get(name, ()), (*path, "days", name)) for name in DAYS)
    across = week_overlap(weekly)
    if across:
        reader.fault((*path, "days", DAYS[across[0]]), "the night runs into the first window of the next day")
    return weekly


def _windows(reader: Reader, texts: Iterable[str], path: Path) -> tuple[Window, ...]:
    windows = []
    for index, text in enumerate(texts):
        try:
            windows.append(parse_window(text))
        except Invalid as error:
            reader.fault((*path, index), error.detail)
    if overlap(windows):
        reader.fault(path, "two windows overlap; let the first end before the second begins")
    return tuple(windows)


def _recurring(
    reader: Reader, part: CalendarPart, weekly: tuple[tuple[Window, ...], ...], path: Path
) -> tuple[RecurringDay, ...]:
    found: list[RecurringDay] = []
    taken: set[tuple[str, int]] = set()
    before = len(reader.faults)
    for index, one in enumerate(part.recurring):
        here = (*path, "recurring", index)
        if one.day not in DAYS:
            reader.fault((*here, "day"), f"{one.day!r} is no weekday; known: {', '.join(DAYS)}")
        _check_rhythm(reader, one, here)
        twice = taken & {(one.day, nth) for nth in one.nth}
        if twice:
            reader.fault((*here, "nth"), f"number {min(twice)[1]} of {one.day} is given twice; join the two")
        taken |= {(one.day, nth) for nth in one.nth}
        windows = _windows(reader, one.hours, (*here, "hours"))
        if one.day in DAYS:
            found.append(RecurringDay(DAYS.index(one.day), windows, one.why, one.every, one.since, one.nth))
    if len(reader.faults) == before:
        at = collision(weekly, found)
        if at is not None:
            reader.fault((*path, "recurring", at, "hours"), "a night runs into the first window of the next day")
    return tuple(found)


def _check_rhythm(reader: Reader, one: Recurring, here: Path) -> None:
    if (one.every is None) == (not one.nth):
        example = "give either every = 2 with since = a date, or nth = [1, 3] for the first and third of a month"
        reader.fault(here, example)
    elif one.every is not None and one.since is None:
        reader.fault((*here, "since"), "is missing; give a date in the first week in which it holds")
    elif one.nth and one.since is not None:
        reader.fault((*here, "since"), "goes with every; leave it out beside nth")


def _opened(reader: Reader, part: CalendarPart, path: Path) -> dict[date, OpenDay]:
    found: dict[date, OpenDay] = {}
    for index, opening in enumerate(part.open):
        here = (*path, "open", index)
        if opening.on in found:
            reader.fault(here, f"{opening.on} is given twice; join the two")
        if not opening.hours:
            reader.fault(here, "give the hours of this day, such as ['09:00-13:00']; for a shut day use closures")
        found[opening.on] = OpenDay(_windows(reader, opening.hours, (*here, "hours")), opening.why)
    return found


def _closed(reader: Reader, part: CalendarPart, path: Path) -> tuple[dict[date, str], dict[tuple[int, int], str]]:
    closed: dict[date, str] = {}
    yearly: dict[tuple[int, int], str] = {}
    for index, closure in enumerate(part.closures):
        here = (*path, "closures", index)
        if (closure.on is None) == (closure.every is None):
            reader.fault(here, "give either on = a date, or every = a day of the year such as '12-24'")
        elif closure.every is not None:
            day = _day_of_year(closure.every)
            if day is None:
                reader.fault((*here, "every"), f"{closure.every!r} is no day of the year; write it like '12-24'")
            else:
                yearly[day] = closure.why
        elif closure.on is not None:
            last = closure.until or closure.on
            if not timedelta(0) <= last - closure.on <= timedelta(LONGEST_CLOSURE):
                reader.fault((*here, "until"), "a closure ends on or after its first day, and within a year")
                continue
            for offset in range((last - closure.on).days + 1):
                closed[closure.on + timedelta(offset)] = closure.why
    return closed, yearly


def _day_of_year(text: str) -> tuple[int, int] | None:
    try:
        day = date.fromisoformat(f"{LEAP_YEAR}-{text}")
    except ValueError:
        return None
    return day.month, day.day


def _text(raw: object, key: str) -> str | None:
    value = raw.get(key) if isinstance(raw, dict) else None
    return value if isinstance(value, str) else None
