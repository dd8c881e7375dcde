"""A charter is asked for rules, and a wrong one says on which line and what would be right."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from standards.charter import charter_hash, load_charter
from standards.errors import Invalid, NotFound
from standards.limits import Limit
from standards.packs import read_pack

TEXT = """\
format = 1

[authority]
key = "town"
name = "Town"
time_zone = "Europe/London"
country = "GB"
subdivision = "ENG"
default_calendar = "office"

[authority.contact]
phone = "01632 960000"

[calendars.office]
name = "Office"
closures = [{ every = "12-24", why = "Christmas Eve" }, { on = 2026-08-03, until = 2026-08-05, why = "Moving house" }]
open = [{ on = 2026-08-08, hours = ["09:00-12:00"], why = "Open day" }]

[calendars.office.days]
monday = ["09:00-17:00"]
tuesday = ["09:00-17:00"]

[calendars.desk]
name = "Desk"
holidays = false
days = { sunday = ["22:00-06:00"] }

[bodies.works]
name = "Works"

[bodies.homes]
name = "Homes"
calendar = "desk"

[units.roads]
name = "Roads"
body = "works"

[units.repairs]
name = "Repairs"
body = "homes"
calendar = "office"

[services.potholes]
name = "Road repair"
body = "works"
unit = "roads"
everyday = ["pothole", "hole in the road"]

[services.leaks]
name = "Leaks"
body = "homes"
unit = "repairs"

[standards.holes]
service = "potholes"
promise = "We fill holes within 5 working days."
limit = "5 working days"
target = 90
since = 2024-01-01
until = 2025-12-31

[stages.first]
name = "First answer"
acknowledge = "3 working days"
respond = "10 working days"
counts_from = "acknowledged_or_due"
overrides = [
  { body = "works", respond = "12 working days", acknowledge = "1 working day" },
  { unit = "roads", respond = "14 working days" },
  { service = "potholes", respond = "16 working days" },
  { service = "potholes", kind = "suggestion", respond = "40 working days" },
]

[stages.last]
name = "Ombudsperson"
respond = "60 working days"
counts_from = "requested"

[[ladder]]
tier = "ombudsperson"
name = "Ombudsperson"
rank = 20
stage = "last"
role = "ombudsperson"
independent = true

[[ladder]]
tier = "office"
name = "The office"
rank = 10
stage = "first"
role = "officer"

[compliments]
pass_on = "5 working days"

[[outcomes]]
code = "upheld"
words = "You are right"
counts_as = "upheld"
"""


@pytest.fixture(scope="module")
def charter():
    return load_charter(TEXT)


def faults(before, after):
    assert before in TEXT
    with pytest.raises(Invalid) as caught:
        load_charter(TEXT.replace(before, after, 1))
    return [(fault.line, fault.path, fault.message) for fault in caught.value.faults]


def line_of(text):
    return TEXT.splitlines().index(text) + 1


class TestLookingUp:
    def test_entities_by_key(self, charter):
        assert charter.body("works").name == "Works"
        assert charter.unit("roads").body == "works"
        assert charter.service("potholes").name == "Road repair"
        assert charter.service("nothing") is None
        assert charter.stage("first").name == "First answer"
        assert charter.contact.phone == "01632 960000"
        assert charter.outcome("upheld").counts_as == "upheld"
        with pytest.raises(NotFound, match="no body 'nothing'"):
            charter.body("nothing")

    def test_the_ladder_is_ordered_by_rank(self, charter):
        assert [tier.key for tier in charter.tiers] == ["office", "ombudsperson"]
        assert charter.first_tier.key == "office"
        assert charter.top.key == "ombudsperson"
        assert charter.next_tier("office") == charter.tier("ombudsperson")
        assert charter.next_tier("ombudsperson") is None

    def test_the_nearest_calendar_holds(self, charter):
        assert charter.calendar_for().key == "office"
        assert charter.calendar_for("homes").key == "desk"
        assert charter.calendar_for("homes", "repairs").key == "office"
        assert charter.calendar_for(unit="roads").key == "office"

    def test_a_calendar_knows_its_closures_and_moved_days(self, charter):
        office = charter.calendar("office")

        assert office.closure_on(date(2029, 12, 24)) == "Christmas Eve"
        assert office.closure_on(date(2026, 8, 4)) == "Moving house"
        assert office.closure_on(date(2026, 12, 25)) == "Christmas Day"
        assert office.is_open_day(date(2026, 8, 8))
        assert charter.calendar("desk").closure_on(date(2026, 12, 25)) is None

    def test_standards_hold_from_a_day_to_a_day(self, charter):
        assert [standard.key for standard in charter.standards_of("potholes", date(2025, 6, 1))] == ["holes"]
        assert charter.standards_of("potholes", date(2026, 6, 1)) == ()

    def test_everyday_words_find_a_service(self, charter):
        assert [service.key for service in charter.services_like("There is a huge hole in the road!")] == ["potholes"]
        assert charter.services_like("xyzzy") == ()

    def test_the_hash_is_that_of_the_text(self, charter):
        assert charter.hash == charter_hash(TEXT)
        assert charter_hash(TEXT + " ") != charter.hash


class TestMostSpecificRule:
    @pytest.mark.parametrize(
        ("case", "respond"),
        [
            pytest.param({}, 10, id="the stage's own"),
            pytest.param({"body": "homes"}, 10, id="another body"),
            pytest.param({"body": "works"}, 12, id="the body's"),
            pytest.param({"unit": "roads"}, 14, id="the unit's beats its body's"),
            pytest.param({"service": "potholes"}, 16, id="the service's beats its unit's"),
            pytest.param({"service": "potholes", "kind": "suggestion"}, 40, id="service and kind beat the service"),
        ],
    )
    def test_wins(self, charter, case, respond):
        assert charter.stage_rule("first", **case).respond == Limit(respond, "working_days")

    def test_wins_for_each_field_by_itself(self, charter):
        rule = charter.stage_rule("first", service="potholes")

        assert (rule.acknowledge, rule.because) == (Limit(1, "working_days"), "service")

    def test_acknowledging_late_buys_no_time(self, charter):
        def at(day):
            return datetime(2025, 1, day, tzinfo=UTC)

        rule = charter.stage_rule("first")

        assert rule.respond_start(at(1), acknowledged_at=at(10), acknowledge_due_at=at(6)) == at(6)
        assert rule.respond_start(at(1), acknowledged_at=at(3), acknowledge_due_at=at(6)) == at(3)
        assert charter.stage_rule("last").respond_start(at(1), acknowledged_at=at(10)) == at(1)


class TestPromises:
    def test_each_row_says_what_by_when_and_by_whom(self, charter):
        first = charter.promises()[0]

        assert (first.what, first.within, first.by, first.target) == (
            "We fill holes within 5 working days.",
            "5 working days",
            "Roads, Works",
            90,
        )

    def test_those_of_one_body_leave_out_what_concerns_only_others(self, charter):
        homes = charter.promises("homes")

        assert {promise.body for promise in homes} == {None}
        assert "office.respond" in {promise.key for promise in homes}
        assert {promise.body for promise in charter.promises("works")} == {None, "works"}


class TestFaults:
    def test_unknown_key(self):
        (fault,) = faults('respond = "60 working days"', 'respont = "60 working days"')[:1]

        line = line_of('respond = "60 working days"')
        assert fault == (
            line - 2,
            "stages.last",
            "respond is missing; give a limit in quotes, such as '20 working days'",
        )

    def test_unknown_key_with_a_hint(self):
        found = faults('time_zone = "Europe/London"', 'time_zone = "Europe/London"\nlanguage = ["en"]')

        assert found == [(7, "authority.language", "'language' is not known; did you mean 'languages'?")]

    def test_unknown_section(self):
        assert faults("[compliments]", "[complimnts]") == [
            (line_of("[compliments]"), "complimnts", "'complimnts' is not known; did you mean 'compliments'?")
        ]

    def test_wrong_type(self):
        assert faults("target = 90", 'target = "90"') == [
            (
                line_of("target = 90"),
                "standards.holes.target",
                "must be a whole number without quotes from 0 to 100, not '90'",
            )
        ]

    def test_limit_that_does_not_parse(self):
        ((line, path, message),) = faults('limit = "5 working days"', 'limit = "5 fortnights"')

        assert (line, path) == (line_of('limit = "5 working days"'), "standards.holes.limit")
        assert "'20 working days'" in message

    def test_impossible_window(self):
        ((line, path, message),) = faults('monday = ["09:00-17:00"]', 'monday = ["9 to 5"]')

        assert (line, path) == (line_of('monday = ["09:00-17:00"]'), "calendars.office.days.monday[1]")
        assert "'09:00-17:00'" in message

    def test_overlapping_windows(self):
        ((_, path, message),) = faults('monday = ["09:00-17:00"]', 'monday = ["09:00-13:00", "12:00-17:00"]')

        assert path == "calendars.office.days.monday"
        assert "overlap" in message

    def test_calendar_that_never_opens(self):
        ((_, path, message),) = faults('days = { sunday = ["22:00-06:00"] }', "days = {}")

        assert path == "calendars.desk.days"
        assert "never opens" in message

    @pytest.mark.parametrize(
        ("before", "after", "path", "words"),
        [
            pytest.param("country", "countri", "authority.countri", "did you mean 'country'", id="misspelt"),
            pytest.param("Europe/London", "Europe/Atlantis", "authority.time_zone", "Europe/London", id="zone"),
            pytest.param('"GB"', '"XX"', "authority.country", "two-letter code", id="country"),
            pytest.param('"ENG"', '"ZZZ"', "authority.subdivision", "known regions", id="region"),
            pytest.param(
                "default_calendar = ", 'default_calendar = "x" #', "authority.default_calendar", "desk", id="own"
            ),
            pytest.param('calendar = "desk"', 'calendar = "x"', "bodies.homes.calendar", "desk, office", id="calendar"),
            pytest.param('body = "works"', 'body = "x"', "units.roads.body", "homes, works", id="body"),
            pytest.param('unit = "roads"', 'unit = "repairs"', "services.potholes.unit", "belongs to", id="other body"),
            pytest.param('service = "potholes"', 'service = "x"', "standards.holes.service", "leaks", id="service"),
            pytest.param(
                "until = 2025", "until = 2023", "standards.holes.until", "before it begins", id="ends too early"
            ),
            pytest.param('{ unit = "roads"', '{ unit = "x"', "stages.first.overrides[2].unit", "roads", id="override"),
            pytest.param('{ unit = "roads",', "{", "stages.first.overrides[2]", "say what it is for", id="for nothing"),
            pytest.param('{ unit = "roads"', '{ body = "works"', "stages.first.overrides[2]", "already", id="twice"),
            pytest.param('stage = "first"', 'stage = "x"', "ladder[2].stage", "first, last", id="stage missing"),
            pytest.param("rank = 10", "rank = 20", "ladder[2].rank", "used twice", id="ranks"),
            pytest.param('tier = "office"', 'tier = "ombudsperson"', "ladder[2].tier", "used twice", id="tiers"),
            pytest.param("rank = 10", "rank = 30", "ladder[1].rank", "above 30", id="top too low"),
            pytest.param("independent = true", "", "ladder", "has no top", id="no top"),
            pytest.param(
                'role = "officer"', 'role = "officer"\nindependent = true', "ladder[2].independent", "one", id="tops"
            ),
            pytest.param('role = "ombudsperson"', 'role = "reviewer"', "ladder[1].role", "'ombudsperson'", id="role"),
            pytest.param('role = "officer"', 'role = "boss"', "ladder[2].role", "'reviewer'", id="unknown role"),
            pytest.param(
                'every = "12-24"', 'every = "24.12."', "calendars.office.closures[1].every", "12-24", id="every"
            ),
            pytest.param(
                'every = "12-24",', "", "calendars.office.closures[1]", "either on", id="closure without a day"
            ),
            pytest.param(
                "until = 2026-08-05", "until = 2026-08-01", "calendars.office.closures[2].until", "after", id="until"
            ),
            pytest.param(
                "on = 2026-08-08", "on = 2026-08-04", "calendars.office.open", "both open and closed", id="both"
            ),
            pytest.param("tuesday", "tirsdag", "calendars.office.days.tirsdag", "monday, tuesday", id="weekday"),
            pytest.param("[bodies.homes]", '[bodies."Our Homes"]', "bodies.Our Homes", "small letters", id="key"),
            pytest.param("format = 1", "format = 2", "format", "reads format 1", id="format"),
            pytest.param("format = 1", 'case_outcome = "mood"', "case_outcome", "'any_upheld'", id="outcome rule"),
            pytest.param(
                "[compliments]", '[retention]\ncase = "x"\n[compliments]', "retention.case", "limit", id="retention"
            ),
            pytest.param(
                "[compliments]", '[counting]\nroll = "up"\n[compliments]', "counting.roll", "'forward'", id="counting"
            ),
            pytest.param('name = "Works"', "name = 3", "bodies.works.name", "text in quotes", id="no text"),
            pytest.param('name = "Works"', 'name = ""', "bodies.works.name", "not empty", id="empty"),
        ],
    )
    def test_says_where_and_what_would_be_right(self, before, after, path, words):
        found = faults(before, after)

        assert any(path == where and words in message for _, where, message in found), found
        assert all(line for line, _, _ in found)

    def test_a_missing_part_is_named(self):
        with pytest.raises(Invalid) as caught:
            load_charter("format = 1\n")

        assert {fault.path for fault in caught.value.faults} == {
            "authority",
            "calendars",
            "bodies",
            "stages",
            "ladder",
            "outcomes",
        }

    def test_all_faults_are_told_at_once_in_the_order_of_the_lines(self):
        text = TEXT.replace("target = 90", "target = 900").replace("rank = 10", 'rank = "ten"')

        with pytest.raises(Invalid) as caught:
            load_charter(text)

        assert [fault.path for fault in caught.value.faults] == ["standards.holes.target", "ladder[2].rank"]
        assert str(caught.value).startswith(f"line {line_of('target = 90')}, standards.holes.target: must be")

    def test_what_is_no_toml_says_on_which_line(self):
        with pytest.raises(Invalid) as caught:
            load_charter('format = 1\n[authority\nkey = "x"\n')

        assert caught.value.faults[0].line == 2

    def test_a_list_in_place_of_a_table_does_not_confuse_it(self):
        with pytest.raises(Invalid) as caught:
            load_charter(
                "authority = 1\ncalendars = []\nbodies = 3\nstages = {first = 2}\nladder = 1\noutcomes = [1]\n"
            )

        assert len(caught.value.faults) >= 6

    @given(
        st.integers(0, len(TEXT.splitlines()) - 1),
        st.sampled_from(["", "x = 1", "[x]", "[[ladder]]", "]", "name = []"]),
    )
    def test_a_damaged_charter_is_read_or_refused_but_never_breaks_the_reader(self, line, instead):
        lines = TEXT.splitlines()
        lines[line] = instead

        with contextlib.suppress(Invalid):
            load_charter("\n".join(lines))

    @given(st.integers(0, len(TEXT)))
    def test_half_a_charter_is_refused(self, length):
        assume("counts_as" not in TEXT[:length])

        with pytest.raises(Invalid) as caught:
            load_charter(TEXT[:length])

        assert caught.value.faults


def test_what_an_older_format_knew_is_readable_for_ever():
    """A document that was adopted never changes, so a name may be retired but not refused."""
    text = read_pack("calder_bay").replace("[recommendations]", '[recommendations]\ncomments = "3 weeks"')

    assert load_charter(text).recommendations == load_charter(read_pack("calder_bay")).recommendations
