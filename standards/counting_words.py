"""How days are counted, and when an office is open, in plain sentences for people who have never read a charter."""

from collections.abc import Callable, Sequence
from itertools import groupby

import msgspec

from standards.calendars import WorkingCalendar
from standards.charter_parts import LateChanges, Recurring
from standards.hours import windows_from, windows_text
from standards.language import mark, named, say, say_in
from standards.limits import Counting, Limit
from standards.wording import WEEKDAYS, day_words, every_weekday_words, list_words, weekday_words

ALL_DAY = "00:00-24:00"


FIRST_DAY = {
    "excluded": mark("The day you tell us does not count. Counting begins the day after."),
    "included": mark("The day you tell us is the first day."),
    "next_open": mark(
        "If we are closed when you tell us, we count it as if you had told us on the next open day. "
        "That day does not count. Counting begins the day after."
    ),
}
ITS_FIRST_DAY = {
    "excluded": mark("The day on which it begins does not count."),
    "included": mark("The day on which it begins is the first day."),
    "next_open": mark(
        "If it begins on a closed day, we count it as begun on the next open day. That day does not count."
    ),
}
ROLLED = {
    "none": mark("Calendar days, weeks and months run on over closed days, and may end on one."),
    "forward": mark(
        "Calendar days, weeks and months run on over closed days. "
        "If they end on a closed day, we have until the next open day."
    ),
    "backward": mark(
        "Calendar days, weeks and months run on over closed days. "
        "If they end on a closed day, we are done by the open day before it."
    ),
}
UNTIL = {
    "closing": mark("On the last day we have until the office closes."),
    "end_of_day": mark("On the last day we have until midnight."),
}
KEPT_TIME = mark("On the last day we have until the time of day at which you told us.")
HOURS = {
    "hours": mark("These hours run day and night, on closed days too."),
    "minutes": mark("These minutes run day and night, on closed days too."),
    "working_hours": mark("Only hours in which the office is open count."),
    "working_minutes": mark("Only minutes in which the office is open count."),
}
LATER_CLOSED = {
    "keep": mark("A date we gave you stays, even when a day is closed afterwards."),
    "move_and_tell": mark("If a day is closed afterwards, we count again, and tell you the new date and why."),
}
ORDINALS = ("", mark("first"), mark("second"), mark("third"), mark("fourth"), mark("fifth"))


def counting_words(counting: Counting, shut: Sequence[int]) -> tuple[str, ...]:
    """Return the rules of counting as sentences; *shut* are the weekdays on which the office never opens."""
    if shut:
        days = list_words([*map(every_weekday_words, shut), say_in("last in a list of days", "closed days")])
        working = say("A working day is a day on which the office is open. {days} do not count.", days=days)
    else:
        working = say("A working day is a day on which the office is open. Closed days do not count.")
    first, rolled = say(FIRST_DAY[counting.day_zero]), say(ROLLED[counting.roll])
    return (first, *_cut_off(counting), working, rolled, _until(counting))


def limit_words(limit: Limit) -> tuple[str, ...]:
    """Return how one limit is counted, as sentences."""
    if not limit.counts_days:
        return (say(HOURS[limit.unit]),)
    rolled = [] if limit.unit == "working_days" else [say(ROLLED[limit.roll])]
    return (say(ITS_FIRST_DAY[limit.day_zero]), *_cut_off(limit), *rolled, _until(limit))


def own_words(limit: Limit, counting: Counting) -> tuple[str, ...]:
    """Return how one limit is counted where the general rules do not say it."""
    usual = limit_words(usual_limit(limit, counting))
    return tuple(words for words in limit_words(limit) if not limit.counts_days or words not in usual)


def usual_limit(limit: Limit, counting: Counting) -> Limit:
    """Return the same length counted by the general rules alone."""
    general = msgspec.structs.asdict(counting) if limit.counts_days else {}
    if limit.unit == "working_days":
        general["roll"] = "none"  # working days never end on a closed day
    return Limit(limit.amount, limit.unit, **general)


def late_change_words(changes: LateChanges) -> tuple[str, ...]:
    """Return what happens to a date when the calendar changes after it was given."""
    later = say(LATER_CLOSED[changes.closed_day_added])
    return (later, say("A date we gave you never moves without our telling you."))


def shut_weekdays(calendar: WorkingCalendar, recurring: Sequence[Recurring] = ()) -> tuple[int, ...]:
    """Return the weekdays, Monday as 0, on which the office never opens, not even every second week."""
    sometimes = {_weekday(rule) for rule in recurring if rule.hours}
    return tuple(weekday for weekday, text in enumerate(calendar.week_text) if not text and weekday not in sometimes)


def week_lines(calendar: WorkingCalendar) -> tuple[tuple[str, str], ...]:
    """Return the week as (days, hours), days with the same hours together: ('Monday to Friday', '09:00 to 17:00')."""
    lines = []
    for text, run in groupby(enumerate(calendar.week_text), key=lambda pair: pair[1]):
        days = [weekday_words(weekday) for weekday, _ in run]
        lines.append((_run_words(days), hours_words(text)))
    return tuple(lines)


def never_shuts(calendar: WorkingCalendar) -> bool:
    """Whether the office is open day and night, all week."""
    return all(text == ALL_DAY for text in calendar.week_text)


def hours_words(text: str) -> str:
    """Return windows as they are said: '08:30 to 12:30 and 13:30 to 16:30'."""
    if not text:
        return say_in("hours", "closed")
    if text == ALL_DAY:
        return say_in("hours", "day and night")
    return list_words([_window_words(part) for part in text.split(", ")])


def recurring_words(rule: Recurring) -> str:
    """Return a weekday that is not the same every week as one line."""
    text = windows_text([window for part in rule.hours for window in windows_from(part)])
    which = _which(rule, weekday_words(_weekday(rule)))
    return say("{days}: {hours} ({why})", days=which, hours=hours_words(text), why=named(rule.why))


def _which(rule: Recurring, day: str) -> str:
    if rule.nth:
        places = list_words([say(ORDINALS[number]) for number in rule.nth])
        words = say("{places} {day} of the month", places=places, day=day)
        return f"{words[:1].upper()}{words[1:]}"
    every = rule.every or 1
    rhythm = RHYTHMS[every](day) if every in RHYTHMS else say("Every {number}th {day}", number=every, day=day)
    if rule.since is None:
        return rhythm
    return say("{rhythm}, beginning with the week of {date}", rhythm=rhythm, date=day_words(rule.since))


RHYTHMS: dict[int, Callable[[str], str]] = {
    2: lambda day: say("Every second {day}", day=day),
    3: lambda day: say("Every third {day}", day=day),
}


def _weekday(rule: Recurring) -> int:
    return WEEKDAYS.index(rule.day.capitalize())


def _run_words(days: Sequence[str]) -> str:
    """Return days that follow each other: 'Saturday and Sunday', 'Monday to Friday'."""
    match days:
        case [first, _, *_, last]:
            return say_in("days", "{first} to {last}", first=first, last=last)
        case _:
            return list_words(days)


def _window_words(text: str) -> str:
    start, _, end = text.partition("-")
    if end == "24:00":
        return say_in("hours", "{start} to midnight", start=start)
    if end <= start:
        return say_in("hours", "{start} to {end} the next morning", start=start, end=end)
    return say_in("hours", "{start} to {end}", start=start, end=end)


def _cut_off(counting: Counting | Limit) -> list[str]:
    match counting.cut_off:
        case None:
            return []
        case "closing":
            return [say("What reaches us after closing time counts as if it had come on the next open day.")]
        case hour:
            return [say("What reaches us at {hour} or later counts as if it had come on the next open day.", hour=hour)]


def _until(counting: Counting | Limit) -> str:
    return say(KEPT_TIME if counting.keep_time else UNTIL[counting.due])
