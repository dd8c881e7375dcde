"""The words a case is described in; they are stored, and never renamed."""

import enum

from standards.errors import NotFound


class Kind(enum.StrEnum):
    """What somebody brought."""

    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    SUGGESTION = "suggestion"
    ENQUIRY = "enquiry"

    @property
    def climbs(self) -> bool:
        """Whether the ladder is open to it."""
        return self is Kind.COMPLAINT


class State(enum.StrEnum):
    """Where a case stands, in the stage it is at."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the person an answer at this stage."""
        return self in {State.RECEIVED, State.ACCEPTED}


OPEN_STATES = tuple(state.value for state in State if state.is_open)
"""As they are stored."""


class Visibility(enum.StrEnum):
    """Who may know the person's name: the person's own choice."""

    TEAM = "team"
    UNIT = "unit"
    NOBODY = "nobody"


class Entry(enum.StrEnum):
    """How a case came to a stage."""

    DIRECT = "direct"
    REQUESTED = "requested"
    LATE = "late"


class ClockKind(enum.StrEnum):
    """What a clock promises."""

    ACKNOWLEDGE = "acknowledge"
    RESPOND = "respond"
    INFORM = "inform"
    PASS_ON = "pass_on"  # noqa: S105 - not a password
    REPLY = "reply"
    UNDERTAKING = "undertaking"
    SERVICE = "service"
    CONFIRM = "confirm"
    HOLD = "hold"


class NoSuchCase(NotFound):
    """The answer for a case that is not there and for one that must not be known of."""

    code = "no-such-case"

    def __init__(self) -> None:
        super().__init__("There is no such case, or it is not yours to see.")
