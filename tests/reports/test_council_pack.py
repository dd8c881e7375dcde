"""The pack says what the figures say, hides what it must, and refuses what does not add up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
import pytest

from reports.catalogue.council_pack import REPORT, build
from reports.domain.document import Cell, Chart, Document, Notice, Prose, Section, Table
from reports.domain.facts import Fact
from reports.domain.measures import is_small
from reports.figures import figures
from reports.sections.material import DoesNotBalance, check_flow
from tests.reports.town import AS_OF, brief, make_fact


def test_the_first_page_has_the_five_facts(pack: Document, town_parts):
    quarter = figures(
        town_parts,
        as_of=AS_OF,
        start=brief(town_parts).period.first,
        end=brief(town_parts).period.last,
        keys=("cases", "answered_on_time", "still_open_late", "put_right"),
        by=("tier",),
    )
    overall = {figure.key: figure for figure in quarter if figure.dimension is None}

    assert [fact.key for fact in pack.facts] == ["received", "answered", "late", "right", "ombudsperson"]
    assert pack.facts[0].value == str(overall["cases"].numerator)
    assert pack.facts[1].value == f"{overall['answered_on_time'].value:.1f}%"
    assert pack.facts[1].base == f"{overall['answered_on_time'].numerator} of {overall['answered_on_time'].denominator}"
    assert pack.facts[2].value == str(overall["still_open_late"].numerator)
    assert pack.facts[1].value in pack.headline


def test_every_page_of_the_pack_is_there(pack: Document):
    assert [section.key for section in pack.sections] == [
        "summary",
        "reading",
        "volume",
        "time",
        "waits",
        "findings",
        "put_right",
        "changes",
        "office",
        "praise",
        "survey",
        "tables",
        "proof",
    ]


def test_every_chart_has_words_and_names_a_table_that_is_there(pack: Document):
    tables = {table.key for table in pack.tables}

    assert len(pack.charts) >= 6
    for chart in pack.charts:
        assert 20 <= len(chart.alt) <= 250
        assert chart.says.endswith(".")
        assert len(chart.message.split()) <= 10
        assert not chart.table or chart.table in tables


def test_no_two_tables_and_no_two_charts_share_a_key(pack: Document):
    keys = [block.key for block in (*pack.tables, *pack.charts)]

    assert len([table.key for table in pack.tables]) == len({table.key for table in pack.tables})
    assert len({chart.key for chart in pack.charts}) == len(pack.charts), keys


def test_no_small_number_by_department_or_place_is_printed(pack: Document):
    by_group = [table for table in pack.tables if table.key not in ("trend", "key_figures", "parts", "flow", "stages")]

    assert any(cell.text == "[c]" for table in by_group for cell in _cells(table))
    for table in by_group:
        for cell in _cells(table):
            assert not (isinstance(cell.value, int) and is_small(cell.value)), table.key


def test_hidden_cells_have_no_value_anywhere(pack: Document):
    for table in pack.tables:
        assert all(cell.value is None for cell in _cells(table) if cell.text in ("[c]", "[x]", "too few"))


def test_what_the_office_wrote_is_printed_as_it_came(pack: Document):
    office = next(section for section in pack.sections if section.key == "office")
    texts = [block.text for block in office.blocks if isinstance(block, Prose)]

    assert "One pattern worries us: repairs that are marked done and come back." in texts
    assert any(isinstance(block, Notice) and "0" * 64 in block.text for block in office.blocks)


def test_equal_facts_make_equal_packs(town_parts):
    assert msgspec.json.encode(build(brief(town_parts))) == msgspec.json.encode(build(brief(town_parts)))


def test_the_proof_names_the_parts_that_were_counted(pack: Document, town_parts):
    assert pack.proof.digest == town_parts.manifest.digest
    assert pack.proof.rows == sum(part.rows for part in town_parts.manifest.parts)
    assert pack.proof.journal == 48211
    assert pack.proof.charters == ("Promises of Calder Bay, version 3",)


def test_nothing_at_all_is_a_report_too(parts_of):
    pack = build(brief(parts_of()))

    assert pack.headline == "Nothing was received, nothing was answered and nothing is waiting."
    assert [fact.value for fact in pack.facts] == ["0", "none", "0", "none", "0"]
    assert "No findings are recorded" in str(pack.sections)
    assert "No compliments were recorded" in str(pack.sections)


def test_one_case_is_a_report_too(parts_of):
    pack = build(brief(parts_of(make_fact(due_at="2026-03-20T17:00:00"))))

    assert pack.headline.startswith("1 case came in")
    assert "1 case is waiting" in pack.headline


def test_facts_that_end_early_are_said_to(parts_of):
    pack = build(brief(parts_of(make_fact(received="2026-01-20T09:00:00"))))
    notices = [block.title for block in pack.sections[0].blocks if isinstance(block, Notice)]

    assert notices == ["These facts end before the period does"]


def test_facts_that_end_early_are_not_compared_with_a_whole_period(parts_of):
    pack = build(brief(parts_of(*_many("2025-10-01", 60), *_many("2026-01-01", 20))))

    assert pack.facts[0].value == "20"
    assert pack.facts[0].change == ""
    assert "down" not in str(pack.sections[0])


def test_whole_periods_are_compared(parts_of):
    pack = build(brief(parts_of(*_many("2025-10-01", 60), *_many("2026-03-10", 20))))

    assert pack.facts[0].change == "down 67% from 60 in October to December 2025"


def test_a_flow_that_does_not_balance_is_not_printed(parts_of):
    # Closed before it began, and in another quarter: the records are wrong, and so would be every sum.
    parts = parts_of(make_fact(started_at="2026-03-02T09:00:00", closed_at="2025-11-02T09:00:00"))

    with pytest.raises(DoesNotBalance, match="but 0 are open"):
        build(brief(parts))


def test_a_flow_that_balances_is_let_through():
    check_flow("All", opening=67883, begun=107308, closed=109976, still_open=65215)

    with pytest.raises(DoesNotBalance, match="71739, but 71743"):
        check_flow("All", opening=66622, begun=124823, closed=119706, still_open=71743)


def test_over_a_year_of_facts_the_charts_are_by_month(pack: Document):
    assert _trend(pack).first == "Month"


def test_under_a_year_they_are_by_week(parts_of):
    start = make_fact().received_at - timedelta(days=70)
    facts = [make_fact(f"c{n}", received=(start + timedelta(days=n)).isoformat()) for n in range(100)]
    table = _trend(build(brief(parts_of(*facts))))

    assert table.first == "Week"
    assert sum(row.cells[0].value for row in table.rows if isinstance(row.cells[0].value, int)) <= 100


def test_the_report_says_for_whom_it_is():
    assert REPORT.key == "council_pack"
    assert REPORT.rhythm == "quarter"


def test_charts_show_the_numbers_of_their_tables(pack: Document):
    channels = next(chart for chart in pack.charts if chart.key == "channels")
    table = next(table for table in pack.tables if table.key == "channels")

    assert [bar.value for bar in channels.plot.bars] == [row.cells[0].value for row in table.rows]
    assert isinstance(channels, Chart)


def test_the_same_figure_is_printed_three_ways_and_the_headline_is_the_strictest(parts_of):
    begun = {"due_at": "2026-03-10T17:00:00"}
    facts = [make_fact(f"a{n}", **begun, closed_at="2026-03-09T09:00:00") for n in range(12)]
    facts += [
        make_fact(f"b{n}", **begun, closed_at="2026-03-12T09:00:00", extended_due_at="2026-03-17T17:00:00")
        for n in range(6)
    ]
    facts += [
        make_fact(f"c{n}", **begun, closed_at="2026-03-16T09:00:00", held_due_at="2026-03-18T17:00:00", held_hours=144)
        for n in range(6)
    ]
    pack = build(brief(parts_of(*facts)))

    table = next(table for table in pack.tables if table.key == "three_ways")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["12", "24", "50.0%"],
        ["18", "24", "75.0%"],
        ["24", "24", "100.0%"],
    ]
    assert pack.facts[1].value == "50.0%"
    assert "50.0%" in pack.headline
    words = " ".join(block.text for block in _section(pack, "time").blocks if isinstance(block, Prose))
    assert "The date was extended for 25.0% (6 of 24) of these answers" in words
    assert "the clock stood still for 25.0% (6 of 24)" in words


def test_where_nothing_was_moved_the_pack_says_so(parts_of):
    pack = build(brief(parts_of(make_fact(due_at="2026-03-10T17:00:00", closed_at="2026-03-09T09:00:00"))))

    assert "No date was extended, and no clock stood still." in str(_section(pack, "time"))


def test_what_the_services_promised_stands_by_service_with_small_numbers_hidden(parts_of):
    facts = [
        make_fact(f"{service}{n}", service=service, service_due_at="2026-03-10", service_at=f"2026-03-{9 + n % 3:02}")
        for service, many in (("lighting", 30), ("potholes", 24), ("repairs", 3))
        for n in range(many)
    ]
    pack = build(brief(parts_of(*facts)))

    table = next(table for table in pack.tables if table.key == "service_standards")
    rows = {row.name: [cell.text for cell in row.cells] for row in table.rows}
    assert rows["Street lighting"] == ["20", "30", "66.7%"]
    assert rows["Housing repairs"] == ["[c]", "[c]", "[c]"]
    assert "66.7% (38 of 57) had it by then" in str(_section(pack, "time"))


def test_without_a_standard_of_a_service_the_pack_does_not_speak_of_one(pack: Document):
    assert "service_standards" not in {table.key for table in pack.tables}


def _section(pack: Document, key: str) -> Section:
    return next(section for section in pack.sections if section.key == key)


def _many(first: str, how_many: int) -> Iterator[Fact]:
    start = datetime.fromisoformat(first)
    for number in range(how_many):
        yield make_fact(f"{first}-{number}", received=(start + timedelta(days=number)).isoformat())


def _trend(pack: Document) -> Table:
    return next(table for table in pack.tables if table.key == "trend")


def _cells(table: Table) -> Iterator[Cell]:
    for row in table.rows:
        yield from row.cells
