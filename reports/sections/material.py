"""Everything a pack needs, counted once: the period, the one before, and the way there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from reports.domain.document import Cell, Column, Row, Section, Table
from reports.domain.periods import Period, before, containing
from reports.domain.wording import month_words, short_day
from reports.figures import figures
from reports.report import Brief
from reports.tally import Tally
from standards.errors import Conflict

BREAKDOWNS: Final = ("department", "service", "channel", "kind", "stage", "tier", "neighbourhood", "waiting", "outcome")
TREND_KEYS: Final = ("cases", "stages_closed", "days_to_answer_median", "answered_on_time")
MONTHS_SHOWN: Final = 25
WEEKS_SHOWN: Final = 52
MONTHS_NEEDED: Final = 13

# After so many days without a case the facts are taken to end, not the cases.
QUIET_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Trend:
    """The way to the end of the period, in full months or weeks."""

    step: Literal["month", "week"]
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections of one report are written from."""

    brief: Brief
    now: Tally
    before: Tally | None
    before_words: str
    trend: Trend
    facts_end: date | None

    @property
    def period(self) -> Period:
        return self.brief.period

    @property
    def sources(self) -> str:
        """What stands under every chart and table."""
        return f"{self.brief.about}, {self.brief.period.words}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A section, and the tables that belong to it but stand at the end."""

    section: Section
    tables: tuple[Table, ...] = ()


class DoesNotBalance(Conflict):
    """What was open, what came and what went do not add up to what is open: nothing may be printed from it."""

    code = "does-not-balance"


def gather(brief: Brief) -> Material:
    """Count what a pack needs."""
    period, as_of = brief.period, brief.as_of
    now = Tally(
        figures(
            brief.parts,
            as_of=as_of,
            body=brief.body,
            start=period.first,
            end=period.last,
            by=BREAKDOWNS,
            unstated=True,
        )
    )
    earlier = before(period)
    first = _first_day(brief)
    past = None
    if first and first <= earlier.first:
        past = Tally(figures(brief.parts, as_of=as_of, body=brief.body, start=earlier.first, end=earlier.last))
    return Material(
        brief=brief,
        now=now,
        before=past,
        before_words=f"in {earlier.words}",
        trend=_trend(brief, first),
        facts_end=_facts_end(brief),
    )


def alt_text(subtitle: str, says: str, most: int = 250) -> str:
    """Return what is read out in place of a chart: what it measures and what it shows, cut between words."""
    text = f"Chart. {subtitle}. {says}"
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rsplit(' ', 1)[0]}\u2026"


def check_flow(row: str, *, opening: int, begun: int, closed: int, still_open: int) -> None:
    """Refuse a row of a flow that does not balance."""
    if opening + begun - closed != still_open:
        raise DoesNotBalance(
            f"{row}: {opening} open at the start and {begun} begun, less {closed} closed, is "
            f"{opening + begun - closed}, but {still_open} are open at the end. Nothing is printed from such facts; "
            "look for stages whose dates are out of order."
        )


def plain_table(  # noqa: PLR0913 - the parts of a table
    key: str,
    title: str,
    first: str,
    columns: Sequence[str | Column],
    rows: Sequence[tuple[str, Sequence[Cell]]],
    *,
    total: tuple[str, Sequence[Cell]] | None = None,
    note: str = "",
) -> Table:
    """Return a table whose keys are made from its words."""
    return Table(
        key=key,
        title=title,
        first=first,
        columns=tuple(name if isinstance(name, Column) else Column(_slug(name), name) for name in columns),
        rows=tuple(Row(_slug(name), name, tuple(cells)) for name, cells in rows),
        total=Row("total", total[0], tuple(total[1])) if total else None,
        note=note,
    )


def _slug(name: str) -> str:
    return "_".join("".join(sign if sign.isalnum() else " " for sign in name.lower()).split())


def _first_day(brief: Brief) -> date | None:
    months = [part.month for part in brief.parts.manifest.parts]
    return date.fromisoformat(f"{min(months)}-01") if months else None


def _facts_end(brief: Brief) -> date | None:
    """Return the day the facts end on, when that is well before the period does."""
    last: datetime | None = brief.parts.manifest.last_received_at
    end = min(brief.period.last, brief.as_of.date())
    if last is None or (end - last.date()).days <= QUIET_DAYS:
        return None
    return last.date()


def _trend(brief: Brief, first: date | None) -> Trend:
    end = min(brief.period.last, brief.as_of.date() - timedelta(days=1), _facts_end(brief) or brief.period.last)
    start = first or brief.period.first
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    step: Literal["month", "week"] = "month" if months >= MONTHS_NEEDED else "week"
    keys = _months_to(start, end) if step == "month" else _weeks_to(start, end)
    labels = [month_words(key) if step == "month" else short_day(date.fromisoformat(key)) for key in keys]
    counted = figures(
        brief.parts,
        as_of=brief.as_of,
        body=brief.body,
        start=_day_of(keys[0]) if keys else start,
        end=brief.period.last,
        by=(step, f"closed_{step}", "department+month"),
        keys=TREND_KEYS,
        unstated=True,
    )
    return Trend(step, tuple(keys), tuple(labels), Tally(counted))


def _months_to(first: date, end: date) -> list[str]:
    """Return the months up to the last full one before *end* is over, the newest last."""
    last = containing("month", end)
    if last.last != end:
        last = before(last)
    keys: list[str] = []
    while last.last >= first and len(keys) < MONTHS_SHOWN:
        keys.append(last.key)
        last = before(last)
    return keys[::-1]


def _weeks_to(first: date, end: date) -> list[str]:
    """Return the Mondays of the full weeks between *first* and *end*."""
    monday = end - timedelta(days=end.weekday())
    if monday + timedelta(days=6) > end:
        monday -= timedelta(days=7)
    keys: list[str] = []
    while monday >= first and len(keys) < WEEKS_SHOWN:
        keys.append(monday.isoformat())
        monday -= timedelta(days=7)
    return keys[::-1]


def _day_of(key: str) -> date:
    return date.fromisoformat(key if len(key) > len("2015-07") else f"{key}-01")
