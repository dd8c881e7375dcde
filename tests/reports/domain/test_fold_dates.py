"""Dates in the facts, of the answer and of the service: first promised, extended, and as they stood in the end."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.domain.facts import Fact
from tests.reports.journals import LODGED, START, UP, facts, on

DUE = datetime.fromisoformat("2026-06-15T17:00:00")
PROMISED = LODGED | {"due": LODGED["due"] | {"service": "2026-06-03T15:00:00+00:00"}}
MOVED = {
    "from": {"body": "works", "unit": "waste", "service": "bins"},
    "body": "housing",
    "unit": "repairs",
    "service": "homes",
    "standard": "repair",
    "why": "The block belongs to the council.",
    "rule": "keeps",
}


def utc(day: float) -> str:
    """An instant so many days after the start, as it stands in a payload."""
    return (START + timedelta(days=day)).isoformat()


def resumed(due: float, plain: float, since: float, until: float) -> dict[str, Any]:
    return {
        "clock": "respond",
        "due": {"respond": utc(due)},
        "plain_due": utc(plain),
        "held_from": utc(since),
        "held_to": utc(until),
    }


def extended(due: float, plain: float) -> dict[str, Any]:
    return {"clock": "respond", "due": {"respond": utc(due)}, "plain_due": utc(plain), "by": "5 working days"}


def dates(fact: Fact) -> tuple[datetime | None, datetime | None, datetime | None]:
    return fact.due_at, fact.extended_due_at, fact.held_due_at


def test_what_nothing_moved_has_one_date():
    [fact] = facts(("case.lodged", 0, LODGED), ("case.answered", 5, {"outcome": "upheld"}))

    assert (*dates(fact), fact.held_hours) == (DUE, None, None, 0.0)


def test_an_extension_stands_beside_the_first_date():
    [fact] = facts(("case.lodged", 0, LODGED), ("clock.extended", 10, extended(21, 21)))

    assert dates(fact) == (DUE, on(21), None)


def test_a_hold_moves_only_the_date_as_it_stood_in_the_end():
    [fact] = facts(
        ("case.lodged", 0, LODGED),
        ("clock.held", 3, {"clock": "respond", "reason": "We asked for something"}),
        ("clock.resumed", 7, resumed(18, 14, 3, 7)),
    )

    assert (*dates(fact), fact.held_hours) == (DUE, None, on(18), 96.0)


def test_an_extension_after_a_hold_is_counted_with_and_without_it():
    [fact] = facts(
        ("case.lodged", 0, LODGED),
        ("clock.held", 3, {"clock": "respond"}),
        ("clock.resumed", 7, resumed(18, 14, 3, 7)),
        ("clock.extended", 9, extended(25, 21)),
    )

    assert dates(fact) == (DUE, on(21), on(25))


def test_two_holds_add_up():
    [fact] = facts(
        ("case.lodged", 0, LODGED),
        ("clock.held", 1, {"clock": "respond"}),
        ("clock.resumed", 2, resumed(15, 14, 1, 2)),
        ("clock.held", 4, {"clock": "respond"}),
        ("clock.resumed", 4.5, resumed(15.5, 14, 4, 4.5)),
    )

    assert (fact.held_hours, fact.held_due_at) == (36.0, on(15) + timedelta(hours=12))


@pytest.mark.parametrize(
    "ending", ["case.answered", "review.decided", "case.closed", "case.withdrawn", "case.passed_on"]
)
def test_what_ends_while_the_clock_stands_still_is_not_late_by_it(ending):
    [fact] = facts(("case.lodged", 0, LODGED), ("clock.held", 10, {"clock": "respond"}), (ending, 40, {"reason": "x"}))

    assert (fact.closed_at, fact.held_due_at, fact.held_hours) == (on(40), on(40), 30 * 24.0)
    assert fact.due_at == DUE


def test_a_hold_that_began_after_the_date_had_passed_makes_nothing_good():
    [before] = facts(("case.lodged", 0, LODGED), ("case.answered", 20, {}))
    [held] = facts(
        ("case.lodged", 0, LODGED),
        ("clock.held", 16, {"clock": "respond"}),
        ("clock.resumed", 18, resumed(14.3, 14.3, 16, 18)),
        ("case.answered", 20, {}),
    )

    assert (held.closed_at, held.due_at) == (before.closed_at, before.due_at)
    assert held.held_due_at is not None
    assert held.closed_at is not None
    assert held.held_due_at < held.closed_at


def test_a_closed_day_announced_late_moves_only_the_date_in_the_end():
    moved = {"clock": "respond", "why": "A public holiday was added", "due": {"respond": utc(16)}, "told": True}

    [fact] = facts(("case.lodged", 0, LODGED), ("clock.moved", 4, moved))

    assert dates(fact) == (DUE, None, on(16))


def test_a_clock_of_another_kind_moves_no_answer():
    moved = {"clock": "acknowledge", "due": {"acknowledge": utc(4)}}

    [fact] = facts(("case.lodged", 0, LODGED), ("clock.moved", 1, moved))

    assert (*dates(fact), fact.ack_due_at) == (DUE, None, None, datetime.fromisoformat("2026-06-04T17:00:00"))


def test_a_case_passed_on_counts_where_it_is_answered():
    [fact] = facts(
        ("case.lodged", 0, LODGED),
        ("case.transferred", 2, MOVED | {"due": {"respond": LODGED["due"]["respond"]}}),
        ("case.answered", 5, {"outcome": "upheld"}),
    )

    assert (fact.body, fact.department, fact.service, fact.standard) == ("housing", "repairs", "homes", "repair")
    assert dates(fact) == (DUE, None, None)


def test_a_stage_that_is_over_stays_with_whoever_answered_it():
    first, second = facts(
        ("case.lodged", 0, LODGED),
        ("case.answered", 5, {"outcome": "not_upheld"}),
        ("case.escalated", 9, UP),
        ("case.transferred", 10, MOVED | {"due": {}}),
    )

    assert (first.body, first.department, second.body, second.department) == ("works", "waste", "housing", "repairs")


def test_a_clock_that_starts_anew_with_the_transfer_does_not_move_the_first_date():
    [fact] = facts(
        ("case.lodged", 0, LODGED), ("case.transferred", 6, MOVED | {"rule": "restarts", "due": {"respond": utc(20)}})
    )

    assert dates(fact) == (DUE, None, on(20))


def test_a_date_first_promised_with_the_transfer_is_the_first():
    waiting = LODGED | {"due": {}}
    due = {"acknowledge": utc(5), "respond": utc(20), "service": utc(9)}

    [fact] = facts(("case.lodged", 0, waiting), ("case.transferred", 2, MOVED | {"due": due}))

    assert (fact.ack_due_at, *dates(fact), fact.service_due_at) == (on(5), on(20), None, None, on(9))


def test_the_service_is_given_by_its_own_date():
    [fact] = facts(("case.lodged", 0, PROMISED), ("service.given", 2, {"evidence": "The crew came."}))

    assert (fact.service_due_at, fact.service_at) == (datetime.fromisoformat("2026-06-03T16:00:00"), on(2))
    assert fact.closed_at is None


def test_of_two_promises_of_a_service_the_first_counts():
    [fact] = facts(("case.lodged", 0, PROMISED), ("case.transferred", 1, MOVED | {"due": {"service": utc(30)}}))

    assert fact.service_due_at == datetime.fromisoformat("2026-06-03T16:00:00")


def test_a_service_given_after_the_case_went_on_counts_once_where_it_was_promised():
    first, second = facts(
        ("case.lodged", 0, PROMISED), ("case.escalated", 4, UP | {"entry": "late"}), ("service.given", 8, {})
    )

    assert (first.service_at, second.service_due_at, second.service_at) == (on(8), None, None)


def test_withdrawing_ends_a_promise_of_a_service_that_was_not_due_and_not_one_that_was_late():
    [early] = facts(("case.lodged", 0, PROMISED), ("case.withdrawn", 1))
    [late] = facts(("case.lodged", 0, PROMISED), ("case.withdrawn", 9))
    [given] = facts(("case.lodged", 0, PROMISED), ("service.given", 1, {}), ("case.withdrawn", 1.5))

    assert early.service_due_at is None
    assert late.service_due_at == datetime.fromisoformat("2026-06-03T16:00:00")
    assert given.service_at == on(1)


@pytest.mark.parametrize("kind", ["clock.held", "clock.resumed", "clock.extended", "clock.moved", "case.transferred"])
def test_an_erased_entry_moves_no_date(kind):
    [fact] = facts(("case.lodged", 0, LODGED), (kind, 3, None))

    assert (*dates(fact), fact.body) == (DUE, None, None, "works")


@st.composite
def courses(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Draw the course of an answer's clock as the desk can bring it about: holds, extensions, late closed days."""
    days = count(1)
    plain = standing = 14 + 7 / 24
    life: list[tuple[Any, ...]] = [("case.lodged", 0, LODGED)]
    for what in draw(st.lists(st.sampled_from(["hold", "extend", "move"]), max_size=6)):
        more = draw(st.integers(0, 9))
        if what == "hold":
            since = next(days)
            until = since + more / 10
            standing += more / 10
            life += [("clock.held", since, {}), ("clock.resumed", until, resumed(standing, plain, since, until))]
            continue
        standing += more
        if what == "extend":
            plain += more
            life.append(("clock.extended", next(days), extended(standing, plain)))
        else:
            life.append(("clock.moved", next(days), {"due": {"respond": utc(standing)}}))
    if draw(st.booleans()):
        life.append(("case.answered", next(days), {"outcome": "upheld"}))
    return life


@given(courses())
def test_each_date_is_at_least_the_one_before_it_and_the_first_never_moves(life):
    [fact] = facts(*life)

    moved = [date for date in (fact.extended_due_at, fact.held_due_at) if date is not None]
    assert fact.due_at == DUE
    assert sorted([DUE, *moved]) == [DUE, *moved]
    assert fact.held_hours >= 0


def test_a_day_that_the_office_alone_works_to_is_no_date_anybody_was_told():
    inward = {"clock": "respond", "why": "A closed day went", "due": {"respond": utc(13)}, "told": False}

    [fact] = facts(("case.lodged", 0, LODGED), ("clock.moved", 4, inward))

    assert dates(fact) == (DUE, None, None)
