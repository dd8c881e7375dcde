"""Keeping published tables from pointing at anybody: small cells are hidden, and so is what would give them back."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

from reports.domain.measures import is_small

Key = TypeVar("Key", bound=Hashable)


def hidden_cells(
    counts: Mapping[Key, int],
    sums: Sequence[Sequence[Key]],
    *,
    totals: Collection[Key] = (),
) -> frozenset[Key]:
    """
    Return the cells of *counts* that must not be shown.

    Cells of 1 to 4 are hidden. Each of *sums* names cells one of which is the
    sum of the others; where just one of them is hidden, the others would give
    it back, so a second one is hidden with it: the smallest that is not
    nothing. *totals* are known from elsewhere: they are not hidden for being
    small, and as a second one only where nothing else is left.
    """
    hidden = {key for key, count in counts.items() if is_small(count) and key not in totals}
    while True:
        seconds = {_second(counts, line, hidden, totals) for line in sums if _is_given_back(line, hidden)}
        seconds.discard(None)
        if not seconds:
            return frozenset(hidden)
        # One at a time: a second cell often serves several sums.
        hidden.add(min((key for key in seconds if key is not None), key=lambda key: (counts[key], str(key))))


def _is_given_back(line: Sequence[Key], hidden: Collection[Key]) -> bool:
    return sum(key in hidden for key in line) == 1


def _second(
    counts: Mapping[Key, int], line: Sequence[Key], hidden: Collection[Key], totals: Collection[Key]
) -> Key | None:
    open_cells = [key for key in line if key not in hidden]
    if not open_cells:
        return None
    return min(open_cells, key=lambda key: (key in totals, counts[key] == 0, counts[key], str(key)))
