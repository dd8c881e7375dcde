"""Small cells are hidden, and so is what would give them back."""

from hypothesis import given
from hypothesis import strategies as st

from reports.domain.measures import is_small
from reports.domain.suppression import hidden_cells


def test_a_small_cell_takes_the_next_smallest_with_it():
    counts = {"a": 40, "b": 3, "c": 12, "d": 0, "total": 55}

    assert hidden_cells(counts, [["a", "b", "c", "d", "total"]], totals=["total"]) == {"b", "c"}


def test_two_small_cells_protect_each_other():
    counts = {"a": 40, "b": 3, "c": 1, "total": 44}

    assert hidden_cells(counts, [["a", "b", "c", "total"]], totals=["total"]) == {"b", "c"}


def test_nothing_is_hidden_for_want_of_cases():
    counts = {"a": 40, "b": 0, "total": 40}

    assert hidden_cells(counts, [["a", "b", "total"]], totals=["total"]) == frozenset()


def test_nothing_is_hidden_where_nothing_adds_up():
    assert hidden_cells({"a": 40, "b": 3}, []) == {"b"}


def test_a_total_falls_when_its_only_cell_does():
    assert hidden_cells({"a": 3, "total": 3}, [["a", "total"]], totals=["total"]) == {"a", "total"}


def test_rows_and_columns_are_seen_together():
    counts = {("a", "in time"): 20, ("a", "late"): 2, ("a", "all"): 22}
    counts |= {("b", "in time"): 30, ("b", "late"): 9, ("b", "all"): 39}
    counts |= {("total", "in time"): 50, ("total", "late"): 11, ("total", "all"): 61}
    sums = [[(row, part) for part in ("in time", "late", "all")] for row in ("a", "b", "total")]
    sums += [[(row, part) for row in ("a", "b", "total")] for part in ("in time", "late", "all")]

    hidden = hidden_cells(counts, sums, totals=[key for key in counts if key[0] == "total"])

    assert hidden == {("a", "late"), ("a", "in time"), ("b", "late"), ("b", "in time")}


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=6))
def test_no_sum_gives_a_hidden_cell_back(rows):
    counts = {(row, column): value for row, values in enumerate(rows) for column, value in enumerate(values)}
    places = range(len(rows))
    counts |= {("total", column): sum(rows[row][column] for row in places) for column in range(3)}
    sums = [[*((row, column) for row in places), ("total", column)] for column in range(3)]
    totals = {("total", column) for column in range(3)}

    hidden = hidden_cells(counts, sums, totals=totals)

    assert all(key in hidden for key, count in counts.items() if is_small(count) and key not in totals)
    assert all(sum(key in hidden for key in line) != 1 for line in sums)
