"""A snapshot is addressed by what it says, and shows every later change."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from escalation.domain.handover import Change, Link, Snapshot, address, canonical, differences, read

GIVEN = Snapshot(
    case={"narrative": "The bins were not emptied.", "body": "city_works"},
    parts={
        "messages": {"receipt:1": {"author": "system", "body": "We have it."}},
        "findings": {"1/1": {"outcome": "not_upheld", "reason": "The lorry came."}},
    },
    journal=(Link(1, "case.lodged", "aa"), Link(2, "message.sent", "bb")),
)


def changed(**parts) -> Snapshot:
    return msgspec.structs.replace(GIVEN, **parts)


def test_equal_content_has_one_address_whatever_its_order():
    other = changed(case={"body": "city_works", "narrative": "The bins were not emptied."})

    assert address(canonical(other)) == address(canonical(GIVEN))
    assert read(canonical(GIVEN)) == GIVEN


def test_one_changed_letter_has_another_address():
    other = changed(case=GIVEN.case | {"narrative": "The bins were not emptied!"})

    assert address(canonical(other)) != address(canonical(GIVEN))


def test_nothing_changed_shows_nothing_and_a_longer_journal_is_no_change():
    longer = changed(journal=(*GIVEN.journal, Link(3, "note.added", "cc")))

    assert differences(GIVEN, longer) == []


def test_a_changed_finding_shows_with_before_and_after():
    other = changed(parts=GIVEN.parts | {"findings": {"1/1": {"outcome": "upheld", "reason": "The lorry came."}}})

    [found] = differences(GIVEN, other)
    assert (found.part, found.key, found.change, found.field) == ("findings", "1/1", Change.CHANGED, "outcome")
    assert (found.before, found.after) == ("not_upheld", "upheld")


def test_something_taken_away_shows():
    [found] = differences(GIVEN, changed(parts=GIVEN.parts | {"findings": {}}))

    assert (found.part, found.change) == ("findings", Change.GONE)


def test_what_the_body_adds_shows_and_what_the_system_writes_does_not():
    added = {"letter:9": {"author": "officer", "body": "We meant something else."}, "x": {"author": "system"}}

    [found] = differences(GIVEN, changed(parts=GIVEN.parts | {"messages": GIVEN.parts["messages"] | added}))
    assert (found.key, found.change) == ("letter:9", Change.ADDED)


def test_a_rewritten_or_shortened_journal_shows():
    rewritten = changed(journal=(Link(1, "case.lodged", "ff"),))

    assert [(found.key, found.change) for found in differences(GIVEN, rewritten)] == [
        ("1", Change.CHANGED),
        ("2", Change.GONE),
    ]


WORDS = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4)


@given(WORDS, WORDS)
def test_an_address_differs_exactly_when_something_does(one, other):
    first, second = changed(case=one), changed(case=other)

    assert (address(canonical(first)) == address(canonical(second))) == (differences(first, second) == [])
