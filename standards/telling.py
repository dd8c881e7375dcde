"""Why a date is what it is, told in plain sentences."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from standards.explanations import (
    Begun,
    Counted,
    DueStep,
    Event,
    Explanation,
    Extended,
    Extension,
    Given,
    Held,
    Later,
    Rolled,
    Step,
    ZeroDay,
    given,
    parts,
)
from standards.language import mark, named, say, say_in, say_many
from standards.limits import SAID, WORKING_UNITS
from standards.wording import (
    WEEKDAYS,
    day_words,
    every_weekday_words,
    list_words,
    moment_words,
    month_words,
    time_words,
)

EVENTS: dict[Event, str] = {
    "received": mark("You told us on {when}."),
    "first_received": mark("You first told us on {when}, and the time has run since then."),
    "told": mark("You told us about it on {when}."),
    "requested": mark("You asked for this on {when}."),
    "acknowledged": mark("We told you on {when} that we have it."),
    "acknowledgement_due": mark("We had promised to tell you by {when} that we have it, so we count from then."),
    "begun": mark("The time began on {when}."),
    "asked": mark("We asked you on {when}."),
    "held": mark("The clock has stood still since {when}."),
    "transferred": mark("It went to the office that deals with it on {when}."),
    "answered": mark("We answered you on {when}."),
    "happened": mark("It happened on {when}."),
}

# What ends with the time: for most it is something we owe.
ENDS: dict[Event, str] = {
    "held": mark("At the most it stands still until {end}."),
    "answered": mark("You can ask until {end}."),
    "happened": mark("You can ask until {end}."),
}
OWED = mark("It is due by {end}.")
IN_PART: dict[Event, str] = {
    "answered": mark("Counted from the answer, that is until {end}."),
    "happened": mark("Counted from the day it happened, that is until {end}."),
}
OF_PART = mark("Counted like this, that is until {end}.")
LENGTHS_BY_HOURS = {
    (False, False): mark("We count {limit}."),
    (False, True): mark("We count {limit}, in version {version} of our promises."),
    (True, False): mark("We count {limit} by the hours of “{hours}”."),
    (True, True): mark("We count {limit} by the hours of “{hours}”, in version {version} of our promises."),
}
"""How much is counted: by whether the hours have a name, and by whether the promises have a version."""
LENGTHS = {
    (True, False): mark("We count {limit}, closed days included."),
    (True, True): mark("We count {limit}, closed days included, by version {version} of our promises."),
    (False, False): mark("We count {limit}, day and night."),
    (False, True): mark("We count {limit}, day and night, by version {version} of our promises."),
}
"""The same of a time that runs on over closed days: by whether it is in days, and whether there is a version."""
STOOD_STILL = mark("The clock stood still from {since} to {until}: {days}.")
STOOD_STILL_BECAUSE = mark("The clock stood still from {since} to {until} ({reason}): {days}.")
DAYS_ONLY: frozenset[Event] = frozenset({"happened"})

ONE_DAY = timedelta(days=1)

Noted: TypeAlias = tuple[str, str]
"""What is told of a closed or an open day: its hours, and why."""


def explanation_words(explanation: Explanation) -> list[str]:
    """Put the steps into plain sentences of the language that is spoken."""
    whole = parts(explanation)
    words = [sentence for part in whole for sentence in _Told(given(part), is_part=len(whole) > 1).sentences(part)]
    later = [step for step in explanation if isinstance(step, Later)]
    for step in later:
        end = _end_words(step, ZoneInfo(given(explanation).zone))
        words.append(f"{say('Whichever is later counts.')} {say(ENDS.get(given(explanation).event, OWED), end=end)}")
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
                yield say(EVENTS[step.event], when=self._start_words())
            case ZeroDay():
                yield from self._zero(step)
            case Begun():
                yield self._runs_from(self._instant(step.at))
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

    def _runs_from(self, when: str) -> str:
        why = self._why_shut_at_first()
        if why:
            return say("The office was closed then ({why}), so the time runs from {when}.", why=why, when=when)
        return say("The office was closed then, so the time runs from {when}.", when=when)

    def _counts_from(self, when: str) -> str:
        why = self._why_shut_at_first()
        if why:
            return say("The office was closed then ({why}), so we count from {when}.", why=why, when=when)
        return say("The office was closed then, so we count from {when}.", when=when)

    def _why_shut_at_first(self) -> str:
        return self._closure(self._source.start.astimezone(self._zone).date())

    def _closed_until(self, day: date) -> Iterator[str]:
        start = self._source.start.astimezone(self._zone).date()
        yield from _grouped(_closed_words, [one for one in self._closed() if start < one[0] < day])

    def _zero(self, step: ZeroDay) -> Iterator[str]:
        since = day_words(step.on) if step.at is None else self._instant(step.at)
        cut_off = self._source.limit.cut_off
        if step.why == "closed":
            yield self._counts_from(since)
        elif step.why == "cut_off" and cut_off in (None, "closing"):
            yield say(
                "What comes at closing time or later counts as the next open day, so we count from {when}.", when=since
            )
        elif step.why == "cut_off":
            yield say(
                "What comes at {hour} or later counts as the next open day, so we count from {when}.",
                hour=cut_off,
                when=since,
            )
        elif step.at is not None:
            yield say("The office was closed at that hour, so we count from {when}.", when=since)
        yield say("That day counts as the first day.") if step.counts else say("That day does not count.")
        yield from self._closed_until(step.on)

    def _counted(self, step: Counted) -> Iterator[str]:
        limit, source = self._source.limit, self._source
        yield self._length()
        if limit.unit in WORKING_UNITS:
            shut = [every_weekday_words(weekday) for weekday, windows in enumerate(source.week) if not windows]
            if len(shut) == len(WEEKDAYS):
                yield say("Only the days named here count.")
            elif shut:
                yield say("{days} do not count.", days=list_words(shut))
        yield from self._named_days(step.on, step.since)
        self._reached = step.on
        if limit.counts_days:
            yield self._clamped(step) or say("That brings us to {day}.", day=day_words(step.on))

    def _length(self) -> str:
        """Say how much is counted, by whose hours, and by which version of the promises."""
        source = self._source
        by_hours, by_days = source.limit.unit in WORKING_UNITS, source.limit.counts_days
        if by_hours:
            said = LENGTHS_BY_HOURS[bool(source.calendar), bool(source.version)]
        else:
            said = LENGTHS[by_days, bool(source.version)]
        return say(said, limit=source.limit.words, hours=named(source.calendar), version=source.version)

    def _clamped(self, step: Counted) -> str | None:
        """Say that a month was too short for the day it should end on, or nothing."""
        is_last = monthrange(step.on.year, step.on.month)[1] == step.on.day
        if self._source.limit.unit != "months" or step.since.day <= step.on.day or not is_last:
            return None
        return say(
            "{month} has no day {number}, so that brings us to its last day, {day}.",
            month=month_words(step.on),
            number=step.since.day,
            day=day_words(step.on),
        )

    def _named_days(self, until: date, since: date | None = None) -> Iterator[str]:
        """Yield the closed and opened days from *since*, or behind what was told, up to and with *until*."""
        if self._source.limit.unit not in WORKING_UNITS:
            return
        first = since or (self._reached or until) + ONE_DAY
        for words, days in ((_closed_words, self._closed()), (_open_words, self._opened())):
            yield from _grouped(words, [(day, told) for day, told in days if first <= day <= until])
        self._reached = max(until, self._reached or until)

    def _closed(self) -> Iterator[tuple[date, Noted]]:
        for day, why in self._source.closed:
            yield day, ("", named(why))

    def _opened(self) -> Iterator[tuple[date, Noted]]:
        for day, windows, why in self._source.opened:
            yield day, (list_words([_window_words(window) for window in windows.split(", ")]), named(why))

    def _extended(self, step: Extended) -> str:
        more = self._more_time(step.extension)
        if step.at is not None and step.was_at is not None:
            until, was = self._until(step.at), self._until(step.was_at)
            return f"{more} {say('It was due by {was}. Now it is due by {until}.', was=was, until=until)}"
        if step.was:
            was, until = day_words(step.was), day_words(step.on)
            return f"{more} {say('The last day was {was}. Now it is {until}.', was=was, until=until)}"
        return f"{more} {_last_day(step.on)}"

    def _more_time(self, extension: Extension) -> str:
        limit, reason = extension.by.words, named(extension.reason).rstrip(".")
        if extension.counts_from == "granted" and extension.granted_at is not None:
            day = day_words(extension.granted_at.astimezone(self._zone).date())
            if reason:
                return say("On {day} we took {limit} from that day: {reason}.", day=day, limit=limit, reason=reason)
            return say("On {day} we took {limit} from that day.", day=day, limit=limit)
        if reason:
            return say("We needed {limit} more: {reason}.", limit=limit, reason=reason)
        return say("We needed {limit} more.", limit=limit)

    def _held(self, step: Held) -> str:
        reason = named(step.hold.reason).rstrip(".")
        if step.days is None:
            since, until = self._instant(step.hold.since), self._instant(step.hold.until)
            if reason:
                return say(
                    "The clock stood still from {since} to {until} ({reason}). That time does not count.",
                    since=since,
                    until=until,
                    reason=reason,
                )
            return say(
                "The clock stood still from {since} to {until}. That time does not count.", since=since, until=until
            )
        since, until = (day_words(at.astimezone(self._zone).date()) for at in (step.hold.since, step.hold.until))
        said = STOOD_STILL_BECAUSE if reason else STOOD_STILL
        held = say(said, since=since, until=until, reason=reason, days=SAID[step.unit](step.days))
        return f"{held} {_last_day(step.on)}"

    def _rolled(self, step: Rolled) -> Iterator[str]:
        why, day = self._closure(step.since), day_words(step.since)
        if why:
            yield say("{day} is a closed day ({why}).", day=day, why=why)
        else:
            yield say("{day} is a closed day.", day=day)
        first, last = sorted((step.since, step.on))
        yield from _grouped(_closed_words, [one for one in self._closed() if first < one[0] < last])
        if step.on > step.since:
            yield say("The next open day is {day}, and that is the last day.", day=day_words(step.on))
        else:
            yield say("The open day before is {day}, and that is the last day.", day=day_words(step.on))

    def _due(self, step: DueStep) -> Iterator[str]:
        if step.moved:
            yield say("The office is not open at the same hour on the last day.")
        table, other = (IN_PART, OF_PART) if self._is_part else (ENDS, OWED)
        limit = self._source.limit
        is_closing = limit.counts_days and not limit.keep_time and not step.all_day
        yield from self._clock_change(step.at)
        yield say(table.get(self._source.event, other), end=_end_words(step, self._zone, is_closing=is_closing))

    def _clock_change(self, due_at: datetime) -> Iterator[str]:
        """Say that the clocks change in a time that runs day and night, so that it ends at another hour."""
        limit = self._source.limit
        before, after = (at.astimezone(self._zone).utcoffset() for at in (self._source.start, due_at))
        if before is None or after is None or before == after or limit.unit not in ("hours", "minutes"):
            return
        if after > before:
            yield say("The clocks go forward in that time.")
        else:
            yield say("The clocks go back in that time.")

    def _closure(self, day: date) -> str:
        return named(next((why for closed, why in self._source.closed if closed == day), ""))

    def _instant(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return moment_words(local.date(), local.time())

    def _until(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return _hour_on(local.date(), time_words(local.time()))


def _last_day(day: date) -> str:
    return say("The last day is now {day}.", day=day_words(day))


def _end_words(step: DueStep | Later, zone: ZoneInfo, *, is_closing: bool = False) -> str:
    """Return the end of a time, as it stands behind 'by' or 'until'."""
    if step.all_day:
        return say("the end of {day}", day=day_words(step.on))
    hour = time_words(step.at.astimezone(zone).time())
    if is_closing:
        return say("{hour} on {day}, when the office closes", hour=hour, day=day_words(step.on))
    return _hour_on(step.on, hour)


def _hour_on(day: date, hour: str) -> str:
    return say("{hour} on {day}", hour=hour, day=day_words(day))


def _window_words(text: str) -> str:
    start, _, end = text.partition("-")
    return say_in("hours", "{start} to {end}", start=start, end=end)


def _grouped(words: Callable[[Sequence[date], Noted], str], days: Iterable[tuple[date, Noted]]) -> Iterator[str]:
    """Yield which days are closed or open, those of which the same is told in one sentence."""
    groups: dict[Noted, list[date]] = {}
    for day, told in days:
        groups.setdefault(told, []).append(day)
    for told, alike in groups.items():
        yield words(alike, told)


def _closed_words(days: Sequence[date], told: Noted) -> str:
    _, why = told
    if why:
        return say_many(
            "{days} is closed: {why}.", "{days} are closed: {why}.", len(days), days=_days_words(days), why=why
        )
    return say_many("{days} is closed.", "{days} are closed.", len(days), days=_days_words(days))


def _open_words(days: Sequence[date], told: Noted) -> str:
    hours, why = told
    said = _days_words(days)
    if why:
        return say_many(
            "{days} is open from {hours}: {why}.",
            "{days} are open from {hours}: {why}.",
            len(days),
            days=said,
            hours=hours,
            why=why,
        )
    return say_many("{days} is open from {hours}.", "{days} are open from {hours}.", len(days), days=said, hours=hours)


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
        match row:
            case [first, _, *_, last]:
                words.append(say_in("days", "{first} to {last}", first=day_words(first), last=day_words(last)))
            case _:
                words += map(day_words, row)
    return list_words(words)
