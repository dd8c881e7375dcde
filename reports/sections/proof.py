"""Method and proof: how each figure is defined, from which facts it was counted, and how to count it again."""

from reports.domain.cohorts import Cohort
from reports.domain.document import Block, Cell, Column, Heading, Listing, Proof, Row, Section, Table
from reports.domain.measures import Rate, is_small
from reports.domain.wording import MISSING, moment, number, percent
from reports.figures import KPIS, Figure
from reports.sections.material import Material, Piece, plain_table
from standards.wording import day_words

MOST_PARTS = 36
ORDER = [cohort.words for cohort in Cohort]


def figure_table(material: Material) -> Table:
    """Return every key figure over everything: what it counts, its value, and how sure one can be of it."""
    found = sorted(material.now.figures(), key=lambda figure: (ORDER.index(figure.cohort), _natural(figure.key)))
    rows = tuple(Row(figure.key, KPIS[figure.key].title, _numbers(figure)) for figure in found)
    return Table(
        key="key_figures",
        title="All key figures and what they count",
        first="Key figure",
        columns=(
            Column("definition", "What it counts", "words"),
            Column("value", "Value"),
            Column("count", "Count"),
            Column("out_of", "out of"),
            Column("likely", "Likely, per cent"),
        ),
        rows=rows,
        note="Likely: where the share would lie 95 times in 100 (Wilson score interval). Times are wall-clock time.",
    )


def proof_of(material: Material) -> Proof:
    """Return what is needed to count the report again."""
    brief, manifest = material.brief, material.brief.parts.manifest
    return Proof(
        as_of=brief.as_of.isoformat(),
        parts=tuple((part.month, part.sha256, part.rows) for part in manifest.parts),
        digest=manifest.digest,
        rows=manifest.rows,
        journal=manifest.journal,
        checkpoint=manifest.checkpoint,
        charters=brief.charters,
    )


def proof(material: Material) -> Piece:
    """Write how the report was made and how anybody can check it."""
    brief, manifest = material.brief, material.brief.parts.manifest
    facts = [
        f"Counted as of {moment(brief.as_of)}, local time. What was closed later counts as open.",
        f"Period: {brief.period.dates}, both days included.",
        (
            f"{number(manifest.rows)} facts in {len(manifest.parts)} monthly parts. Together they have the SHA-256 "
            f"{manifest.digest}."
        ),
    ]
    if manifest.journal is not None:
        facts.append(f"The journal stood at entry {number(manifest.journal)}.")
    if manifest.checkpoint:
        facts.append(f"Checkpoint of the journal: {manifest.checkpoint}.")
    facts += [f"Charter: {charter}." for charter in brief.charters]
    blocks: list[Block] = [Heading("What it was counted from"), Listing(tuple(facts))]
    blocks += [Heading("Faults in the records"), Listing(_faults(material))]
    blocks += [Heading("How to count it again"), Listing(_recount(material))]
    if len(manifest.parts) <= MOST_PARTS:
        blocks.append(_parts_table(material))
    return Piece(Section("proof", "Method and proof", tuple(blocks), starts_page=False))


def _faults(material: Material) -> tuple[str, ...]:
    early = material.now.count("closed_before_begun")
    lines = []
    if material.facts_end:
        lines.append(f"The facts end on {day_words(material.facts_end)}, before the period does.")
    if early:
        lines.append(f"Closed before they began: {number(early)}. Their time is negative and is left as it is.")
    else:
        lines.append("Nothing was closed before it began.")
    unstated = material.now.count("cases", "neighbourhood", "")
    if not is_small(unstated):
        lines.append(f"Cases without a neighbourhood: {number(unstated)} of {number(material.now.count('cases'))}.")
    return tuple(lines)


def _recount(material: Material) -> tuple[str, ...]:
    brief = material.brief
    body = f" --body {brief.body}" if brief.body else ""
    lines = [
        (
            "Get the parts named here: they hold no names, addresses or texts. Check each against its SHA-256. "
            "The one over all is that of the lines 'hash, two spaces, month', in order."
        ),
        (
            f"Run: redress figures{body} --from {brief.period.first.isoformat()} --to {brief.period.last.isoformat()} "
            f"--as-of {brief.as_of.isoformat()} --json"
        ),
        (
            "Or read the parts with any program that reads Parquet: the definitions stand in the tables, "
            "the expressions in the open source."
        ),
        "The numbers of every table are attached to the PDF as a file.",
    ]
    if brief.verify_at:
        lines.append(f"To check that this document is the one that was published: {brief.verify_at}")
    return tuple(lines)


def _parts_table(material: Material) -> Table:
    rows = [
        (part.month, (Cell(number(part.rows), part.rows), Cell(part.sha256, part.sha256)))
        for part in material.brief.parts.manifest.parts
    ]
    return plain_table("parts", "The parts", "Month of receipt", ("Facts", Column("sha256", "SHA-256", "code")), rows)


def _numbers(figure: Figure) -> tuple[Cell, ...]:
    rate = figure.rate
    counted = [
        Cell("") if count is None else Cell(number(count), count) for count in (figure.numerator, figure.denominator)
    ]
    likely = Cell("")
    if rate and rate.limits and not rate.is_too_few:
        low, high = (f"{limit:.1f}" for limit in rate.limits)
        likely = Cell(f"{low} to {high}", f"{low} to {high}")
    return Cell(figure.definition, figure.definition), _value(figure, rate), *counted, likely


def _value(figure: Figure, rate: Rate | None) -> Cell:
    if figure.value is None:
        return Cell(MISSING)
    if rate:
        text = percent(rate)
        return Cell(text, None if rate.is_too_few else round(figure.value, 1))
    if figure.unit in ("hours", "days"):
        return Cell(f"{number(figure.value, 1)} {figure.unit}", round(figure.value, 1))
    return Cell(number(figure.value), int(figure.value))


def _natural(key: str) -> list[tuple[int, str]]:
    """Return a key to sort by in which day 5 comes before day 10."""
    return [(int(word), "") if word.isdigit() else (0, word) for word in key.split("_")]
