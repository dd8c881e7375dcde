"""What was found: how many complaints were upheld, and where."""

from reports.domain.charts import Bar, Bars
from reports.domain.document import Block, Chart, Notice, Prose, Section, Table
from reports.domain.wording import HIDDEN, cases, sentence, share
from reports.sections.breakdown import Cut, Measured, breakdown
from reports.sections.material import Material, Piece, alt_text


def findings(material: Material) -> Piece:
    """Write what complaints were found to be right about."""
    now = material.now
    decided = now.count("decided")
    if not decided:
        notice = Notice(
            "No findings are recorded",
            "No complaint was closed in this period with a finding: upheld, partly upheld or not upheld.",
        )
        return Piece(Section("findings", "What we found", (notice,), starts_page=False))
    upheld, points = now.rate("upheld"), now.rate("points_upheld")
    text = f"{sentence(cases(decided, 'complaint'))} had a finding. {share(upheld)} were upheld in full or in part."
    if points.out_of:
        text += f" Of the points people made, {share(points)} were upheld."
    escalated = now.rate("escalated")
    if escalated.out_of:
        text += f" Of the complaints received, {share(escalated)} went on to a further stage."
    text += " A high share does not prove a bad service, nor a low one a good one."
    stages, departments = _table(material, "stage", "Stage"), _table(material, "department", "Department")
    blocks: tuple[Block, ...] = (Prose(text), stages, _chart(material, departments))
    return Piece(Section("findings", "What we found", blocks, starts_page=False), (departments,))


def _table(material: Material, dimension: str, first: str) -> Table:
    cut = Cut(
        key=f"findings_by_{dimension}",
        title=f"Findings by {first.lower()}",
        dimension=dimension,
        first=first,
        columns=(
            Measured("Upheld", "upheld", "hits"),
            Measured("Not upheld", "upheld", "misses"),
            Measured("With a finding", "upheld", "base"),
            Measured("Upheld, per cent", "upheld", "percent"),
        ),
    )
    return breakdown(material.now, cut, lambda key: material.brief.name(dimension, key))


def _chart(material: Material, table: Table) -> Chart:
    bars = []
    for row in table.rows:
        upheld, _, base, rate = row.cells
        if isinstance(rate.value, float):
            bars.append(Bar(row.name, rate.value, f"{rate.text} ({upheld.text} of {base.text})"))
        else:
            bars.append(Bar(row.name, None, HIDDEN if rate.text == HIDDEN else f"{rate.text} ({base.text})"))
    subtitle = f"Complaints upheld in full or in part, share of those with a finding, {material.sources}"
    says = f"Over all, {share(material.now.rate('upheld'))} were upheld."
    return Chart(
        key="upheld",
        message="How often people were right",
        subtitle=subtitle,
        says=says,
        alt=alt_text(subtitle, says),
        plot=Bars(tuple(bars), top=100),
        table=table.key,
    )
