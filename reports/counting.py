"""How key figures are counted: each fact becomes a mask of what is true of it, and few masks are left to count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec

from complaints.domain.matter import USUAL
from reports.conditions import AMOUNTS, all_conditions, conditions_in, in_cohort, instant
from reports.domain.cohorts import Cohort, Window
from reports.domain.facts import COLUMNS, month_of
from reports.kpi import QUANTILES, Count, Kpi, Mean, Portion, Quantile, Share, Total
from reports.parts import Parts, connect

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What a figure may be broken down by, and the column or expression behind it.
DIMENSIONS: Final[dict[str, str]] = {
    "body": "body",
    "department": "department",
    "service": "service",
    "standard": "standard",
    "neighbourhood": "neighbourhood",
    "channel": "channel",
    "language": "language",
    "kind": "kind",
    # Older journals do not say what the person chose; then it is what is usual for the kind.
    "matter": "coalesce(matter, CASE kind "
    + " ".join(f"WHEN '{kind}' THEN '{matter}'" for kind, matter in USUAL.items())
    + " END)",
    "stage": "stage",
    "tier": "tier",
    "entry": "entry",
    "outcome": "CASE WHEN closed IS NOT NULL THEN outcome END",
    "month": "month",
    "week": "strftime(date_trunc('week', received_at), '%Y-%m-%d')",
    "closed_month": "strftime(closed, '%Y-%m')",
    "closed_week": "strftime(date_trunc('week', closed), '%Y-%m-%d')",
    "waiting": (
        "CASE WHEN waiting_days <= 7 THEN '0-7' WHEN waiting_days <= 30 THEN '8-30' "
        "WHEN waiting_days <= 90 THEN '31-90' WHEN waiting_days <= 180 THEN '91-180' ELSE '181+' END"
    ),
}
WAITING: Final = ("0-7", "8-30", "31-90", "91-180", "181+")

# Up to so many counts ride along when facts are gone through for amounts anyway; more are cheaper by mask.
FEW_COUNTS: Final = 8

Breakdown = tuple[str, ...]
# The values of one group, by the SQL that computes each.
Counted = dict[tuple[Breakdown, tuple[str, ...]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: which facts, seen how, broken down by what. The breakdown () is everything."""

    window: Window
    breakdowns: tuple[Breakdown, ...]
    body: str | None = None

    @property
    def dimensions(self) -> list[str]:
        return list(dict.fromkeys(name for breakdown in self.breakdowns for name in breakdown))


def count(parts: Parts, question: Question, kpis: Sequence[Kpi]) -> Counted:
    """Return the aggregates that *kpis* need, for every group of every breakdown; everything comes first."""
    counts = list(dict.fromkeys(text for kpi in kpis for text in counts_of(kpi)))
    amounts = list(dict.fromkeys(text for kpi in kpis for text in amounts_of(kpi)))
    found: Counted = {((), ()): dict.fromkeys(counts, 0)}
    with connect() as engine:
        scan = _Scan(engine, parts, question, kpis)
        if amounts and len(counts) <= FEW_COUNTS:
            scan.measure({**{text: text for text in amounts}, **{text: _counted(text) for text in counts}}, found)
        else:
            scan.count(counts, found)
            if amounts:
                scan.measure({text: text for text in amounts}, found)
    return found


def counts_of(kpi: Kpi) -> list[str]:
    """Return the conditions whose facts *kpi* counts: its hits, then its base."""
    match kpi.measure:
        case Count(where=where):
            return [_kept(kpi, where)]
        case Share(where=where, of=of):
            base = _kept(kpi, of)
            return [f"{base} AND ({where})", base]
        case Quantile(where=where) | Mean(where=where):
            return [_kept(kpi, where)]
        case _:
            return []


def amounts_of(kpi: Kpi) -> list[str]:
    """Return the aggregates over amounts that *kpi* needs."""
    match kpi.measure:
        case Portion(amount=amount, of=of, where=where):
            return [f"sum({name}) FILTER ({_kept(kpi, where)})" for name in (amount, of)]
        case Total(amount=amount, where=where):
            return [f"sum({amount}) FILTER ({_kept(kpi, where)})"]
        case Quantile(amount=amount, where=where):
            # All at once: the values are put in order once, and key figures that differ in nothing else share it.
            return [f"quantile_cont({amount}, {list(QUANTILES)}) FILTER ({_kept(kpi, where)})"]
        case Mean(amount=amount, where=where):
            return [f"avg({amount}) FILTER ({_kept(kpi, where)})"]
        case _:
            return []


def _counted(condition: str) -> str:
    return f"count(*) FILTER ({condition})"


def _kept(kpi: Kpi, where: str) -> str:
    words = [in_cohort(kpi.cohort), *(["is_first"] if kpi.rows == "cases" else [])]
    return " AND ".join([*words, *([f"({where})"] if where != "true" else [])])


class _Scan:
    """The two passes over the facts of one question."""

    def __init__(self, engine: "DuckDBPyConnection", parts: Parts, question: Question, kpis: Sequence[Kpi]) -> None:
        self.engine = engine
        self.question = question
        cohorts = {kpi.cohort for kpi in kpis}
        self.conditions = _timed(all_conditions(question.window, sorted(cohorts)), question.window)
        self.used = self._used(kpis)
        self.happened = _happened(_source(parts, question.window, cohorts), question.window)
        self.relevant = " OR ".join(self.conditions[in_cohort(cohort)] for cohort in sorted(cohorts))
        self.groups = "".join(f", coalesce({DIMENSIONS[name]}, '') AS by_{name}" for name in question.dimensions)
        self.names = "".join(f", by_{name}" for name in question.dimensions)
        self.which = f"grouping({self.names[2:]})" if self.names else "0"

    def count(self, wanted: Sequence[str], found: Counted) -> None:
        """Count facts by mask, then masks by condition: the second step looks at hundreds of rows, not at millions."""
        bits = {name: 1 << place for place, name in enumerate(self.used)}
        mask = " | ".join(
            f"CASE WHEN {self.conditions[name]} THEN {bit}::UBIGINT ELSE 0::UBIGINT END" for name, bit in bits.items()
        )
        held = "".join(f", (mask & {bit}::UBIGINT) <> 0 AS {name}" for name, bit in bits.items())
        sums = ", ".join(f"coalesce(sum(facts) FILTER ({text}), 0)" for text in wanted)
        sets = ", ".join(self._set(breakdown, "mask") for breakdown in self.question.breakdowns)
        rows = self._run(
            f"""
            {self.happened}, marked AS (SELECT {mask} AS mask{self.groups} FROM happened WHERE {self.relevant}),
            masks AS (SELECT {self.which} AS which{self.names}, mask, count(*) AS facts
                      FROM marked GROUP BY GROUPING SETS ({sets}))
            SELECT which{self.names}, {sums} FROM (SELECT *{held} FROM masks) GROUP BY which{self.names}
            """  # noqa: S608 - expressions of our own; the caller's value is a parameter
        )
        self._keep(rows, wanted, found)

    def measure(self, wanted: Mapping[str, str], found: Counted) -> None:
        """Compute aggregates fact by fact: sums, means and quantiles, whose amounts cannot be packed into a mask."""
        held = "".join(f", coalesce({self.conditions[name]}, false) AS {name}" for name in self.used)
        sets = ", ".join(self._set(breakdown) for breakdown in self.question.breakdowns)
        rows = self._run(
            f"""
            {self.happened}, marked AS (SELECT *{held}{self.groups} FROM happened WHERE {self.relevant})
            SELECT {self.which}{self.names}, {", ".join(wanted.values())} FROM marked GROUP BY GROUPING SETS ({sets})
            """  # noqa: S608 - expressions of our own; the caller's value is a parameter
        )
        self._keep(rows, list(wanted), found)

    def _run(self, statement: str) -> list[tuple[Any, ...]]:
        return self.engine.execute(statement, {"body": self.question.body}).fetchall()

    def _used(self, kpis: Sequence[Kpi]) -> list[str]:
        """Return the conditions the key figures are made of, each once."""
        texts = [text for kpi in kpis for text in msgspec.to_builtins(kpi.measure).items()]
        inner = [name for field, text in texts if field == "where" for name in conditions_in(text)]
        shares = [name for kpi in kpis if isinstance(kpi.measure, Share) for name in conditions_in(kpi.measure.of)]
        cohorts = [in_cohort(kpi.cohort) for kpi in kpis]
        first = ["is_first"] if any(kpi.rows == "cases" for kpi in kpis) else []
        return list(dict.fromkeys([*cohorts, *first, *inner, *shares]))

    def _set(self, breakdown: Breakdown, *more: str) -> str:
        return f"({', '.join([*(f'by_{name}' for name in breakdown), *more])})"

    def _keep(self, rows: Sequence[tuple[Any, ...]], wanted: Sequence[str], found: Counted) -> None:
        dimensions = self.question.dimensions
        for row in rows:
            breakdown = self._breakdown(row[0])
            group = tuple(row[1 + dimensions.index(name)] for name in breakdown)
            values = dict(zip(wanted, row[1 + len(dimensions) :], strict=True))
            found.setdefault((breakdown, group), {}).update(values)

    def _breakdown(self, which: int) -> Breakdown:
        # grouping() sets the bit of each dimension that was left out, the first dimension highest.
        dimensions = self.question.dimensions
        kept = {name for place, name in enumerate(reversed(dimensions)) if not which >> place & 1}
        return next(names for names in self.question.breakdowns if set(names) == kept)


def _happened(source: str, window: Window) -> str:
    amounts = "".join(f", {sql} AS {name}" for name, sql in _timed(AMOUNTS, window).items())
    now = instant(window.as_of)
    return f"""
    WITH seen AS (
      SELECT *,
        CASE WHEN closed_at <= {now} THEN closed_at END AS closed,
        CASE WHEN ack_at <= {now} THEN ack_at END AS acked,
        CASE WHEN service_at <= {now} THEN service_at END AS served,
        CASE WHEN surveyed_at <= {now} THEN surveyed_at END AS surveyed
      FROM {source}
      WHERE received_at <= {now} AND started_at <= {now} AND ($body IS NULL OR body = $body)
    ), happened AS (SELECT *{amounts} FROM seen)"""  # noqa: S608 - expressions of our own


def _timed(expressions: Mapping[str, str], window: Window) -> dict[str, str]:
    now, closes = instant(window.as_of), instant(window.closes_at)
    return {name: text.replace("$now", now).replace("$closes", closes) for name, text in expressions.items()}


def _source(parts: Parts, window: Window, cohorts: set[Cohort]) -> str:
    """
    Return what is scanned: only the months that can matter.

    Parts written before a column was there are read beside newer ones; what they do not say is not known.
    """
    first = month_of(window.start) if window.start and cohorts == {Cohort.RECEIVED} else ""
    paths = parts.paths(first=first, last=month_of(window.closes_at))
    columns = ", ".join(f"NULL::{kind} AS {name}" for name, kind in COLUMNS.items())
    nothing = f"SELECT {columns} WHERE false"
    if not paths:
        return f"({nothing})"
    found = f"read_parquet([{', '.join(_text(path) for path in paths)}], union_by_name = true)"
    return f"({nothing} UNION ALL BY NAME SELECT * FROM {found})"  # noqa: S608 - names of our own


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
