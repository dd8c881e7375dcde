"""Why a date is what it is: the steps of a calculation as data that can be kept, replayed and put into plain words."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from standards.limits import UNITS, WORKING_UNITS, Limit, Unit
from standards.wording import WEEKDAYS, count_words, day_words, list_words, time_words

Event: TypeAlias = Literal["received", "requested", "acknowledged", "acknowledgement_due", "begun"]

EVENTS: dict[Event, str] = {
    "received": "You wrote on {}.",
    "requested": "You asked for this on {}.",
    "acknowledged": "We told you on {} that we have it.",
    "acknowledgement_due": "We had promised to tell you by {} that we have it, so we count from then.",
    "begun": "The time began on {}.",
}


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


class Given(msgspec.Struct, frozen=True, tag="given", tag_field="kind"):
    """All that the calculation was made from; nothing else is needed to make it again."""

    limit: Limit
    start: datetime
    event: Event
    zone: str
    week: tuple[str, ...]
    closed: tuple[tuple[date, str], ...] = ()
    opened: tuple[tuple[date, str, str], ...] = ()
    holds: tuple[Hold, ...] = ()
    extensions: tuple[Extension, ...] = ()


class ZeroDay(msgspec.Struct, frozen=True, tag="day_zero", tag_field="kind"):
    """The day from which days are counted, and why it is that day."""

    on: date
    counts: bool
    why: Literal["receipt", "closed", "cut_off"]


class Begun(msgspec.Struct, frozen=True, tag="begun", tag_field="kind"):
    """The instant at which a working clock really starts, when it was started outside opening hours."""

    at: datetime


class Counted(msgspec.Struct, frozen=True, tag="counted", tag_field="kind"):
    """The days that were counted, up to the one on which the amount is used up."""

    since: date
    on: date


class Extended(msgspec.Struct, frozen=True, tag="extended", tag_field="kind"):
    """The new last day after an extension."""

    extension: Extension
    on: date


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


class DueStep(msgspec.Struct, frozen=True, tag="due", tag_field="kind"):
    """The answer."""

    at: datetime
    on: date
    all_day: bool


Step: TypeAlias = Given | ZeroDay | Begun | Counted | Extended | Held | Rolled | DueStep
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


def explanation_words(explanation: Explanation) -> list[str]:
    """Put the steps into plain English sentences."""
    source = given(explanation)
    return [sentence for step in explanation for sentence in _step_words(step, source)]


def _step_words(step: Step, source: Given) -> Iterator[str]:
    zone = ZoneInfo(source.zone)
    match step:
        case Given():
            local = source.start.astimezone(zone)
            at = f"{day_words(local.date())}{'' if source.limit.counts_days else f' at {time_words(local.time())}'}"
            yield EVENTS[source.event].format(at)
        case ZeroDay():
            yield from _zero_words(step, source)
        case Counted():
            yield from _count_sentences(step, source)
        case DueStep():
            until = "the end of" if step.all_day else f"{time_words(step.at.astimezone(zone).time())} on"
            yield f"It is due by {until} {day_words(step.on)}."
        case _:
            yield _moved_words(step, zone)


def _zero_words(step: ZeroDay, source: Given) -> Iterator[str]:
    if step.why == "closed":
        yield f"The office was closed then, so we count it as received on {day_words(step.on)}."
    if step.why == "cut_off":
        last = "closing time" if source.limit.cut_off in (None, "closing") else source.limit.cut_off
        yield f"That was not before {last}, so we count it as received on {day_words(step.on)}."
    yield "That day counts as the first day." if step.counts else "That day does not count."


def _count_sentences(step: Counted, source: Given) -> Iterator[str]:
    if source.limit.unit in WORKING_UNITS:
        shut = [f"{name}s" for name, windows in zip(WEEKDAYS, source.week, strict=True) if not windows]
        yield f"We count {source.limit.words}. {_shut_words(shut)}".strip()
        for day, why in source.closed:
            if step.since <= day <= step.on:
                yield f"{day_words(day)} is closed: {why or 'the office is shut'}."
        for day, windows, why in source.opened:
            if step.since <= day <= step.on:
                yield f"{day_words(day)} is open from {windows.replace('-', ' to ')}{f': {why}' if why else ''}."
    else:
        yield f"We count {source.limit.words}, closed days included."
    if source.limit.counts_days:
        yield f"That brings us to {day_words(step.on)}."


def _shut_words(shut: Sequence[str]) -> str:
    return f"{list_words(shut)} do not count." if shut else ""


def _moved_words(step: Begun | Extended | Held | Rolled, zone: ZoneInfo) -> str:
    match step:
        case Begun():
            return f"The office was closed then, so the time runs from {_instant_words(step.at, zone)}."
        case Extended():
            reason = f": {step.extension.reason}" if step.extension.reason else ""
            return f"We needed {step.extension.by.words} more{reason}. The last day is now {day_words(step.on)}."
        case Held():
            return _held_words(step, zone)
        case Rolled():
            return f"{day_words(step.since)} is a closed day, so the last day is {day_words(step.on)}."


def _held_words(step: Held, zone: ZoneInfo) -> str:
    reason = f" ({step.hold.reason})" if step.hold.reason else ""
    if step.days is None:
        since, until = _instant_words(step.hold.since, zone), _instant_words(step.hold.until, zone)
        return f"The clock stood still from {since} to {until}{reason}."
    since, until = (day_words(at.astimezone(zone).date()) for at in (step.hold.since, step.hold.until))
    days = count_words(step.days, *UNITS[step.unit])
    return f"The clock stood still from {since} to {until}{reason}: {days}. The last day is now {day_words(step.on)}."


def _instant_words(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{day_words(local.date())} at {time_words(local.time())}"
