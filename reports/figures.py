"""All key figures over any breakdown, counted from the facts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

import msgspec

from complaints.kernel.registry import discover
from reports.counting import DIMENSIONS, Breakdown, Question, amounts_of, count, counts_of
from reports.domain.cohorts import Window
from reports.domain.measures import Rate
from reports.kpi import QUANTILES, Count, Kpi, Mean, Portion, Quantile, Share, Total
from reports.parts import Parts
from standards.errors import Invalid

KPIS: Final[dict[str, Kpi]] = discover("reports.kpis", "KPI", Kpi)

# Joined by '+', two dimensions make a cross table; its groups are joined by ' | '.
CROSS: Final = "+"
SEPARATOR: Final = " | "


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One number, with everything needed to doubt it."""

    key: str
    dimension: str | None = None
    group: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    cohort: str
    definition: str

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of a cross table, one for each dimension."""
        return tuple((self.group or "").split(SEPARATOR)) if self.dimension else ()

    @property
    def rate(self) -> Rate | None:
        """How many out of how many, of a figure in per cent."""
        if self.unit != "per cent" or self.numerator is None or self.denominator is None:
            return None
        return Rate(self.numerator, self.denominator)


def figures(  # noqa: PLR0913 - one argument for each part of the question
    parts: Parts,
    *,
    as_of: datetime,
    body: str | None = None,
    start: date | None = None,
    end: date | None = None,
    by: Sequence[str] = (),
    keys: Iterable[str] | None = None,
    unstated: bool = False,
) -> list[Figure]:
    """
    Count the key figures *keys*, over everything and over each dimension of *by*.

    *as_of* is local wall-clock time: what came later does not exist, what was
    closed later is open. *start* and *end* are days, both included. A case of
    which a dimension is not known is in no group of it, unless *unstated*
    asks for the group ''.
    """
    wanted = _wanted(keys)
    if not wanted:
        return []
    breakdowns = _breakdowns(by)
    question = Question(Window.of_days(as_of, start, end), breakdowns, body)
    counted = count(parts, question, wanted)
    return [
        _figure(kpi, values, breakdown, group)
        for (breakdown, group), values in sorted(
            counted.items(), key=lambda found: (breakdowns.index(found[0][0]), found[0][1])
        )
        if unstated or "" not in group
        for kpi in wanted
    ]


def _wanted(keys: Iterable[str] | None) -> list[Kpi]:
    if keys is None:
        return list(KPIS.values())
    asked = list(keys)
    if strange := [key for key in asked if key not in KPIS]:
        raise Invalid(f"There is no key figure {', '.join(strange)}; there are {', '.join(KPIS)}.")
    return [KPIS[key] for key in asked]


def _breakdowns(by: Sequence[str]) -> tuple[Breakdown, ...]:
    breakdowns = ((), *(tuple(name.split(CROSS)) for name in dict.fromkeys(by)))
    if strange := [name for names in breakdowns for name in names if name not in DIMENSIONS]:
        raise Invalid(f"Figures cannot be broken down by {', '.join(strange)}, but by {', '.join(DIMENSIONS)}.")
    return breakdowns


def _figure(kpi: Kpi, values: Mapping[str, Any], breakdown: Breakdown, group: tuple[str, ...]) -> Figure:
    return Figure(
        key=kpi.key,
        dimension=CROSS.join(breakdown) or None,
        group=SEPARATOR.join(group) if breakdown else None,
        unit=kpi.unit,
        cohort=kpi.cohort.words,
        definition=kpi.definition,
        **_numbers(kpi, [values.get(text) for text in (*amounts_of(kpi), *counts_of(kpi))]),
    )


def _numbers(kpi: Kpi, values: Sequence[Any]) -> dict[str, Any]:
    match kpi.measure:
        case Count() | Total():
            number = int(values[0] or 0)
            return {"numerator": number, "value": number}
        case Share() | Portion():
            rate = Rate(int(values[0] or 0), int(values[1] or 0))
            low, high = rate.limits or (None, None)
            shown = {"numerator": rate.hits, "denominator": rate.out_of, "value": rate.percent}
            return {**shown, "low": low, "high": high}
        case Quantile(at=at):
            found, base = values
            return {"denominator": int(base or 0), "value": found[QUANTILES.index(at)] if found else None}
        case Mean():
            return {"denominator": int(values[1] or 0), "value": values[0]}
