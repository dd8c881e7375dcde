"""The next door: every answer names who can look at it next, and by when to ask."""

from datetime import date, datetime

import msgspec

from complaints.domain.promises import Place, calendar_of
from standards.charter import Charter, Tier
from standards.windows import ask_by


class NextDoor(msgspec.Struct, frozen=True):
    """Who looks at a case next, and until when one may ask; None where there is no limit."""

    tier: Tier
    ask_by: datetime | None


def next_door(
    charter: Charter, tier: str, place: Place, answered_at: datetime, occurred_on: date | None = None
) -> NextDoor | None:
    """
    Return the door that opens when an answer goes at *answered_at*; the top of the ladder has none.

    *occurred_on* is the day on which it happened, where the person said so: a window may be counted from there too.
    """
    following = charter.next_tier(tier)
    if following is None:
        return None
    window = ask_by(following, calendar_of(charter, place.body, place.unit), answered_at, occurred_on)
    return NextDoor(following, window.due_at if window else None)


def is_named_in(door: NextDoor | None, words: str) -> bool:
    """Whether an answer names its next door."""
    return door is None or door.tier.name.casefold() in words.casefold()
