"""What the pages about charters show: differences by area, faults by line, proposals and versions in rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from complaints.kernel.charters import Adopted
from complaints.kernel.work import Work
from complaints.schemas.desk import ProposalView, StaffView
from standards.charter import Charter, load_charter
from standards.charter_changes import Change, changes
from standards.errors import Fault, Invalid

AREAS: Mapping[str, str] = {
    "standards": "What we promise about services",
    "stages": "How we handle what people tell us",
    "ladder": "Where people can go next",
    "calendars": "Opening hours and closed days",
    "services": "Services",
    "offices": "Offices and teams",
    "outcomes": "Findings, remedies and reasons",
    "other": "Everything else",
}
MOST_FAULTS = 20
COMMAND_LINE = "the command line"


def by_area(found: Sequence[Change]) -> list[dict[str, Any]]:
    """Return the sentences of a difference under the heading of their area, in the order they come."""
    groups = groupby(found, key=lambda change: change.area)
    return [{"title": AREAS[area], "sentences": [change.sentence for change in some]} for area, some in groups]


def read(document: str) -> tuple[Charter | None, tuple[Fault, ...]]:
    """Return the charter a text is, or its faults."""
    try:
        return load_charter(document), ()
    except Invalid as refused:
        return None, refused.faults


def fault_rows(document: str, faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Return the first faults as a sentence each, with the line of the text they are about."""
    lines = document.splitlines()
    return [
        {
            "words": f"{str(fault)[:1].upper()}{str(fault)[1:]}",
            "line": fault.line,
            "text": lines[fault.line - 1].strip() if fault.line and fault.line <= len(lines) else "",
        }
        for fault in faults[:MOST_FAULTS]
    ]


def newest_of(work: Work) -> Adopted:
    """Return the newest version, whether it is in force or not yet."""
    return max(work.charters.history(), key=lambda one: one.version)


def difference(work: Work, proposal: ProposalView, charter: Charter, on: date | None) -> tuple[Change, ...]:
    """Return what a proposal changes in the version it was made from."""
    before = work.charters.get(proposal.base_id).charter if proposal.base_id else None
    return changes(before, charter, on)


def proposal_row(work: Work, proposal: ProposalView) -> dict[str, Any]:
    """Return a proposal as it stands in a list."""
    charter, faults = read(proposal.document)
    count = len(difference(work, proposal, charter, None)) if charter else None
    return {"one": proposal, "count": count, "faults": len(faults), "outdated": outdated(work, proposal)}


def outdated(work: Work, proposal: ProposalView) -> int | None:
    """Return the number of the version that was adopted since an open proposal was begun, None when none was."""
    newest = newest_of(work)
    return None if proposal.base_id == newest.id else newest.version


def version_row(work: Work, one: Adopted) -> dict[str, Any]:
    """Return an adopted version as it stands in a list: in force, coming, or earlier."""
    place = "now" if one.id == work.charter.id else "coming" if one.effective_at > work.now else "earlier"
    return {"one": one, "place": place}


def what_changed(work: Work, one: Adopted) -> tuple[Change, ...]:
    """Return what a version changed in the one before it; of the first, everything."""
    earlier = [other for other in work.charters.history() if other.version < one.version]
    before = max(earlier, key=lambda other: other.version).charter if earlier else None
    on = one.effective_at.astimezone(one.charter.calendar().zone).date()
    return changes(before, one.charter, on)


def who(people: Sequence[StaffView], label: str) -> str:
    """Return the name of somebody the charter knows by role and key."""
    names = {person.id: person.name for person in people}
    _, _, key = label.partition(":")
    return names.get(UUID(key), label) if key else COMMAND_LINE
