"""Why a date is what it is, told in plain English sentences."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from standards.explanations import (
    Begun,
    Counted,
    DueStep,
    Event,
    Explanation,
    Extended,
    Given,
    Held,
    Later,
    Rolled,
    Step,
    ZeroDay,
    given,
    parts,
)
from standards.limits import UNITS, WORKING_UNITS
from standards.wording import MONTHS, WEEKDAYS, count_words, day_words, list_words, time_words

EVENTS: dict[Event, str] = {
    "received": "You told us on {}.",
    "first_received": "You first told us on {}, and the time has run since then.",
    "told": "You told us about it on {}.",
    "requested": "You asked for this on {}.",
    "acknowledged": "We told you on {} that we have it.",
    "acknowledgement_due": "We had promised to tell you by {} that we have it, so we count from then.",
    "begun": "The time began on {}.",
    "asked": "We asked you on {}.",
    "held": "The clock has stood still since {}.",
    "transferred": "It went to the office that deals with it on {}.",
    "answered": "We answered you on {}.",
    "happened": "It happened on {}.",
}

# What ends with the time: for most it is something we owe.
ENDS: dict[Event, str] = {
    "held": "At the most it stands still until {}.",
    "answered": "You can ask until {}.",
    "happened": "You can ask until {}.",
}
OWED = "It is due by {}."
IN_PART: dict[Event, str] = {
    "answered": "Counted from the answer, that is until {}.",
    "happened": "Counted from the day it happened, that is until {}.",
}
OF_PART = "Counted like this, that is until {}."
DAYS_ONLY: frozenset[Event] = frozenset({"happened"})

ONE_DAY = timedelta(days=1)


def explanation_words(explanation: Explanation) -> list[str]:
    """Put the steps into plain English sentences."""
    whole = parts(explanation)
    words = [sentence for part in whole for sentence in _Told(given(part), is_part=len(whole) > 1).sentences(part)]
    later = [step for step in explanation if isinstance(step, Later)]
    for step in later:
        end = ENDS.get(given(explanation).event, OWED).format(_end_words(step, ZoneInfo(given(explanation).zone)))
        words.append(f"Whichever is later counts. {end}")
    return words


class _Told:
    """One calculation as it is told: how far the telling has come, so that each closed day is named once."""

    def __init__(self, source: Given, *, is_part: bool) -> None:
        self._source = source
        self._zone = ZoneInfo(source.zone)
        self._is_part = is_part
        self._reached: date | None = None

    def sentences(self, part: Explanation) -> Iterator[str]:
        """Yield the sentences of every step."""
        for step in part:
            yield from self._begin(step)
            yield from self._go_on(step)

    def _begin(self, step: Step) -> Iterator[str]:
        match step:
            case Given():
                yield EVENTS[step.event].format(self._start_words())
            case ZeroDay():
                yield from self._zero(step)
            case Begun():
                yield f"{self._was_closed()}, so the time runs from {self._instant(step.at)}."
                yield from self._closed_until(step.at.astimezone(self._zone).date())
            case Counted():
                yield from self._counted(step)
            case _:
                return

    def _go_on(self, step: Step) -> Iterator[str]:
        match step:
            case Extended():
                yield from self._named_days(step.on)
                yield self._extended(step)
            case Held():
                yield from self._named_days(step.on)
                yield self._held(step)
            case Rolled():
                yield from self._rolled(step)
            case DueStep():
                yield from self._due(step)
            case _:
                return

    def _start_words(self) -> str:
        limit, start = self._source.limit, self._source.start.astimezone(self._zone)
        has_time = not limit.counts_days or limit.keep_time or limit.cut_off is not None
        if has_time and self._source.event not in DAYS_ONLY:
            return self._instant(start)
        return day_words(start.date())

    def _was_closed(self) -> str:
        why = self._closure(self._source.start.astimezone(self._zone).date())
        return f"The office was closed then{f' ({why})' if why else ''}"

    def _closed_until(self, day: date) -> Iterator[str]:
        start = self._source.start.astimezone(self._zone).date()
        yield from _grouped("closed", [named for named in self._closed() if start < named[0] < day])

    def _zero(self, step: ZeroDay) -> Iterator[str]:
        since = day_words(step.on) if step.at is None else self._instant(step.at)
        cut_off = self._source.limit.cut_off
        if step.why == "closed":
            yield f"{self._was_closed()}, so we count from {since}."
        elif step.why == "cut_off":
            last = "closing time" if cut_off in (None, "closing") else cut_off
            yield f"What comes at {last} or later counts as the next open day, so we count from {since}."
        elif step.at is not None:
            yield f"The office was closed at that hour, so we count from {since}."
        yield "That day counts as the first day." if step.counts else "That day does not count."
        yield from self._closed_until(step.on)

    def _counted(self, step: Counted) -> Iterator[str]:
        limit, source = self._source.limit, self._source
        if limit.unit in WORKING_UNITS:
            hours = f" by the hours of “{source.calendar}”" if source.calendar else ""
            yield f"We count {limit.words}{hours}{self._version(', in')}."
            shut = [f"{name}s" for name, windows in zip(WEEKDAYS, source.week, strict=True) if not windows]
            if len(shut) == len(WEEKDAYS):
                yield "Only the days named here count."
            elif shut:
                yield f"{list_words(shut)} do not count."
        else:
            closed = ", closed days included" if limit.counts_days else ", day and night"
            yield f"We count {limit.words}{closed}{self._version(', by')}."
        yield from self._named_days(step.on, step.since)
        self._reached = step.on
        if limit.counts_days:
            yield self._clamped(step) or f"That brings us to {day_words(step.on)}."

    def _version(self, preposition: str) -> str:
        return f"{preposition} version {self._source.version} of our promises" if self._source.version else ""

    def _clamped(self, step: Counted) -> str | None:
        """Say that a month was too short for the day it should end on, or nothing."""
        is_last = monthrange(step.on.year, step.on.month)[1] == step.on.day
        if self._source.limit.unit != "months" or step.since.day <= step.on.day or not is_last:
            return None
        month = f"{MONTHS[step.on.month - 1]} {step.on.year}"
        return f"{month} has no day {step.since.day}, so that brings us to its last day, {day_words(step.on)}."

    def _named_days(self, until: date, since: date | None = None) -> Iterator[str]:
        """Yield the closed and opened days from *since*, or behind what was told, up to and with *until*."""
        if self._source.limit.unit not in WORKING_UNITS:
            return
        first = since or (self._reached or until) + ONE_DAY
        for state, named in (("closed", self._closed()), ("open", self._opened())):
            yield from _grouped(state, [(day, words) for day, words in named if first <= day <= until])
        self._reached = max(until, self._reached or until)

    def _closed(self) -> Iterator[tuple[date, str]]:
        for day, why in self._source.closed:
            yield day, f": {why}" if why else ""

    def _opened(self) -> Iterator[tuple[date, str]]:
        for day, windows, why in self._source.opened:
            hours = list_words([window.replace("-", " to ") for window in windows.split(", ")])
            yield day, f" from {hours}{f': {why}' if why else ''}"

    def _extended(self, step: Extended) -> str:
        extension = step.extension
        reason = f": {extension.reason.rstrip('.')}" if extension.reason else ""
        more = f"We needed {extension.by.words} more{reason}."
        if extension.counts_from == "granted" and extension.granted_at is not None:
            day = day_words(extension.granted_at.astimezone(self._zone).date())
            more = f"On {day} we took {extension.by.words} from that day{reason}."
        if step.at is not None and step.was_at is not None:
            return f"{more} It was due by {self._until(step.was_at)}. Now it is due by {self._until(step.at)}."
        was = f"The last day was {day_words(step.was)}. Now it is" if step.was else "The last day is now"
        return f"{more} {was} {day_words(step.on)}."

    def _held(self, step: Held) -> str:
        reason = f" ({step.hold.reason.rstrip('.')})" if step.hold.reason else ""
        if step.days is None:
            since, until = self._instant(step.hold.since), self._instant(step.hold.until)
            return f"The clock stood still from {since} to {until}{reason}. That time does not count."
        since, until = (day_words(at.astimezone(self._zone).date()) for at in (step.hold.since, step.hold.until))
        held = f"The clock stood still from {since} to {until}{reason}: {count_words(step.days, *UNITS[step.unit])}."
        return f"{held} The last day is now {day_words(step.on)}."

    def _rolled(self, step: Rolled) -> Iterator[str]:
        why = self._closure(step.since)
        yield f"{day_words(step.since)} is a closed day{f' ({why})' if why else ''}."
        first, last = sorted((step.since, step.on))
        yield from _grouped("closed", [named for named in self._closed() if first < named[0] < last])
        which = "next open day" if step.on > step.since else "open day before"
        yield f"The {which} is {day_words(step.on)}, and that is the last day."

    def _due(self, step: DueStep) -> Iterator[str]:
        if step.moved:
            yield "The office is not open at the same hour on the last day."
        table, other = (IN_PART, OF_PART) if self._is_part else (ENDS, OWED)
        limit = self._source.limit
        is_closing = limit.counts_days and not limit.keep_time and not step.all_day
        end = _end_words(step, self._zone)
        yield from self._clock_change(step.at)
        yield table.get(self._source.event, other).format(f"{end}, when the office closes" if is_closing else end)

    def _clock_change(self, due_at: datetime) -> Iterator[str]:
        """Say that the clocks change in a time that runs day and night, so that it ends at another hour."""
        limit = self._source.limit
        before, after = (at.astimezone(self._zone).utcoffset() for at in (self._source.start, due_at))
        if before is not None and after is not None and before != after and limit.unit in ("hours", "minutes"):
            yield f"The clocks go {'forward' if after > before else 'back'} in that time."

    def _closure(self, day: date) -> str:
        return next((why for closed, why in self._source.closed if closed == day), "")

    def _instant(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{day_words(local.date())} at {time_words(local.time())}"

    def _until(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{time_words(local.time())} on {day_words(local.date())}"


def _end_words(step: DueStep | Later, zone: ZoneInfo) -> str:
    until = "the end of" if step.all_day else f"{time_words(step.at.astimezone(zone).time())} on"
    return f"{until} {day_words(step.on)}"


def _grouped(state: str, named: Sequence[tuple[date, str]]) -> Iterator[str]:
    """Yield which days are closed or open, those with the same reason in one sentence."""
    groups: dict[str, list[date]] = {}
    for day, words in named:
        groups.setdefault(words, []).append(day)
    for words, days in groups.items():
        yield f"{_days_words(days)} {'is' if len(days) == 1 else 'are'} {state}{words}."


def _days_words(days: Sequence[date]) -> str:
    """Return the days in words; three or more in a row become 'Monday ... to Friday ...'."""
    rows: list[list[date]] = []
    for day in days:
        if rows and (day - rows[-1][-1]).days == 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    words: list[str] = []
    for row in rows:
        words += [f"{day_words(row[0])} to {day_words(row[-1])}"] if len(row) > 2 else map(day_words, row)  # noqa: PLR2004
    return list_words(words)
