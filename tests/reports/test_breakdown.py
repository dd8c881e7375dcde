"""Tables by group: what is hidden, what is too few, what is added up."""

from reports.domain.document import Cell
from reports.figures import figures
from reports.sections.breakdown import Cut, Measured, breakdown, shown
from reports.tally import Tally
from tests.reports.town import AS_OF, make_fact

LATE = {"due_at": "2026-03-09T09:00:00", "closed_at": "2026-03-19T09:00:00"}
IN_TIME = {"due_at": "2026-03-09T09:00:00", "closed_at": "2026-03-05T09:00:00"}
CUT = Cut(
    key="departments",
    title="Departments",
    dimension="department",
    first="Department",
    columns=(
        Measured("Received", "cases"),
        Measured("On time", "answered_on_time", "hits"),
        Measured("Late", "answered_on_time", "misses"),
        Measured("of", "answered_on_time", "base"),
        Measured("Per cent", "answered_on_time", "percent"),
        Measured("Median days", "days_to_answer_median", "value"),
    ),
)


def _facts(*groups):
    for department, how_many, changes in groups:
        for number in range(how_many):
            yield make_fact(f"{department}{changes['closed_at'][8:10]}{number}", department=department, **changes)


def _table(parts, cut=CUT):
    return breakdown(Tally(figures(parts, as_of=AS_OF, by=("department",), unstated=True)), cut, str.title)


def test_groups_are_ordered_by_size_and_the_unnamed_comes_last(parts_of):
    facts = _facts(("parks", 12, IN_TIME), ("streets", 30, IN_TIME), ("", 60, IN_TIME))
    table = _table(parts_of(*facts))

    assert [row.key for row in table.rows] == ["streets", "parks", "not_stated"]
    assert table.total is not None
    assert table.total.cells[0].value == 102


def test_a_small_group_is_hidden_with_the_next_in_every_column(parts_of):
    facts = _facts(("streets", 30, IN_TIME), ("parks", 12, IN_TIME), ("port", 2, IN_TIME))
    table = _table(parts_of(*facts))
    texts = {row.key: [cell.text for cell in row.cells] for row in table.rows}

    assert texts["streets"] == ["30", "30", "0", "30", "100.0%", "3.0"]
    assert texts["parks"][:2] == ["[c]", "[c]"]
    assert texts["port"][:2] == ["[c]", "[c]"]
    assert all(cell.value is None for row in table.rows for cell in row.cells if cell.text == "[c]")
    assert shown(table) == {"streets"}


def test_a_share_that_would_give_a_small_number_back_is_hidden(parts_of):
    facts = _facts(("streets", 28, IN_TIME), ("streets", 2, LATE), ("parks", 20, IN_TIME), ("parks", 20, LATE))
    table = _table(parts_of(*facts))
    streets = table.rows[1]

    assert [cell.text for cell in streets.cells[:5]] == ["30", "[c]", "[c]", "30", "[c]"]


def test_a_base_under_ten_gets_no_percentage(parts_of):
    facts = _facts(("streets", 30, IN_TIME), ("parks", 7, IN_TIME))
    table = _table(parts_of(*facts))

    assert [cell.text for cell in table.rows[1].cells] == ["7", "7", "0", "7", "too few", "too few"]
    assert table.rows[1].cells[4] == Cell("too few")


def test_many_groups_are_added_up_in_a_last_row(parts_of):
    facts = _facts(*((f"d{number}", 20 - number, IN_TIME) for number in range(6)))
    cut = Cut(**{name: getattr(CUT, name) for name in CUT.__struct_fields__ if name != "most"}, most=4)
    table = _table(parts_of(*facts), cut)

    assert [row.key for row in table.rows] == ["d0", "d1", "d2", "rest"]
    assert table.rows[3].name == "All 3 others"
    assert [cell.text for cell in table.rows[3].cells] == ["48", "48", "0", "48", "100.0%", "[x]"]


def test_no_cases_make_an_empty_table(parts_of):
    table = _table(parts_of())

    assert table.rows == ()
    assert table.total is not None
    assert [cell.text for cell in table.total.cells] == ["0", "0", "0", "0", "[x]", "[x]"]
