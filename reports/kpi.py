"""What a key figure is: which facts it counts, out of which, and the sentence that defines it."""

from typing import Final, Literal

import msgspec

from reports.domain.cohorts import Cohort

Unit = Literal["cases", "points", "actions", "per cent", "hours", "days"]


# The quantiles a key figure may ask for.
QUANTILES: Final = (0.5, 0.75, 0.9, 0.95, 1.0)


class Count(msgspec.Struct, frozen=True, tag="count"):
    """How many facts of the cohort hold *where*."""

    where: str = "true"


class Share(msgspec.Struct, frozen=True, tag="share"):
    """How many of the facts that hold *of* hold *where* as well."""

    where: str
    of: str = "true"


class Portion(msgspec.Struct, frozen=True, tag="portion"):
    """The sum of *amount* out of the sum of *of*, over the facts that hold *where*."""

    amount: str
    of: str
    where: str = "true"


class Total(msgspec.Struct, frozen=True, tag="total"):
    """The sum of *amount* over the facts that hold *where*."""

    amount: str
    where: str = "true"


class Quantile(msgspec.Struct, frozen=True, tag="quantile"):
    """
    The quantile *at* of *amount* over the facts that hold *where*.

    Between two values it lies on the straight line from one to the other (R type 7).
    """

    amount: str
    at: float
    where: str = "true"


class Mean(msgspec.Struct, frozen=True, tag="mean"):
    """The mean of *amount* over the facts that hold *where*."""

    amount: str
    where: str = "true"


Measure = Count | Share | Portion | Total | Quantile | Mean


class Kpi(msgspec.Struct, frozen=True, kw_only=True):
    """
    A key figure.

    What it counts is written in the words of `reports.conditions`, joined by
    AND, OR and NOT; what it measures is an amount of that module or a column.
    A key figure about *cases* looks at their first stage only; one about
    *stages* counts each stage a case went through.
    """

    key: str
    title: str
    definition: str
    unit: Unit
    cohort: Cohort
    measure: Measure
    better: Literal["higher", "lower", "neither"] = "neither"
    rows: Literal["cases", "stages"] = "cases"


def answered_by_day(days: int) -> Kpi:
    """Return the key figure: of the cases that are at least so old, how many had an answer after *days* days."""
    return Kpi(
        key=f"answered_by_day_{days}",
        title=f"Answered by day {days}",
        definition=(
            f"Cases answered within {days} calendar days of receipt, out of the cases received at least that long ago."
        ),
        unit="per cent",
        cohort=Cohort.RECEIVED,
        measure=Share(where=f"answered_by_{days}", of=f"older_than_{days}"),
        better="higher",
    )
