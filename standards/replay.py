"""Recomputes known-answer cases of working time, so that anyone can check the calendar against another program's."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from standards.calendars import Span, WorkingCalendar
from standards.deadlines import deadline
from standards.errors import Invalid
from standards.hours import Window
from standards.limits import Counting, Limit

# The three published readings of "within N working days".
READINGS: dict[str, Counting] = {
    "A": Counting(day_zero="excluded"),
    "B": Counting(day_zero="next_open"),
    "C": Counting(day_zero="next_open", cut_off="closing"),
}


class Difference(msgspec.Struct, frozen=True):
    """One case whose recomputed answer is not the known one."""

    case: str
    expected: str
    found: str
    reading: str = ""


def replay_cases(document: Mapping[str, Any]) -> list[Difference]:
    """Recompute every case of the document and return those that come out otherwise."""
    try:
        calendars = {key: _calendar(key, spec) for key, spec in document["calendars"].items()}
        return [
            difference
            for case in document["cases"]
            for difference in KINDS[case["kind"]](case, calendars[case["calendar"]])
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(f"This is not a document of known-answer cases: {error!r} is missing or wrong.") from error


def _calendar(key: str, spec: Mapping[str, Any]) -> WorkingCalendar:
    closed = {date.fromisoformat(day): "closed" for day in spec.get("closed_dates", ())}
    weekly = tuple(tuple(_window(*pair) for pair in spec["hours"].get(str(weekday), ())) for weekday in range(7))
    return WorkingCalendar(zone=ZoneInfo(spec["tz"]), weekly=weekly, closed=closed, key=key)


def _window(start: str, end: str) -> Window:
    return time.fromisoformat(start), time(0) if end == "24:00" else time.fromisoformat(end)


def _pauses(case: Mapping[str, Any]) -> list[Span]:
    return [(_instant(since), _instant(until)) for since, until in case.get("pauses", ())]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _minutes(case: Mapping[str, Any], calendar: WorkingCalendar) -> list[Difference]:
    amount = timedelta(minutes=case["minutes"])
    found = calendar.add_time(_instant(case["start"]), amount, _pauses(case))
    return _compare(case, _instant(case["deadline"]), found)


def _elapsed(case: Mapping[str, Any], calendar: WorkingCalendar) -> list[Difference]:
    found = calendar.open_time_between(_instant(case["start"]), _instant(case["end"]), _pauses(case))
    return _compare(case, timedelta(minutes=case["minutes"]), found)


def _days(case: Mapping[str, Any], calendar: WorkingCalendar) -> list[Difference]:
    differences = []
    for reading, expected in case["readings"].items():
        limit = Limit.parse(f"{case['days']} working days", READINGS[reading])
        found = deadline(limit, _instant(case["start"]), calendar)
        differences += _compare(case, date.fromisoformat(expected["date"]), found.on, reading)
        differences += _compare(case, _instant(expected["close"]), found.due_at, reading)
    return differences


def _compare(case: Mapping[str, Any], expected: object, found: object, reading: str = "") -> list[Difference]:
    return [] if expected == found else [Difference(case["id"], str(expected), str(found), reading)]


KINDS: dict[str, Callable[[Mapping[str, Any], WorkingCalendar], list[Difference]]] = {
    "minutes": _minutes,
    "elapsed": _elapsed,
    "days": _days,
}
