"""Errors carry a stable code, a sentence, and faults that say where."""

import pytest

from standards.errors import CaseworkError, Conflict, Fault, Invalid, NotAllowed, NotFound


@pytest.mark.parametrize(
    ("kind", "code"),
    [(NotFound, "not-found"), (NotAllowed, "not-allowed"), (Conflict, "conflict"), (Invalid, "invalid")],
)
def test_each_kind_has_a_stable_code(kind, code):
    error = kind("A sentence.")

    assert isinstance(error, CaseworkError)
    assert (error.code, error.detail, str(error)) == (code, "A sentence.", "A sentence.")


def test_faults_become_the_detail_when_none_is_given():
    error = Invalid(faults=[Fault("stages.one", "respond is missing", 7), Fault("ladder", "has no top")])

    assert error.detail == "line 7, stages.one: respond is missing\nladder: has no top"


def test_not_allowed_is_hidden_unless_said_otherwise():
    assert not NotAllowed("No.").open
    assert NotAllowed("No.", open=True).open
