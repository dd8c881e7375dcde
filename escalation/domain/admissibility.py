"""Whether the office takes a case up: the tests in their order, and what may follow. People decide, not the table."""

import enum
from collections.abc import Mapping

import msgspec

from complaints.domain.case import State
from standards.errors import Conflict, Fault, Invalid


class Part(enum.StrEnum):
    """May the office look at it; then, should it."""

    JURISDICTION = "jurisdiction"
    DISCRETION = "discretion"


class Weight(enum.StrEnum):
    """The answer to one test; `excused` is a no that good reasons outweigh."""

    YES = "yes"
    NO = "no"
    EXCUSED = "excused"


class Question(msgspec.Struct, frozen=True):
    """One test: what is asked, and which ground of the charter usually follows from a no."""

    key: str
    part: Part
    words: str
    grounds: tuple[str, ...] = ()


QUESTIONS: tuple[Question, ...] = (
    Question("body", Part.JURISDICTION, "Is the body one that this office may look at?", ("not_ours",)),
    Question("matter", Part.JURISDICTION, "Is the matter one that this office may look at?", ("not_ours",)),
    Question(
        "tried_first",
        Part.JURISDICTION,
        "Has the office concerned had its chance to answer, or let its time pass?",
        ("too_early", "premature"),
    ),
    Question("in_time", Part.JURISDICTION, "Did the person come in time?", ("too_late",)),
    Question("standing", Part.JURISDICTION, "Did it happen to the person, or may they speak for whoever it did?"),
    Question("other_remedy", Part.JURISDICTION, "Is it true that no court or tribunal has it, or had it?", ("court",)),
    Question("harm", Part.DISCRETION, "Did it do enough harm to look into?", ("no_effect",)),
    Question("sign", Part.DISCRETION, "Is there a sign that something went wrong?", ("no_effect",)),
    Question("result", Part.DISCRETION, "Could the office achieve something?", ("no_effect", "looked_at_before")),
)
"""Jurisdiction first, then discretion."""

PREMATURE = frozenset({"too_early", "premature"})
"""The grounds on which a case is referred back and watched, instead of being declined."""


class ReviewState(enum.StrEnum):
    """Where a case stands in the office; stored."""

    RECEIVED = "received"
    ADMITTED = "admitted"
    DECLINED = "declined"
    REFERRED_BACK = "referred_back"
    DECIDED = "decided"


FOLLOWS: Mapping[ReviewState, frozenset[ReviewState]] = {
    ReviewState.RECEIVED: frozenset({ReviewState.ADMITTED, ReviewState.DECLINED, ReviewState.REFERRED_BACK}),
    ReviewState.REFERRED_BACK: frozenset({ReviewState.ADMITTED, ReviewState.DECLINED}),
    ReviewState.ADMITTED: frozenset({ReviewState.DECIDED, ReviewState.DECLINED}),
    ReviewState.DECLINED: frozenset(),
    ReviewState.DECIDED: frozenset(),
}
"""What was admitted may still be declined, when the looking shows that a test fails after all."""


class NotInThisState(Conflict):
    """The office has done something else with the case meanwhile."""

    code = "not-in-this-state"


def advance(current: ReviewState, wanted: ReviewState) -> ReviewState:
    """Return *wanted* when it may follow *current*, else raise NotInThisState."""
    if wanted not in FOLLOWS[current]:
        raise NotInThisState(f"This case is {_words(current)} in your office, so it cannot become {_words(wanted)}.")
    return wanted


def check_open(state: State) -> None:
    """Raise NotInThisState when the person stopped the case, or it ended."""
    if not state.is_open:
        raise NotInThisState("This case is not open any more. The person may have stopped it.")


def first_failing(answers: Mapping[str, str]) -> Question | None:
    """Return the first test answered with no, None when none was."""
    return next((question for question in QUESTIONS if answers.get(question.key) == Weight.NO), None)


def check_admissible(answers: Mapping[str, str]) -> None:
    """Raise Invalid unless every test is answered and none with no."""
    known = {weight.value for weight in Weight}
    faults = [
        Fault(question.key, "Answer this one too.") for question in QUESTIONS if answers.get(question.key) not in known
    ]
    failing = first_failing(answers)
    if failing is not None:
        faults.append(Fault(failing.key, "You said no here. Decline the case, or say that it is excused."))
    if faults:
        raise Invalid("The case cannot be taken up like this.", faults=faults)


def where_declining_leads(ground: str) -> ReviewState:
    """Return what follows from a ground: too early is referred back, everything else declined."""
    return ReviewState.REFERRED_BACK if ground in PREMATURE else ReviewState.DECLINED


def _words(state: ReviewState) -> str:
    return state.value.replace("_", " ")
