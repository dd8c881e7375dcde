"""What we said about waiting, held against what came true."""

from typing import Final

from complaints.domain.forecast import Level
from reports.domain.document import Block, Cell, Prose, Section, Table
from reports.domain.suppression import hidden_cells
from reports.domain.waits import FEWEST, Fate, Kept
from reports.domain.wording import HIDDEN, MISSING, TOO_FEW, cases, number, percent, sentence, share
from reports.sections.material import Material, Piece, plain_table

TITLE: Final = "What we said about waiting, and what came true"
AMONG: Final = {
    Level.STANDARD: "The same promise",
    Level.SERVICE: "The same service",
    Level.UNIT: "The same department",
    Level.BODY: "The same office",
    Level.AUTHORITY: "All offices",
}
KNOWN: Final = (Fate.INSIDE, Fate.SOONER, Fate.LATER)
TOTAL: Final = "All"
NOTE: Final = (
    "Counted among: whose waits the range was made from; from the department on, those of services with few cases. "
    "Inside: answered within the range as it was printed. Later: waited longer, answered or not. Likely: where the "
    "true share lies, at 95 % (Wilson)."
)


def waits(material: Material) -> Piece:
    """Write how often people were answered within the range they were shown when their wait began."""
    kept = material.brief.waits
    said = {level: kept[level] for level in AMONG if level in kept}
    whole = sum(said.values(), Kept())
    silent = kept.get(None, Kept()).cases
    if not whole.told:
        text = "Nobody whose wait began in this period could be told how long others had waited."
        return Piece(Section("waits", TITLE, (Prose(f"{text} {_why(silent)}".strip()),), starts_page=False))
    blocks: list[Block] = [Prose(" ".join(_words(whole, silent))), _table(said, whole)]
    return Piece(Section("waits", TITLE, tuple(blocks), starts_page=False))


def _words(whole: Kept, silent: int) -> list[str]:
    rate, open_still = whole.rate, whole.fates[Fate.WAITING]
    words = [
        f"For {cases(whole.told)} whose wait began in this period we said how long others had waited.",
    ]
    if rate.out_of:
        words.append(f"Of those known by now, {share(rate)} were answered within our range. That should be 80%.")
    if open_still:
        words.append(
            f"{sentence(cases(open_still))} {'is' if open_still == 1 else 'are'} still open and within the range: "
            "not counted yet."
        )
    if whole.afterwards:
        words.append(
            f"For {cases(whole.afterwards)} the range was worked out afterwards, from what was known on the day: "
            "the page could not show it then."
        )
    return [*words, *([_why(silent)] if silent else [])]


def _why(silent: int) -> str:
    if not silent:
        return ""
    return (
        f"For {cases(silent)} nothing could be said: fewer than {FEWEST} like them had ended, or too many of those "
        "were still waiting."
    )


def _table(said: dict[Level, Kept], whole: Kept) -> Table:
    rows = {AMONG[level]: one for level, one in said.items()}
    counts = {(name, fate): one.fates[fate] for name, one in {**rows, TOTAL: whole}.items() for fate in KNOWN}
    hidden = hidden_cells(
        counts,
        [[(name, fate) for name in (*rows, TOTAL)] for fate in KNOWN],
        totals=[(TOTAL, fate) for fate in KNOWN],
    )
    return plain_table(
        "waits",
        "Answered within the range that was shown",
        "Counted among",
        ("Inside", "Sooner", "Later", "Inside, per cent", "Likely, per cent"),
        [(name, _cells(one, {fate for fate in KNOWN if (name, fate) in hidden})) for name, one in rows.items()],
        total=(TOTAL, _cells(whole, set())),
        note=NOTE,
    )


def _cells(kept: Kept, hidden: set[Fate]) -> tuple[Cell, ...]:
    counts = [Cell(HIDDEN) if fate in hidden else Cell(number(kept.fates[fate]), kept.fates[fate]) for fate in KNOWN]
    if hidden:
        return *counts, Cell(HIDDEN), Cell(HIDDEN)
    rate = kept.rate
    text = percent(rate)
    if text in {MISSING, TOO_FEW} or rate.limits is None:
        return *counts, Cell(text), Cell("")
    low, high = rate.limits
    likely = f"{low:.1f} to {high:.1f}"
    return *counts, Cell(text, round(rate.percent or 0.0, 1)), Cell(likely, likely)
