"""What follows when an answer is late: the case climbs by itself, or the person is told what they may do."""

import enum

from complaints.domain.case import Entry, Kind, State
from escalation.domain.ladder import next_step
from standards.charter import Charter, Tier


class Follows(enum.StrEnum):
    """What a late answer sets off."""

    CLIMB = "climb"
    TELL = "tell"
    NOTHING = "nothing"


def when_late(charter: Charter, at: Tier, kind: Kind, state: State) -> Follows:
    """
    Return what follows when the answer of the rung *at* did not come in time.

    What is not open any more sets off nothing. Only complaints climb, and the
    top never does: there the person is told.
    """
    if not state.is_open:
        return Follows.NOTHING
    may_climb = at.on_late == "climb" and kind.climbs and next_step(charter, at, Entry.LATE) is not None
    return Follows.CLIMB if may_climb else Follows.TELL
