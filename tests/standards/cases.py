"""Documents of known-answer cases made with the oracle, in the form of the published development cases."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.standards.oracle import MINUTE, Slow, changes

FIRST, LAST = date(2019, 6, 1), date(2027, 6, 1)


def document(calendars: Mapping[str, Any], seed: int, *, cases: int, longest: int) -> dict[str, Any]:
    """Return a document with so many cases of each calendar, with limits of at most *longest* minutes."""
    dice = random.Random(seed)  # noqa: S311 - the same cases for the same seed, nothing secret
    made = []
    for key, spec in calendars.items():
        slow = slow_calendar(spec)
        turning = changes(slow.zone, FIRST, LAST)
        for number in range(cases):
            kind = ("minutes", "minutes", "days", "elapsed")[number % 4]
            start = _start(slow, turning, dice)
            case = {"id": f"{key}-{number}", "kind": kind, "calendar": key, "start": _text(start)}
            made.append(case | KINDS[kind](slow, start, dice, longest))
    return {"calendars": dict(calendars), "cases": made}


def slow_calendar(spec: Mapping[str, Any]) -> Slow:
    hours = tuple(
        tuple((_minute(start), _minute(end)) for start, end in spec["hours"].get(str(weekday), ()))
        for weekday in range(7)
    )
    closed = frozenset(date.fromisoformat(day) for day in spec.get("closed_dates", ()))
    return Slow(ZoneInfo(spec["tz"]), hours, closed)


def _minutes(slow: Slow, start: datetime, dice: random.Random, longest: int) -> dict[str, Any]:
    minutes = dice.choice([0, 1, dice.randint(2, 600), dice.randint(2, longest), 480, 1440])
    pauses = _pauses(slow, start, dice)
    return {"minutes": minutes, "pauses": _texts(pauses), "deadline": _text(slow.deadline(start, minutes, pauses))}


def _elapsed(slow: Slow, start: datetime, dice: random.Random, longest: int) -> dict[str, Any]:
    end = start + dice.randint(0, 2 * longest) * MINUTE
    pauses = _pauses(slow, start, dice)
    return {"end": _text(end), "pauses": _texts(pauses), "minutes": slow.elapsed(start, end, pauses)}


def _days(slow: Slow, start: datetime, dice: random.Random, longest: int) -> dict[str, Any]:
    days = dice.choice([1, 5, 20, dice.randint(1, max(1, longest // 60))])
    found = {reading: slow.working_days(start, days, reading) for reading in "ABC"}
    close = {reading: _text(slow.closing(on)) for reading, on in found.items()}
    return {"days": days, "readings": {one: {"date": on.isoformat(), "close": close[one]} for one, on in found.items()}}


KINDS = {"minutes": _minutes, "elapsed": _elapsed, "days": _days}


def _start(slow: Slow, turning: list[datetime], dice: random.Random) -> datetime:
    """Any instant, one near a clock change, one at the turn of a year, or one at a closing time."""
    anywhere = datetime.combine(FIRST, datetime.min.time(), UTC) + dice.randrange((LAST - FIRST).days * 1440) * MINUTE
    match dice.randrange(4):
        case 0 if turning:
            return dice.choice(turning) + dice.randint(-2880, 600) * MINUTE
        case 1:
            return datetime(anywhere.year, 12, 29, 12, tzinfo=UTC) + dice.randint(0, 5 * 1440) * MINUTE
        case 2:
            return slow.closing(slow.on_or_after(anywhere.date()))
        case _:
            return anywhere


def _pauses(slow: Slow, start: datetime, dice: random.Random) -> list[tuple[datetime, datetime]]:
    """Up to three pauses: over nights and weekends, inside one another, before the start, of no length."""
    pauses = []
    for _ in range(dice.choice([0, 0, 1, 1, 2, 3])):
        since = start + dice.randint(-1440, 6 * 1440) * MINUTE
        if dice.random() < 0.3:
            since = slow.closing(slow.on_or_after(since.date()))
        pauses.append((since, since + dice.choice([0, 30, dice.randint(1, 4320), 3 * 1440]) * MINUTE))
    return pauses


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _texts(pauses: list[tuple[datetime, datetime]]) -> list[list[str]]:
    return [[_text(since), _text(until)] for since, until in pauses]
