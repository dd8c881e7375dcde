"""Counting how long people wait, once for each day, and holding what was said against what came."""

import asyncio
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

import msgspec

from complaints.actions.forecast import keep_waits
from complaints.domain.access import SYSTEM
from complaints.domain.forecast import FRESH, Level
from complaints.kernel.work import Boundary, Work
from complaints.reads.waits import days_told, last_told, told_between
from reports.domain.cohorts import Window
from reports.domain.waits import AN_HOUR, Kept, Said, Wait, came_true, walk
from reports.facts import refresh
from reports.parts import Parts
from reports.waits import EPOCH, hours, instant_at, midnights, spells, told, waits

DAYS_BACK: Final = 400
"""So far back the first count goes: a year that can be reported on, and its beginnings."""

AT_ONCE: Final = 2000


class Counted(msgspec.Struct, frozen=True):
    """Of how many days something was counted, and how many rows that made."""

    days: int
    rows: int


async def count_waits(
    boundary: Boundary, *, now: datetime, first: date | None = None, last: date | None = None
) -> Counted:
    """
    Count how long people wait for each day of which nothing was counted yet, from nothing but what was known then.

    Without a *first* day it goes on after the last that was counted; the *last* is today. What was told of a
    day is never counted anew.
    """
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        zone = work.charter.charter.calendar().zone
        today = now.astimezone(zone).date()
        newest = await last_told(work.session)
        after = newest.astimezone(zone).date() if newest else today - timedelta(days=DAYS_BACK)
        days = midnights(first or after + timedelta(days=1), min(last or today, today))
        if not days:
            return Counted(0, 0)
        bounds = {"first": instant_at(days[0], zone), "last": instant_at(days[-1], zone)}
        known = await days_told(work.session, **bounds)
    days = [day for day in days if instant_at(day, zone) not in known]
    parts = await refresh(boundary, now=now)
    local = now.astimezone(zone).replace(tzinfo=None)
    counted = await asyncio.to_thread(lambda: [said for said in walk(spells(parts, local), days) if said])
    for some in _together(counted):
        async with boundary.work(SYSTEM, now=now) as work:
            await keep_waits(work, told(some, zone, now))
    return Counted(len(counted), sum(len(said) for said in counted))


async def what_came_true(work: Work, parts: Parts, window: Window, body: str | None = None) -> dict[Level | None, Kept]:
    """Return how often what was said to those whose wait began in the window had come true as it is seen from it."""
    zone = work.charter.charter.calendar().zone
    began = [spell for spell in spells(parts, window.as_of, body) if window.has(EPOCH + spell.began * AN_HOUR)]
    if not began:
        return {}
    first, last = (instant_at(spell.began, zone) for spell in (began[0], began[-1]))
    said = Said(waits(await told_between(work.session, after=first - FRESH, until=last), zone))
    return came_true(began, said, hours(window.as_of))


def _together(days: Iterable[list[Wait]]) -> Iterator[list[Wait]]:
    """Yield whole days in handfuls that are written at once."""
    handful: list[Wait] = []
    for said in days:
        handful += said
        if len(handful) >= AT_ONCE:
            yield handful
            handful = []
    if handful:
        yield handful
