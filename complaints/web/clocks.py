"""How a promise is shown: the date that holds, what was promised before it, and since when its time stands still."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any

import msgspec

from complaints.domain.lateness import due_words
from complaints.schemas import ClockView

Values = dict[str, Any]


class Promised(msgspec.Struct, frozen=True):
    """
    A promise as it stands, and those it took the place of, the first one first.

    What was replaced was neither kept nor broken: only the clock that took its place can be.
    """

    clock: ClockView
    earlier: tuple[ClockView, ...] = ()

    @property
    def told(self) -> datetime:
        """By when the person was told that it would be done."""
        return told(self.clock)

    @property
    def is_running(self) -> bool:
        """Whether its time goes on, and can come to its end."""
        return self.clock.stopped_at is None and self.clock.held_at is None

    @property
    def before(self) -> list[datetime]:
        """The other dates the person was told before this one, each once."""
        dates = dict.fromkeys(told(one) for one in self.earlier)
        return [at for at in dates if at != self.told]

    def is_late(self, now: datetime) -> bool:
        """Whether it was, or is being, done later than the person was told; what stands still is not late."""
        return self.clock.held_at is None and self.told < (self.clock.stopped_at or now)


def told(clock: ClockView) -> datetime:
    """Return by when the person was told that it would be done."""
    return clock.promised or clock.due


def promised(clocks: Sequence[ClockView]) -> list[Promised]:
    """Return each promise once, in the order of *clocks*, with the dates it had before."""
    chains: dict[tuple[int, str], list[ClockView]] = {}
    found: list[Promised] = []
    for clock in sorted(clocks, key=lambda one: one.generation):
        replaced = chains.setdefault((clock.stage_no, clock.kind), [])
        if clock.replaced_at is not None:
            replaced.append(clock)
        else:
            found.append(Promised(clock, tuple(replaced)))
            replaced.clear()
    return sorted(found, key=lambda one: clocks.index(one.clock))


def running(found: Iterable[Promised]) -> list[Promised]:
    """Return the promises whose time goes on."""
    return [one for one in found if one.is_running]


def for_person(one: Promised, now: datetime, *, fell_away: bool = False) -> Values:
    """Return a promise as the person reads it; what *fell_away* was stopped and neither kept nor broken."""
    clock = one.clock
    if clock.held_at is not None and clock.stopped_at is None:
        state = "paused"
    elif one.is_late(now):
        state = "late"
    elif clock.stopped_at is None:
        state = "running"
    else:
        state = "stopped" if fell_away else "met"
    return {"kind": clock.kind, "due_at": one.told, "state": state, "why": clock.why} | _more(one)


def for_staff(one: Promised, name: str, now: datetime, zone: tzinfo) -> Values:
    """Return a promise as staff reads it: by the date they work to, beside the one the person was told."""
    clock = one.clock
    late = clock.held_at is None and clock.due < (clock.stopped_at or now)
    if clock.stopped_at is not None:
        words, shape = ("was late", "late") if late else ("kept", "met")
    elif clock.held_at is not None:
        words, shape = "stands still", "paused"
    else:
        words, shape = due_words(clock.due, now, zone), "late" if late else "running"
    return {"name": name, "one": clock, "words": words, "shape": shape} | _more(one)


def _more(one: Promised) -> Values:
    """Return what is said under the date: what it was before, since when it stands still, what is worked to."""
    clock = one.clock
    return {
        "before": one.before,
        "standing_since": clock.held_at if clock.stopped_at is None else None,
        "told_at": clock.promised,
        "works_to": clock.due if clock.promised else None,
        "version": clock.version,
    }
