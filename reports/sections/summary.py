"""The first page: what did not go well, what changed, and five facts."""

from collections.abc import Iterator

from reports.domain.document import Block, Heading, KeyFact, Listing, Notice, Prose, Section
from reports.domain.measures import SMALLEST_BASE
from reports.domain.wording import (
    MISSING,
    cases,
    change_in_count,
    change_in_share,
    days,
    largest,
    lowest_shares,
    number,
    out_of,
    percent,
    sentence,
    share,
)
from reports.sections.breakdown import shown
from reports.sections.material import Material, Piece
from reports.sections.time_taken import department_table
from standards.wording import day_words

MOST = 3


def key_facts(material: Material) -> tuple[KeyFact, ...]:
    """Return the five numbers of the first page."""
    now, past, when = material.now, material.before, material.before_words
    answered, right = now.rate("answered_on_time"), now.rate("put_right")
    late = now.count("still_open_late")
    higher = now.count("stages_begun", "tier", material.brief.top_tier) if material.brief.top_tier else None
    return (
        KeyFact(
            "received",
            "Received",
            number(now.count("cases")),
            f"{cases(now.count('complaints'), 'complaint')}, {cases(now.count('compliments'), 'compliment')}",
            change_in_count(now.count("cases"), _received_before(material), when),
        ),
        KeyFact(
            "answered",
            "Answered on time",
            percent(answered) if answered.out_of else "none",
            out_of(answered) if answered.out_of else "nothing due was answered",
            change_in_share(answered, past.rate("answered_on_time") if past else None, when),
        ),
        KeyFact(
            "late",
            "Waiting beyond the promise",
            number(late),
            f"of {number(now.count('still_open'))} still open",
            change_in_count(late, past.count("still_open_late") if past else None, when),
        ),
        KeyFact(
            "right",
            "Put right, of those upheld",
            percent(right) if right.out_of else "none",
            out_of(right) if right.out_of else "nothing was upheld",
            change_in_share(right, past.rate("put_right") if past else None, when),
        ),
        KeyFact(
            "ombudsperson",
            "Reached the ombudsperson",
            MISSING if higher is None else number(higher),
            "this charter names no such tier" if higher is None else f"of {number(now.count('stages_begun'))} begun",
        ),
    )


def summary(material: Material) -> Piece:
    """Write what did not go well and what changed, from the figures unless the authority wrote its own."""
    wrong = material.brief.went_wrong or tuple(_went_wrong(material))
    moved = tuple(_moved(material))
    blocks: list[Block] = [Heading("What did not go well")]
    blocks.append(Listing(wrong[:MOST]) if wrong else Prose("The figures of this period show nothing of the kind."))
    blocks.append(Heading("What changed"))
    blocks.append(Listing(moved[:MOST]) if moved else Prose("There are no earlier figures to compare with."))
    if material.facts_end:
        blocks.append(
            Notice(
                "These facts end before the period does",
                f"The last case in them was received on {day_words(material.facts_end)}. "
                f"The period runs to {day_words(material.period.last)}.",
            )
        )
    return Piece(Section("summary", "Summary", tuple(blocks), starts_page=False))


def _went_wrong(material: Material) -> Iterator[str]:
    """Yield what the figures themselves say went wrong, the gravest first; hidden groups are never named."""
    now, brief = material.now, material.brief
    table = department_table(material)
    open_to_words = shown(table)
    named = {group: brief.name("department", group) for group in now.groups("department") if group in open_to_words}
    late = now.count("still_open_late")
    if late:
        counts = [(name, now.count("still_open_late", "department", group)) for group, name in named.items()]
        most = largest(counts)
        where = f", most of them with {most}" if most and len(counts) > 1 else ""
        yield f"{sentence(cases(late))} {'was' if late == 1 else 'were'} waiting beyond the promised date{where}."
    shares = [(name, now.rate("answered_on_time", "department", group)) for group, name in named.items()]
    overall = now.rate("answered_on_time").percent or 0.0
    for name, rate in lowest_shares(shares, most=1):
        if (rate.percent or 0.0) < overall and len(shares) > 1:
            yield f"{name} kept the fewest promises: {share(rate)} of its answers came on time."
    longest = now.value("oldest_open_days")
    if longest is not None and longest >= SMALLEST_BASE:
        yield f"The longest wait at the end of the period was {days(longest)}."


def _received_before(material: Material) -> int | None:
    """Return what came in the period before; facts that end early cannot be compared with a whole period."""
    return material.before.count("cases") if material.before and not material.facts_end else None


def _moved(material: Material) -> Iterator[str]:
    """Yield how the period compares with the one before it."""
    now, past, when = material.now, material.before, material.before_words
    if past is None:
        return
    if change := change_in_count(now.count("cases"), _received_before(material), when):
        yield f"Cases received: {change}. More cases are not worse: a low number can mean a closed door."
    if change := change_in_share(now.rate("answered_on_time"), past.rate("answered_on_time"), when):
        yield f"Answers on time: {percent(now.rate('answered_on_time'))}, {change}."
    if change := change_in_count(now.count("still_open_late"), past.count("still_open_late"), when):
        yield f"Waiting beyond the promise: {number(now.count('still_open_late'))}, {change}."
