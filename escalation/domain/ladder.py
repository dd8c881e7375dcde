"""The way up: which step comes next, and when a person may ask for it. There is no way down."""

from datetime import date, datetime

import msgspec

from complaints.domain.case import Entry, Kind, State
from standards.calendars import WorkingCalendar
from standards.charter import Charter, Tier
from standards.errors import Conflict
from standards.windows import ask_by
from standards.wording import day_words


class NoFurtherStep(Conflict):
    """The ladder is not open to this case, or it stands at the top."""

    code = "no-further-step"


class NotYet(Conflict):
    """Somebody still has time to answer; the sentence says until when."""

    code = "not-yet"


CLIMBS_FROM = frozenset({State.RECEIVED, State.ACCEPTED, State.ANSWERED, State.CLOSED})
"""From here a case may begin a new stage; one that was withdrawn stays so."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """
    Where a case stands, for the question whether it may go on.

    `promised_at` is by when somebody owes the person something, None when nothing is
    promised (any more); `answered_at` is when this stage was answered or closed, and
    `occurred_on` the day on which it happened, where the person said so.
    """

    kind: Kind
    state: State
    tier: Tier
    promised_at: datetime | None = None
    answered_at: datetime | None = None
    occurred_on: date | None = None


class Door(msgspec.Struct, frozen=True):
    """The next door, open: who is behind it, by when the person should ask, and whether that day is over."""

    tier: Tier
    entry: Entry
    ask_by: datetime | None = None
    asked_late: bool = False


def next_step(charter: Charter, at: Tier, entry: Entry) -> Tier | None:
    """
    Return the lowest rung of *charter* above *at*, None from the top.

    For a direct entry it is the lowest one that people may go to directly. The rung
    *at* may be an older charter's: ranks decide, so a rung added since is not missed.
    """
    above = (tier for tier in charter.tiers if tier.rank > at.rank)
    return next((tier for tier in above if tier.direct or entry is not Entry.DIRECT), None)


def door(charter: Charter, standing: Standing, now: datetime, calendar: WorkingCalendar) -> Door:
    """
    Return the door that is open to the person at *now*.

    Open are: the next step, when this one answered or is late; and at any time a
    step that people may go to directly. Asking after the window is considered
    all the same. Raises NoFurtherStep, or NotYet saying when it opens.
    """
    _check_open_to(standing)
    following = next_step(charter, standing.tier, Entry.REQUESTED)
    if following is None:
        raise NoFurtherStep(f"There is no further step behind this one ({standing.tier.name}).")
    if not standing.state.is_open:
        return _asked(following, standing, now, calendar)
    if standing.promised_at is not None and standing.promised_at < now:
        return Door(following, Entry.REQUESTED)
    straight = next_step(charter, standing.tier, Entry.DIRECT)
    if straight is None:
        raise NotYet(_when(standing, following, calendar))
    return Door(straight, Entry.DIRECT)


def begin_again(current: State) -> State:
    """Return the state in which a new stage begins; raise NoFurtherStep from where none may."""
    if current not in CLIMBS_FROM:
        raise NoFurtherStep("This case was stopped, so it cannot go on.")
    return State.RECEIVED


def _check_open_to(standing: Standing) -> None:
    if not standing.kind.climbs:
        raise NoFurtherStep("Only a complaint can go on to somebody else. If something went wrong, tell us about it.")
    if standing.state not in CLIMBS_FROM:
        raise NoFurtherStep("You stopped this case. If we should look at it again, tell us as a new complaint.")


def _asked(following: Tier, standing: Standing, now: datetime, calendar: WorkingCalendar) -> Door:
    window = ask_by(following, calendar, standing.answered_at, standing.occurred_on)
    if window is None:
        return Door(following, Entry.REQUESTED)
    return Door(following, Entry.REQUESTED, window.due_at, now > window.due_at)


def _when(standing: Standing, following: Tier, calendar: WorkingCalendar) -> str:
    has, behind = standing.tier.name, following.name
    if standing.promised_at is None:
        return f"{has} has your case. You can ask for the next step ({behind}) when you have the answer."
    day = day_words(standing.promised_at.astimezone(calendar.zone).date())
    return (
        f"{has} has until {day} to answer you. "
        f"You can ask for the next step ({behind}) when you have the answer, or after that day if there is none."
    )
