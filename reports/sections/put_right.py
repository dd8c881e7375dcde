"""What was put right: remedies given and promised actions done."""

from reports.domain.document import Block, Notice, Prose, Section, Table
from reports.domain.wording import number, sentence, share
from reports.sections.breakdown import Cut, Measured, breakdown
from reports.sections.material import Material, Piece


def put_right(material: Material) -> Piece:
    """Write which remedies were given and which promises to act were kept."""
    now = material.now
    right, done, given = now.rate("put_right"), now.rate("undertakings_done"), now.count("remedies_given")
    if not (right.out_of or done.out_of or given):
        notice = Notice(
            "Nothing is recorded as put right",
            "No complaint was upheld in this period, no remedy was given and no action was promised.",
        )
        return Piece(Section("put_right", "What was put right", (notice,), starts_page=False))
    words = []
    if right.out_of:
        words.append(f"Of the complaints upheld, {share(right)} were put right with at least one remedy.")
    words.append(f"{sentence(number(given))} remed{'y was' if given == 1 else 'ies were'} given.")
    if done.out_of:
        words.append(f"Of the actions promised, {share(done)} are done.")
    blocks: list[Block] = [Prose(" ".join(words))]
    if len(now.groups("department")) > 1:
        blocks.append(_table(material))
    return Piece(Section("put_right", "What was put right", tuple(blocks), starts_page=False))


def _table(material: Material) -> Table:
    cut = Cut(
        key="put_right",
        title="Put right, by department",
        dimension="department",
        first="Department",
        columns=(
            Measured("Put right", "put_right", "hits"),
            Measured("of upheld", "put_right", "base"),
            Measured("Put right, per cent", "put_right", "percent"),
            Measured("Actions done", "undertakings_done", "hits"),
            Measured("of promised", "undertakings_done", "base"),
            Measured("Done, per cent", "undertakings_done", "percent"),
        ),
        most=15,
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("department", key))
