"""Dates, numbers and lists as people read them, in the language of the page."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.lists import format_list
from babel.numbers import get_decimal_symbol

from standards.wording import day_words, list_words, time_words

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
    return day_words(day) if _is_english(lang) else str(format_date(day, format="full", locale=_locale(lang)))


def datetime_words(value: datetime | None, zone: tzinfo | str = "UTC", lang: str = DEFAULT_LANGUAGE) -> str:
    """Return the instant as 'Tuesday 16 March 2027 at 10:42' on the clocks of *zone*."""
    if value is None:
        return ""
    local = _local(value, zone)
    if _is_english(lang):
        return f"{day_words(local.date())} at {time_words(local.time())}"
    time = format_time(local.time(), format="short", locale=_locale(lang))
    return f"{date_words(local.date(), zone, lang)}, {time}"


def days_words(count: int, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return '1 day' or '20 days'."""
    # Not format_unit: it answers "20 duration-day" in the languages whose long form is borrowed from another.
    days = timedelta(days=count)
    return str(format_timedelta(days, granularity="day", threshold=_NEVER_MONTHS, locale=_locale(lang)))


def thousands(value: float | Decimal | None, places: int = 0, lang: str = DEFAULT_LANGUAGE) -> str:
    """Return a number with thin spaces between its thousands; a figure that is not there is not a zero."""
    if value is None:
        return NOT_AVAILABLE
    whole, _, fraction = f"{abs(value):,.{places}f}".partition(".")
    words = _GROUPED_BY_COMMA.sub(THIN_SPACE, whole)
    if fraction:
        words += get_decimal_symbol(_locale(lang)) + fraction
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
    words = [str(item) for item in items]
    return list_words(words) if _is_english(lang) else str(format_list(words, locale=_locale(lang)))


def direction(lang: str) -> str:
    """Return 'rtl' for languages written from right to left, else 'ltr'."""
    return str(_locale(lang).text_direction)


def language_name(lang: str) -> str:
    """Return what a language calls itself: 'Cymraeg'."""
    name = str(_locale(lang).get_display_name() or lang)
    return name[:1].upper() + name[1:]


def is_language(lang: str) -> bool:
    """Whether this is the name of a language we know."""
    try:
        Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


@lru_cache(maxsize=64)
def _locale(lang: str) -> Locale:
    return Locale.parse(lang if is_language(lang) else DEFAULT_LANGUAGE, sep="-")


def _is_english(lang: str) -> bool:
    return bool(_locale(lang).language == DEFAULT_LANGUAGE)


def _local(value: datetime, zone: tzinfo | str) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"The instant {value.isoformat()} has no time zone.")
    return value.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
