"""Opening hours as windows of a day: reading, checking and writing them, nights over midnight included."""

import re
from collections.abc import Sequence
from datetime import time
from itertools import pairwise
from typing import TypeAlias

from standards.errors import Invalid

Window: TypeAlias = tuple[time, time]
Minutes: TypeAlias = tuple[int, int]

DAY = 24 * 60
MIDNIGHT = time(0)
WINDOW = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*[-\u2013]\s*([01]\d|2[0-4]):([0-5]\d)")


def parse_window(text: str) -> Window:
    """
    Read '09:00-17:00'.

    An end at or before the start is on the next day ('22:00-06:00'); '24:00' is the midnight that ends the day.
    """
    found = WINDOW.fullmatch(text.strip())
    if not found or (found[3] == "24" and found[4] != "00"):
        raise Invalid(f"{text!r} is not a window of opening hours; write it like '09:00-17:00'.")
    return time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4]))


def minutes_of(window: Window) -> Minutes:
    """Return a window as minutes from the midnight that begins its day; the end may lie past 24 hours."""
    start = window[0].hour * 60 + window[0].minute
    end = window[1].hour * 60 + window[1].minute
    return start, end if end > start else end + DAY


def window_words(window: Window) -> str:
    """Write a window as it is read; the midnight that ends a day is '24:00'."""
    end = "24:00" if window[1] == MIDNIGHT else f"{window[1]:%H:%M}"
    return f"{window[0]:%H:%M}-{end}"


def windows_text(windows: Sequence[Window]) -> str:
    return ", ".join(window_words(window) for window in windows)


def windows_from(text: str) -> tuple[Window, ...]:
    """Read back what `windows_text` wrote."""
    return tuple(parse_window(part) for part in text.split(",") if part.strip())


def overlap(windows: Sequence[Window]) -> tuple[Window, Window] | None:
    """Return the first two windows of one day that overlap, or nothing."""
    ordered = sorted(windows, key=minutes_of)
    for earlier, later in pairwise(ordered):
        if minutes_of(later)[0] < minutes_of(earlier)[1]:
            return earlier, later
    return None


def week_overlap(weekly: Sequence[Sequence[Window]]) -> tuple[int, Window, Window] | None:
    """Return the weekday whose night runs into the first window of the day after, with both windows."""
    for weekday, windows in enumerate(weekly):
        following = weekly[(weekday + 1) % 7]
        if windows and following:
            last = max(windows, key=minutes_of)
            first = min(following, key=minutes_of)
            if minutes_of(last)[1] - DAY > minutes_of(first)[0]:
                return weekday, last, first
    return None
