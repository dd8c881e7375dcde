"""How long others like you waited: who is like you, and what you are told of it."""

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil, floor
from typing import Any, Final, Protocol, TypeVar

import msgspec

from complaints.domain.case import Kind
from standards.language import mark, say, say_many
from standards.wording import day_words

FRESH: Final = timedelta(days=8)
"""A count this old is not told any more: it is made every day, and a week's standstill is a long one."""

A_MINUTE: Final = 1 / 60
A_DAY: Final = 24
HOURS_FROM: Final = 2
DAYS_FROM: Final = 48
"""From so many hours on a wait is told in hours, and in days."""


class Level(enum.StrEnum):
    """What cases have in common that are counted together, from narrow to wide; stored as words."""

    STANDARD = "standard"
    SERVICE = "service"
    UNIT = "unit"
    BODY = "body"
    AUTHORITY = "authority"


class Alike(msgspec.Struct, frozen=True, kw_only=True):
    """What decides who waits alike; '' stands for what is not known."""

    kind: str
    tier: str
    body: str
    unit: str = ""
    service: str = ""
    standard: str = ""


def scopes(alike: Alike) -> tuple[str, ...]:
    """
    Return what a case is counted in, from narrow to wide; nothing for praise, which waits for no answer.

    Each scope begins with its level, so that it can be told which one it was.
    """
    if alike.kind == Kind.COMPLIMENT:
        return ()
    office = (alike.kind, alike.tier, alike.body)
    steps = {
        Level.STANDARD: alike.service and alike.standard and (*office, alike.service, alike.standard),
        Level.SERVICE: alike.service and (*office, alike.service),
        Level.UNIT: alike.unit and (*office, alike.unit),
        Level.BODY: office,
        Level.AUTHORITY: (alike.kind, alike.tier),
    }
    return tuple("|".join((level, *names)) for level, names in steps.items() if names)


def level_of(scope: str) -> Level:
    """Return the level of a scope."""
    return Level(scope.partition("|")[0])


class Counted(Protocol):
    """Something that was counted as of some day."""

    @property
    def as_of(self) -> Any: ...


One = TypeVar("One", bound=Counted)


def narrowest(scopes: Iterable[str], newest: Mapping[str, One]) -> One | None:
    """Return what holds for a case, from the *newest* count of each of its scopes: of the last day, the narrowest."""
    last = max((one.as_of for one in newest.values()), default=None)
    return next((newest[scope] for scope in scopes if scope in newest and newest[scope].as_of == last), None)


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """
    How long others like you waited, as it was counted when your wait began.

    `count` cases ended between `since` and `as_of`; `among` says what they have in common with yours. Half of those who
    came waited `median_hours` or less, 8 of 10 between `low_hours` and `high_hours`; those who were still waiting
    count as waiting. It is `beyond` once you have waited longer than that range says: then it is no forecast any
    more. `forecast_words` returns all of it as sentences.
    """

    count: int
    median_hours: float
    low_hours: float
    high_hours: float
    since: datetime
    as_of: datetime
    among: Level
    beyond: bool = False

    @property
    def median_words(self) -> str:
        """The median in the language that is spoken now."""
        return wait_words(rounded(self.median_hours, round))

    @property
    def low_words(self) -> str:
        """The lower end in the language that is spoken now."""
        return wait_words(rounded(self.low_hours, floor))

    @property
    def high_words(self) -> str:
        """The upper end in the language that is spoken now."""
        return wait_words(rounded(self.high_hours, ceil))


AMONG: Final[Mapping[Level, str]] = {
    Level.STANDARD: mark("They were about the same promise of the same service as yours."),
    Level.SERVICE: mark("They were about the same service as yours."),
    Level.UNIT: mark("They were with the same team as yours, about services with few cases."),
    Level.BODY: mark("They were at the same office as yours, about services with few cases."),
    Level.AUTHORITY: mark("They were at all our offices, about services with few cases."),
}


def forecast_words(forecast: Forecast) -> list[str]:
    """Return the sentences a person reads, in the language that is spoken now."""
    if forecast.beyond:
        told = [say("You have waited longer than most people do."), say("9 of 10 had an answer sooner.")]
    else:
        told = [
            say("Half of the people waited {time} or less.", time=forecast.median_words),
            say("8 of 10 waited between {low} and {high}.", low=forecast.low_words, high=forecast.high_words),
        ]
    counted = say_many(
        "We counted {count} case that ended in the {weeks} weeks before {day}.",
        "We counted {count} cases that ended in the {weeks} weeks before {day}.",
        forecast.count,
        weeks=round((forecast.as_of - forecast.since) / timedelta(weeks=1)),
        day=day_words(forecast.as_of.date()),
    )
    return [*told, counted, say(AMONG[forecast.among])]


def rounded(hours: float, whole: Callable[[float], int]) -> float:
    """
    Return hours as they are told: in whole minutes up to two hours, in whole hours up to two days, then in whole days.

    The lower end of a range is rounded down (`floor`) and the upper one up (`ceil`): none is told narrower than it is.
    """
    unit = A_MINUTE if hours < HOURS_FROM else 1 if hours < DAYS_FROM else A_DAY
    return whole(hours / unit) * unit


def wait_words(hours: float) -> str:
    """Return a rounded wait as people say it: '20 minutes', '7 hours', '12 days'."""
    minutes = round(hours / A_MINUTE)
    if minutes < 1:
        return say("less than a minute")
    if hours < HOURS_FROM:
        return say_many("{count} minute", "{count} minutes", minutes)
    if hours < DAYS_FROM:
        return say_many("{count} hour", "{count} hours", round(hours))
    return say_many("{count} day", "{count} days", round(hours / A_DAY))
