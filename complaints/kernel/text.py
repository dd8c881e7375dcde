"""Dates, numbers and lists as people read them, in the language of the page."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta
from babel.numbers import get_decimal_symbol

from standards.wording import day_words, list_words, locale_of, moment_words

DEFAULT_LANGUAGE = "en"
NOT_AVAILABLE = "[x]"
THIN_SPACE = "\u202f"  # the narrow space that does not break a number over two lines
_NEVER_MONTHS = 1e9
_GROUPED_BY_COMMA = re.compile(",")
_FINISHED = (".", "!", "?", "…", ":", "。", "؟", "।")


def date_words(value: date | datetime | None, zone: tzinfo | str = "UTC", lang: str = DEFAULT_LANGUAGE) -> str:
    """
    Return the day as 'Tuesday 16 March 2027', and nothing for no day.

    An instant is read in *zone*; one without a time zone is refused, because its day is a guess.
    """
    if value is None:
        return ""
    day = _local(value, zone).date() if isinstance(value, datetime) else value
    return day_words(day, lang)


def datetime_words(value: datetime | None, zone: tzinfo | str = "UTC", lang: str = DEFAULT_LANGUAGE) -> str:
    """Return the instant as 'Tuesday 16 March 2027 at 10:42' on the clocks of *zone*."""
    if value is None:
        return ""
    local = _local(value, zone)
    return moment_words(local.date(), local.time(), lang)


def days_words(count: int, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return '1 day' or '20 days'."""
    # Not format_unit: it answers "20 duration-day" in the languages whose long form is borrowed from another.
    days = timedelta(days=count)
    return str(format_timedelta(days, granularity="day", threshold=_NEVER_MONTHS, locale=locale_of(lang)))


def thousands(value: float | Decimal | None, places: int = 0, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return a number with thin spaces between its thousands; a figure that is not there is not a zero."""
    if value is None:
        return NOT_AVAILABLE
    whole, _, fraction = f"{abs(value):,.{places}f}".partition(".")
    words = _GROUPED_BY_COMMA.sub(THIN_SPACE, whole)
    if fraction:
        words += get_decimal_symbol(locale_of(lang)) + fraction
    return f"\u2212{words}" if value < 0 and any(sign in "123456789" for sign in words) else words


def begun(text: str | None) -> str:
    """Return the words with a capital in front, as they stand at the beginning of a line."""
    words = (text or "").strip()
    return words[:1].upper() + words[1:]


def sentence(text: str | None) -> str:
    """Return the words as one sentence: a capital in front, a full stop behind."""
    words = begun(text)
    return words if not words or words.endswith(_FINISHED) else f"{words}."


def listed(items: Sequence[Any], lang: str = DEFAULT_LANGUAGE) -> str:
    """Return 'Monday, Tuesday and Friday'."""
    return list_words([str(item) for item in items], lang)


def direction(lang: str) -> str:
    """Return 'rtl' for languages written from right to left, else 'ltr'."""
    return str(locale_of(lang).text_direction)


def language_name(lang: str, within: str | None = None) -> str:
    """Return what a language calls itself, 'Cymraeg', or is called *within* another, 'Welsh'."""
    name = str(locale_of(lang).get_display_name(within) or lang)
    return name[:1].upper() + name[1:]


def is_language(lang: str) -> bool:
    """Whether this is the name of a language we know."""
    try:
        Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _local(value: datetime, zone: tzinfo | str) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"The instant {value.isoformat()} has no time zone.")
    return value.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
