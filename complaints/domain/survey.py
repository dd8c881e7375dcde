"""How somebody found that we handled their case, and when they may be asked."""

import enum

from complaints.domain.case import State


class Handled(enum.StrEnum):
    """The answer to the first question; stored as words."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


def may_rate(state: State, *, historic: bool) -> bool:
    """Whether a stage can be rated: once it has given what it owed, and it was ours."""
    return state in {State.ANSWERED, State.PASSED_ON, State.CLOSED} and not historic
