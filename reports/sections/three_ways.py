"""The same figure counted three ways, so that no extension and no hold can improve it unseen; and the services' own."""

from reports.domain.document import Cell, Table
from reports.domain.measures import Rate
from reports.domain.wording import MISSING, TOO_FEW, days, number, percent, share
from reports.sections.breakdown import Cut, Measured, breakdown
from reports.sections.material import Material, plain_table

WAYS = (
    ("By the date promised first", "answered_on_time"),
    ("Extensions allowed", "answered_on_time_extended"),
    ("Extensions and holds allowed", "answered_on_time_held"),
)
NOTE = (
    "The first row is the one we answer for: the date people were told at the start. The second counts from the date "
    "as it was extended. The third counts from the date as it stood in the end, also when the clock stood still "
    "because something was missing, or a closed day was announced late."
)


def three_ways(material: Material) -> Table:
    """Return how many answers came on time by the first promise, with extensions, and with holds as well."""
    rows = [(name, _cells(material.now.rate(key))) for name, key in WAYS]
    return plain_table(
        "three_ways", "Answered on time, counted three ways", "Counted", ("On time", "of", "Per cent"), rows, note=NOTE
    )


def moved_words(material: Material) -> str:
    """Return how many answers had their date moved, and what the time is without the days nobody could work on."""
    now = material.now
    extended, held = now.rate("extended"), now.rate("held")
    if not extended.hits and not held.hits:
        return "No date was extended, and no clock stood still."
    text = f"The date was extended for {share(extended)} of these answers, and the clock stood still for {share(held)}."
    median = now.value("days_to_answer_median_without_holds")
    if held.hits and median is not None:
        text += f" Without the days it stood still, half of all answers took {days(median)} or less."
    return text


def service_words(material: Material) -> str:
    """Return how often the services kept what their own standards promise; nothing where none was due."""
    rate = material.now.rate("service_on_time")
    if not rate.out_of:
        return ""
    return (
        f"Where people asked for something that a published standard promises by a date, {share(rate)} had it by then."
    )


def service_table(material: Material) -> Table:
    """Return what the standards of each service promised, and how often it was given in time."""
    cut = Cut(
        key="service_standards",
        title="What the standards of the services promised",
        dimension="service",
        first="Service",
        columns=(
            Measured("Given in time", "service_on_time", "hits"),
            Measured("of", "service_on_time", "base"),
            Measured("In time, per cent", "service_on_time", "percent"),
        ),
        most=15,
    )
    return breakdown(material.now, cut, lambda key: material.brief.name("service", key))


def _cells(rate: Rate) -> tuple[Cell, ...]:
    text = percent(rate)
    value = None if text in {MISSING, TOO_FEW} else round(rate.percent or 0.0, 1)
    return Cell(number(rate.hits), rate.hits), Cell(number(rate.out_of), rate.out_of), Cell(text, value)
