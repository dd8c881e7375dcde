"""How to read the report: words, marks, and what a control chart is."""

from typing import Final

from reports.domain.document import Chart, Heading, Prose, Section, Terms
from reports.domain.line_charts import Control
from reports.domain.wording import MARKS
from reports.sections.material import Material, Piece

WORDS: Final = (
    ("Case", "A matter somebody brought: a complaint, a compliment, a suggestion or an enquiry. It is counted once."),
    ("Stage", "One round of dealing with a case. A case that goes on to a further stage has two."),
    ("Begun, closed", "Stages begun or closed in the period. What is closed need not have come in the same period."),
    ("Promised date", "The date the person was told at the start. Extensions do not move it, except where we say so."),
    ("On time", "Closed at or before the promised date. Out of what has a promised date, never out of everything."),
    ("Extension", "More time, for a reason the person was told. Counted from it, a figure says so."),
    ("Hold", "A time in which the clock of an answer stood still, because we waited for something from the person."),
    ("Standard", "What a service promises to do by a date of its own, such as repairing a lamp."),
    ("Upheld", "The complaint was found to be right, in full or in part."),
    ("Median", "Half took less time than this, half took more."),
    ("n of N", "Every percentage stands beside the counts it is made of."),
)

EXAMPLE: Final = (42, 47, 39, 44, 51, 46, 40, 43, 48, 45, 41, 47, 44, 78, 46, 43)


def reading(_: Material) -> Piece:
    """Write the page that explains the others."""
    says = (
        "The middle line is the mean. Between the dashed lines lies what chance alone would bring. "
        "A diamond marks a value that chance does not explain: ask what happened then."
    )
    chart = Chart(
        key="example",
        message="A diamond means: something happened",
        subtitle="Cases a week, invented for this example",
        says=says,
        alt="Chart. Sixteen invented weeks, all within the usual range but the fourteenth, which is marked.",
        plot=Control(labels=tuple(f"week {n + 1}" for n in range(len(EXAMPLE))), values=EXAMPLE),
        is_counted=False,
    )
    blocks = (
        Heading("Words"),
        Terms(WORDS),
        Heading("Marks in tables"),
        Terms(MARKS),
        Heading("Charts over time"),
        chart,
        Heading("Comparing departments"),
        Prose(
            "Different services get different complaints, and a department that makes it easy to complain gets more. "
            "The tables are ordered by size, not by merit. A share of few cases swings widely by chance alone."
        ),
    )
    return Piece(Section("reading", "How to read this report", blocks))
