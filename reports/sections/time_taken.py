"""How long it took, and who is still waiting."""

from reports.counting import WAITING
from reports.domain.charts import Bar, Bars, Stack, StackRow
from reports.domain.control_charts import individuals
from reports.domain.document import Block, Chart, Prose, Section, Table
from reports.domain.line_charts import Control
from reports.domain.wording import (
    HIDDEN,
    TOO_FEW,
    change_in_share,
    days,
    number,
    out_of,
    percent,
    sentence,
    share,
    steadiness,
)
from reports.sections.breakdown import Cut, Measured, breakdown
from reports.sections.material import Material, Piece, alt_text
from reports.sections.three_ways import moved_words, service_table, service_words, three_ways

CURVE = (5, 10, 20, 30, 60)
BANDS = {
    "0-7": "up to a week",
    "8-30": "8 to 30 days",
    "31-90": "31 to 90 days",
    "91-180": "91 to 180 days",
    "181+": "181 days or more",
}


def time_taken(material: Material) -> Piece:
    """Write how long answers took and how long people have been waiting."""
    waiting = _waiting_table(material)
    blocks: list[Block] = [Prose(_words(material)), _stage_table(material)]
    if material.now.base("answered_on_time"):
        blocks += [Prose(moved_words(material)), three_ways(material)]
    if any(material.now.base(f"answered_by_day_{day}") for day in CURVE):
        blocks.append(_curve(material))
    if steady := _over_time(material):
        blocks.append(steady)
    blocks.append(_waiting(material, waiting))
    tables = [waiting, department_table(material)]
    if promised := service_words(material):
        blocks.append(Prose(promised))
        tables.append(service_table(material))
    return Piece(Section("time", "How long it took", tuple(blocks), starts_page=False), tuple(tables))


def department_table(material: Material) -> Table:
    """Return the promises kept by each department."""
    cut = Cut(
        key="departments",
        title="Promises kept, by department",
        dimension="department",
        first="Department",
        columns=(
            Measured("Received", "cases"),
            Measured("Closed", "stages_closed"),
            Measured("On time", "answered_on_time", "hits"),
            Measured("of", "answered_on_time", "base"),
            Measured("On time, per cent", "answered_on_time", "percent"),
            Measured("Median days", "days_to_answer_median", "value"),
            Measured("Open beyond the promise", "still_open_late"),
        ),
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("department", key))


def _words(material: Material) -> str:
    now, past = material.now, material.before
    answered, allowed = now.rate("answered_on_time"), now.rate("answered_on_time_extended")
    if not answered.out_of:
        return "Nothing was answered in this period that had a promised date."
    text = f"Of the answers that had a promised date, {share(answered)} came on time"
    if allowed.hits > answered.hits:
        text += f"; counting extensions that were agreed, {share(allowed)}"
    change = change_in_share(answered, past.rate("answered_on_time") if past else None, material.before_words)
    text += f", {change}." if change else "."
    median, ninth = now.value("days_to_answer_median"), now.value("days_to_answer_p90")
    if now.base("days_to_answer_median") and median is not None and ninth is not None:
        text += f" Half of all answers took {days(median)} or less; one in ten took more than {days(ninth)}."
    acknowledged = now.rate("acknowledged_on_time")
    if acknowledged.out_of:
        text += f" {sentence(share(acknowledged))} were acknowledged on time."
    return text


def _stage_table(material: Material) -> Table:
    cut = Cut(
        key="stages",
        title="Answers by stage",
        dimension="stage",
        first="Stage",
        columns=(
            Measured("Closed", "stages_closed"),
            Measured("On time", "answered_on_time", "hits"),
            Measured("of", "answered_on_time", "base"),
            Measured("On time, per cent", "answered_on_time", "percent"),
            Measured("With extensions, per cent", "answered_on_time_extended", "percent"),
            Measured("Median days", "days_to_answer_median", "value"),
            Measured("Nine in ten, days", "days_to_answer_p90", "value"),
        ),
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("stage", key))


def _curve(material: Material) -> Chart:
    rates = [(day, material.now.rate(f"answered_by_day_{day}")) for day in CURVE]
    bars = tuple(
        Bar(
            f"by day {day}",
            None if rate.is_too_few else rate.percent,
            percent(rate) if rate.is_too_few else f"{percent(rate)} ({out_of(rate)})",
        )
        for day, rate in rates
    )
    subtitle = f"Cases received, share answered so many calendar days after receipt, {material.sources}"
    known = [(day, rate) for day, rate in rates if not rate.is_too_few]
    if known:
        first, last = known[0], known[-1]
        says = f"After {first[0]} days {percent(first[1])} had an answer, after {last[0]} days {percent(last[1])}."
    else:
        says = f"There are {TOO_FEW} cases to give a share."
    return Chart(
        key="curve",
        message="How soon people had an answer",
        subtitle=subtitle,
        says=f"{says} Each share is out of the cases that are at least that old.",
        alt=alt_text(subtitle, says),
        plot=Bars(bars, top=100),
    )


def _over_time(material: Material) -> Chart | None:
    trend = material.trend
    dimension = f"closed_{trend.step}"
    pairs = [
        (label, trend.tally.value("days_to_answer_median", dimension, key))
        for key, label in zip(trend.keys, trend.labels, strict=True)
    ]
    known = [(label, value) for label, value in pairs if value is not None]
    if not known:
        return None
    labels, values = tuple(label for label, _ in known), tuple(round(value, 2) for _, value in known)
    found = individuals(values, floor=0)
    steady = found is not None and not found.unusual
    subtitle = f"Median calendar days to an answer, by {trend.step} of closing, {material.brief.about}"
    says = steadiness(found, labels, unit="days", step=trend.step, decimals=1)
    return Chart(
        key="median",
        message="The time to an answer was steady" if steady else "The time to an answer has not been steady",
        subtitle=subtitle,
        says=says if found else f"{says} {len(pairs) - len(known)} had no answers.",
        alt=alt_text(subtitle, says),
        plot=Control(labels=labels, values=values, decimals=1),
        table="trend",
    )


def _waiting_table(material: Material) -> Table:
    cut = Cut(
        key="waiting",
        title="Still open, by how long",
        dimension="waiting",
        first="Open for",
        columns=(
            Measured("Still open", "still_open"),
            Measured("of these beyond the promise", "still_open_late"),
        ),
        order=WAITING,
        note="At the end of the period, or at the time of counting if that is earlier.",
    )
    return breakdown(material.now, cut, lambda key: BANDS.get(key, key))


def _waiting(material: Material, table: Table) -> Chart:
    rows = []
    for row in table.rows:
        whole, late = (cell.value if isinstance(cell.value, int) else None for cell in row.cells)
        if whole is None or late is None:
            rows.append(StackRow(row.name, (whole, None), HIDDEN if whole is None else row.cells[0].text))
        else:
            rows.append(StackRow(row.name, (whole - late, late), row.cells[0].text))
    now = material.now
    whole, late = now.count("still_open"), now.count("still_open_late")
    subtitle = f"Stages open at the end of the period by calendar days open, {material.sources}"
    says = f"{number(whole)} were open, {number(late)} of them beyond the promised date."
    if not whole:
        says = "Nothing was open at the end of the period."
    return Chart(
        key="waiting",
        message="Who is still waiting",
        subtitle=subtitle,
        says=says,
        alt=alt_text(subtitle, says),
        plot=Stack(("within the promise, or none made", "beyond the promise"), tuple(rows)),
        table="waiting",
    )
