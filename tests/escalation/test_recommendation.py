"""What may become of a recommendation, and by whose hand."""

import itertools

import pytest

from escalation.domain.recommendation import (
    Hand,
    NotByThisHand,
    RecommendationState,
    check_reply,
    move,
)
from standards.errors import Invalid

# One row a state: what the body, the office and the clock may make of it.
TABLE = {
    "issued": ("accepted partly_accepted rejected", "", "no_reply"),
    "no_reply": ("accepted partly_accepted rejected", "implemented not_implemented", ""),
    "accepted": ("", "implemented not_implemented", ""),
    "partly_accepted": ("accepted", "implemented not_implemented", ""),
    "rejected": ("accepted partly_accepted", "implemented not_implemented", ""),
    "not_implemented": ("", "implemented", ""),
    "implemented": ("", "", ""),
}


@pytest.mark.parametrize("current", RecommendationState)
@pytest.mark.parametrize(("place", "hand"), list(enumerate(Hand)), ids=list(Hand))
def test_only_what_stands_in_the_table_may_happen(current, place, hand):
    allowed = set()
    for wanted in RecommendationState:
        try:
            allowed.add(move(hand, current, wanted).value)
        except NotByThisHand:
            continue

    assert allowed == set(TABLE[current][place].split())


def test_only_the_office_says_that_something_was_done():
    done = {RecommendationState.IMPLEMENTED, RecommendationState.NOT_IMPLEMENTED}

    for hand, current, wanted in itertools.product((Hand.BODY, Hand.CLOCK), RecommendationState, done):
        with pytest.raises(NotByThisHand):
            move(hand, current, wanted)


@pytest.mark.parametrize("answer", ["partly_accepted", "rejected"])
def test_anything_but_a_plain_yes_needs_reasons(answer):
    with pytest.raises(Invalid) as refused:
        check_reply(RecommendationState(answer), " ")

    assert refused.value.faults[0].path == "words"


def test_a_plain_yes_needs_none():
    check_reply(RecommendationState.ACCEPTED, "")


def test_a_check_is_no_reply():
    with pytest.raises(Invalid):
        check_reply(RecommendationState.IMPLEMENTED, "Done, we promise.")
