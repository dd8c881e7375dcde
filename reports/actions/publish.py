"""Publishing the figures of a quarter: all cuts one may ask for are counted together, small cells hidden in each."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

import msgspec

from complaints.domain.access import require
from complaints.kernel.work import Work
from reports import reads
from reports.domain.access import FIGURES
from reports.domain.cohorts import Cohort
from reports.domain.measures import SMALLEST_BASE
from reports.domain.periods import Period, before, parse
from reports.domain.suppression import hidden_cells
from reports.figures import CROSS, KPIS, SEPARATOR, Figure, figures
from reports.parts import Parts, open_parts
from standards.errors import Invalid

KEYS: Final = (
    "complaints",
    "compliments",
    "acknowledged_on_time",
    "answered_on_time",
    "days_to_answer_median",
    "still_open_late",
    "upheld",
    "put_right",
    "escalated",
    "compliments_passed_on_on_time",
    "satisfied",
)
CUTS: Final = ("service", "department", "channel", "month")
BY: Final = ("body", *CUTS)

# A month is that of what the figure counts: of receipt for what came in, of the answer for what was answered.
DIMENSIONS: Final[Mapping[str, tuple[str, frozenset[Cohort]]]] = {
    **{cut: (cut, frozenset(Cohort)) for cut in ("service", "department", "channel")},
    "month": ("month", frozenset({Cohort.RECEIVED})),
    "closed_month": ("month", frozenset({Cohort.CLOSED})),
}

# Whose numbers hang together: what is the same number in both must be hidden in both or in neither.
SAME: Final = (
    (("complaints", "count"), ("escalated", "base")),
    (("upheld", "hits"), ("put_right", "base")),
)

State = Literal["shown", "hidden", "too few", "nothing"]


class Place(NamedTuple):
    """Where a figure stands: of which body (of all without one), and of which group of which cut."""

    body: str = ""
    by: str = ""
    group: str = ""


Cell = tuple[Place, str, str]


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One figure as it may be published; what is hidden has no number anywhere."""

    key: str
    state: State
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one quarter in every approved cut, and what they were counted from."""

    period: Period
    quarters: tuple[Period, ...]
    as_of: datetime
    journal: int | None
    sha256: str
    rows: int
    places: dict[Place, dict[str, Shown]]

    def over_all(self, body: str) -> dict[str, Shown]:
        """Return the figures of a body, of all without one; of one without a case there are none."""
        return self.places.get(Place(body), {})

    @property
    def bodies(self) -> list[str]:
        return sorted(place.body for place in self.places if place.body and not place.by)

    def rows_of(self, body: str, by: str) -> dict[str, dict[str, Shown]]:
        """Return the figures of each group, by group."""
        if by == "body":
            return {place.body: found for place, found in self.places.items() if place.body and not place.by}
        return {place.group: found for place, found in self.places.items() if (place.body, place.by) == (body, by)}


@dataclass(frozen=True, slots=True)
class _Facts:
    """Parts that may be the key of a cache: equal when what is counted is equal."""

    folder: Path
    digest: str
    parts: Parts = field(compare=False)


async def published(work: Work, folder: Path, wanted: str = "") -> Publication:
    """
    Return the figures of a full quarter, by default the last, from the facts that are there.

    Raises NotFound before there are any, and Invalid for anything but a full quarter:
    figures of overlapping periods could be taken from each other until a person is left.
    """
    require(work.actor, FIGURES)
    parts = await asyncio.to_thread(open_parts, folder)
    facts = _Facts(folder, parts.manifest.digest, parts)
    as_of = await _as_of(work, facts)
    quarters = tuple(_quarters(parts, as_of.date()))
    period = parse(wanted or "last full quarter", as_of.date())
    if period not in quarters:
        words = f"Figures are published by full quarters, from {quarters[-1].key} to {quarters[0].key}."
        raise Invalid(words)
    places = await asyncio.to_thread(_places, facts, period, as_of)
    manifest = parts.manifest
    return Publication(
        period=period,
        quarters=quarters,
        as_of=as_of,
        journal=manifest.journal,
        sha256=manifest.digest,
        rows=manifest.rows,
        places=places,
    )


_imports: dict[_Facts, datetime | None] = {}


async def _as_of(work: Work, facts: _Facts) -> datetime:
    """Return the local instant the facts are the state of: where all came from an older system, that of its file."""
    if facts not in _imports:
        found = await reads.instant_of_import(work.session)
        _imports.clear()
        _imports[facts] = found
    imported = _imports[facts]
    if imported is None:
        return facts.parts.manifest.as_of
    return imported.astimezone(work.charter.charter.calendar().zone).replace(tzinfo=None)


def _quarters(parts: Parts, today: date) -> Iterator[Period]:
    """Yield the full quarters from the last one back to the one of the first fact."""
    months = [part.month for part in parts.manifest.parts]
    period = parse("last full quarter", today)
    yield period
    first = parse(min(months), today).first if months else today
    while period.first > first:
        period = before(period)
        yield period


@lru_cache(maxsize=64)
def _places(facts: _Facts, period: Period, as_of: datetime) -> dict[Place, dict[str, Shown]]:
    plain = ["body", *DIMENSIONS]
    found = figures(
        facts.parts,
        as_of=as_of,
        start=period.first,
        end=period.last,
        by=[*plain, *(f"body{CROSS}{dimension}" for dimension in DIMENSIONS)],
        keys=KEYS,
        unstated=True,
    )
    placed = [(place, figure) for figure in found if (place := _place(figure)) is not None]
    hidden = _hidden(placed)
    places: dict[Place, dict[str, Shown]] = defaultdict(dict)
    for place, figure in placed:
        places[place][figure.key] = _shown(place, figure, hidden)
    return dict(places)


def _place(figure: Figure) -> Place | None:
    """Return where a figure is printed, None for one that counts nothing of what its row is about."""
    if figure.dimension is None or figure.group is None:
        return Place()
    if figure.dimension == "body":
        return Place(figure.group)
    first, _, second = figure.dimension.rpartition(CROSS)
    body, group = figure.group.split(SEPARATOR, 1) if first else ("", figure.group)
    by, cohorts = DIMENSIONS[second]
    return Place(body, by, group) if KPIS[figure.key].cohort in cohorts else None


def _hidden(placed: Iterable[tuple[Place, Figure]]) -> frozenset[Cell]:
    """Return every number that must not be read, nor worked out from any of the tables taken together."""
    families: defaultdict[str, dict[Cell, int]] = defaultdict(dict)
    home = {second[0]: first[0] for first, second in SAME}
    for place, figure in placed:
        for part, count in _numbers(figure).items():
            if count:
                families[home.get(figure.key, figure.key)][place, figure.key, part] = count
    return frozenset().union(*(hidden_cells(cells, _sums(cells)) for cells in families.values()))


def _numbers(figure: Figure) -> dict[str, int]:
    """Return the counts a reader of this figure would know."""
    if (rate := figure.rate) is not None:
        return {"hits": rate.hits, "misses": rate.out_of - rate.hits, "base": rate.out_of}
    # Of a median neither the base is printed nor anybody's own number.
    return {"count": figure.numerator} if figure.numerator is not None else {}


def _sums(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Return all lines of which one cell is the sum of the others: across groups, across bodies, within a share."""
    lines: defaultdict[tuple[str, ...], list[Cell]] = defaultdict(list)
    for cell in cells:
        place, key, part = cell
        if place.by:
            lines["groups", place.body, place.by, key, part].append(cell)
            lines["bodies", place.by, place.group, key, part].append(cell)
        else:
            lines["bodies", key, part].append(cell)
            for by in CUTS:
                lines["groups", place.body, by, key, part].append(cell)
        if part != "count":
            lines["share", *place, key].append(cell)
        for pair in SAME:
            if (key, part) in pair:
                lines["same", *place, pair[0][0]].append(cell)
    return [line for line in lines.values() if len(line) > 1]


def _shown(place: Place, figure: Figure, hidden: frozenset[Cell]) -> Shown:
    if any((place, figure.key, part) in hidden for part in ("count", "hits", "misses", "base")):
        return Shown(key=figure.key, state="hidden")
    if figure.unit != "per cent" and figure.numerator is not None:
        return Shown(key=figure.key, state="shown", numerator=figure.numerator, value=figure.numerator)
    state = _state(figure)
    value = figure.value if state == "shown" else None
    rate = figure.rate
    if rate is None:
        return Shown(key=figure.key, state=state, value=None if value is None else round(value, 1))
    low, high = (figure.low, figure.high) if state == "shown" else (None, None)
    return Shown(
        key=figure.key, state=state, numerator=rate.hits, denominator=rate.out_of, value=value, low=low, high=high
    )


def _state(figure: Figure) -> State:
    if not figure.denominator:
        return "nothing"
    return "too few" if figure.denominator < SMALLEST_BASE else "shown"
