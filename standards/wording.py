"""Dates, times, counts and lists in plain English words, whatever the machine's own language is."""

from collections.abc import Sequence
from datetime import date, time

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: date) -> str:
    """Return a date as 'Tuesday 14 March 2027'."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def time_words(at: time) -> str:
    """Return a time of day as '17:00', with 'midnight' and 'midday' for the two that confuse people."""
    if (at.minute, at.second) == (0, 0) and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    return f"{at.hour:02}:{at.minute:02}"


def count_words(amount: int, one: str, many: str) -> str:
    """Return '1 working day' or '5 working days'."""
    return f"{amount} {one if amount == 1 else many}"


def list_words(words: Sequence[str]) -> str:
    """Return 'Monday, Tuesday and Friday'."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
