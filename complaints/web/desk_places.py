"""What the page of a case needs for passing it on, and for saying that the service was given."""

from datetime import datetime
from typing import Any

from complaints.domain.case import ClockKind, State
from complaints.schemas.desk import DeskCase
from complaints.web.submitted import needs
from standards.charter import Charter

Pairs = list[tuple[str, str]]


def move_values(charter: Charter, desk: DeskCase, now: datetime) -> dict[str, Any]:
    """Return where a case may be passed to, and what its service still owes the person; None where nothing."""
    case = desk.case
    standard = charter.standard(case.standard)
    owed = [one for one in case.clocks if one.kind == ClockKind.SERVICE.value and one.stopped_at is None]
    return {
        "places": _places(charter, now) if desk.may_handle and State(case.state).is_open else None,
        "owed": {"by": owed[0].due, "promise": standard.promise if standard else ""} if owed else None,
    }


def _places(charter: Charter, now: datetime) -> dict[str, Pairs]:
    """Return bodies, units, services and promises to choose from; each says where it belongs."""
    bodies = {key: body.name for key, body in charter.bodies.items()}
    return {
        "bodies": list(bodies.items()),
        "units": [(key, f"{bodies[unit.body]}: {unit.name}") for key, unit in charter.units.items()],
        "services": [(key, f"{bodies[one.body]}: {one.name}") for key, one in charter.services.items()],
        "standards": needs(charter, now),
    }
