"""The doors of the ladder: which of them are open to the person now, and until when they should ask."""

from datetime import date, datetime

import msgspec

from complaints.domain.case import Entry, Kind, State
from standards.calendars import WorkingCalendar
from standards.charter import Charter, Tier
from standards.windows import ask_by

CLIMBS_FROM = frozenset({State.RECEIVED, State.ACCEPTED, State.ANSWERED, State.CLOSED})
"""From here a case may begin a new stage; one that was withdrawn stays so."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """
    Where a case stands, for the question whether it may go on.

    `promised_at` is by when somebody owes the person something, None when nothing is
    promised (any more); `answered_at` is when this stage was answered or closed, and
    `occurred_on` the day on which it happened, where the person said so. What is `historic` was never in our hands.
    """

    kind: Kind
    state: State
    tier: Tier
    promised_at: datetime | None = None
    answered_at: datetime | None = None
    occurred_on: date | None = None
    historic: bool = False

    @property
    def may_climb(self) -> bool:
        """Whether the ladder is there for it at all, whatever the day."""
        return self.kind.climbs and self.state in CLIMBS_FROM and not self.historic

    def is_late(self, now: datetime) -> bool:
        """Whether somebody owes an answer that should have been there by *now*."""
        return self.state.is_open and self.promised_at is not None and self.promised_at < now


class Door(msgspec.Struct, frozen=True):
    """The next door, open: who is behind it, by when the person should ask, and whether that day is over."""

    tier: Tier
    entry: Entry
    ask_by: datetime | None = None
    asked_late: bool = False


def above(charter: Charter, at: Tier) -> tuple[Tier, ...]:
    """Return the rungs of *charter* above *at*, which may be an older charter's: ranks decide, so none is missed."""
    return tuple(tier for tier in charter.tiers if tier.rank > at.rank)


def open_doors(charter: Charter, standing: Standing, now: datetime, calendar: WorkingCalendar) -> tuple[Door, ...]:
    """
    Return the doors that are open to the person at *now*, the lowest first; none while they are all shut.

    Open are the next step, when this one answered or is late; and at any time a step that people may go to directly.
    Asking after the window is considered all the same.
    """
    if not standing.may_climb:
        return ()
    next_is_open = not standing.state.is_open or standing.is_late(now)
    return tuple(
        _door(tier, Entry.REQUESTED if next_is_open and place == 0 else Entry.DIRECT, standing, now, calendar)
        for place, tier in enumerate(above(charter, standing.tier))
        if tier.direct or (next_is_open and place == 0)
    )


def _door(tier: Tier, entry: Entry, standing: Standing, now: datetime, calendar: WorkingCalendar) -> Door:
    """A window is counted from an answer; where none has gone, there is none."""
    window = None if standing.state.is_open else ask_by(tier, calendar, standing.answered_at, standing.occurred_on)
    if window is None:
        return Door(tier, entry)
    return Door(tier, entry, window.due_at, now > window.due_at)
