"""The way up: which step comes next, and when a person may ask for it. There is no way down."""

from datetime import datetime

from complaints.domain.case import Entry, State
from complaints.domain.doors import CLIMBS_FROM, Door, Standing, above, open_doors
from complaints.kernel.text import date_words
from standards.calendars import WorkingCalendar
from standards.charter import Charter, Tier
from standards.errors import Conflict
from standards.language import named, say, spoken


class NoFurtherStep(Conflict):
    """The ladder is not open to this case, or it stands at the top."""

    code = "no-further-step"


class NotYet(Conflict):
    """Somebody still has time to answer; the sentence says until when."""

    code = "not-yet"


def next_step(charter: Charter, at: Tier, entry: Entry) -> Tier | None:
    """
    Return the lowest rung of *charter* above *at*, None from the top.

    For a direct entry it is the lowest one that people may go to directly. The rung
    *at* may be an older charter's: ranks decide, so a rung added since is not missed.
    """
    return next((tier for tier in above(charter, at) if tier.direct or entry is not Entry.DIRECT), None)


def door(
    charter: Charter, standing: Standing, now: datetime, calendar: WorkingCalendar, *, wanted: str | None = None
) -> Door:
    """
    Return the door that is open to the person at *now*: the lowest, or the one of the tier that is *wanted*.

    Which doors are open, `open_doors` says, for the page and for what the page sends alike. Raises
    NoFurtherStep, or NotYet saying when it opens.
    """
    _check_open_to(standing)
    if not above(charter, standing.tier):
        raise NoFurtherStep(say("There is no further step behind this one ({tier}).", tier=named(standing.tier.name)))
    doors = open_doors(charter, standing, now, calendar)
    found = next((one for one in doors if wanted in {None, one.tier.key}), None)
    if found is not None:
        return found
    if doors:
        raise NotYet(say("You cannot go to that step yet. Choose one that your page offers you."))
    raise NotYet(_when(standing, above(charter, standing.tier)[0], calendar))


def begin_again(current: State) -> State:
    """Return the state in which a new stage begins; raise NoFurtherStep from where none may."""
    if current not in CLIMBS_FROM:
        raise NoFurtherStep(say("This case was stopped, so it cannot go on."))
    return State.RECEIVED


def _check_open_to(standing: Standing) -> None:
    if standing.may_climb:
        return
    if not standing.kind.climbs:
        raise NoFurtherStep(
            say("Only a complaint can go on to somebody else. If something went wrong, tell us about it.")
        )
    if standing.historic:
        raise NoFurtherStep(
            say("This case was dealt with in an older system. If something is still wrong, tell us as a new complaint.")
        )
    raise NoFurtherStep(say("You stopped this case. If we should look at it again, tell us as a new complaint."))


def _when(standing: Standing, following: Tier, calendar: WorkingCalendar) -> str:
    has, behind = named(standing.tier.name), named(following.name)
    if standing.promised_at is None:
        return say(
            "{has} has your case. You can ask for the next step ({behind}) when you have the answer.",
            has=has,
            behind=behind,
        )
    return say(
        "{has} has until {day} to answer you. "
        "You can ask for the next step ({behind}) when you have the answer, or after that day if there is none.",
        has=has,
        behind=behind,
        day=date_words(standing.promised_at, calendar.zone, spoken()),
    )
