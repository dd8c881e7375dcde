"""Why a date is what it is: the steps of a calculation as data that can be kept, replayed and told."""

from datetime import date, datetime
from typing import Any, Literal, TypeAlias

import msgspec

from standards.limits import Limit, Unit

Event: TypeAlias = Literal[
    "received",
    "first_received",
    "told",
    "requested",
    "acknowledged",
    "acknowledgement_due",
    "begun",
    "asked",
    "held",
    "transferred",
    "answered",
    "happened",
]
Why: TypeAlias = Literal["receipt", "closed", "cut_off"]


class Hold(msgspec.Struct, frozen=True):
    """A time in which the clock stands still."""

    since: datetime
    until: datetime
    reason: str = ""


class Extension(msgspec.Struct, frozen=True):
    """More time, counted from the old last day or from the day it was granted."""

    by: Limit
    reason: str = ""
    granted_at: datetime | None = None
    counts_from: Literal["due", "granted"] = "due"


class Given(msgspec.Struct, frozen=True, tag="given", tag_field="kind", omit_defaults=True):
    """
    All that the calculation was made from; nothing else is needed to make it again.

    *closed* and *opened* are the days in reach on which the week's hours did not hold. *calendar* is the calendar's
    name, *version* that of the charter, 0 where there was none.
    """

    limit: Limit
    start: datetime
    event: Event
    zone: str
    week: tuple[str, ...]
    closed: tuple[tuple[date, str], ...] = ()
    opened: tuple[tuple[date, str, str], ...] = ()
    holds: tuple[Hold, ...] = ()
    extensions: tuple[Extension, ...] = ()
    calendar: str = ""
    version: int = 0


class ZeroDay(msgspec.Struct, frozen=True, tag="day_zero", tag_field="kind", omit_defaults=True):
    """The day from which days are counted, and why; *at* is the opening whose time of day is kept."""

    on: date
    counts: bool
    why: Why
    at: datetime | None = None


class Begun(msgspec.Struct, frozen=True, tag="begun", tag_field="kind"):
    """The instant at which a working clock really starts, when it was started outside opening hours."""

    at: datetime


class Counted(msgspec.Struct, frozen=True, tag="counted", tag_field="kind", omit_defaults=True):
    """The days that were counted, up to the one on which the amount is used up; *at* for a limit in hours."""

    since: date
    on: date
    at: datetime | None = None


class Extended(msgspec.Struct, frozen=True, tag="extended", tag_field="kind", omit_defaults=True):
    """The new last day after an extension, and what it *was*; the instants are for a limit in hours."""

    extension: Extension
    on: date
    at: datetime | None = None
    was: date | None = None
    was_at: datetime | None = None


class Held(msgspec.Struct, frozen=True, tag="held", tag_field="kind"):
    """The new last day after a time in which the clock stood still; no days for a limit in hours."""

    hold: Hold
    days: int | None
    unit: Unit
    on: date


class Rolled(msgspec.Struct, frozen=True, tag="rolled", tag_field="kind"):
    """The day to which an end on a closed day moves."""

    since: date
    on: date


class DueStep(msgspec.Struct, frozen=True, tag="due", tag_field="kind", omit_defaults=True):
    """The answer; *moved* when the time of day to be kept is none at which the office is open on that day."""

    at: datetime
    on: date
    all_day: bool
    moved: bool = False


class Later(msgspec.Struct, frozen=True, tag="later", tag_field="kind"):
    """Which of the two answers before it counts: the later one."""

    at: datetime
    on: date
    all_day: bool


Step: TypeAlias = Given | ZeroDay | Begun | Counted | Extended | Held | Rolled | DueStep | Later
Explanation: TypeAlias = tuple[Step, ...]


def explanation_data(explanation: Explanation) -> list[dict[str, Any]]:
    """Return the steps as plain values for a JSON column or an answer."""
    plain: list[dict[str, Any]] = msgspec.to_builtins(explanation, str_keys=True)
    return list(plain)


def explanation_from(data: Any) -> Explanation:
    """Read back what `explanation_data` gave."""
    return msgspec.convert(data, Explanation)


def given(explanation: Explanation) -> Given:
    """Return the step that holds all that went in."""
    return next(step for step in explanation if isinstance(step, Given))


def parts(explanation: Explanation) -> list[Explanation]:
    """Return each calculation of an explanation by itself; there are two where the later of two days counts."""
    found: list[list[Step]] = []
    for step in explanation:
        if isinstance(step, Given):
            found.append([])
        if not isinstance(step, Later):
            found[-1].append(step)
    return [tuple(steps) for steps in found]
