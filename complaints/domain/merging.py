"""Bringing a text that was changed onto a newer one: what only one side changed is taken, what both changed is said."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec


class Merged(msgspec.Struct, frozen=True):
    """The joined text, and in how many places both sides had changed the same lines; there *mine* was kept."""

    text: str
    clashes: int


class _Region(msgspec.Struct, frozen=True):
    """So many lines that are the same in all three texts, and where they begin in each."""

    base: int
    mine: int
    theirs: int
    lines: int


def merged(base: str, mine: str, theirs: str) -> Merged:
    """Return *mine* with what changed from *base* to *theirs*, line by line; where both added, first theirs."""
    texts = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    joined: list[str] = []
    clashes = at_base = at_mine = at_theirs = 0
    for region in _alike(*texts):
        old = texts[0][at_base : region.base]
        own = texts[1][at_mine : region.mine]
        new = texts[2][at_theirs : region.theirs]
        both_added = not old and own != new
        clashes += not both_added and own not in (old, new) and new != old
        joined += [*new, *own] if both_added else new if own == old else own
        joined += texts[0][region.base : region.base + region.lines]
        at_base, at_mine, at_theirs = (at + region.lines for at in (region.base, region.mine, region.theirs))
    return Merged("".join(joined), clashes)


def _alike(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[_Region]:
    """Yield the stretches of *base* that both sides kept, in order, and an empty one at the end of all."""
    kept_in_theirs = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    for in_mine in SequenceMatcher(None, base, mine, autojunk=False).get_matching_blocks():
        for in_theirs in kept_in_theirs:
            start = max(in_mine.a, in_theirs.a)
            end = min(in_mine.a + in_mine.size, in_theirs.a + in_theirs.size)
            if start < end:
                yield _Region(start, in_mine.b + start - in_mine.a, in_theirs.b + start - in_theirs.a, end - start)
    yield _Region(len(base), len(mine), len(theirs), 0)
