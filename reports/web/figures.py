"""The figures everybody may read: how the last quarter went, and by which body, service or channel."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from complaints.kernel.work import Boundary, Work
from complaints.web.page import AnyRequest, actor, page
from complaints.web.staff import staff_page
from reports.actions.publish import BY, KEYS, Publication, Shown, published
from reports.actions.run import printed_names
from reports.domain.measures import SMALLEST_BASE, Rate
from reports.domain.wording import HIDDEN, TOO_FEW, days, moment, month_words, number, out_of
from reports.facts import folder_of
from reports.figures import KPIS
from reports.kpi import Kpi
from standards.charter import Charter
from standards.errors import Invalid, NotFound

COLUMNS = ("complaints", "compliments", "answered_on_time", "still_open_late", "upheld")
NOT_SHOWN = "Fewer than 5, or a number that would give such a number away. Not shown so that nobody can be recognised."
MARKS = (
    ("hidden", HIDDEN, NOT_SHOWN),
    ("too few", TOO_FEW, f"A percentage of fewer than {SMALLEST_BASE} would mean nothing, so none is given."),
)
BY_WORDS = {
    "body": "body",
    "service": "service",
    "department": "department",
    "channel": "how people reached us",
    "month": "month",
}
LONGEST = 100


class PublishedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure with all that is needed to read it; `state` says why one has no number."""

    key: str
    title: str
    definition: str
    unit: str
    cohort: str
    group: str | None
    name: str | None
    state: str
    numerator: int | None
    denominator: int | None
    value: float | None
    low: float | None
    high: float | None


class PublishedFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a quarter, and what they were counted from."""

    authority: str
    period: str
    first_day: str
    last_day: str
    body: str | None
    by: str
    as_of: datetime
    journal: int | None
    charter: str
    facts_sha256: str
    facts_rows: int
    hidden_means: str
    figures: list[PublishedFigure]


class Figures(Controller):
    """The same figures as a page and as data."""

    @get("/figures", include_in_schema=False)
    async def show(
        self,
        request: AnyRequest,
        work: NamedDependency[Work],
        boundary: NamedDependency[Boundary],
        period: Annotated[str, QueryParameter(name="period", max_length=LONGEST)] = "",
        # Litestar keeps the name `body` for itself.
        whose: Annotated[str, QueryParameter(name="body", max_length=LONGEST)] = "",
        by: Annotated[str, QueryParameter(name="by", max_length=LONGEST)] = "",
    ) -> Response[Any]:
        """Show the figures of a quarter; they are counted from facts that a job keeps up, never in a request."""
        show = page if actor(request).id is None else staff_page
        try:
            found = await published(work, folder_of(boundary), period)
        except NotFound:
            return show(request, "reports/figures.html", found=None)
        charter = work.charter.charter
        _check(found, charter, whose, by)
        chosen = by or _usual(found, whose)
        return show(
            request,
            "reports/figures.html",
            found=found,
            body=whose,
            by=chosen,
            about=_name(charter, "body", whose) if whose else "all bodies",
            as_of=moment(found.as_of),
            quarters=[(one.key, one.words) for one in found.quarters],
            bodies=[(key, _name(charter, "body", key)) for key in found.bodies],
            cuts=[(key, words) for key, words in BY_WORDS.items() if key != "body" or not whose],
            cards=[_card(KPIS[key], found.over_all(whose).get(key)) for key in KEYS],
            columns=[KPIS[key].title for key in _columns(chosen)],
            rows=_rows(found, charter, whose, chosen),
            by_words=BY_WORDS[chosen],
            marks=_marks(found.over_all(whose), *found.rows_of(whose, chosen).values()),
            charter=work.charter,
            query=f"period={found.period.key}&body={whose}&by={chosen}",
        )

    @get("/figures.json")
    async def data(
        self,
        work: NamedDependency[Work],
        boundary: NamedDependency[Boundary],
        period: Annotated[str, QueryParameter(name="period", max_length=LONGEST)] = "",
        # Litestar keeps the name `body` for itself.
        whose: Annotated[str, QueryParameter(name="body", max_length=LONGEST)] = "",
        by: Annotated[str, QueryParameter(name="by", max_length=LONGEST)] = "",
    ) -> PublishedFigures:
        """Return the figures of a full quarter, such as 2026-Q1; what the page does not show is not in here either."""
        found = await published(work, folder_of(boundary), period)
        charter = work.charter.charter
        _check(found, charter, whose, by)
        chosen = by or _usual(found, whose)
        groups = [(None, found.over_all(whose)), *found.rows_of(whose, chosen).items()]
        return PublishedFigures(
            authority=charter.name,
            period=found.period.key,
            first_day=found.period.first.isoformat(),
            last_day=found.period.last.isoformat(),
            body=whose or None,
            by=chosen,
            as_of=found.as_of,
            journal=found.journal,
            charter=work.charter.hash,
            facts_sha256=found.sha256,
            facts_rows=found.rows,
            hidden_means=NOT_SHOWN,
            figures=[
                _figure(KPIS[key], one[key], group, None if group is None else _name(charter, chosen, group))
                for group, one in groups
                for key in KEYS
                if key in one
            ],
        )


def _check(found: Publication, charter: Charter, body: str, by: str) -> None:
    """Refuse what there is no figure of; a body of the charter without a case is one with nothing to count."""
    if body and body not in found.bodies and body not in charter.bodies:
        raise Invalid("There is no such body.")
    if by and (by not in BY or (by == "body" and body)):
        raise Invalid(f"Figures can be seen by {', '.join(BY)}.")


def _usual(found: Publication, body: str) -> str:
    return "body" if not body and len(found.bodies) > 1 else "service"


def _columns(by: str) -> list[str]:
    # What waits on one day belongs to no month.
    return [key for key in COLUMNS if by != "month" or key != "still_open_late"]


def _rows(found: Publication, charter: Charter, body: str, by: str) -> list[dict[str, Any]]:
    """Return the rows of the table: months in order, all else by what came in, what is not stated last."""
    groups = {group: one for group, one in found.rows_of(body, by).items() if _says_something(one, by)}

    def place(group: str) -> tuple[Any, ...]:
        received = groups[group].get("complaints")
        size = 0 if by == "month" or received is None else received.value or 0
        return not group, -size, group if by == "month" else _name(charter, by, group)

    return [
        {"name": _name(charter, by, group), "cells": [_cell(KPIS[key], groups[group].get(key)) for key in _columns(by)]}
        for group in sorted(groups, key=place)
    ]


def _says_something(group: dict[str, Shown], by: str) -> bool:
    found = [group[key] for key in _columns(by) if key in group]
    return any(shown.state != "nothing" and (shown.state != "shown" or shown.numerator != 0) for shown in found)


def _marks(*groups: dict[str, Shown]) -> list[tuple[str, str]]:
    """Return the marks that stand on the page, with what they mean."""
    states = {shown.state for group in groups for shown in group.values()}
    return [(mark, means) for state, mark, means in MARKS if state in states]


def _cell(kpi: Kpi, shown: Shown | None) -> dict[str, str]:
    if shown is None or shown.state == "nothing":
        return {"text": "0" if kpi.unit == "cases" else "none", "base": ""}
    if shown.state == "hidden":
        return {"text": HIDDEN, "base": ""}
    return {"text": TOO_FEW if shown.state == "too few" else _value(kpi, shown), "base": _base(shown)}


def _card(kpi: Kpi, shown: Shown | None) -> dict[str, str]:
    """Return a figure as it stands above the table, with what it counts."""
    text = base = ""
    if shown is None or shown.state == "nothing":
        text, base = ("0", "") if kpi.unit == "cases" else ("", "Nothing to count")
    elif shown.state == "hidden":
        base = f"{HIDDEN} Not shown"
    elif shown.state == "too few":
        base = f"{_base(shown)}: too few for a percentage" if _base(shown) else "Too few to say"
    else:
        text, base = _value(kpi, shown), _base(shown)
    return {"title": kpi.title, "definition": kpi.definition, "text": text, "base": base}


def _value(kpi: Kpi, shown: Shown) -> str:
    match kpi.unit:
        case "per cent":
            return f"{shown.value:.1f}%"
        case "days":
            return days(shown.value)
        case _:
            return number(shown.value)


def _base(shown: Shown) -> str:
    if shown.numerator is None or shown.denominator is None:
        return ""
    return out_of(Rate(shown.numerator, shown.denominator))


def _name(charter: Charter, by: str, group: str) -> str:
    if not group:
        return "Not stated"
    return month_words(group) if by == "month" else printed_names(charter)[by].get(group, group)


def _figure(kpi: Kpi, shown: Shown, group: str | None, name: str | None) -> PublishedFigure:
    return PublishedFigure(
        key=kpi.key,
        title=kpi.title,
        definition=kpi.definition,
        unit=kpi.unit,
        cohort=kpi.cohort.words,
        group=group,
        name=name,
        state=shown.state,
        numerator=shown.numerator,
        denominator=shown.denominator,
        value=shown.value,
        low=shown.low,
        high=shown.high,
    )
