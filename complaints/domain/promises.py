"""Which clocks begin with a stage, and when each is due, by the charter."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from complaints.domain.case import ClockKind, Kind
from standards.calendars import WorkingCalendar
from standards.charter import Charter, Reminder, Stage
from standards.deadlines import Deadline, Limit, deadline
from standards.explanations import Event
from standards.reminders import reminders

TOLD_BY = frozenset({Kind.COMPLAINT, Kind.ENQUIRY})
"""With these somebody tells us that a service is owed; praise and ideas ask for none."""


FROM_ACKNOWLEDGEMENT = frozenset({"acknowledged", "acknowledged_or_due"})


class Place(msgspec.Struct, frozen=True):
    """Where in the authority a case belongs; only the body is always known."""

    body: str
    unit: str | None = None
    service: str | None = None
    standard: str | None = None


class Promise(msgspec.Struct, frozen=True):
    """One promise made when a stage begins; `remind_at` is when whoever has the case is reminded of it first."""

    kind: ClockKind
    limit: Limit
    deadline: Deadline
    remind_at: datetime | None = None


class Beginning(msgspec.Struct, frozen=True):
    """When a promise begins, what happened then, by whose calendar it is counted, and who is reminded when."""

    at: datetime
    event: Event
    calendar: WorkingCalendar
    reminders: tuple[Reminder, ...] = ()

    def promise(self, kind: ClockKind, limit: Limit) -> Promise:
        """Return the promise of *limit* that begins here."""
        due = deadline(limit, self.at, self.calendar, event=self.event)
        levels = reminders(self.reminders, kind.value, due, self.calendar) if self.reminders else ()
        return Promise(kind, limit, due, levels[0] if levels else None)

    def since(self, at: datetime, event: Event) -> "Beginning":
        """Return the same, counted from another instant."""
        return self if at == self.at else msgspec.structs.replace(self, at=at, event=event)


def promises(  # noqa: PLR0913 - a stage begins with these
    charter: Charter,
    stage: Stage,
    kind: Kind,
    place: Place,
    start: datetime,
    *,
    event: Event = "received",
    received_at: datetime | None = None,
) -> list[Promise]:
    """
    Return what is promised when *stage* begins at *start*; *event* says in its explanation what happened then.

    *received_at* is when the case came in, at a later tier: where the charter counts the answer from there, the time
    that was used before counts too, and an answer can be due already when its stage begins. Where the answer is
    counted from the acknowledgement alone, there is no answer's clock before it; `acknowledged` makes it.
    """
    begun = Beginning(start, event, calendar_of(charter, place.body, place.unit), charter.reminders)
    handling = (
        _handled(charter, stage, place, begun, received_at) if kind is Kind.COMPLAINT else _other(charter, kind, begun)
    )
    first = event == "received" and stage.key == charter.first_tier.stage
    return [*handling, *(_of_service(charter, kind, place, begun) if first else ())]


def _other(charter: Charter, kind: Kind, begun: Beginning) -> Iterator[Promise]:
    clock, limit = _other_limit(charter, kind)
    if limit is not None:
        yield begun.promise(clock, limit)


def _of_service(charter: Charter, kind: Kind, place: Place, begun: Beginning) -> Iterator[Promise]:
    """Yield what is promised about the service itself, where its time begins with somebody telling us."""
    standard = charter.standard(place.standard)
    if standard is None or standard.starts != "told" or kind not in TOLD_BY:
        return
    if standard.holds_on(begun.calendar.local_day(begun.at)):
        yield msgspec.structs.replace(begun, event="told").promise(ClockKind.SERVICE, standard.limit)


def _handled(
    charter: Charter, stage: Stage, place: Place, begun: Beginning, received_at: datetime | None
) -> Iterator[Promise]:
    rule = charter.stage_rule(stage.key, body=place.body, unit=place.unit, service=place.service)
    acknowledge_by = None
    if rule.acknowledge is not None:
        acknowledge = begun.promise(ClockKind.ACKNOWLEDGE, rule.acknowledge)
        acknowledge_by = acknowledge.deadline.due_at
        yield acknowledge
    counted_from = rule.respond_start(begun.at, None, acknowledge_by, received_at=received_at)
    if counted_from is not None:
        event: Event = "first_received" if rule.counts_from == "received" else "acknowledgement_due"
        yield begun.since(counted_from, event).promise(ClockKind.RESPOND, rule.respond)
    if rule.inform is not None:
        yield begun.promise(ClockKind.INFORM, rule.inform)


def acknowledged(charter: Charter, stage: Stage, kind: Kind, place: Place, at: datetime) -> list[Promise]:
    """
    Return what is promised once the case is acknowledged at *at*: the answer, where it is counted from then.

    Under `acknowledged_or_due` the answer is promised already, counted from the day the acknowledgement is due; what is
    returned here holds only where it is earlier.
    """
    rule = charter.stage_rule(stage.key, body=place.body, unit=place.unit, service=place.service)
    if kind is not Kind.COMPLAINT or rule.counts_from not in FROM_ACKNOWLEDGEMENT:
        return []
    begun = Beginning(at, "acknowledged", calendar_of(charter, place.body, place.unit), charter.reminders)
    return [begun.promise(ClockKind.RESPOND, rule.respond)]


def first_reminder(
    charter: Charter, kind: ClockKind, due: Deadline, calendar: WorkingCalendar, now: datetime
) -> datetime | None:
    """Return when whoever has a case is reminded first of what is due, None where no reminder is still ahead."""
    levels = reminders(charter.reminders, kind.value, due, calendar)
    return next((at for at in levels if at > now), None)


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
