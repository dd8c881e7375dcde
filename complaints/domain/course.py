"""The course of an answer's time at one stage: held, resumed, extended, and what of that the charter still allows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec

from standards.calendars import WorkingCalendar
from standards.charter import Extend, StageRule
from standards.deadlines import Deadline, Extension, Hold, Limit, deadline, recount
from standards.errors import Conflict, Fault, Invalid
from standards.explanations import Counted, Extended, Given, Rolled
from standards.limits import UNITS, Unit
from standards.stopwatch import Change, holds_of
from standards.wording import day_words

ENTRIES = frozenset({"clock.held", "clock.resumed", "clock.extended"})
"""What of the journal a course is read from."""

RAN_ON = "the time for the answer ran on"
TIMES = {1: "once", 2: "twice"}


class CannotHold(Conflict):
    """The clock of the answer cannot stand still, or does so already."""

    code = "cannot-hold"


class CannotExtend(Conflict):
    """The answer cannot be given more time."""

    code = "cannot-extend"


class Happening(msgspec.Struct, frozen=True):
    """An entry of the journal, as far as dates need it."""

    at: datetime
    kind: str
    facts: Mapping[str, Any]


class Standstill(msgspec.Struct, frozen=True):
    """A hold that is not over: since when, why, and when it ends by itself."""

    since: datetime
    reason: str
    until: datetime


class Wanted(msgspec.Struct, frozen=True):
    """More time somebody wants: an amount, or a new last day; one of the two."""

    reason: str
    by: Limit | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """
    What happened to the clock of an answer since its time began, as the journal tells it.

    `source` is what the date was first counted from, `due_at` the date as it stands, `promised_at` what the person was
    told last. `is_late` once lateness was noticed.
    """

    source: Given
    calendar: WorkingCalendar
    due_at: datetime
    promised_at: datetime
    is_late: bool = False
    history: tuple[Change, ...] = ()
    extensions: tuple[Extension, ...] = ()
    standstill: Standstill | None = None

    def deadline(
        self, now: datetime, *, extensions: Sequence[Extension] | None = None, plain: bool = False
    ) -> Deadline:
        """
        Return by when the answer is due, with a hold that still runs counted up to *now*.

        *extensions* are taken instead of those granted; *plain* counts as if the clock had never stood still.
        """
        asked = msgspec.structs.replace(
            self.source,
            holds=() if plain else holds_of(self.history, now),
            extensions=self.extensions if extensions is None else tuple(extensions),
        )
        return recount((asked,), self.calendar)

    def has_passed(self, now: datetime) -> bool:
        """Whether the day is over; what stands still does not pass."""
        return self.standstill is None and (self.is_late or self.due_at < now)


def course_of(
    happenings: Iterable[Happening],
    source: Given,
    calendar: WorkingCalendar,
    *,
    due_at: datetime,
    promised_at: datetime,
    is_late: bool = False,
) -> Course:
    """Read the course of a stage from its entries, in the order they were written."""
    happenings = list(happenings)
    # Where the time begins only when the acknowledgement is due, the clock can stand still before that.
    begun = Change(min([source.start, *(one.at for one in happenings)]), "start")
    history: list[Change] = [begun]
    extensions: list[Extension] = []
    standstill: Standstill | None = None
    for one in happenings:
        facts = one.facts
        match one.kind:
            case "clock.held":
                # Two machines' clocks may differ a little: what was written later did not happen earlier.
                since = max(one.at, history[-1].at)
                history.append(Change(since, "hold", facts["reason"]))
                standstill = Standstill(since, facts["reason"], datetime.fromisoformat(facts["until"]))
            case "clock.resumed":
                until = max(datetime.fromisoformat(facts["held_to"]), history[-1].at)
                history.append(Change(until, "resume"))
                standstill = None
            case "clock.extended":
                counts_from = facts.get("counts_from", "due")
                extensions.append(Extension(Limit.parse(facts["by"]), facts["reason"], one.at, counts_from))
            case _:
                pass
    return Course(
        source,
        calendar,
        due_at,
        promised_at,
        is_late=is_late,
        history=tuple(history),
        extensions=tuple(extensions),
        standstill=standstill,
    )


# --- holds ---


def hold_until(course: Course, rule: StageRule, reason: str, now: datetime) -> Deadline:
    """Return when a hold begun at *now* ends by itself; or raise CannotHold, or Invalid for a reason of one's own."""
    if not rule.holds:
        raise CannotHold("The charter does not let the clock stand still at this step.")
    if course.standstill is not None:
        raise CannotHold("The clock stands still already.")
    if course.has_passed(now):
        raise CannotHold("The day has passed. Write to the person instead.")
    if reason not in rule.holds:
        raise Invalid("Say why.", faults=[Fault("reason", "Choose one of the reasons in the charter.")])
    ends = _hold_ends(course, rule.hold_most, now)
    if ends.due_at <= now:
        raise CannotHold(
            f"The clock has stood still for as long as it may at this step: {rule.hold_most.words} in all."
        )
    if _after_hold(course, now, ends.due_at).due_at <= ends.due_at:
        raise CannotHold("Only the last day is left, and that cannot be held. Answer on what you have.")
    return ends


def _hold_ends(course: Course, most: Limit, now: datetime) -> Deadline:
    """All holds of the stage use up one limit; between them it is this limit that stands still."""
    earlier = holds_of(course.history, now)
    following = [*(hold.since for hold in earlier[1:]), now]
    ran = [Hold(hold.until, since, RAN_ON) for hold, since in zip(earlier, following, strict=True)] if earlier else []
    start = earlier[0].since if earlier else now
    return deadline(most, start, course.calendar, holds=ran, event="held")


def _after_hold(course: Course, since: datetime, until: datetime) -> Deadline:
    history = (*course.history, Change(since, "hold"), Change(until, "resume"))
    return replace(course, history=history).deadline(until)


# --- extensions ---


def more_time(course: Course, rule: StageRule, wanted: Wanted, now: datetime) -> Extension:
    """Return the extension that is wanted when the charter allows it; or raise CannotExtend or Invalid."""
    extend = may_extend(course, rule, now)
    if extend.reasons and wanted.reason not in extend.reasons:
        raise Invalid("Say why.", faults=[Fault("reason", "Choose one of the reasons in the charter.")])
    if not wanted.reason:
        raise Invalid("Say why.", faults=[Fault("reason", "Give the reason. The person reads it.")])
    extension = Extension(_by(course, extend, wanted, now), wanted.reason, now, extend.counts_from)
    if not _within(course, extend, extension):
        raise _faulty(_too_much(course, extend, now), wanted)
    if not is_later(course, extension, now):
        day = day_words(course.calendar.local_day(course.due_at))
        raise _faulty(f"That would not be later than {day}.", wanted)
    on = extended(course, extension, now).on
    if wanted.until is not None and on != wanted.until:
        raise _faulty(_elsewhere(course, wanted.until, on), wanted)
    return extension


def may_extend(course: Course, rule: StageRule, now: datetime) -> Extend:
    """Return the charter's rule when more time can be given at *now*; raise CannotExtend."""
    if rule.extend is None:
        raise CannotExtend("The charter does not allow more time at this step.")
    if course.standstill is not None:
        raise CannotExtend("The clock stands still. Let it go on first.")
    if course.has_passed(now):
        raise CannotExtend("It is late already: an extension now would only hide that. Write to the person instead.")
    times = rule.extend.times
    if len(course.extensions) >= times:
        raise CannotExtend(
            f"The charter allows more time {TIMES.get(times, f'{times} times')} at this step. It was used."
        )
    if not _fits(course, rule.extend.most):
        raise CannotExtend("What the charter says about more time does not fit this limit. Ask whoever keeps it.")
    if left(course, rule.extend, now) is None:
        raise CannotExtend(f"The charter allows {rule.extend.most.words} more in all at this step. They were used.")
    return rule.extend


def left(course: Course, extend: Extend, now: datetime) -> Limit | None:
    """Return by how much the answer could be extended at *now*, in the unit of the cap; None when by nothing."""
    low, high = 0, extend.most.amount
    while low < high:
        middle = (low + high + 1) // 2
        if _within(course, extend, Extension(Limit(middle, extend.most.unit), "", now, extend.counts_from)):
            low = middle
        else:
            high = middle - 1
    most = Limit(low, extend.most.unit)
    return most if low and is_later(course, Extension(most, "", now, extend.counts_from), now) else None


def extended(course: Course, extension: Extension, now: datetime) -> Deadline:
    """Return the date with one more extension."""
    return course.deadline(now, extensions=(*course.extensions, extension))


def is_later(course: Course, extension: Extension, now: datetime) -> bool:
    """Whether an extension moves the date at all; it never moves it to an earlier one."""
    return extended(course, extension, now).due_at > course.due_at


def _within(course: Course, extend: Extend, extension: Extension) -> bool:
    """Whether all extensions together reach no further than the cap, counted from the first last day without holds."""
    most = extend.most
    if extension.by.unit == most.unit and extension.by.amount > most.amount:
        return False
    furthest = course.deadline(course.due_at, extensions=[Extension(most)], plain=True)
    wanted = course.deadline(course.due_at, extensions=(*course.extensions, extension), plain=True)
    return _reach(course, wanted) <= _reach(course, furthest)


def _reach(course: Course, due: Deadline) -> tuple[date, datetime]:
    """Return how far a count goes, before a closed day moves its end; for hours the instant itself."""
    last = next(step.on for step in reversed(due.explanation) if isinstance(step, Counted | Extended))
    return last, due.due_at if not course.source.limit.counts_days else datetime.max.replace(tzinfo=due.due_at.tzinfo)


def _by(course: Course, extend: Extend, wanted: Wanted, now: datetime) -> Limit:
    """Return the amount that is wanted, in a unit that fits the limit of the answer."""
    limit = course.source.limit
    if (wanted.by is None) == (wanted.until is None):
        raise _faulty("Say how much longer you need: the amount, or the last day.", wanted)
    if wanted.by is None:
        if not limit.counts_days:
            raise _faulty(f"Say it in {UNITS[limit.unit][1]}.", wanted)
        return _until(course, extend, wanted, now)
    if not _fits(course, wanted.by):
        raise _faulty(f"Say it in {UNITS[extend.most.unit][1]}.", wanted)
    return wanted.by


def _fits(course: Course, by: Limit) -> bool:
    """Whether a limit can be extended by this: days by days, hours by the same unit."""
    limit = course.source.limit
    return by.counts_days if limit.counts_days else by.unit == limit.unit


def _until(course: Course, extend: Extend, wanted: Wanted, now: datetime) -> Limit:
    """Return the amount that leads to the wanted last day, from where the charter counts."""
    calendar, present = course.calendar, course.deadline(now)
    day = wanted.until or present.on
    since = calendar.local_day(now) if extend.counts_from == "granted" else _unrolled(present)
    if day <= present.on:
        raise _faulty(f"That would not be later than {day_words(present.on)}.", wanted)
    if extend.most.unit == "working_days":
        return _amount(calendar.open_days_between(since, day), "working_days", wanted)
    return _amount((day - since).days, "calendar_days", wanted)


def _amount(count: int, unit: Unit, wanted: Wanted) -> Limit:
    try:
        return Limit(count, unit)
    except Invalid as refused:
        raise _faulty(refused.detail, wanted) from None


def _unrolled(due: Deadline) -> date:
    return next((step.since for step in due.explanation if isinstance(step, Rolled)), due.on)


def _faulty(said: str, wanted: Wanted) -> Invalid:
    field = "until" if wanted.until is not None and wanted.by is None else "by"
    return Invalid("Say how much longer you need.", faults=[Fault(field, said)])


def _too_much(course: Course, extend: Extend, now: datetime) -> str:
    still = left(course, extend, now)
    if still is None:
        return f"That is too much. The charter allows {extend.most.words} more in all at this step."
    last = extended(course, Extension(still, "", now, extend.counts_from), now).on
    return (
        f"That is too much. The charter allows {extend.most.words} more in all at this step. "
        f"At most {still.words} can be given now: until {day_words(last)}."
    )


def _elsewhere(course: Course, wanted: date, on: date) -> str:
    if course.calendar.is_open_day(wanted):
        return f"Counted as the charter counts, the last day would be {day_words(on)}."
    before = course.calendar.add_open_days(wanted, -1)
    after = course.calendar.first_open_day(wanted)
    return f"The office is shut on that day. Choose {day_words(before)} or {day_words(after)}."
