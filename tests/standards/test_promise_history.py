"""What changed when about one promise, over the versions of a charter."""

import pytest
from msgspec.structs import replace

from standards.charter import load_charter
from standards.packs import read_pack
from standards.promise_history import Altered, promise_history

PACK = read_pack("calder_bay")
CLINICS = "service.respond.body-clinics"


def version(*changes):
    document = PACK
    for old, new in changes:
        assert document.count(old) == 1
        document = document.replace(old, new)
    return load_charter(document)


@pytest.fixture(scope="module")
def plain():
    return version()


def test_a_promise_that_never_changes_has_one_turn(plain):
    (turn,) = promise_history([plain, plain, plain], "lamp_out")

    assert (turn.place, turn.state, turn.altered) == (0, "begins", ())


def test_what_was_never_promised_has_none(plain):
    assert promise_history([plain], "moonlight") == ()


def test_each_turn_says_what_was_before_and_what_is_from_then_on(plain):
    quicker = version(('limit = "5 working days"\ntarget = 90', 'limit = "4 working days"\ntarget = 92'))

    turns = promise_history([plain, quicker, plain], "lamp_out")

    assert [(turn.place, turn.state) for turn in turns] == [(0, "begins"), (1, "changes"), (2, "changes")]
    assert turns[1].altered == (
        Altered("Within", "5 working days", "4 working days"),
        Altered("Our aim", "90 of 100 cases", "92 of 100 cases"),
    )


def test_a_promise_ends_and_begins_again(plain):
    without = replace(plain, compliments=None)

    turns = promise_history([plain, without, plain], "compliments")

    assert [turn.state for turn in turns] == ["begins", "ends", "begins"]
    assert turns[1].row.within == "5 working days"


def test_a_rule_of_counting_that_changes_for_all_changes_each_promise(plain):
    same_day = version(('day_zero = "next_open"', 'day_zero = "excluded"'))

    (_, turn) = promise_history([plain, same_day], "lamp_out")

    assert [one.what for one in turn.altered] == ["How it is counted"]
    assert turn.altered[0].after.startswith("The day on which it begins does not count.")


def test_an_exception_keeps_its_history_wherever_it_stands_in_the_list(plain):
    stage = plain.stage("stage_1")
    (clinics,) = [one for one in stage.overrides if one.body == "clinics"]
    alone = replace(plain, stages={**plain.stages, "stage_1": replace(stage, overrides=(clinics,))})

    assert [turn.state for turn in promise_history([plain, alone], CLINICS)] == ["begins"]
    assert [turn.state for turn in promise_history([plain, alone], "service.respond.service-residence_permit")] == [
        "begins",
        "ends",
    ]


def test_that_somebody_read_it_in_its_source_is_a_turn(plain):
    source = 'source = "Calder Bay service standards 2024, part 2"\nsince = 2024-01-01\nstarts = "told"\n\n'
    read = version(
        (f"{source}[standards.dangerous_hole]", f"verified_on = 2026-01-05\n{source}[standards.dangerous_hole]")
    )

    (_, turn) = promise_history([plain, read], "lamp_out")

    assert turn.altered == (Altered("Checked against the source", "", "Monday 5 January 2026"),)
