"""Figures laid out so that a report can look one up by key and group."""

from collections.abc import Iterable

from reports.domain.measures import Rate
from reports.figures import Figure
from standards.errors import NotFound


class Tally:
    """The figures of one count, by dimension, group and key."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures: dict[tuple[str | None, str | None], dict[str, Figure]] = {}
        for figure in figures:
            self._figures.setdefault((figure.dimension, figure.group), {})[figure.key] = figure

    def figures(self, dimension: str | None = None, group: str | None = None) -> list[Figure]:
        """Return every figure of one group; of everything without a dimension."""
        return list(self._figures.get((dimension, group), {}).values())

    def groups(self, dimension: str) -> list[str]:
        """Return the groups of *dimension* in which anything was counted."""
        return [group for name, group in self._figures if name == dimension and group is not None]

    def count(self, key: str, dimension: str | None = None, group: str | None = None) -> int:
        """Return a count; where a group has no facts that is nothing."""
        figure = self._find(key, dimension, group)
        return figure.numerator or 0 if figure else 0

    def rate(self, key: str, dimension: str | None = None, group: str | None = None) -> Rate:
        """Return a share; where a group has no facts that is none of none."""
        figure = self._find(key, dimension, group)
        return (figure.rate if figure else None) or Rate(0, 0)

    def value(self, key: str, dimension: str | None = None, group: str | None = None) -> float | None:
        """Return a mean or a quantile, or None of nothing."""
        figure = self._find(key, dimension, group)
        return figure.value if figure else None

    def base(self, key: str, dimension: str | None = None, group: str | None = None) -> int:
        """Return how many facts a share, mean or quantile stands on."""
        figure = self._find(key, dimension, group)
        return figure.denominator or 0 if figure else 0

    def _find(self, key: str, dimension: str | None, group: str | None) -> Figure | None:
        found = self._figures.get((dimension, group))
        if found is None:
            return None
        if key not in found:
            raise NotFound(f"The key figure {key!r} was not counted.")
        return found[key]
