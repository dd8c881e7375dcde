"""What people praised, beside the complaints and never against them."""

from reports.domain.document import Block, Prose, Section, Table
from reports.domain.wording import cases, largest, sentence, share
from reports.sections.breakdown import Cut, Measured, breakdown, shown
from reports.sections.material import Material, Piece


def praise(material: Material) -> Piece:
    """Write how much praise came and whether it reached the people it was for."""
    now, brief = material.now, material.brief
    count = now.count("compliments")
    if not count:
        blocks: tuple[Block, ...] = (Prose("No compliments were recorded in this period."),)
        return Piece(Section("praise", "Praise", blocks, starts_page=False))
    passed = now.rate("compliments_passed_on_on_time")
    text = f"{sentence(cases(count, 'compliment'))} {'was' if count == 1 else 'were'} received."
    table = _table(material)
    visible = shown(table)
    named = [
        (brief.name("department", group), now.count("compliments", "department", group))
        for group in now.groups("department")
        if group in visible
    ]
    if most := largest(named):
        text += f" Most were for {most}."
    if passed.out_of:
        text += f" {sentence(share(passed))} were passed on to the staff by the date promised."
    quotes = brief.quotes[:2]
    return Piece(Section("praise", "Praise", (Prose(text), *quotes), starts_page=False), (table,))


def _table(material: Material) -> Table:
    cut = Cut(
        key="praise",
        title="Praise, by department",
        dimension="department",
        first="Department",
        columns=(
            Measured("Compliments", "compliments"),
            Measured("Passed on in time", "compliments_passed_on_on_time", "hits"),
            Measured("of", "compliments_passed_on_on_time", "base"),
            Measured("In time, per cent", "compliments_passed_on_on_time", "percent"),
        ),
        most=15,
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("department", key))
