"""How days are counted, and when an office is open, in plain sentences for people who have never read a charter."""

from collections.abc import Sequence
from itertools import groupby

import msgspec

from standards.calendars import WorkingCalendar
from standards.charter_parts import LateChanges, Recurring
from standards.hours import windows_from, windows_text
from standards.limits import Counting, Limit
from standards.wording import WEEKDAYS, day_words, list_words

ALL_DAY = "00:00-24:00"
CLOSED = "closed"

FIRST_DAY = {
    "excluded": "The day you tell us does not count. Counting begins the day after.",
    "included": "The day you tell us is the first day.",
    "next_open": (
        "If we are closed when you tell us, we count it as if you had told us on the next open day. "
        "That day does not count. Counting begins the day after."
    ),
}
ITS_FIRST_DAY = {
    "excluded": "The day on which it begins does not count.",
    "included": "The day on which it begins is the first day.",
    "next_open": "If it begins on a closed day, we count it as begun on the next open day. That day does not count.",
}
ROLLED = {
    "none": "Calendar days, weeks and months run on over closed days, and may end on one.",
    "forward": (
        "Calendar days, weeks and months run on over closed days. "
        "If they end on a closed day, we have until the next open day."
    ),
    "backward": (
        "Calendar days, weeks and months run on over closed days. "
        "If they end on a closed day, we are done by the open day before it."
    ),
}
UNTIL = {
    "closing": "On the last day we have until the office closes.",
    "end_of_day": "On the last day we have until midnight.",
}
KEPT_TIME = "On the last day we have until the time of day at which you told us."
HOURS = {
    "hours": "These hours run day and night, on closed days too.",
    "minutes": "These minutes run day and night, on closed days too.",
    "working_hours": "Only hours in which the office is open count.",
    "working_minutes": "Only minutes in which the office is open count.",
}
LATER_CLOSED = {
    "keep": "A date we gave you stays, even when a day is closed afterwards.",
    "move_and_tell": "If a day is closed afterwards, we count again, and tell you the new date and why.",
}
ORDINALS = ("", "first", "second", "third", "fourth", "fifth")
COUNTED = {2: "second", 3: "third"}


def counting_words(counting: Counting, shut: Sequence[str]) -> tuple[str, ...]:
    """Return the rules of counting as sentences; *shut* are the weekdays on which the office never opens."""
    days = list_words([*(f"{name}s" for name in shut), "closed days" if shut else "Closed days"])
    working = f"A working day is a day on which the office is open. {days} do not count."
    return (FIRST_DAY[counting.day_zero], *_cut_off(counting), working, ROLLED[counting.roll], _until(counting))


def limit_words(limit: Limit) -> tuple[str, ...]:
    """Return how one limit is counted, as sentences."""
    if not limit.counts_days:
        return (HOURS[limit.unit],)
    rolled = [] if limit.unit == "working_days" else [ROLLED[limit.roll]]
    return (ITS_FIRST_DAY[limit.day_zero], *_cut_off(limit), *rolled, _until(limit))


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
    return (LATER_CLOSED[changes.closed_day_added], "A date we gave you never moves without our telling you.")


def shut_weekdays(calendar: WorkingCalendar, recurring: Sequence[Recurring] = ()) -> tuple[str, ...]:
    """Return the weekdays on which the office never opens, not even every second week."""
    sometimes = {rule.day.capitalize() for rule in recurring if rule.hours}
    return tuple(
        name for name, text in zip(WEEKDAYS, calendar.week_text, strict=True) if not text and name not in sometimes
    )


def week_lines(calendar: WorkingCalendar) -> tuple[tuple[str, str], ...]:
    """Return the week as (days, hours), days with the same hours together: ('Monday to Friday', '09:00 to 17:00')."""
    named = list(zip(WEEKDAYS, calendar.week_text, strict=True))
    lines = []
    for text, run in groupby(named, key=lambda pair: pair[1]):
        days = [name for name, _ in run]
        lines.append((days[0] if len(days) == 1 else f"{days[0]} {_through(days)} {days[-1]}", hours_words(text)))
    return tuple(lines)


def never_shuts(calendar: WorkingCalendar) -> bool:
    """Whether the office is open day and night, all week."""
    return all(text == ALL_DAY for text in calendar.week_text)


def hours_words(text: str) -> str:
    """Return windows as they are said: '08:30 to 12:30 and 13:30 to 16:30'."""
    if not text:
        return CLOSED
    if text == ALL_DAY:
        return "day and night"
    return list_words([_window_words(part) for part in text.split(", ")])


def recurring_words(rule: Recurring) -> str:
    """Return a weekday that is not the same every week as one line."""
    day = rule.day.capitalize()
    text = windows_text([window for part in rule.hours for window in windows_from(part)])
    return f"{_which(rule, day)}: {hours_words(text)} ({rule.why})"


def _which(rule: Recurring, day: str) -> str:
    if rule.nth:
        return f"{list_words([ORDINALS[number] for number in rule.nth]).capitalize()} {day} of the month"
    since = f", beginning with the week of {day_words(rule.since)}" if rule.since else ""
    every = rule.every or 1
    return f"Every {COUNTED.get(every, f'{every}th')} {day}{since}"


def _through(days: Sequence[str]) -> str:
    return "and" if len(days) == 2 else "to"  # noqa: PLR2004 - two days in a row


def _window_words(text: str) -> str:
    start, _, end = text.partition("-")
    over_night = end != "24:00" and end <= start
    return f"{start} to {'midnight' if end == '24:00' else end}{' the next morning' if over_night else ''}"


def _cut_off(counting: Counting | Limit) -> list[str]:
    if counting.cut_off is None:
        return []
    when = "after closing time" if counting.cut_off == "closing" else f"at {counting.cut_off} or later"
    return [f"What reaches us {when} counts as if it had come on the next open day."]


def _until(counting: Counting | Limit) -> str:
    return KEPT_TIME if counting.keep_time else UNTIL[counting.due]
