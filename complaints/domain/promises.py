"""Which clocks begin with a stage, and when each is due, by the charter."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from complaints.domain.case import ClockKind, Kind
from standards.calendars import WorkingCalendar
from standards.charter import Charter, Stage
from standards.deadlines import Deadline, Limit, deadline
from standards.explanations import Event


class Place(msgspec.Struct, frozen=True):
    """Where in the authority a case belongs; only the body is always known."""

    body: str
    unit: str | None = None
    service: str | None = None
    standard: str | None = None


class Promise(msgspec.Struct, frozen=True):
    """One promise made when a stage begins."""

    kind: ClockKind
    limit: Limit
    deadline: Deadline


class Beginning(msgspec.Struct, frozen=True):
    """When a promise begins, what happened then, and by whose calendar it is counted."""

    at: datetime
    event: Event
    calendar: WorkingCalendar

    def promise(self, kind: ClockKind, limit: Limit) -> Promise:
        """Return the promise of *limit* that begins here."""
        return Promise(kind, limit, deadline(limit, self.at, self.calendar, event=self.event))


def promises(
    charter: Charter, stage: Stage, kind: Kind, place: Place, start: datetime, *, event: Event = "received"
) -> list[Promise]:
    """
    Return what is promised when *stage* begins at *start*; *event* says in its explanation what happened then.

    Where the answer is counted from the acknowledgement alone, there is no
    answer's clock before it; `acknowledged` makes it.
    """
    begun = Beginning(start, event, calendar_of(charter, place.body, place.unit))
    return list(_made(charter, stage, kind, place, begun))


def _made(charter: Charter, stage: Stage, kind: Kind, place: Place, begun: Beginning) -> Iterator[Promise]:
    if kind is not Kind.COMPLAINT:
        clock, limit = _other_limit(charter, kind)
        if limit is not None:
            yield begun.promise(clock, limit)
        return
    rule = charter.stage_rule(stage.key, body=place.body, unit=place.unit, service=place.service)
    acknowledge_by = None
    if rule.acknowledge is not None:
        acknowledge = begun.promise(ClockKind.ACKNOWLEDGE, rule.acknowledge)
        acknowledge_by = acknowledge.deadline.due_at
        yield acknowledge
    counted_from = rule.respond_start(begun.at, None, acknowledge_by)
    if counted_from is not None:
        event: Event = begun.event if counted_from == begun.at else "acknowledgement_due"
        yield msgspec.structs.replace(begun, at=counted_from, event=event).promise(ClockKind.RESPOND, rule.respond)
    if rule.inform is not None:
        yield begun.promise(ClockKind.INFORM, rule.inform)


def acknowledged(charter: Charter, stage: Stage, kind: Kind, place: Place, at: datetime) -> list[Promise]:
    """Return what is promised once the case is acknowledged at *at*: the answer, where it is counted from then."""
    rule = charter.stage_rule(stage.key, body=place.body, unit=place.unit, service=place.service)
    if kind is not Kind.COMPLAINT or rule.counts_from != "acknowledged":
        return []
    begun = Beginning(at, "acknowledged", calendar_of(charter, place.body, place.unit))
    return [begun.promise(ClockKind.RESPOND, rule.respond)]


def calendar_of(charter: Charter, body: str, unit: str | None) -> WorkingCalendar:
    """Return the calendar of a case's unit or body; the authority's own, where an older system used another name."""
    return charter.calendar_for(
        body=body if body in charter.bodies else None, unit=unit if unit in charter.units else None
    )


def _other_limit(charter: Charter, kind: Kind) -> tuple[ClockKind, Limit | None]:
    if kind is Kind.COMPLIMENT:
        return ClockKind.PASS_ON, charter.compliments.pass_on if charter.compliments else None
    answered = charter.suggestions if kind is Kind.SUGGESTION else charter.enquiries
    return ClockKind.RESPOND, answered.answer if answered else None
