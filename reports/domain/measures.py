"""Rates that keep their base, intervals around them, and quantiles: nothing counted is no value, not zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from standards.errors import Invalid

# Two-sided 95 % of the normal distribution.
Z95: Final = 1.959963984540054

# Below this base no percentage is printed.
SMALLEST_BASE: Final = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """How many out of how many."""

    hits: int
    out_of: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.out_of:
            raise Invalid(f"{self.hits} out of {self.out_of} is not a share.")

    @property
    def percent(self) -> float | None:
        """None, not zero, when there was nothing to count."""
        return 100 * self.hits / self.out_of if self.out_of else None

    @property
    def limits(self) -> tuple[float, float] | None:
        """The Wilson score interval at 95 %, in per cent."""
        return wilson(self.hits, self.out_of) if self.out_of else None

    @property
    def is_too_few(self) -> bool:
        """Whether the base is too small for a percentage to mean anything."""
        return self.out_of < SMALLEST_BASE


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and whether that is few enough to point at somebody."""

    value: int

    @property
    def may_identify(self) -> bool:
        return is_small(self.value)


def is_small(value: int) -> bool:
    """Return whether a count is so small that a published cell could point at a person."""
    return 1 <= value <= 4  # noqa: PLR2004 - the rule itself: cells of 1 to 4


def wilson(hits: int, out_of: int, z: float = Z95) -> tuple[float, float]:
    """Return the Wilson score interval of a share, in per cent and never outside 0 to 100."""
    share = hits / out_of
    spread = z * sqrt(share * (1 - share) / out_of + z * z / (4 * out_of * out_of))
    scale = 1 + z * z / out_of
    centre = share + z * z / (2 * out_of)
    low = 0.0 if hits == 0 else (centre - spread) / scale
    high = 1.0 if hits == out_of else (centre + spread) / scale
    return 100 * low, 100 * high


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the quantile of *values* by straight lines between them (R type 7), or None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
