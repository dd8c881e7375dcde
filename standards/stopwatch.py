"""How much of its time a clock has used: derived from what happened, never from a counter."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import msgspec

from standards.calendars import WorkingCalendar
from standards.clock import as_utc
from standards.errors import Invalid
from standards.explanations import Hold

What: TypeAlias = Literal["start", "hold", "resume", "stop", "restart"]
State: TypeAlias = Literal["idle", "running", "held", "stopped"]

# What may follow what; a repeated entry changes nothing.
FOLLOWS: dict[State, dict[What, State]] = {
    "idle": {"start": "running"},
    "running": {"hold": "held", "stop": "stopped", "resume": "running"},
    "held": {"resume": "running", "stop": "stopped", "hold": "held"},
    "stopped": {"restart": "running", "stop": "stopped"},
}


class Change(msgspec.Struct, frozen=True):
    """One thing that happened to a clock."""

    at: datetime
    what: What
    reason: str = ""


class Stretch(msgspec.Struct, frozen=True):
    """A time in which the clock was in one state; the last one has no end unless it is cut off."""

    state: State
    since: datetime
    until: datetime
    reason: str = ""


class Reading(msgspec.Struct, frozen=True):
    """What a stopwatch shows: open time used, open time on hold, and all time since the start, closed or not."""

    state: State
    used: timedelta
    held: timedelta
    elapsed: timedelta


def read(history: Sequence[Change], calendar: WorkingCalendar, now: datetime) -> Reading:
    """Read the stopwatch at *now*; what happens later does not exist yet."""
    stretches = stretches_of(history, now)
    if not stretches:
        return Reading("idle", timedelta(), timedelta(), timedelta())
    ticking = [stretch for stretch in stretches if stretch.state != "stopped"]
    return Reading(
        state=stretches[-1].state,
        used=_open_time(ticking, "running", calendar),
        held=_open_time(ticking, "held", calendar),
        elapsed=ticking[-1].until - ticking[0].since,
    )


def holds_of(history: Sequence[Change], now: datetime) -> tuple[Hold, ...]:
    """Return the holds as a deadline wants them; one that still runs is cut off at *now*."""
    return tuple(
        Hold(stretch.since, stretch.until, stretch.reason)
        for stretch in stretches_of(history, now)
        if stretch.state == "held" and stretch.until > stretch.since
    )


def stretches_of(history: Sequence[Change], now: datetime) -> list[Stretch]:
    """Return the states the clock went through up to *now*, oldest first."""
    now = as_utc(now)
    found: list[Stretch] = []
    state: State = "idle"
    for change in sorted(history, key=lambda each: each.at):
        at = as_utc(change.at)
        if at > now:
            break
        following = FOLLOWS[state].get(change.what)
        if following is None:
            raise Invalid(f"A clock that is {state} cannot {change.what}.")
        if following == state:
            continue
        if found:
            found[-1] = msgspec.structs.replace(found[-1], until=at)
        found.append(Stretch(following, at, now, change.reason))
        state = following
    return found


def _open_time(stretches: Sequence[Stretch], state: State, calendar: WorkingCalendar) -> timedelta:
    times = (calendar.open_time_between(each.since, each.until) for each in stretches if each.state == state)
    return sum(times, timedelta())
