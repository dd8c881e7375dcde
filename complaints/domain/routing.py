"""Where a case belongs, from what the person knows: no wrong door, and "I do not know" is a good answer."""

from collections.abc import Iterable

from complaints.domain.matter import Matter
from complaints.domain.promises import Place
from standards.charter import Charter, Tier
from standards.errors import Fault, Invalid


def goes_to_office(charter: Charter, matter: Matter = Matter.REPRISAL) -> bool:
    """
    Whether a matter goes straight to the top of the ladder, past the body it is about.

    Only where the top is independent: elsewhere it is taken in like any other complaint, and no page says otherwise.
    """
    return matter.is_for_office and charter.top.independent


def tier_for(charter: Charter, matter: Matter) -> Tier:
    """Return the rung of the ladder at which a matter begins."""
    return charter.top if goes_to_office(charter, matter) else charter.first_tier


def place_for(charter: Charter, *, body: str | None, service: str | None, standard: str | None) -> Place:
    """
    Return the place of a case in the authority.

    A standard names its service, a service its body and unit. With nothing
    named the case goes to the charter's first body, whose officers pass it on.
    A service does not name a standard: nobody is promised what they did not ask for.
    """
    if standard is not None:
        known = charter.standards.get(standard)
        if known is None:
            raise _unknown("standard", standard, charter.standards)
        if service is not None and service != known.service:
            raise Invalid(
                "The standard and the service do not belong together.",
                faults=[Fault("standard", f"This belongs to another service: {charter.services[known.service].name}.")],
            )
        service = known.service
    if service is not None:
        offered = charter.service(service)
        if offered is None:
            raise _unknown("service", service, charter.services)
        if body is not None and body != offered.body:
            raise Invalid(
                "The service and the body do not belong together.",
                faults=[Fault("service", f"This service belongs to the body {offered.body!r}.")],
            )
        return Place(offered.body, offered.unit, service, standard)
    if body is not None and body not in charter.bodies:
        raise _unknown("body", body, charter.bodies)
    return Place(body or next(iter(charter.bodies)))


def _unknown(field: str, given: str, known: Iterable[str]) -> Invalid:
    keys = ", ".join(sorted(known))
    return Invalid(f"There is no such {field}.", faults=[Fault(field, f"{given!r} is not one of: {keys}.")])
