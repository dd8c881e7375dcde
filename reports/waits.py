"""The waits in the facts, and what was said about them, on one clock: hours of the authority's wall clock."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from complaints.domain.forecast import Alike, Level, level_of, scopes
from complaints.reads.waits import Told
from reports.conditions import instant
from reports.domain.facts import month_of
from reports.domain.waits import AN_HOUR, SETTLED, Range, Spell, Wait
from reports.parts import Parts, connect

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""In wall-clock time, as the facts are."""

LATE: Final = timedelta(days=2)
"""What was worked out so long after its day was shown to nobody on it."""

BODY: Final = 2
"""Where the office stands in a row of what follows."""

# Stages that ended nobody knows when, or at once, and praise, tell nothing about waiting.
_SPELLS: Final = """
SELECT kind, tier, body, department, service, coalesce(standard, ''),
       epoch(started_at) / 3600, CASE WHEN closed_at <= {now} THEN epoch(closed_at) / 3600 END,
       NOT coalesce(outcome = 'withdrawn' AND closed_at <= {now}, false)
FROM read_parquet(?, union_by_name = true)
WHERE started_at <= {now}
  AND (closed_at > started_at + INTERVAL {settled} SECOND OR closed_at IS NULL AND outcome IS NULL)
ORDER BY started_at, case_id, stage_no
"""


def hours(at: datetime) -> float:
    """Return an instant of the wall clock on the clock of the waits."""
    return (at - EPOCH) / AN_HOUR


def instant_at(at: float, zone: tzinfo) -> datetime:
    """Return the instant at which the wall clock shows this."""
    return (EPOCH + at * AN_HOUR).replace(tzinfo=zone).astimezone(UTC)


def midnights(first: date, last: date) -> list[float]:
    """Return the beginning of each day from *first* to *last*, both included."""
    return [hours(datetime.combine(first, time()) + timedelta(days=day)) for day in range((last - first).days + 1)]


def spells(parts: Parts, as_of: datetime, body: str | None = None) -> list[Spell]:
    """Return every wait for an answer that had begun *as_of*, of *body* or of all, the first to begin first."""
    paths = parts.paths(last=month_of(as_of))
    if not paths:
        return []
    with connect() as engine:
        rows = engine.execute(_SPELLS.format(now=instant(as_of), settled=SETTLED.seconds), [paths]).fetchall()
    offices = {row[BODY] for row in rows}
    return [
        Spell(found, began, ended, answered)
        for *row, began, ended, answered in rows
        if body in (None, row[BODY]) and (found := _counted_in(row, whole=len(offices) > 1))
    ]


def _counted_in(row: Sequence[str], *, whole: bool) -> tuple[str, ...]:
    """Return the scopes of a wait; of a single office the whole authority is no other scope."""
    kind, tier, body, unit, service, standard = row
    found = scopes(Alike(kind=kind, tier=tier, body=body, unit=unit, service=service, standard=standard))
    return found if whole else tuple(scope for scope in found if level_of(scope) is not Level.AUTHORITY)


def told(waits: Iterable[Wait], zone: tzinfo, now: datetime) -> list[Told]:
    """Return what was counted as it is written down."""
    return [
        Told(
            scope=wait.scope,
            as_of=instant_at(wait.as_of, zone),
            since=instant_at(wait.since, zone),
            cases=wait.cases,
            median_hours=wait.range.median if wait.range else None,
            low_hours=wait.range.low if wait.range else None,
            high_hours=wait.range.high if wait.range else None,
            counted_at=now,
        )
        for wait in waits
    ]


def waits(written: Iterable[Told], zone: tzinfo) -> list[Wait]:
    """Return what was written down as it was counted."""
    return [
        Wait(
            scope=one.scope,
            as_of=hours(one.as_of.astimezone(zone).replace(tzinfo=None)),
            since=hours(one.since.astimezone(zone).replace(tzinfo=None)),
            cases=one.cases,
            range=_range(one),
            afterwards=one.counted_at - one.as_of > LATE,
        )
        for one in written
    ]


def _range(one: Told) -> Range | None:
    if one.median_hours is None or one.low_hours is None or one.high_hours is None:
        return None
    return Range(one.median_hours, one.low_hours, one.high_hours)
