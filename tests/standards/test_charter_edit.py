"""The common things of a charter edited in its own text: one change, and nothing else moves."""

import difflib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standards import charter_edit as edit
from standards.charter import load_charter
from standards.charter_changes import changes
from standards.charter_edit import NewStandard, ServiceWords, StageLimits, StandardWords
from standards.charter_parts import Closure, Opening
from standards.errors import Invalid, NotFound
from standards.packs import read_pack

PACK = read_pack("calder_bay")
MISSED_BIN = StandardWords(
    promise="We come back for a missed bin within 2 working days after you tell us.",
    limit="2 working days",
    target=95,
    since=date(2024, 1, 1),
)
STAGE_1 = StageLimits(respond="10 working days", acknowledge="3 working days", inform="10 working days")
BINS = ServiceWords(
    name="Bin collection",
    about="We empty household, recycling and garden bins every week.",
    everyday=("bins", "bin", "missed bin", "rubbish", "trash", "garbage", "recycling"),
)
FAIR = Closure(why="The summer fair", on=date(2026, 8, 10), until=date(2026, 8, 14))
MONDAY = date(2026, 5, 11)


def changed(after: str, before: str = PACK) -> list[str]:
    """Return where two documents differ, as places of the charter."""
    return [one.path for one in changes(load_charter(before), load_charter(after))]


def lines(after: str, before: str = PACK) -> list[str]:
    """Return the lines that came and went, as a diff shows them."""
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and line[:3] not in {"+++", "---"}]


class TestStandards:
    def test_changing_the_limit_changes_one_line(self):
        after = edit.change_standard(PACK, "missed_bin", replaced(MISSED_BIN, limit="3 working days"))

        assert lines(after) == ['-limit = "2 working days"', '+limit = "3 working days"']
        assert changed(after) == ["standards.missed_bin.limit"]

    def test_changing_it_to_what_it_was_gives_the_same_text(self):
        assert edit.change_standard(PACK, "missed_bin", MISSED_BIN) == PACK

    def test_the_same_limit_in_other_words_stays_as_it_is_written(self):
        same = replaced(MISSED_BIN, limit="2   business days")

        assert edit.change_standard(PACK, "missed_bin", same) == PACK

    def test_a_target_and_a_day_come_and_go(self):
        without = edit.change_standard(PACK, "missed_bin", replaced(MISSED_BIN, target=None, since=None))
        again = edit.change_standard(without, "missed_bin", MISSED_BIN)

        assert lines(without) == ["-target = 95", "-since = 2024-01-01"]
        assert changed(again) == []

    def test_a_value_nobody_verified_goes_with_the_remark_that_says_so(self):
        doubted = PACK.replace("target = 95\n", 'target = 95\nunverified = ["target", "limit"]\n', 1)

        after = edit.change_standard(doubted, "missed_bin", replaced(MISSED_BIN, target=None))

        assert lines(after, doubted) == [
            "-target = 95",
            '-unverified = ["target", "limit"]',
            '+unverified = ["limit"]',
        ]

    def test_retiring_writes_its_last_day(self):
        after = edit.retire_standard(PACK, "records_copy", date(2026, 6, 30))

        assert lines(after) == ["+until = 2026-06-30"]

    def test_a_new_one_stands_behind_the_others(self):
        new = NewStandard("Broken bin", "bin_collection", replaced(MISSED_BIN, promise="We mend it."), "told", "Part 3")

        after, key = edit.add_standard(PACK, new)

        assert key == "broken_bin"
        assert [line for line in lines(after) if line != "+"] == [
            "+[standards.broken_bin]",
            '+service = "bin_collection"',
            '+promise = "We mend it."',
            '+limit = "2 working days"',
            "+target = 95",
            '+source = "Part 3"',
            "+since = 2024-01-01",
            '+starts = "told"',
        ]
        assert after.index("[standards.broken_bin]") < after.index("# --- How we deal with a complaint")

    @pytest.mark.parametrize(
        ("words", "faults"),
        [
            pytest.param({"limit": "soon"}, {"limit": "'soon' is not a limit"}, id="no limit"),
            pytest.param({"limit": ""}, {"limit": "Say within what time"}, id="an empty limit"),
            pytest.param({"promise": "  "}, {"promise": "Say what people are promised"}, id="no promise"),
            pytest.param(
                {"promise": "", "limit": "x"}, {"promise": "Say what", "limit": "'x' is not"}, id="two things at once"
            ),
            pytest.param({"target": 101}, {"target": "Must be a whole number"}, id="more than everybody"),
            pytest.param({"until": date(2023, 1, 1)}, {"until": "A standard cannot end"}, id="an end before it began"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field(self, words, faults):
        with pytest.raises(Invalid) as refused:
            edit.change_standard(PACK, "missed_bin", replaced(MISSED_BIN, **words))

        assert at_fields(refused.value).keys() == faults.keys()
        assert all(at_fields(refused.value)[field].startswith(said) for field, said in faults.items())

    def test_a_new_one_says_everything_that_is_missing(self):
        with pytest.raises(Invalid) as refused:
            edit.add_standard(PACK, NewStandard("", "", StandardWords("", "")))

        assert list(at_fields(refused.value)) == ["name", "service", "promise", "limit"]

    def test_one_that_ends_before_it_begins_is_not_retired(self):
        with pytest.raises(Invalid) as refused:
            edit.retire_standard(PACK, "missed_bin", date(2023, 12, 31))

        assert list(at_fields(refused.value)) == ["until"]


class TestStages:
    def test_the_limits_change_and_nothing_else(self):
        after = edit.change_stage(PACK, "stage_1", replaced(STAGE_1, respond="15 working days", inform=""))

        assert lines(after) == [
            '-respond = "10 working days"',
            '-inform = "10 working days"',
            '+respond = "15 working days"',
        ]

    def test_changing_them_to_what_they_were_gives_the_same_text(self):
        assert edit.change_stage(PACK, "stage_1", STAGE_1) == PACK

    def test_an_answer_that_does_not_fit_its_extension_is_said_at_the_answer(self):
        with pytest.raises(Invalid) as refused:
            edit.change_stage(PACK, "stage_1", replaced(STAGE_1, respond="3 working hours"))

        assert "stages.stage_1.extend.most" in at_fields(refused.value)["respond"]

    def test_every_limit_that_cannot_be_read_is_said(self):
        with pytest.raises(Invalid) as refused:
            edit.change_stage(PACK, "stage_1", StageLimits("", "a", "b"))

        assert set(at_fields(refused.value)) == {"respond", "acknowledge", "inform"}


class TestDays:
    @pytest.mark.parametrize(
        ("closure", "line"),
        [
            pytest.param(
                Closure("Early summer day", on=MONDAY),
                '+  { on = 2026-05-11, why = "Early summer day" },',
                id="one day",
            ),
            pytest.param(
                FAIR,
                '+  { on = 2026-08-10, until = 2026-08-14, why = "The summer fair" },',
                id="a longer time",
            ),
            pytest.param(
                Closure("Lighthouse Day", every="05-11"),
                '+  { every = "05-11", why = "Lighthouse Day" },',
                id="every year",
            ),
        ],
    )
    def test_a_closed_day_is_one_line(self, closure, line):
        after = edit.add_closure(PACK, closure, ["office"])

        assert lines(after) == [line]
        assert {path.rpartition("[")[0] for path in changed(after)} == {"calendars.office.closures"}

    def test_it_is_closed_on_every_calendar_that_is_chosen_and_opened_again(self):
        calendars = list(load_charter(PACK).calendars)

        after = edit.add_closure(PACK, FAIR, calendars)
        rows = [row for row in edit.closures(load_charter(after)) if row.closure == FAIR]

        assert [row.calendars for row in rows] == [tuple(calendars)]
        assert load_charter(after).calendar("depot").closure_on(date(2026, 8, 12)) == "The summer fair"
        assert changed(edit.remove_closure(after, FAIR, calendars)) == []

    def test_where_it_is_there_already_it_is_not_written_twice(self):
        once = edit.add_closure(PACK, FAIR, ["office"])

        assert edit.add_closure(once, FAIR, ["office", "depot"]).count("The summer fair") == 2
        with pytest.raises(Invalid) as refused:
            edit.add_closure(once, FAIR, ["office"])
        assert at_fields(refused.value) == {"on": "This is there already."}

    @pytest.mark.parametrize(
        ("closure", "field", "said"),
        [
            pytest.param(Closure("", on=MONDAY), "why", "Give the day a name", id="no name"),
            pytest.param(Closure("x", on=date(2026, 5, 4)), "on", "already: May Day.", id="a public holiday"),
            pytest.param(Closure("x", on=date(2026, 5, 10)), "on", "shut on that day already.", id="a Sunday"),
            pytest.param(Closure("x", every="02-30"), "every", "'02-30' is no day of the year", id="no such day"),
            pytest.param(
                Closure("x", on=MONDAY, until=date(2026, 5, 1)), "until", "A closure ends on or after", id="backwards"
            ),
        ],
    )
    def test_a_closed_day_that_cannot_be_is_said_at_its_field(self, closure, field, said):
        with pytest.raises(Invalid) as refused:
            edit.add_closure(PACK, closure, ["office"])

        assert said in at_fields(refused.value)[field]

    def test_a_day_with_hours_of_its_own_comes_and_goes(self):
        saturday = Opening(date(2026, 5, 16), ("10:00-14:00",), "The open day")

        after = edit.add_opening(PACK, saturday, ["office", "registry"])

        assert load_charter(after).calendar("office").is_open_day(date(2026, 5, 16))
        assert [row.calendars for row in edit.openings(load_charter(after))] == [("office", "registry")]
        assert changed(edit.remove_opening(after, saturday, ["office", "registry"])) == []

    @pytest.mark.parametrize(
        ("opening", "field", "said"),
        [
            pytest.param(Opening(date(2026, 5, 16), ()), "hours", "Give the hours", id="no hours"),
            pytest.param(Opening(date(2026, 5, 16), ("9 to 5",)), "hours", "'9 to 5'", id="hours nobody can read"),
            pytest.param(Opening(date(2026, 8, 10), ("09:00-10:00",)), "on", "both open and closed", id="shut as well"),
        ],
    )
    def test_an_open_day_that_cannot_be_is_said_at_its_field(self, opening, field, said):
        shut = edit.add_closure(PACK, FAIR, ["office"])

        with pytest.raises(Invalid) as refused:
            edit.add_opening(shut, opening, ["office"])

        assert said in at_fields(refused.value)[field]

    def test_a_day_that_is_not_there_cannot_be_taken_away(self):
        with pytest.raises(NotFound):
            edit.remove_closure(PACK, FAIR, ["office"])

    def test_without_a_calendar_nothing_is_done(self):
        with pytest.raises(Invalid) as refused:
            edit.add_closure(PACK, FAIR, ["nowhere"])

        assert list(at_fields(refused.value)) == ["calendars"]


class TestServices:
    def test_a_new_one_has_a_key_made_of_its_name(self):
        words = ServiceWords("Café licences & permits", "We license cafés.", ("café", "licence"))

        after, key = edit.add_service(PACK, "registry", "permits", words)

        assert key == "cafe_licences_permits"
        assert load_charter(after).services[key].everyday == ("café", "licence")
        assert changed(after) == [f"services.{key}"]

    def test_changing_one_to_what_it_was_gives_the_same_text(self):
        assert edit.change_service(PACK, "bin_collection", BINS) == PACK

    def test_its_words_change_in_their_place(self):
        words = replaced(BINS, name="Bins", everyday=(*BINS.everyday[1:], "wheelie bin"))

        after = edit.change_service(PACK, "bin_collection", words)

        assert changed(after)[:2] == ["services.bin_collection.name", "services.bin_collection.everyday"]
        assert load_charter(after).services["bin_collection"].everyday == words.everyday

    def test_what_nobody_says_any_more_is_not_said_in_other_languages_either(self):
        after = edit.change_service(PACK, "bin_collection", replaced(BINS, name="Bins"))

        before, now = load_charter(PACK).words, load_charter(after).words
        assert {lang: before[lang].keys() - now[lang].keys() for lang in before} == {
            lang: {"Bin collection"} for lang in ("fr", "ar", "es")
        }
        assert "“Bin collection” in French: “Collecte des poubelles” becomes not said." in [
            one.sentence for one in changes(load_charter(PACK), load_charter(after))
        ]

    def test_other_languages_stay_as_they_are_where_nothing_went(self):
        after = edit.change_service(PACK, "bin_collection", replaced(BINS, everyday=(*BINS.everyday, "wheelie bin")))

        assert load_charter(after).words == load_charter(PACK).words

    def test_a_unit_of_another_body_is_said_at_the_unit(self):
        with pytest.raises(Invalid) as refused:
            edit.add_service(PACK, "registry", "waste", ServiceWords("Cafés"))

        assert list(at_fields(refused.value)) == ["unit"]

    @pytest.mark.parametrize(
        ("name", "key"),
        [
            pytest.param("Bin collection", "bin_collection_2", id="taken"),
            pytest.param("3 wishes", "no_3_wishes", id="a digit first"),
            pytest.param("بلدية", "no", id="no Latin letter"),
            pytest.param("a" * 80, "a" * 40, id="long"),
        ],
    )
    def test_every_name_gives_a_good_key_that_nobody_has(self, name, key):
        after, found = edit.add_service(PACK, "registry", "", ServiceWords(name))

        assert found == key
        assert load_charter(after).services[key].name == name


def test_a_document_with_a_fault_of_its_own_is_not_edited():
    with pytest.raises(Invalid) as refused:
        edit.change_service(PACK.replace('limit = "2 working days"', 'limit = "soon"'), "bin_collection", BINS)

    assert "no form can change it yet" in at_fields(refused.value)["document"]


limits = st.builds(
    lambda amount, unit: f"{amount} {unit}", st.integers(2, 60), st.sampled_from(["working days", "weeks"])
)
words = st.text("abc é'\"\\#[]{}=", min_size=1).filter(str.strip)
days = st.dates(date(2027, 1, 1), date(2027, 12, 31))
EDITS = {
    "standards.missed_bin": st.builds(
        lambda promise, limit, target: (
            lambda text: edit.change_standard(
                text, "missed_bin", replaced(MISSED_BIN, promise=promise, limit=limit, target=target)
            )
        ),
        words,
        limits,
        st.none() | st.integers(0, 100),
    ),
    "standards.": st.builds(
        lambda name, words: (
            lambda text: edit.add_standard(
                text, NewStandard(name, "bin_collection", replaced(MISSED_BIN, promise=words))
            )[0]
        ),
        words,
        words,
    ),
    "stages.stage_2": st.builds(
        lambda respond, inform: lambda text: edit.change_stage(text, "stage_2", StageLimits(respond, inform=inform)),
        limits,
        st.just("") | limits,
    ),
    "calendars.depot.closures": st.builds(
        lambda on, why: lambda text: edit.add_closure(text, Closure(why, on=on, until=on.replace(day=28)), ["depot"]),
        days.filter(lambda day: day.day < 28),
        words,
    ),
    "calendars.registry.open": st.builds(
        lambda on, why: lambda text: edit.add_opening(text, Opening(on, ("10:00-11:00",), why), ["registry"]),
        days,
        words,
    ),
    "services.health_records": st.builds(
        lambda name, said: (
            lambda text: edit.change_service(
                text, "health_records", ServiceWords(name, said, tuple(dict.fromkeys(said.split())))
            )
        ),
        words,
        words,
    ),
}
"""Random edits, by the place of the charter they may change."""


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(EDITS)).flatmap(lambda place: st.tuples(st.just(place), EDITS[place])), st.data())
def test_every_edit_makes_one_change_and_leaves_every_comment(chosen, data):
    place, make = chosen
    rows = PACK.splitlines()
    for number in range(3):
        rows.insert(data.draw(st.integers(0, len(rows))), f"# remark {number}")
    before = "\n".join(rows)

    after = make(before)

    # What is not said any more is not said in other languages either.
    assert all(path.startswith((place, "words.")) for path in changed(after, before))
    assert [line for line in after.splitlines() if line.lstrip().startswith("#")] == [
        line for line in rows if line.lstrip().startswith("#")
    ]
    kept = set(lines(after, before))
    assert len([line for line in kept if line.startswith("-") and not line.startswith('-"')]) <= 4


def replaced(words, **changes):
    return type(words)(**{name: getattr(words, name) for name in words.__struct_fields__} | changes)


def at_fields(refused: Invalid) -> dict[str, str]:
    return {fault.path: fault.message for fault in refused.faults}
