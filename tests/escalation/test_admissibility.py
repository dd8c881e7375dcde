"""The tests of admissibility in their order, and what may follow on what."""

import pytest

from escalation.domain.admissibility import (
    FOLLOWS,
    QUESTIONS,
    NotInThisState,
    Part,
    ReviewState,
    advance,
    check_admissible,
    first_failing,
    where_declining_leads,
)
from standards.charter import load_charter
from standards.errors import Invalid
from standards.packs import read_pack

ALL_YES = {question.key: "yes" for question in QUESTIONS}


def test_jurisdiction_is_asked_before_discretion():
    parts = [question.part for question in QUESTIONS]

    assert parts == sorted(parts, key=[Part.JURISDICTION, Part.DISCRETION].index)


def test_the_first_no_counts():
    assert first_failing(ALL_YES | {"harm": "no", "in_time": "no"}).key == "in_time"


def test_every_test_needs_an_answer():
    with pytest.raises(Invalid) as refused:
        check_admissible({"body": "yes"})

    assert [fault.path for fault in refused.value.faults] == [question.key for question in QUESTIONS[1:]]


def test_a_no_keeps_it_out_and_an_excused_no_does_not():
    with pytest.raises(Invalid):
        check_admissible(ALL_YES | {"in_time": "no"})

    check_admissible(ALL_YES | {"in_time": "excused"})


def test_too_early_is_referred_back_and_every_other_ground_declines():
    charter = load_charter(read_pack("calder_bay"))
    grounds = {ground.code: where_declining_leads(ground.code).value for ground in charter.grounds}

    assert grounds.pop("too_early") == "referred_back"
    assert set(grounds.values()) == {"declined"}


@pytest.mark.parametrize("ended", [ReviewState.DECLINED, ReviewState.DECIDED])
def test_what_ended_stays_ended(ended):
    assert FOLLOWS[ended] == frozenset()


def test_nothing_is_decided_that_was_not_taken_up():
    with pytest.raises(NotInThisState):
        advance(ReviewState.RECEIVED, ReviewState.DECIDED)
