"""How many came, how they came, and whether the flow adds up."""

from collections.abc import Sequence

from reports.domain.charts import Bar, Bars, MultipleRow, Multiples
from reports.domain.control_charts import individuals
from reports.domain.document import Block, Cell, Chart, Prose, Row, Section, Table
from reports.domain.line_charts import Control
from reports.domain.measures import Rate
from reports.domain.suppression import hidden_cells
from reports.domain.wording import HIDDEN, cases, month_words, number, percent, sentence, share, steadiness
from reports.sections.breakdown import Cut, Measured, breakdown
from reports.sections.material import Material, Piece, alt_text, check_flow, plain_table
from standards.wording import list_words

FLOW = ("open_before", "stages_begun", "stages_closed", "still_open")
MOST_MULTIPLES = 7
OTHERS = "All others"


def volume(material: Material) -> Piece:
    """Write what came in and what is open."""
    months, twin = _by_month(material)
    blocks: list[Block] = [Prose(_kinds(material)), flow_table(material), _over_time(material)]
    if months is not None:
        blocks.append(months)
    channels = _channel_table(material)
    blocks.append(_channels(material, channels))
    tables = [trend_table(material), *([twin] if twin else []), channels, _service_table(material)]
    if len(material.now.groups("neighbourhood")) > 1:
        tables.append(_neighbourhood_table(material))
    return Piece(Section("volume", "How many, and how they came", tuple(blocks)), tuple(tables))


def flow_table(material: Material) -> Table:
    """Return what was open, begun, closed and is open, by kind; refused where it does not balance."""
    now, brief = material.now, material.brief
    kinds = sorted(
        (kind for kind in now.groups("kind") if any(now.count(key, "kind", kind) for key in FLOW)),
        key=lambda kind: -now.count("stages_begun", "kind", kind),
    )
    counts = {(kind, key): now.count(key, "kind", kind) for kind in kinds for key in FLOW}
    counts |= {("total", key): now.count(key) for key in FLOW}
    for row in (*kinds, "total"):
        opening, begun, closed, still_open = (counts[row, key] for key in FLOW)
        name = "All" if row == "total" else brief.name("kind", row)
        check_flow(name, opening=opening, begun=begun, closed=closed, still_open=still_open)
    sums = [[(row, key) for row in (*kinds, "total")] for key in FLOW]
    sums += [[(row, key) for key in FLOW] for row in kinds]
    hidden = hidden_cells(counts, sums, totals=[("total", key) for key in FLOW])

    def cells(row: str) -> list[Cell]:
        return [
            Cell(HIDDEN) if (row, key) in hidden else Cell(number(counts[row, key]), counts[row, key]) for key in FLOW
        ]

    return plain_table(
        "flow",
        "Open at the start and begun, less closed, is open at the end",
        "Kind",
        ("Open at the start", "Begun", "Closed", "Open at the end"),
        [(brief.name("kind", kind), cells(kind)) for kind in kinds],
        total=("All", cells("total")),
        note="Stages of cases: a case that goes on to a further stage begins again there.",
    )


def trend_table(material: Material) -> Table:
    """Return the numbers behind the charts over time."""
    trend = material.trend

    def value(key: str, closed: str, decimals: int) -> Cell:
        found = trend.tally.value(key, f"closed_{trend.step}", closed)
        return Cell(number(found, decimals), None if found is None else round(found, decimals))

    def on_time(closed: str) -> Cell:
        rate = trend.tally.rate("answered_on_time", f"closed_{trend.step}", closed)
        text = percent(rate)
        return Cell(text, round(rate.percent or 0.0, 1) if text.endswith("%") else None)

    def count(key: str, dimension: str, group: str) -> Cell:
        found = trend.tally.count(key, dimension, group)
        return Cell(number(found), found)

    rows = [
        (
            label if trend.step == "month" else f"from {label}",
            (
                count("cases", trend.step, key),
                count("stages_closed", f"closed_{trend.step}", key),
                value("days_to_answer_median", key, 1),
                on_time(key),
            ),
        )
        for key, label in zip(trend.keys, trend.labels, strict=True)
    ]
    title = f"{sentence(trend.step)} by {trend.step}"
    columns = ("Received", "Closed", "Median days to answer", "Answered on time")
    return plain_table("trend", title, sentence(trend.step), columns, rows)


def _kinds(material: Material) -> str:
    now, brief = material.now, material.brief
    total = now.count("cases")
    if not total:
        return "No cases were received in this period. A report of nothing is a report too."
    counts = [(brief.name("kind", kind), now.count("cases", "kind", kind)) for kind in now.groups("kind")]
    # A kind with few cases is not named: the table below shows what may be shown.
    named = [f"{number(count)} {name.lower()}{'s' if count != 1 else ''}" for name, count in counts if count > 4]  # noqa: PLR2004
    words = f": {list_words(named)}" if len(named) > 1 else ""
    return (
        f"{sentence(cases(total))} {'was' if total == 1 else 'were'} received{words}. "
        "Praise is counted beside complaints and never taken off them."
    )


def _over_time(material: Material) -> Chart:
    trend = material.trend
    values = tuple(float(trend.tally.count("cases", trend.step, key)) for key in trend.keys)
    found = individuals(values, floor=0)
    says = steadiness(found, trend.labels, unit=f"cases a {trend.step}", step=trend.step)
    steady = found is not None and not found.unusual
    subtitle = f"Cases received a {trend.step}, {material.brief.about}"
    return Chart(
        key="received",
        message="The number received was steady" if steady else f"Cases received, {trend.step} by {trend.step}",
        subtitle=subtitle,
        says=says,
        alt=alt_text(subtitle, says),
        plot=Control(labels=trend.labels, values=values),
        table="trend",
    )


def _by_month(material: Material) -> tuple[Chart | None, Table | None]:
    """Return the small charts of the largest departments by month, and the same numbers as a table."""
    tally, brief = material.trend.tally, material.brief
    cells: dict[tuple[str, str], int] = {}
    for group in tally.groups("department+month"):
        department, month = group.rsplit(" | ", 1)
        cells[department, month] = tally.count("cases", "department+month", group)
    months = sorted({month for _, month in cells})
    totals = {name: sum(count for (of, _), count in cells.items() if of == name) for name, _ in cells}
    ordered = sorted(totals, key=lambda name: (-totals[name], name))
    if len(months) <= 1 or len(ordered) <= 1:
        return None, None
    kept = ordered if len(ordered) <= MOST_MULTIPLES else ordered[: MOST_MULTIPLES - 1]
    grid = {(name, month): cells.get((name, month), 0) for name in kept for month in months}
    names = {name: brief.name("department", name) for name in kept}
    if len(kept) < len(ordered):
        names[OTHERS] = OTHERS
        grid |= {(OTHERS, m): sum(cells.get((name, m), 0) for name in ordered if name not in kept) for m in months}
    return _multiples(months, names, grid)


def _multiples(months: Sequence[str], names: dict[str, str], grid: dict[tuple[str, str], int]) -> tuple[Chart, Table]:
    # The months' totals stand in the table by month: a lone hidden cell could be worked out from them.
    counts = grid | {("total", month): sum(grid[name, month] for name in names) for month in months}
    sums = [[(name, month) for name in (*names, "total")] for month in months]
    hidden = hidden_cells(counts, sums, totals=[("total", month) for month in months])

    def cell(name: str, month: str) -> Cell:
        return Cell(HIDDEN) if (name, month) in hidden else Cell(number(grid[name, month]), grid[name, month])

    rows = tuple(
        MultipleRow(
            words,
            tuple(None if (name, month) in hidden else grid[name, month] for month in months),
            cell(name, months[-1]).text,
        )
        for name, words in names.items()
    )
    labels = [month_words(month) for month in months]
    subtitle = f"Cases received a month by department, {labels[0]} to {labels[-1]}, one scale"
    leading = next(iter(names.values()))
    says = f"{leading} received the most. The last number of each row is that of {labels[-1]}."
    chart = Chart(
        key="departments",
        message="Where the cases go",
        subtitle=subtitle,
        says=says,
        alt=alt_text(subtitle, says),
        plot=Multiples(labels[0], labels[-1], rows),
        table="department_month",
    )
    lines = [(label, [cell(name, month) for name in names]) for label, month in zip(labels, months, strict=True)]
    table = plain_table("department_month", "Cases received by department and month", "Month", [*names.values()], lines)
    return chart, table


def _channel_table(material: Material) -> Table:
    cut = Cut(
        key="channels",
        title="How cases came",
        dimension="channel",
        first="Way in",
        columns=(Measured("Received", "cases"),),
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("channel", key))


def _channels(material: Material, table: Table) -> Chart:
    total = material.now.count("cases")

    def bar(row: Row) -> Bar:
        value = row.cells[0].value
        if not isinstance(value, int):
            return Bar(row.name, None, row.cells[0].text)
        rate = Rate(value, total)
        text = row.cells[0].text if rate.is_too_few else f"{row.cells[0].text} ({percent(rate)})"
        return Bar(row.name, value, text)

    subtitle = f"Cases received by way in, {material.sources}; share of {number(total)}"
    first = table.rows[0] if table.rows else None
    most = first.cells[0].value if first else None
    says = "Nothing came in by any way."
    if first and isinstance(most, int):
        says = f"{first.name} brought the most: {share(Rate(most, total))}."
    return Chart(
        key="channels",
        message="How cases came",
        subtitle=subtitle,
        says=says,
        alt=alt_text(subtitle, says),
        plot=Bars(tuple(bar(row) for row in table.rows)),
        table="channels",
    )


def _service_table(material: Material) -> Table:
    cut = Cut(
        key="services",
        title="Cases by service",
        dimension="service",
        first="Service",
        columns=(
            Measured("Received", "cases"),
            Measured("Closed", "stages_closed"),
            Measured("On time", "answered_on_time", "hits"),
            Measured("of", "answered_on_time", "base"),
            Measured("On time, per cent", "answered_on_time", "percent"),
            Measured("Median days", "days_to_answer_median", "value"),
            Measured("Open beyond the promise", "still_open_late"),
        ),
        most=20,
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("service", key))


def _neighbourhood_table(material: Material) -> Table:
    cut = Cut(
        key="neighbourhoods",
        title="Cases by neighbourhood",
        dimension="neighbourhood",
        first="Neighbourhood",
        columns=(
            Measured("Received", "cases"),
            Measured("Closed", "stages_closed"),
            Measured("On time", "answered_on_time", "hits"),
            Measured("of", "answered_on_time", "base"),
            Measured("On time, per cent", "answered_on_time", "percent"),
            Measured("Open beyond the promise", "still_open_late"),
        ),
        most=30,
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("neighbourhood", key))
