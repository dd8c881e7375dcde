"""XmR: is a series of values steady, or did something happen? Individuals with a mean and limits of usual variation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

FEWEST_POINTS: Final = 12

# Limits lie this many mean moving ranges from the mean; a moving range beyond the second does not count towards it.
LIMIT_FACTOR: Final = 2.66
OUTLIER_FACTOR: Final = 3.267
RUN: Final = 7


class Signal(StrEnum):
    """Why a value is not mere chance, in order of precedence."""

    NONE = "none"
    ABOVE = "above"
    BELOW = "below"
    RISING = "rising"
    FALLING = "falling"
    NEAR_UPPER = "near_upper"
    NEAR_LOWER = "near_lower"
    LONG_ABOVE = "long_above"
    LONG_BELOW = "long_below"


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A series with its mean, its limits, and what is unusual about each value."""

    values: tuple[float, ...]
    mean: float
    lower: float
    upper: float
    signals: tuple[Signal, ...]

    @property
    def unusual(self) -> tuple[int, ...]:
        """The places of the values that are not mere chance."""
        return tuple(place for place, signal in enumerate(self.signals) if signal is not Signal.NONE)


def individuals(values: Sequence[float], *, floor: float | None = None) -> ControlChart | None:
    """
    Return the XmR chart of *values*, or None when there are too few to say what is usual.

    *floor* cuts the lower limit where the measure cannot go below, as counts cannot go below 0.
    """
    if len(values) < FEWEST_POINTS:
        return None
    mean = sum(values) / len(values)
    reach = LIMIT_FACTOR * _mean_range(values)
    lower, upper = mean - reach, mean + reach
    signals = _signals(values, mean, reach)
    if floor is not None:
        lower = max(lower, floor)
    return ControlChart(tuple(values), mean, lower, upper, signals)


def _mean_range(values: Sequence[float]) -> float:
    """Return the mean moving range, with single leaps left out of it."""
    ranges = [abs(after - before) for before, after in pairwise(values)]
    mean = sum(ranges) / len(ranges)
    usual = [width for width in ranges if width < OUTLIER_FACTOR * mean] or ranges
    return sum(usual) / len(usual)


def _signals(values: Sequence[float], mean: float, reach: float) -> tuple[Signal, ...]:
    if reach == 0:
        return (Signal.NONE,) * len(values)
    near = reach * 2 / 3
    inside = [abs(value - mean) <= reach for value in values]
    found = [Signal.NONE] * len(values)
    # The weakest first: a stronger signal is written over it.
    _mark_runs(found, Signal.LONG_ABOVE, [value > mean for value in values])
    _mark_runs(found, Signal.LONG_BELOW, [value < mean for value in values])
    _mark_two_of_three(found, Signal.NEAR_UPPER, [i and v - mean > near for v, i in zip(values, inside, strict=True)])
    _mark_two_of_three(found, Signal.NEAR_LOWER, [i and mean - v > near for v, i in zip(values, inside, strict=True)])
    _mark_trends(found, Signal.RISING, values, lambda before, after: after > before)
    _mark_trends(found, Signal.FALLING, values, lambda before, after: after < before)
    for place, value in enumerate(values):
        if not inside[place]:
            found[place] = Signal.ABOVE if value > mean else Signal.BELOW
    return tuple(found)


def _mark_runs(found: list[Signal], signal: Signal, holds: Sequence[bool]) -> None:
    """Mark every value in a stretch of seven or more for which *holds*."""
    for start in range(len(holds) - RUN + 1):
        if all(holds[start : start + RUN]):
            found[start : start + RUN] = [signal] * RUN


def _mark_trends(
    found: list[Signal], signal: Signal, values: Sequence[float], follows: Callable[[float, float], bool]
) -> None:
    """Mark every value in a stretch of seven that each go the same way."""
    steps = [follows(before, after) for before, after in pairwise(values)]
    for start in range(len(steps) - RUN + 2):
        if all(steps[start : start + RUN - 1]):
            found[start : start + RUN] = [signal] * RUN


def _mark_two_of_three(found: list[Signal], signal: Signal, near: Sequence[bool]) -> None:
    """Mark the values near a limit where two of three neighbours are."""
    for start in range(len(near) - 2):
        trio = range(start, start + 3)
        if sum(near[place] for place in trio) >= 2:  # noqa: PLR2004 - the rule's own number
            for place in trio:
                if near[place]:
                    found[place] = signal
