"""One table by department, service or the like: counts and shares side by side, with small cells hidden together."""

from collections.abc import Callable, Hashable, Sequence
from typing import Literal

import msgspec

from reports.domain.document import Cell, Column, Row, Table
from reports.domain.measures import SMALLEST_BASE, Rate
from reports.domain.suppression import hidden_cells
from reports.domain.wording import HIDDEN, MISSING, TOO_FEW, number, percent
from reports.tally import Tally

TOTAL = "total"
REST = "rest"
NOT_STATED = ""


class Measured(msgspec.Struct, frozen=True):
    """
    One column: a count, a part of a share (*hits*, *misses*, *base*, *percent*), or a value such as a median.
    """

    title: str
    kpi: str
    what: Literal["count", "hits", "misses", "base", "percent", "value"] = "count"


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """What a table shows, by what, and how many rows of it."""

    key: str
    title: str
    dimension: str
    first: str
    columns: tuple[Measured, ...]
    most: int = 25
    order: tuple[str, ...] = ()
    note: str = ""


def breakdown(tally: Tally, cut: Cut, name: Callable[[str], str]) -> Table:
    """Return the table of *cut*, largest row first, its small cells hidden, the rest of many rows added up."""
    groups, rest = _rows(tally, cut)
    counts = _counts(tally, cut, groups, rest)
    hidden = hidden_cells(
        counts, _sums(cut, groups, rest=bool(rest)), totals=[key for key in counts if key[0] == TOTAL]
    )
    rows = [Row(group or "not_stated", name(group), _cells(tally, cut, group, counts, hidden)) for group in groups]
    if rest:
        rows.append(Row(REST, f"All {len(rest)} others", _cells(tally, cut, REST, counts, hidden)))
    return Table(
        key=cut.key,
        title=cut.title,
        first=cut.first,
        columns=tuple(Column(f"{spec.kpi}_{spec.what}", spec.title) for spec in cut.columns),
        rows=tuple(rows),
        total=Row(TOTAL, "All", _cells(tally, cut, TOTAL, counts, hidden)),
        note=cut.note,
    )


def shown(table: Table) -> set[str]:
    """Return the keys of the rows in which nothing is hidden, which words may name."""
    return {row.key for row in table.rows if all(cell.text != HIDDEN for cell in row.cells)}


def _rows(tally: Tally, cut: Cut) -> tuple[list[str], list[str]]:
    groups = tally.groups(cut.dimension)
    lead = cut.columns[0]
    if cut.order:
        return [group for group in cut.order if group in groups], []
    groups = [group for group in groups if any(_count(tally, cut, spec, group) for spec in cut.columns)]
    groups.sort(key=lambda group: (group == NOT_STATED, -_count(tally, cut, lead, group), group))
    if len(groups) <= cut.most:
        return groups, []
    kept = groups[: cut.most - 1]
    return kept, groups[cut.most - 1 :]


def _count(tally: Tally, cut: Cut, spec: Measured, group: str) -> int:
    where = (None, None) if group == TOTAL else (cut.dimension, group)
    if spec.what == "count":
        return tally.count(spec.kpi, *where)
    return tally.base(spec.kpi, *where)


def _counts(tally: Tally, cut: Cut, groups: Sequence[str], rest: Sequence[str]) -> dict[tuple[str, str, str], int]:
    """Return every count a reader could work out from the table, by row, key figure and part."""
    counts = {}
    for spec in cut.columns:
        for group in (*groups, TOTAL):
            counts.update(_known(tally, cut, spec, group))
        if rest:
            for group in rest:
                for (_, kpi, part), count in _known(tally, cut, spec, group).items():
                    counts[REST, kpi, part] = counts.get((REST, kpi, part), 0) + count
    return counts


def _known(tally: Tally, cut: Cut, spec: Measured, group: str) -> dict[tuple[str, str, str], int]:
    where = (None, None) if group == TOTAL else (cut.dimension, group)
    if spec.what == "count":
        return {(group, spec.kpi, "count"): tally.count(spec.kpi, *where)}
    if spec.what == "value":
        return {(group, spec.kpi, "base"): tally.base(spec.kpi, *where)}
    if spec.what != "percent":
        return {}
    rate = tally.rate(spec.kpi, *where)
    return {
        (group, spec.kpi, "hits"): rate.hits,
        (group, spec.kpi, "misses"): rate.out_of - rate.hits,
        (group, spec.kpi, "base"): rate.out_of,
    }


def _sums(cut: Cut, groups: Sequence[str], *, rest: bool) -> list[list[tuple[str, str, str]]]:
    rows = [*groups, *([REST] if rest else []), TOTAL]
    sums = []
    for spec in cut.columns:
        parts = {"count": ("count",), "value": ("base",), "percent": ("hits", "misses", "base")}.get(spec.what, ())
        sums += [[(row, spec.kpi, part) for row in rows] for part in parts]
        if spec.what == "percent":
            sums += [[(row, spec.kpi, part) for part in parts] for row in rows]
    return sums


def _cells(
    tally: Tally,
    cut: Cut,
    group: str,
    counts: dict[tuple[str, str, str], int],
    hidden: frozenset[Hashable],
) -> tuple[Cell, ...]:
    return tuple(_cell(tally, cut, spec, group, counts, hidden) for spec in cut.columns)


def _cell(
    tally: Tally,
    cut: Cut,
    spec: Measured,
    group: str,
    counts: dict[tuple[str, str, str], int],
    hidden: frozenset[Hashable],
) -> Cell:
    if spec.what == "value":
        return _value_cell(tally, cut, spec, group, counts[group, spec.kpi, "base"])
    if spec.what == "percent":
        parts = [(group, spec.kpi, part) for part in ("hits", "misses", "base")]
        if any(part in hidden for part in parts):
            return Cell(HIDDEN)
        rate = Rate(counts[parts[0]], counts[parts[2]])
        text = percent(rate)
        return Cell(text, None if text in {MISSING, TOO_FEW} else round(rate.percent or 0.0, 1))
    key = (group, spec.kpi, spec.what)
    if key in hidden:
        return Cell(HIDDEN)
    return Cell(number(counts[key]), counts[key])


def _value_cell(tally: Tally, cut: Cut, spec: Measured, group: str, base: int) -> Cell:
    if group == REST:
        return Cell(MISSING)
    value = tally.value(spec.kpi, *((None, None) if group == TOTAL else (cut.dimension, group)))
    if value is None:
        return Cell(MISSING)
    if base < SMALLEST_BASE:
        return Cell(TOO_FEW)
    return Cell(number(value, 1), round(value, 1))
