"""Numbers and the sentences about them, written by rule from the figures themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from reports.domain.control_charts import FEWEST_POINTS, ControlChart
from reports.domain.measures import SMALLEST_BASE, Rate
from standards.wording import MONTHS, day_words, list_words, time_words

THIN: Final = "\u2009"
TOO_FEW: Final = "too few"
HIDDEN: Final = "[c]"
MISSING: Final = "[x]"

MARKS: Final = (
    (HIDDEN, "A number from 1 to 4, or one that would give such a number back. Not shown so that nobody can be known."),
    (TOO_FEW, f"A percentage of fewer than {SMALLEST_BASE} cases would mean nothing, so none is given."),
    (MISSING, "There is nothing to count it from."),
)


def number(value: float | None, decimals: int = 0) -> str:
    """Return '12 345' with thin spaces, or the mark for what is not there."""
    if value is None:
        return MISSING
    return f"{value:,.{decimals}f}".replace(",", THIN).replace("-", "\u2212")


def percent(rate: Rate) -> str:
    """Return '73.7%', or say that there are too few, or none, to give one."""
    if rate.out_of == 0 or rate.percent is None:
        return MISSING
    return TOO_FEW if rate.is_too_few else f"{rate.percent:.1f}%"


def out_of(rate: Rate) -> str:
    """Return '39 317 of 53 380'."""
    return f"{number(rate.hits)} of {number(rate.out_of)}"


def share(rate: Rate) -> str:
    """Return '73.7% (39 317 of 53 380)', or only the counts where a percentage would mean nothing."""
    return out_of(rate) if rate.is_too_few else f"{percent(rate)} ({out_of(rate)})"


def cases(count: int, one: str = "case", many: str = "") -> str:
    """Return '1 case', '2 cases' or 'no cases'."""
    name = one if count == 1 else many or f"{one}s"
    return f"{number(count) if count else 'no'} {name}"


def days(value: float | None) -> str:
    """Return '3.1 days', '2 hours' where days would hide it, or the mark for what is not there."""
    if value is None:
        return MISSING
    if value < 1:
        hours = value * 24
        return "less than an hour" if hours < 1 else f"{hours:.0f} hour{'' if round(hours) == 1 else 's'}"
    text = f"{value:.1f}".removesuffix(".0")
    return f"{number(float(text), 0 if '.' not in text else 1)} day{'' if text == '1' else 's'}"


def moment(at: datetime) -> str:
    """Return 'Wednesday 13 January 2016, midnight'."""
    return f"{day_words(at.date())}, {time_words(at.time())}"


def short_day(day: date) -> str:
    return f"{day.day}\u00a0{MONTHS[day.month - 1][:3]}"


def month_words(month: str) -> str:
    """Return 'Jul 2015' of '2015-07'."""
    year, number_of = month.split("-")
    return f"{MONTHS[int(number_of) - 1][:3]}\u00a0{year}"


def sentence(text: str) -> str:
    """Return *text* with a capital at its start."""
    return text[:1].upper() + text[1:]


def headline(received: int, answered: Rate, late: int) -> str:
    """Return the one sentence of a report's first page."""
    if not received and not answered.out_of and not late:
        return "Nothing was received, nothing was answered and nothing is waiting."
    came = f"{sentence(cases(received))} came in"
    if not answered.out_of:
        kept = "none was answered that had a promised date"
    elif answered.is_too_few:
        kept = f"{out_of(answered)} answers came on time"
    else:
        kept = f"{percent(answered)} of the answers came on time"
    waits = "nobody is waiting" if not late else f"{cases(late)} {'is' if late == 1 else 'are'} waiting"
    return f"{came}, {kept}, and {waits} beyond the date we promised."


def change_in_count(now: int, before: int | None, when: str) -> str:
    """Return how a count compares with the one *when*, or '' where there is nothing to compare it with."""
    if not before:
        return ""
    if now == before:
        return f"the same as {when}"
    way = "up" if now > before else "down"
    change = Rate(min(abs(now - before), before), before) if now < before else None
    if before < SMALLEST_BASE:
        return f"{way} from {number(before)} {when}"
    shown = change.percent if change else 100 * (now - before) / before
    return f"{way} {shown:.0f}% from {number(before)} {when}"


def change_in_share(now: Rate, before: Rate | None, when: str) -> str:
    """Return how a share compares with the one *when*; a difference that chance can explain is no difference."""
    if before is None or now.is_too_few or before.is_too_few or now.limits is None or before.limits is None:
        return ""
    if now.limits[0] > before.limits[1]:
        return f"higher than the {percent(before)} {when}"
    if now.limits[1] < before.limits[0]:
        return f"lower than the {percent(before)} {when}"
    return f"about the same as {when} ({percent(before)})"


def largest(counts: Sequence[tuple[str, int]], most: int = 3) -> str:
    """Return 'Street Lights (1 234), Trees (900) and Sanitation (800)', largest first; small counts are not named."""
    named = sorted((pair for pair in counts if pair[1] >= SMALLEST_BASE), key=lambda pair: (-pair[1], pair[0]))[:most]
    return list_words([f"{name} ({number(count)})" for name, count in named])


def lowest_shares(rates: Sequence[tuple[str, Rate]], *, base: int = 30, most: int = 3) -> list[tuple[str, Rate]]:
    """Return the lowest shares among those with a base worth comparing, lowest first."""
    fit = [(name, rate) for name, rate in rates if rate.out_of >= base]
    return sorted(fit, key=lambda pair: (pair[1].percent or 0.0, pair[0]))[:most]


def steadiness(chart: ControlChart | None, labels: Sequence[str], *, unit: str, step: str, decimals: int = 0) -> str:
    """Return what a control chart shows: whether anything unusual happened, and when."""
    if chart is None:
        return (
            f"There are {len(labels)} {step}s to show. It takes {FEWEST_POINTS} to say what is usual, "
            "so no limits are drawn."
        )
    low, high = number(chart.lower, decimals), number(chart.upper, decimals)
    usual = f"The usual range is {low} to {high} {unit}, {number(chart.mean, decimals)} on average."
    outside = [labels[place] for place, signal in enumerate(chart.signals) if signal in ("above", "below")]
    runs = len(chart.unusual) - len(outside)
    if not chart.unusual:
        return f"{usual} No {step} lies outside it: the ups and downs are what chance alone would bring."
    told = []
    if outside:
        lie = "lies" if len(outside) == 1 else "lie"
        told.append(f"{number(len(outside))} of {number(len(labels))} {step}s {lie} outside it: {_named(outside)}.")
    if runs:
        more = " more" if outside else f" of {number(len(labels))} {step}s"
        told.append(f"{number(runs)}{more} {'is' if runs == 1 else 'are'} part of a run that chance does not explain.")
    return " ".join([usual, *told])


def _named(labels: Sequence[str], most: int = 4) -> str:
    if len(labels) <= most:
        return list_words(labels)
    return f"{list_words(labels[:most])}, and {len(labels) - most} more"
