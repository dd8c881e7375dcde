"""What may become of a recommendation, and by whose hand: only the office says whether it was carried out."""

import enum
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from standards.calendars import WorkingCalendar
from standards.deadlines import Deadline, deadline
from standards.errors import Conflict, Fault, Invalid
from standards.limits import Limit


class RecommendationState(enum.StrEnum):
    """Where a recommendation stands; stored."""

    ISSUED = "issued"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REJECTED = "rejected"
    NO_REPLY = "no_reply"
    IMPLEMENTED = "implemented"
    NOT_IMPLEMENTED = "not_implemented"


class Hand(enum.StrEnum):
    """Who moves a recommendation on."""

    BODY = "body"
    OFFICE = "office"
    CLOCK = "clock"


_S = RecommendationState
REPLIES = frozenset({_S.ACCEPTED, _S.PARTLY_ACCEPTED, _S.REJECTED})
ACCEPTS = frozenset({_S.ACCEPTED, _S.PARTLY_ACCEPTED})
"""After these there is something to be done, and to be shown to the office."""

CHECKS = frozenset({_S.IMPLEMENTED, _S.NOT_IMPLEMENTED})

MOVES: Mapping[Hand, Mapping[RecommendationState, frozenset[RecommendationState]]] = {
    Hand.BODY: {
        _S.ISSUED: REPLIES,
        _S.NO_REPLY: REPLIES,
        _S.REJECTED: frozenset({_S.ACCEPTED, _S.PARTLY_ACCEPTED}),
        _S.PARTLY_ACCEPTED: frozenset({_S.ACCEPTED}),
    },
    Hand.OFFICE: {
        _S.ACCEPTED: CHECKS,
        _S.PARTLY_ACCEPTED: CHECKS,
        _S.REJECTED: CHECKS,
        _S.NO_REPLY: CHECKS,
        _S.NOT_IMPLEMENTED: frozenset({_S.IMPLEMENTED}),
    },
    Hand.CLOCK: {_S.ISSUED: frozenset({_S.NO_REPLY})},
}
"""A body may change its mind towards yes, also late. What is not in the table does not happen."""

NEEDS_REASONS = frozenset({_S.PARTLY_ACCEPTED, _S.REJECTED})

REPLY_WITHIN = Limit.parse("3 months, beginning with the day of receipt")
"""Where a charter says nothing (after the Local Government Act 1974, section 31(2))."""


class NotByThisHand(Conflict):
    """A recommendation does not go from where it is to there, or not by whoever tried."""

    code = "not-by-this-hand"


def move(hand: Hand, current: RecommendationState, wanted: RecommendationState) -> RecommendationState:
    """Return *wanted* when *hand* may bring it there, else raise NotByThisHand."""
    if wanted not in MOVES[hand].get(current, frozenset()):
        raise NotByThisHand(f"A recommendation that is {_words(current)} cannot become {_words(wanted)} this way.")
    return wanted


def confirm_by(
    limit: Limit | None, do_by: date | None, reply_due_at: datetime, calendar: WorkingCalendar
) -> Deadline | None:
    """
    Return by when a body shows that what it accepted was done, None where nobody said.

    It is the day the office named, else the charter's limit. That begins with the end of the time to reply, however
    early or late the reply came (after the Local Government Act 1974, section 31).
    """
    if do_by is not None:
        return Deadline(datetime.combine(do_by, time.max, calendar.zone).astimezone(UTC), do_by, ())
    return None if limit is None else deadline(limit, reply_due_at, calendar, event="begun")


def check_reply(wanted: RecommendationState, reasons: str) -> None:
    """Raise Invalid unless this is a reply, with reasons where it is not a plain yes."""
    if wanted not in REPLIES:
        raise Invalid("This is not a reply.", faults=[Fault("answer", "Say whether you accept it, in part, or not.")])
    if wanted in NEEDS_REASONS and not reasons.strip():
        raise Invalid("The reply needs reasons.", faults=[Fault("words", "Say why you do not accept all of it.")])


def _words(state: RecommendationState) -> str:
    return {_S.ISSUED: "not answered yet", _S.NO_REPLY: "unanswered"}.get(state, state.value.replace("_", " "))
