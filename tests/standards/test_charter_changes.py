"""What changes from one charter to the next is said in sentences, whatever it is."""

import re
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards.charter import Charter, load_charter
from standards.charter_changes import AREAS, Change, changes
from standards.charter_parts import Closure, Opening, Quiet, Recurring
from standards.charter_vocabulary import phrase_of
from standards.limits import Limit
from standards.packs import read_pack
from tests.standards.places import Place, another, changed, full_charter, kinds_within, places, without

MARCH = date(2027, 3, 1)
FULL = full_charter()
TOWN = load_charter(read_pack("calder_bay"))
WHOLE = (Closure, Opening, Recurring, Quiet)
"""Parts of which every change is one sentence about the whole."""

PARTS = [
    ("standards", "missed_bin"),
    ("stages", "last_stage"),
    ("stages", "first_stage", "extend"),
    ("stages", "first_stage", "overrides", 0),
    ("stages", "first_stage", "overrides", 0, "extend"),
    ("ladder", 0),
    ("calendars", "night_line"),
    ("calendars", "town_hall", "closures", 0),
    ("calendars", "town_hall", "closures", 1),
    ("calendars", "town_hall", "open", 0),
    ("calendars", "town_hall", "recurring", 1),
    ("services", "lamp_repair"),
    ("bodies", "town_homes"),
    ("units", "lamp_crew"),
    ("outcomes", 0),
    ("remedies", 0),
    ("grounds", 0),
    ("closing_reasons", 0),
    ("reminders", 0),
    ("quiet",),
    ("compliments",),
    ("suggestions",),
    ("enquiries",),
    ("recommendations",),
    ("retention", "note_of_call"),
]
SINGLE = {
    "compliments": "praise",
    "suggestions": "suggestion",
    "enquiries": "question",
    "recommendations": "recommendation",
    "counting": "limit",
    "late_changes": "promise",
    "quiet": "no message is sent",
    "reminders": "reminder",
    "retention": "The time for which we keep",
    "case_outcome": "the points of a complaint",
    "words": "in Welsh",
    "format": "format",
}


def said(before: Charter | None, after: Charter) -> list[str]:
    return [change.sentence for change in changes(before, after, MARCH)]


def in_english_alone(document: str) -> str:
    """Return a document without what it says in other languages, so that its texts may change by themselves."""
    return document.partition("\n[words.")[0]


def is_plain(sentence: str) -> bool:
    """Whether people could read it: no key and no path of the document, a capital in front, an end."""
    # An address is no path, whatever dots it has.
    told = re.sub(r"https?://\S+|\S+@\S+", "", sentence)
    keys = re.search(r"\b[a-z]+_[a-z_]+\b|\w\.\w+\.\w|\[\d+\]", told)
    return keys is None and sentence[0] in "“ABCDEFGHIJKLMNOPQRSTUVWXYZ" and sentence.endswith((".", ".”"))


def names_of(place: Place) -> list[str]:
    """Return what the things around a place are called, the nearest first."""
    found = []
    for part in reversed((*place.around, place.part)[1:]):
        for field in ("promise", "name", "words", "why"):
            name = getattr(part, field, None)
            if name:
                found.append(name.rstrip("."))
        if getattr(part, "on", None) and not found:
            found.append(str(part.on.year))
    return found or [SINGLE[str(place.path[0])]]


class TestEveryPlace:
    def test_the_charter_of_these_tests_leaves_no_kind_of_place_empty(self):
        filled = {
            (type(place.part), name)
            for place in places(FULL)
            if place.value not in (None, "", ())
            for name in place.path
        }
        empty = [
            f"{kind.__name__}.{field.name}"
            for kind in kinds_within(Charter)
            for field in msgspec.structs.fields(kind)
            if field.name not in {"key", "code", "hash", "version"}
            and (kind, field.name) not in filled
            and not kinds_within(field.type)
        ]

        assert sorted(empty) == []

    def test_has_a_phrase(self):
        for kind in kinds_within(Charter) - set(WHOLE):
            for field in msgspec.structs.fields(kind):
                phrase_of(kind, field.name)

    @pytest.mark.parametrize("place", places(FULL), ids=str)
    def test_is_told_in_words_with_the_name_of_what_it_is_about(self, place: Place):
        found = said(FULL, changed(FULL, place.path, another(FULL, place)))

        assert found
        assert [sentence for sentence in found if not is_plain(sentence.replace("port_town", "port town"))] == []
        assert any(name in sentence for name in names_of(place) for sentence in found)

    @pytest.mark.parametrize("place", [one for one in places(FULL) if one.value not in (None, "")], ids=str)
    def test_is_told_when_nothing_stands_there_any_more(self, place: Place):
        kind = {field.name: field for field in msgspec.structs.fields(place.part)}.get(place.field)
        if kind is None or kind.default in (msgspec.NODEFAULT, place.value):
            return
        nothing = changed(FULL, place.path, kind.default)

        assert all(is_plain(sentence) for sentence in (*said(FULL, nothing), *said(nothing, FULL)))
        assert said(FULL, nothing)
        assert said(nothing, FULL)

    @pytest.mark.parametrize("path", PARTS, ids=str)
    def test_a_part_that_goes_or_comes_is_one_sentence(self, path: tuple[Any, ...]):
        less = without(FULL, path)

        gone, come = said(FULL, less), said(less, FULL)

        assert (len(gone), len(come)) == (1, 1)
        assert is_plain(gone[0])
        assert is_plain(come[0])
        assert gone != come

    @given(st.data())
    @settings(max_examples=60, deadline=None)
    def test_of_the_demonstration_is_told_when_it_changes(self, data: st.DataObject):
        place = data.draw(st.sampled_from([one for one in places(TOWN) if one.field != "key"]))

        found = changes(TOWN, changed(TOWN, place.path, another(TOWN, place)), MARCH)

        assert found
        assert all(is_plain(change.sentence) and change.area in AREAS for change in found)
        assert all(change.path.startswith(str(place.path[0])) for change in found)


@pytest.mark.parametrize("charter", [pytest.param(FULL, id="full"), pytest.param(TOWN, id="the demonstration")])
def test_nothing_differs_from_itself(charter: Charter):
    assert changes(charter, charter, MARCH) == ()


def test_a_comment_is_no_change():
    assert changes(TOWN, load_charter(f"{read_pack('calder_bay')}\n# a comment\n"), MARCH) == ()


def test_a_first_charter_is_told_part_by_part():
    found = changes(None, TOWN, MARCH)

    assert all(is_plain(change.sentence) and change.before is None for change in found)
    assert found[0].sentence == (
        "A new promise: “We come back for a missed bin within 2 working days after you tell us” (Bin collection), "
        "within 2 working days, from 1 March 2027, for cases received from that day."
    )
    assert "Calder Bay Council has its first charter, from 1 March 2027." in said(None, TOWN)


def test_a_change_carries_its_place_and_both_values_as_written():
    after = changed(TOWN, ("stages", "stage_1", "respond"), Limit(8, "working_days", day_zero="next_open"))

    assert changes(TOWN, after, MARCH) == (
        Change(
            area="stages",
            subject="stage_1",
            sentence=(
                "The answer to a complaint at “First answer”: 10 working days becomes 8 working days, "
                "from 1 March 2027, for cases received from that day."
            ),
            path="stages.stage_1.respond",
            before="10 working days, counted from the next open day",
            after="8 working days, counted from the next open day",
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "target = 95",
            "target = 97",
            "The aim for “We come back for a missed bin within 2 working days after you tell us” (Bin collection): "
            "in 95 of 100 cases becomes in 97 of 100 cases, from 1 March 2027.",
            id="a target",
        ),
        pytest.param(
            'service = "residence_permit", respond = "15 working days"',
            'service = "residence_permit", respond = "12 working days"',
            "The answer to a complaint at “First answer” for Residence permit: 15 working days becomes 12 working "
            "days, from 1 March 2027, for cases received from that day.",
            id="an exception",
        ),
        pytest.param(
            'ask_within = "2 months"',
            'ask_within = "3 months, beginning with the day of receipt"',
            "The time to ask for “Review” after the answer before: 2 months becomes 3 months (beginning with the day "
            "of receipt, or the next open day), from 1 March 2027, for cases that come to this step from that day.",
            id="a limit that is counted in another way",
        ),
        pytest.param(
            'closed_day_removed = "work_to_it"',
            'closed_day_removed = "keep"',
            "When a day is opened after a promise was made: dates that were told stay, from 1 March 2027. Until now: "
            "the office works to the earlier date, and what people were told stays.",
            id="a rule with a verb of its own",
        ),
        pytest.param(
            'everyday = ["appointment", "doctor", ',
            'everyday = ["dentist", ',
            "The everyday words that lead to Clinic appointments: “dentist” is added; “appointment” and “doctor” are "
            "dropped.",
            id="words of a list",
        ),
        pytest.param(
            'words = "You are right in part."',
            'words = "Partly."',
            "The outcome is worded anew: “You are right in part.” becomes “Partly.”",
            id="the words of an outcome",
        ),
        pytest.param(
            'complaint = "6 years"',
            'complaint = "7 years"',
            "The time for which we keep complaints: 6 years becomes 7 years, from 1 March 2027.",
            id="how long something is kept",
        ),
    ],
)
def test_reads(old: str, new: str, expected: str):
    text = in_english_alone(read_pack("calder_bay"))
    assert old in text
    after = load_charter(text.replace(old, new, 1))

    assert said(load_charter(text), after) == [expected]


def test_a_switch_is_told_by_what_is_true_from_then_on():
    # Such a ladder could not be adopted; what changes in it is told all the same.
    assert said(TOWN, changed(TOWN, ("ladder", 2, "independent"), value=False)) == [
        "“Ombudsperson” is not independent of the authority, from 1 March 2027."
    ]


def test_a_closed_day_that_goes():
    assert said(FULL, without(FULL, ("calendars", "town_hall", "closures", 0))) == [
        "Harbour Day, every 3 June, is no longer a closed day of Town hall hours."
    ]


def test_a_closed_day_that_moves_is_told_once():
    moved = changed(FULL, ("calendars", "town_hall", "closures", 0, "every"), "06-04")

    assert said(FULL, moved) == [
        "A closed day of Town hall hours changes: Harbour Day, every 3 June, becomes Harbour Day, every 4 June."
    ]


def test_another_general_rule_of_counting_is_told_once_and_not_for_every_limit():
    text = read_pack("calder_bay")
    after = load_charter(text.replace('day_zero = "next_open"', 'day_zero = "excluded"', 1))

    assert [change.path for change in changes(TOWN, after, MARCH)] == ["counting.day_zero"]


def test_without_a_day_the_sentences_name_the_day_it_takes_effect():
    after = changed(TOWN, ("stages", "stage_2", "respond"), Limit(15, "working_days", day_zero="next_open"))

    (change,) = changes(TOWN, after)
    assert change.sentence == (
        "The answer to a complaint at “Review”: 20 working days becomes 15 working days, from the day it takes effect, "
        "for cases that come to this stage from that day."
    )


def test_promises_come_first_and_sources_last():
    after = changed(changed(TOWN, ("standards", "missed_bin", "source"), "New rules"), ("authority", "about"), "Anew")
    after = changed(after, ("standards", "lamp_out", "limit"), Limit(4, "working_days"))

    assert [change.path for change in changes(TOWN, after)] == [
        "standards.lamp_out.limit",
        "standards.missed_bin.source",
        "authority.about",
    ]


def test_another_order_of_services_is_told():
    services = dict(reversed(TOWN.services.items()))

    assert said(TOWN, changed(TOWN, ("services",), services)) == ["The order in which services are listed changes."]


def test_words_that_look_like_a_pattern_stay_as_they_are():
    assert said(TOWN, changed(TOWN, ("authority", "notice"), "{of} {0} {{x}}"))[0].endswith("“{of} {0} {{x}}”.")
