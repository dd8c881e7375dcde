"""The next door: every answer names who can look at it next, and by when to ask."""

from datetime import datetime

import msgspec

from complaints.domain.promises import Place, calendar_of
from standards.charter import Charter, Tier
from standards.deadlines import deadline


class NextDoor(msgspec.Struct, frozen=True):
    """Who looks at a case next, and until when one may ask; None where there is no limit."""

    tier: Tier
    ask_by: datetime | None


def next_door(charter: Charter, tier: str, place: Place, answered_at: datetime) -> NextDoor | None:
    """Return the door that opens when an answer goes at *answered_at*; the top of the ladder has none."""
    following = charter.next_tier(tier)
    if following is None:
        return None
    if following.ask_within is None:
        return NextDoor(following, None)
    limit = deadline(following.ask_within, answered_at, calendar_of(charter, place.body, place.unit))
    return NextDoor(following, limit.due_at)


def is_named_in(door: NextDoor | None, words: str) -> bool:
    """Whether an answer names its next door."""
    return door is None or door.tier.name.casefold() in words.casefold()
