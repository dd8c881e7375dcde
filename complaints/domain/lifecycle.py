"""Which state may follow which, within a stage; climbing to the next tier begins a new stage."""

from complaints.domain.case import State
from standards.errors import Conflict


class IllegalTransition(Conflict):
    """A case cannot go from where it is to where it was sent."""

    code = "illegal-transition"

    def __init__(self, current: State, wanted: State) -> None:
        super().__init__(f"A case that is {_words(current)} cannot become {_words(wanted)}.")


TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ACCEPTED, State.ANSWERED, State.PASSED_ON, State.CLOSED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset({State.ANSWERED, State.PASSED_ON, State.CLOSED, State.WITHDRAWN}),
    State.ANSWERED: frozenset({State.CLOSED, State.RECEIVED}),
    State.PASSED_ON: frozenset({State.CLOSED}),
    State.CLOSED: frozenset({State.RECEIVED}),
    State.WITHDRAWN: frozenset(),
}
"""From ANSWERED or CLOSED a case goes to RECEIVED only by climbing to the next tier: there is no way down."""


def advance(current: State, wanted: State) -> State:
    """Return *wanted* when it may follow *current*, else raise IllegalTransition."""
    if wanted not in TRANSITIONS[current]:
        raise IllegalTransition(current, wanted)
    return wanted


def _words(state: State) -> str:
    return state.value.replace("_", " ")
