"""From a journal to facts: what each kind of entry teaches, and that nothing legal can upset the count."""

from datetime import datetime
from itertools import count, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reports.domain.facts import Fact
from reports.domain.fold import LEARN
from tests.reports.journals import LODGED, UP, facts, on


def test_what_is_received_is_one_fact_on_the_wall_clock_of_the_authority():
    [fact] = facts(("case.lodged", 0, LODGED))

    assert fact == Fact(
        case_id="c",
        reference="ABCD-EFGH",
        stage="frontline",
        tier="service",
        kind="complaint",
        body="works",
        department="waste",
        service="bins",
        standard="weekly",
        channel="phone",
        neighbourhood="Harbour",
        language="en",
        received_at=datetime.fromisoformat("2026-06-01T00:30:00"),
        month="2026-06",
        started_at=datetime.fromisoformat("2026-06-01T00:30:00"),
        ack_due_at=datetime.fromisoformat("2026-06-04T17:00:00"),
        due_at=datetime.fromisoformat("2026-06-15T17:00:00"),
        position=1,
        charter="c1",
        as_of=on(0),
    )


def test_what_little_is_known_of_a_case_is_enough():
    bare = {name: LODGED[name] for name in ("kind", "body", "tier", "stage")}

    [fact] = facts(("case.imported", 0, bare | {"historic": True, "duplicate": True}))

    assert (fact.department, fact.service, fact.standard, fact.due_at) == ("", "", None, None)
    assert (fact.received_at, fact.historic, fact.duplicate) == (on(0), True, True)


def test_an_answer_closes_the_stage_and_counts_as_acknowledging_it():
    said = {"outcome": "upheld", "issues": 3, "upheld": 2, "remedies": 2, "promises": 1}

    [fact] = facts(("case.lodged", 0, LODGED), ("case.answered", 5, said))

    assert (fact.closed_at, fact.ack_at, fact.outcome) == (on(5), on(5), "upheld")
    assert (fact.issues, fact.upheld, fact.remedies, fact.promises) == (3, 2, 2, 1)


def test_a_promise_that_begins_with_the_acknowledgement_is_due_from_then():
    waiting = LODGED | {"due": {"acknowledge": "2026-06-04T16:00:00+00:00"}}
    due = {"due": {"respond": "2026-07-01T16:00:00+00:00"}}

    [fact] = facts(("case.lodged", 0, waiting), ("case.acknowledged", 2, due), ("case.acknowledged", 3, due))

    assert (fact.ack_at, fact.due_at) == (on(2), datetime.fromisoformat("2026-07-01T17:00:00"))


def test_the_promise_made_at_the_start_is_not_moved_by_the_acknowledgement():
    later = {"due": {"respond": "2026-12-01T16:00:00+00:00"}}

    [fact] = facts(("case.lodged", 0, LODGED), ("case.acknowledged", 2, later))

    assert fact.due_at == datetime.fromisoformat("2026-06-15T17:00:00")


def test_praise_is_due_and_done_when_it_is_passed_on():
    praise = LODGED | {"kind": "compliment", "due": {"pass_on": "2026-06-08T16:00:00+00:00"}}

    [fact] = facts(("case.lodged", 0, praise), ("case.passed_on", 3))

    assert (fact.due_at, fact.closed_at) == (datetime.fromisoformat("2026-06-08T17:00:00"), on(3))
    assert fact.outcome == "passed_on"


def test_a_withdrawn_case_is_closed_without_a_finding():
    [fact] = facts(("case.lodged", 0, LODGED), ("case.withdrawn", 4))

    assert (fact.closed_at, fact.outcome, fact.ack_at) == (on(4), "withdrawn", None)


def test_going_on_begins_a_fact_of_its_own():
    answered = {"outcome": "not_upheld", "issues": 1, "upheld": 0, "remedies": 1, "promises": 0}
    due = {"respond": "2026-08-01T16:00:00+00:00"}

    first, second = facts(
        ("case.lodged", 0, LODGED), ("case.answered", 5, answered), ("case.escalated", 9, UP | {"due": due})
    )

    assert (first.escalated, first.closed_at, first.outcome) == (True, on(5), "not_upheld")
    assert (second.stage_no, second.stage, second.tier, second.entry) == (2, "review", "review", "requested")
    assert (second.started_at, second.due_at) == (on(9), datetime.fromisoformat("2026-08-01T17:00:00"))
    assert (second.received_at, second.month, second.charter) == (first.received_at, first.month, "c2")
    assert (second.outcome, second.closed_at, second.ack_at, second.issues, second.remedies) == (None, None, None, 0, 0)
    assert (second.escalated, second.ack_due_at) == (False, None)


def test_whoever_was_never_answered_waited_until_the_first_answer_that_came():
    first, second, third = facts(
        ("case.lodged", 0, LODGED),
        ("clock.late", 15),
        ("case.escalated", 15, UP | {"entry": "late"}),
        ("case.escalated", 40, UP | {"entry": "late", "tier": "ombudsperson"}),
        ("case.acknowledged", 45),
        ("review.admitted", 46),
        ("case.answered", 70, {"outcome": "upheld"}),
        ("review.decided", 70, {"outcome": "upheld", "issues": 2, "upheld": 1}),
    )

    assert (first.closed_at, second.closed_at, third.closed_at) == (on(70), on(70), on(70))
    assert (first.outcome, second.outcome, third.outcome) == (None, None, "upheld")
    assert (third.ack_at, third.issues, third.upheld) == (on(45), 2, 1)


def test_the_first_answer_ends_the_wait_not_the_last():
    first, second, third = facts(
        ("case.lodged", 0, LODGED),
        ("case.escalated", 15, UP | {"entry": "late"}),
        ("case.answered", 20, {"outcome": "not_upheld"}),
        ("case.escalated", 25, UP | {"tier": "ombudsperson"}),
    )

    assert (first.closed_at, second.closed_at, third.closed_at) == (on(20), on(20), None)


def test_without_any_answer_everybody_still_waits():
    first, second = facts(("case.lodged", 0, LODGED), ("case.escalated", 15, UP | {"entry": "late"}))

    assert (first.closed_at, first.escalated, second.closed_at) == (None, True, None)


def test_taking_a_case_up_acknowledges_it_where_nobody_did_before():
    *_, fact = facts(("case.lodged", 0, LODGED), ("case.escalated", 15, UP), ("review.admitted", 17))

    assert fact.ack_at == on(17)


def test_declining_closes_it_with_the_reason():
    *_, fact = facts(
        ("case.lodged", 0, LODGED),
        ("case.escalated", 15, UP),
        ("review.declined", 17, {"ground": "late"}),
        ("case.closed", 17, {"reason": "declined"}),
    )

    assert (fact.closed_at, fact.outcome) == (on(17), "declined")


def test_putting_an_answered_case_away_changes_neither_its_day_nor_its_outcome():
    [fact] = facts(
        ("case.lodged", 0, LODGED), ("case.answered", 5, {"outcome": "upheld"}), ("case.closed", 90, {"reason": "done"})
    )

    assert (fact.closed_at, fact.outcome) == (on(5), "upheld")


def test_a_closing_nobody_knows_the_day_of_is_no_closing_on_a_day():
    [closed] = facts(("case.imported", 0, LODGED), ("case.closed", 9, {"reason": "Done", "undated": True}))
    [withdrawn] = facts(("case.imported", 0, LODGED), ("case.withdrawn", 9, {"undated": True}))

    assert (closed.closed_at, closed.outcome) == (None, "Done")
    assert (withdrawn.closed_at, withdrawn.outcome) == (None, "withdrawn")


def test_a_promise_counts_as_kept_where_it_was_made():
    first, second = facts(
        ("case.lodged", 0, LODGED),
        ("remedy.agreed", 4, {"promised": True}),
        ("remedy.agreed", 4, {"promised": False}),
        ("case.answered", 5, {"outcome": "upheld", "remedies": 2, "promises": 1}),
        ("case.escalated", 9, UP),
        ("undertaking.kept", 12, {"stage": 1, "in_time": True}),
    )

    assert (first.remedies, first.promises, first.promises_done) == (2, 1, 1)
    assert (second.remedies, second.promises, second.promises_done) == (0, 0, 0)


def test_a_promise_made_before_a_case_was_withdrawn_stays_a_promise():
    [fact] = facts(
        ("case.lodged", 0, LODGED),
        ("remedy.agreed", 4, {"promised": True}),
        ("case.withdrawn", 5),
        ("undertaking.kept", 8, {"stage": 1}),
    )

    assert (fact.promises, fact.promises_done, fact.closed_at) == (1, 1, on(5))


def test_what_teaches_nothing_only_moves_the_position():
    plain = ("message.sent", "note.added", "case.assigned", "identity.opened", "recommendation.issued")

    [before] = facts(("case.lodged", 0, LODGED))
    [after] = facts(("case.lodged", 0, LODGED), *((kind, 0) for kind in plain))

    assert (before.position, after.position) == (1, 6)
    assert all(getattr(before, name) == getattr(after, name) for name in Fact.__struct_fields__ if name != "position")


def test_an_erased_entry_behind_the_first_takes_nothing_down():
    [fact] = facts(("case.lodged", 0, LODGED), ("case.answered", 5, None))

    assert (fact.closed_at, fact.outcome) == (on(5), None)


ONWARD = st.sampled_from(
    [kind for kind in (*LEARN, "message.sent", "clock.late") if kind not in {"case.lodged", "case.imported"}]
)


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Draw a life of a case as it may be: told or taken over once, then anything in any order."""
    days = count()
    life: list[tuple[Any, ...]] = [(draw(st.sampled_from(["case.lodged", "case.imported"])), next(days), LODGED)]
    for kind in draw(st.lists(ONWARD, max_size=25)):
        said: dict[str, Any] = {}
        if kind == "case.escalated":
            said = UP | {"entry": draw(st.sampled_from(["requested", "late"]))}
        elif kind == "remedy.agreed":
            said = {"promised": draw(st.booleans())}
        elif kind == "case.closed":
            said = {"reason": "done", "undated": draw(st.booleans())}
        life.append((kind, next(days), said))
    return life


@given(lives())
def test_every_stage_is_one_fact_whatever_happens(life):
    found = facts(*life)

    climbed = sum(kind == "case.escalated" for kind, *_ in life)
    assert [fact.stage_no for fact in found] == list(range(1, climbed + 2))
    assert [fact.escalated for fact in found] == [True] * climbed + [False]
    assert {fact.position for fact in found} == {len(life)}
    assert len({(fact.received_at, fact.month, fact.case_id) for fact in found}) == 1
    for fact in found:
        assert 0 <= fact.promises_done <= fact.promises <= fact.remedies


@given(lives())
def test_nobody_waits_behind_somebody_who_was_answered(life):
    found = facts(*life)

    for before, after in pairwise(found):
        assert after.closed_at is None or before.closed_at is not None
        assert before.started_at <= after.started_at


@given(lives())
def test_the_same_journal_gives_the_same_facts(life):
    assert facts(*life) == facts(*life)
