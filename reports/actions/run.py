"""Running a report: the facts are brought up, counted, written as files, and the run is written down."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from complaints.domain.access import SYSTEM
from complaints.domain.matter import Matter
from complaints.kernel.registry import discover
from complaints.kernel.work import Boundary, Work
from reports import reads, store
from reports.actions.count_waits import what_came_true
from reports.domain.cohorts import Window
from reports.domain.document import Quote
from reports.domain.periods import Period, parse
from reports.facts import refresh
from reports.parts import Parts
from reports.produce import Produced, produce
from reports.report import Brief, Report
from standards.charter import Charter
from standards.errors import Fault, Invalid

REPORTS: Final[dict[str, Report]] = discover("reports.catalogue", "REPORT", Report)
LAST_QUARTER: Final = "last full quarter"

KINDS: Final[Mapping[str, str]] = {
    "complaint": "Complaints",
    "compliment": "Compliments",
    "suggestion": "Suggestions",
    "enquiry": "Enquiries",
}
MATTERS: Final[Mapping[str, str]] = {
    Matter.WRONG: "Something went wrong",
    Matter.UNANSWERED: "Nobody answered a complaint",
    Matter.FIX: "Something needs fixing",
    Matter.THANKS: "Thanks and praise",
    Matter.IDEA: "An idea",
    Matter.QUESTION: "A question",
    Matter.REPRISAL: "Treated badly for complaining",
}
CHANNELS: Final[Mapping[str, str]] = {
    "web_form": "Web form",
    "api": "Through a program",
    "phone": "Telephone",
    "letter": "Letter",
    "walk_in": "In person",
}


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: which report, about which body (all without one), over which period, as of when."""

    report: str
    body: str | None = None
    period: str = LAST_QUARTER
    as_of: datetime | None = None


async def run(
    boundary: Boundary,
    order: Order,
    *,
    out: Path,
    now: datetime,
    key: UUID | None = None,
    by: str = SYSTEM.label,
) -> Produced:
    """
    Write the files of a report into *out* and keep a record, under *key*, of what they were counted from.

    Raises Invalid for a report, body or period there is none of, and DoesNotBalance
    rather than print figures that do not add up.
    """
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        await look_up(work, order)
    parts = await refresh(boundary, now=now)
    async with boundary.work(SYSTEM, now=now, reading=True) as work:
        brief = await _brief(work, order, parts)
    made = await asyncio.to_thread(_write, REPORTS[order.report], brief, out)
    async with boundary.work(SYSTEM, now=now) as work:
        store.add_run(
            work.session,
            id=key or work.new_id(),
            report=order.report,
            body=order.body,
            period=brief.period.key,
            as_of=work.now,
            charter_hash=work.charter.hash,
            parts=[[part.file, part.sha256] for part in parts.manifest.parts],
            files=[[path.name, made.sha256[name]] for name, path in made.files.items()],
            run_at=work.now,
            run_by=by,
        )
    return made


def folder_of_run(boundary: Boundary, key: UUID) -> Path:
    """Return the folder for the files of a report that was ordered here."""
    return boundary.data / "reports" / str(key)


async def look_up(work: Work, order: Order) -> Period:
    """Return the period of an order; raise Invalid naming its report, body or period where there is none of it."""
    faults = []
    if order.report not in REPORTS:
        faults.append(Fault("report", f"There is no report {order.report!r}; there are: {', '.join(REPORTS)}."))
    bodies = work.charter.charter.bodies
    if order.body is not None and order.body not in bodies:
        faults.append(Fault("body", f"There is no body {order.body!r}; there are: {', '.join(bodies)}."))
    try:
        period = parse(order.period, (await counted_as_of(work, order.as_of)).date())
    except Invalid as refused:
        faults.append(Fault("period", refused.detail))
    if faults:
        raise Invalid("There is no such report.", faults=faults)
    return period


async def counted_as_of(work: Work, asked: datetime | None) -> datetime:
    """
    Return the local instant figures are counted as of.

    Without one asked for: now; or, when every case came from an older system, the instant that import is the state of.
    """
    zone = work.charter.charter.calendar().zone
    at = asked or await reads.instant_of_import(work.session) or work.now
    return at.astimezone(zone).replace(tzinfo=None)


async def _brief(work: Work, order: Order, parts: Parts) -> Brief:
    charter = work.charter.charter
    as_of = await counted_as_of(work, order.as_of)
    period = parse(order.period, as_of.date())
    return Brief(
        authority=charter.name,
        parts=parts,
        period=period,
        as_of=as_of,
        made_at=work.now.astimezone(charter.calendar().zone),
        body=order.body,
        about=charter.bodies[order.body].name if order.body else "All bodies",
        language=charter.authority.languages[0],
        top_tier=charter.top.key,
        charters=tuple(
            f"version {one.version}, in force from {one.effective_at.date().isoformat()}, SHA-256 {one.hash}"
            for one in work.charters.history()
        ),
        names=printed_names(charter),
        quotes=await _quotes(work, order, period),
        waits=await what_came_true(work, parts, Window.of_days(as_of, period.first, period.last), order.body),
    )


def printed_names(charter: Charter) -> dict[str, Mapping[str, str]]:
    """Return the printed names of every group that figures can be broken down by."""
    return {
        "body": {key: one.name for key, one in charter.bodies.items()},
        "department": {key: one.name for key, one in charter.units.items()},
        "service": {key: one.name for key, one in charter.services.items()},
        "standard": {key: one.promise for key, one in charter.standards.items()},
        "stage": {key: one.name for key, one in charter.stages.items()},
        "tier": {one.key: one.name for one in charter.tiers},
        "kind": KINDS,
        "matter": MATTERS,
        "channel": CHANNELS,
    }


async def _quotes(work: Work, order: Order, period: Period) -> tuple[Quote, ...]:
    charter = work.charter.charter
    zone = charter.calendar().zone
    start = datetime.combine(period.first, time(), zone).astimezone(UTC)
    end = datetime.combine(period.last + timedelta(days=1), time(), zone).astimezone(UTC)
    found = await reads.quotable(work.session, body=order.body, start=start, end=end)
    services, bodies = charter.services, charter.bodies
    return tuple(
        Quote(
            row.narrative, f"About {services[row.service].name if row.service in services else bodies[row.body].name}"
        )
        for row in found
    )


def _write(report: Report, brief: Brief, out: Path) -> Produced:
    return produce(report, report.build(brief), out)
