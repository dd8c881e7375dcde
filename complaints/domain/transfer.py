"""Passing a case to another office: where it may go, and what that office promises if its time begins then."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.promises import TOLD_BY, Beginning, Place, Promise, calendar_of, promises
from standards.charter import Charter, Stage
from standards.errors import Fault, Invalid
from standards.language import named

T = TypeVar("T")

MOVED_WITH_IT = (ClockKind.ACKNOWLEDGE, ClockKind.RESPOND)
"""What a rule that starts the time anew starts anew; silence is broken by the letter that tells of the transfer."""


def destination(
    charter: Charter,
    at: Place,
    *,
    body: str | None = None,
    unit: str | None = None,
    service: str | None = None,
    standard: str | None = None,
) -> Place:
    """
    Return where a case goes; raise Invalid, with a fault for each field, where that is no office or the same one.

    A standard names its service, a service its unit and body, a unit its body: the most one knows is enough.
    """
    promised = _known(charter.standards, standard, "standard", "Choose one of the published promises.")
    service = service or (promised.service if promised else None)
    offered = _known(charter.services, service, "service", "Choose one of the services.")
    unit = unit or (offered.unit if offered else None)
    part = _known(charter.units, unit, "unit", "Choose one of the units.")
    body = body or (offered.body if offered else None) or (part.body if part else None)
    _known(charter.bodies, body, "body", "Choose one of the bodies.")
    if body is None:
        raise Invalid("Say where the case belongs.", faults=[Fault("service", "Choose a service, a unit or a body.")])
    to = Place(body, unit, service, standard)
    if faults := list(_contradictions(charter, to)):
        raise Invalid("These do not belong together.", faults=faults)
    if (to.body, to.unit, to.service) == (at.body, at.unit, at.service):
        fault = Fault("service" if service else "unit" if unit else "body", "The case is there already.")
        raise Invalid("The case is there already.", faults=[fault])
    return to


def anew(charter: Charter, stage: Stage, kind: Kind, state: State, place: Place, now: datetime) -> list[Promise]:
    """Return what *place* promises about acknowledging and answering where the time begins at *now*."""
    if kind is Kind.COMPLAINT and state is State.ACCEPTED:
        rule = charter.stage_rule(stage.key, body=place.body, unit=place.unit, service=place.service)
        begun = Beginning(now, "transferred", calendar_of(charter, place.body, place.unit), charter.reminders)
        return [begun.promise(ClockKind.RESPOND, rule.respond)]
    made = promises(charter, stage, kind, place, now, event="transferred")
    return [one for one in made if one.kind in MOVED_WITH_IT]


def service_anew(charter: Charter, kind: Kind, place: Place, now: datetime) -> Promise | None:
    """Return what the standard that is chosen with a transfer promises from *now* on, None where it starts no clock."""
    standard = charter.standard(place.standard)
    if standard is None or standard.starts != "told" or kind not in TOLD_BY:
        return None
    calendar = calendar_of(charter, place.body, place.unit)
    if not standard.holds_on(calendar.local_day(now)):
        return None
    return Beginning(now, "transferred", calendar, charter.reminders).promise(ClockKind.SERVICE, standard.limit)


def place_words(charter: Charter, place: Place) -> str:
    """Return a place as a person reads it: the service or unit, and the body."""
    service, unit = charter.service(place.service), charter.units.get(place.unit or "")
    body = named(charter.bodies[place.body].name) if place.body in charter.bodies else place.body
    part = named(service.name) if service else named(unit.name) if unit else place.service or place.unit
    return f"{part}, {body}" if part else body


def place_of(charter: Charter, facts: Mapping[str, object]) -> str:
    """Return where a transfer led to, from what the journal says of it."""
    parts = {key: str(facts[key]) for key in ("unit", "service") if facts.get(key)}
    return place_words(charter, Place(str(facts.get("body", "")), **parts))


def _known(known: Mapping[str, T], key: str | None, field: str, otherwise: str) -> T | None:
    if key is None:
        return None
    if key not in known:
        raise Invalid(f"There is no such {field}.", faults=[Fault(field, otherwise)])
    return known[key]


def _contradictions(charter: Charter, to: Place) -> Iterator[Fault]:
    promised, offered = charter.standard(to.standard), charter.service(to.service)
    part = charter.units.get(to.unit or "")
    if promised is not None and promised.service != to.service:
        name = charter.services[promised.service].name
        yield Fault("standard", f"This promise is about another service: {name}.")
    if offered is not None and offered.body != to.body:
        yield Fault("service", f"This service belongs to another body: {charter.bodies[offered.body].name}.")
    elif part is not None and part.body != to.body:
        yield Fault("unit", f"This unit belongs to another body: {charter.bodies[part.body].name}.")
    elif offered is not None and offered.unit not in {None, to.unit}:
        yield Fault("unit", f"This service is given by another unit: {charter.units[offered.unit or ''].name}.")
