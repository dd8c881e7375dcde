"""Dates, times, counts and lists in words: in plain English as we write it, in other languages as Babel knows them."""

from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_datetime_format, get_day_names
from babel.lists import format_list

from standards.language import ENGLISH, spoken

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


def day_words(day: date, lang: str | None = None) -> str:
    """Return a date as 'Tuesday 14 March 2027', in *lang* or in the language that is spoken."""
    locale = locale_of(lang or spoken())
    if not _is_english(locale):
        return str(format_date(day, format="full", locale=locale))
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """Return the month of a date as 'March 2027'."""
    locale = locale_of(spoken())
    if not _is_english(locale):
        return str(format_skeleton("yMMMM", day, locale=locale))
    return f"{MONTHS[day.month - 1]} {day.year}"


def weekday_words(weekday: int) -> str:
    """Return the name of a day of the week as it stands alone; Monday is 0."""
    locale = locale_of(spoken())
    if not _is_english(locale):
        return str(get_day_names("wide", "stand-alone", locale=locale)[weekday])
    return WEEKDAYS[weekday]


def every_weekday_words(weekday: int) -> str:
    """Return a day of the week as one speaks of all of them: 'Mondays'; many languages use the name alone."""
    return f"{WEEKDAYS[weekday]}s" if _is_english(locale_of(spoken())) else weekday_words(weekday)


def time_words(at: time, lang: str | None = None) -> str:
    """Return a time of day as '17:00', with 'midnight' and 'midday' for the two that confuse people."""
    locale = locale_of(lang or spoken())
    if not _is_english(locale):
        return str(format_time(at, format="short", locale=locale))
    if (at.minute, at.second) == (0, 0) and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    return f"{at.hour:02}:{at.minute:02}"


def moment_words(day: date, at: time, lang: str | None = None) -> str:
    """Return a day and a time of day as 'Tuesday 16 March 2027 at 10:42'."""
    locale = locale_of(lang or spoken())
    if _is_english(locale):
        return f"{day_words(day, lang)} at {time_words(at, lang)}"
    joined = str(get_datetime_format("full", locale=locale)).replace("'", "")
    return joined.format(time_words(at, lang), day_words(day, lang))


def count_words(amount: int, one: str, many: str) -> str:
    """Return '1 place' or '5 places', in English: what the public reads is counted by `say_many`."""
    return f"{amount} {one if amount == 1 else many}"


def list_words(words: Sequence[str], lang: str | None = None) -> str:
    """Return 'Monday, Tuesday and Friday'."""
    locale = locale_of(lang or spoken())
    if not _is_english(locale):
        return str(format_list(words, locale=locale))
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


@lru_cache(maxsize=64)
def locale_of(lang: str) -> Locale:
    """Return what Babel knows of a language; of one it does not know, what it knows of English."""
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale(ENGLISH)


def _is_english(locale: Locale) -> bool:
    return bool(locale.language == ENGLISH)
