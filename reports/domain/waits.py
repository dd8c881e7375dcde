"""
How long people wait, worked out from who ended and who is still waiting; and whether what was said came true.

Whoever looks only at cases that have ended sees the quick ones: slow ones are still open. So this counts as life
tables of a population do. In a stretch of weeks, at each age a case can reach, it takes how many were waiting then
and how many ended; from these shares follows how many of those who come now will still be waiting at each age. A
backlog that is closed at once, or one that grows, moves the shares at the ages where it happens, and no others.
"""

import enum
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil, floor
from typing import Final

from complaints.domain.forecast import FRESH, Level, level_of, narrowest, rounded
from reports.domain.measures import Rate

AN_HOUR: Final = timedelta(hours=1)
DAY: Final = 24.0
WINDOWS: Final = (91 * DAY, 364 * DAY)
"""The weeks looked back on, whole ones: a quarter; a year where so few end that a quarter is not enough."""

FEWEST: Final = 50
"""Under this many ended cases nothing is said: at 50 the outer tenths rest on five cases each."""

FEWEST_WAITING: Final = 5
"""An age that fewer than this many were waiting at says nothing about the next one to get there."""

SETTLED: Final = timedelta(minutes=5)
"""What was over so soon was dealt with as it was told, or written down when it was done: nobody waited."""

OUTSIDE: Final = 0.1
"""The share that may fall short of the range, and again the share that may fall beyond it: 8 of 10 are inside."""

NEAR: Final = 1e-9
WIDTHS: Final = {level: width for width, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Spell:
    """
    One stage of one case somebody waited in, in hours on one clock.

    `answered` is false for one that the person ended: how long it would have taken nobody knows.
    """

    scopes: tuple[str, ...]
    began: float
    ended: float | None = None
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Range:
    """In hours: half waited `median` or less, 8 of 10 from `low` to `high`."""

    median: float
    low: float
    high: float

    @property
    def printed(self) -> "Range":
        """The range as people read it, rounded outwards."""
        return Range(rounded(self.median, round), rounded(self.low, floor), rounded(self.high, ceil))


@dataclass(frozen=True, slots=True)
class Wait:
    """
    How long those of one scope wait, from what was known `as_of` then: how many ended since when, and the range.

    There is no range where too many still waited. One that was only worked out `afterwards` was shown to nobody.
    """

    scope: str
    as_of: float
    since: float
    cases: int
    range: Range | None = None
    afterwards: bool = False


class Watch:
    """What was seen of the cases of a scope in one stretch of time: from and to which age each was, and which ended."""

    __slots__ = ("came", "ended", "went")

    def __init__(self, spells: Iterable[Spell], since: float, at: float) -> None:
        self.came: list[float] = []
        self.went: list[float] = []
        self.ended: list[float] = []
        for spell in spells:
            began, ended = spell.began, spell.ended
            if began >= at or (ended is not None and ended <= since):
                continue
            is_over = ended is not None and ended < at
            age = max(ended - began, 0.0) if ended is not None and is_over else at - began
            self.came.append(min(since - began, age) if began < since else 0.0)
            self.went.append(age)
            if is_over and spell.answered:
                self.ended.append(age)

    def ages_at(self, levels: Sequence[float]) -> list[float | None]:
        """
        Return the ages by which the shares *levels*, in rising order, have ended; None for a share that cannot be seen.

        This is the estimate of Kaplan and Meier for cases that come into view late and leave it early.
        """
        came, went = sorted(self.came), sorted(self.went)
        found: list[float | None] = []
        waiting_still, entered, left = 1.0, 0, 0
        for age, how_many in sorted(Counter(self.ended).items()):
            entered = max(bisect_left(came, age, entered), bisect_right(came, 0.0, entered))
            left = bisect_left(went, age, left)
            waiting = entered - left
            if waiting < FEWEST_WAITING or len(found) == len(levels):
                break
            waiting_still *= 1 - how_many / waiting
            while len(found) < len(levels) and 1 - waiting_still >= levels[len(found)] - NEAR:
                found.append(age)
        return found + [None] * (len(levels) - len(found))

    def range(self) -> Range | None:
        """
        Return the range in which 8 of 10 fall, None where that many have not ended yet.

        The tenths are looked for a little further out than they are, for the one case that is still to come.
        """
        cases = len(self.ended)
        levels = ((OUTSIDE * (cases + 1) - 1) / cases, 0.5, (1 - OUTSIDE) * (cases + 1) / cases)
        low, median, high = self.ages_at(levels)
        if low is None or median is None or high is None:
            return None
        return Range(median, low, high)


def wait_of(scope: str, spells: Sequence[Spell], at: float) -> Wait | None:
    """Return how long those of a scope wait, from nothing but what was known *at*; None where too few ended."""
    for window in WINDOWS:
        watch = Watch(spells, at - window, at)
        cases = len(watch.ended)
        if cases >= FEWEST:
            return Wait(scope, at, at - window, cases, watch.range())
    return None


def walk(spells: Iterable[Spell], instants: Sequence[float]) -> Iterator[list[Wait]]:
    """
    Yield, for each of the *instants* in rising order, what could be said then of every scope.

    Whoever has enough others in a narrower scope is not counted in a wider one: a service with few cases is told
    about those of its team that have few as well, not about the one that has thousands.
    """
    coming = sorted(spells, key=lambda spell: spell.began, reverse=True)
    in_view: defaultdict[str, list[Spell]] = defaultdict(list)
    for at in instants:
        while coming and coming[-1].began < at:
            spell = coming.pop()
            for scope in spell.scopes:
                in_view[scope].append(spell)
        said: dict[str, Wait] = {}
        for scope in sorted(in_view, key=_width):
            seen = [spell for spell in in_view[scope] if spell.ended is None or spell.ended > at - WINDOWS[-1]]
            in_view[scope] = seen
            wait = wait_of(scope, [spell for spell in seen if said.keys().isdisjoint(spell.scopes)], at)
            if wait is not None:
                said[scope] = wait
        yield list(said.values())


def _width(scope: str) -> int:
    return WIDTHS[level_of(scope)]


class Said:
    """What was said of every scope, day by day."""

    def __init__(self, waits: Iterable[Wait]) -> None:
        self._by_scope: defaultdict[str, list[Wait]] = defaultdict(list)
        for wait in sorted(waits, key=_as_of):
            self._by_scope[wait.scope].append(wait)

    def to(self, spell: Spell) -> Wait | None:
        """Return what was said when this wait began, as the person's page chooses it; None where nothing was."""
        newest = {}
        for scope in spell.scopes:
            said = self._by_scope.get(scope, [])
            place = bisect_right(said, spell.began, key=_as_of)
            if place and said[place - 1].as_of > spell.began - FRESH / AN_HOUR:
                newest[scope] = said[place - 1]
        return narrowest(spell.scopes, newest)


def _as_of(wait: Wait) -> float:
    return wait.as_of


class Fate(enum.StrEnum):
    """What came of what was said to somebody."""

    INSIDE = "inside"
    SOONER = "sooner"
    LATER = "later"
    WAITING = "waiting"
    STOPPED = "stopped"


def fate(spell: Spell, said: Range, now: float) -> Fate:
    """Return what came of what was said, until *now*: who has waited longer than it says is later, ended or not."""
    ended = spell.ended if spell.ended is not None and spell.ended <= now else None
    waited = max((now if ended is None else ended) - spell.began, 0.0)
    if waited > said.high:
        return Fate.LATER
    if ended is None:
        return Fate.WAITING
    if not spell.answered:
        return Fate.STOPPED
    return Fate.SOONER if waited < said.low else Fate.INSIDE


@dataclass(slots=True)
class Kept:
    """
    How often what was said, as it was printed, came true among the cases of one group.

    What was only worked out `afterwards` was said to nobody at the time.
    """

    cases: int = 0
    afterwards: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)

    @property
    def told(self) -> int:
        """How many there was something to say to."""
        return self.fates.total()

    @property
    def rate(self) -> Rate:
        """How many fell inside, of those of whom it is known by now."""
        known = sum(self.fates[one] for one in (Fate.INSIDE, Fate.SOONER, Fate.LATER))
        return Rate(self.fates[Fate.INSIDE], known)

    def __add__(self, other: "Kept") -> "Kept":
        return Kept(self.cases + other.cases, self.afterwards + other.afterwards, self.fates + other.fates)

    def add(self, spell: Spell, wait: Wait | None, now: float) -> None:
        """Count one wait and what was said when it began."""
        self.cases += 1
        if wait is not None and wait.range is not None:
            self.fates[fate(spell, wait.range.printed, now)] += 1
            self.afterwards += wait.afterwards


def came_true(spells: Iterable[Spell], said: Said, now: float) -> dict[Level | None, Kept]:
    """Return how often what was said came true, by how wide it was counted; None: of those there was nothing to say."""
    kept: defaultdict[Level | None, Kept] = defaultdict(Kept)
    for spell in spells:
        wait = said.to(spell)
        kept[level_of(wait.scope) if wait is not None and wait.range is not None else None].add(spell, wait, now)
    return dict(kept)
