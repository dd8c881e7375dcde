"""What changed when about one promise: each version in which it differs from the version before."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from standards.charter_parts import Promise
from standards.charter_tree import Charter
from standards.counting_words import limit_words
from standards.language import mark, say
from standards.wording import day_words


class Altered(msgspec.Struct, frozen=True):
    """One thing about a promise that is not as it was; nothing on one side means that nothing was said."""

    what: str
    before: str
    after: str


class Turn(msgspec.Struct, frozen=True):
    """
    A version in which a promise differs from the version before: it begins, it changes, or it ends.

    `place` is that of the version in the sequence. `row` is the promise as it stands from there on, or where it ends
    as it stood; `altered` is empty where it begins or ends.
    """

    place: int
    state: Literal["begins", "changes", "ends"]
    row: Promise
    altered: tuple[Altered, ...] = ()


def promise_history(charters: Sequence[Charter], key: str) -> tuple[Turn, ...]:
    """Return where in these versions, oldest first, a promise differs; nothing when none of them ever made it."""
    found: list[Turn] = []
    before: Promise | None = None
    for place, charter in enumerate(charters):
        after = promise_called(charter, key)
        if before is None and after is not None:
            found.append(Turn(place, "begins", after))
        elif before is not None and after is None:
            found.append(Turn(place, "ends", before))
        elif before is not None and after is not None and (altered := _altered(before, after)):
            found.append(Turn(place, "changes", after, altered))
        before = after
    return tuple(found)


def promise_called(charter: Charter, key: str) -> Promise | None:
    """Return the promise of this key in one charter."""
    return next((row for row in charter.promises() if row.key == key), None)


SAID: Mapping[str, Callable[[Promise], str]] = {
    mark("What we promise"): lambda row: row.what,
    mark("Within"): lambda row: row.within,
    mark("How it is counted"): lambda row: " ".join(limit_words(row.limit)),
    mark("Our aim"): lambda row: "" if row.target is None else aim_words(row.target),
    mark("Who keeps it"): lambda row: row.by,
    mark("Where it comes from"): lambda row: row.cited,
    mark("Holds from"): lambda row: _day(row.since),
    mark("Holds until"): lambda row: _day(row.until),
    mark("Checked against the source"): lambda row: say("not checked") if row.unverified else _day(row.verified_on),
}


def aim_words(target: int) -> str:
    """Return in how many cases a promise is to be kept: '95 of 100 cases'."""
    return say("{count} of 100 cases", count=target)


def _altered(before: Promise, after: Promise) -> tuple[Altered, ...]:
    pairs = ((what, said(before), said(after)) for what, said in SAID.items())
    return tuple(Altered(say(what), old, new) for what, old, new in pairs if old != new)


def _day(day: date | None) -> str:
    return "" if day is None else day_words(day)
