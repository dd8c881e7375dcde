"""What people need from us in the play: another format, a safe time, a language, somebody who acts for them."""

from typing import Any

from complaints.app.demonstration.arrivals import Arrival
from complaints.app.demonstration.cast import somebody
from complaints.domain.case import Kind
from complaints.domain.consent import Relation
from complaints.domain.matter import Format, Matter
from complaints.kernel.languages import offered
from complaints.schemas import Contact, Representative
from standards.charter import Charter

NEEDS, SAFE, ACTED_FOR, OTHER_LANGUAGE = 0.08, 0.04, 0.05, 0.12
REPRISAL, UNANSWERED = 0.015, 0.04
FORMATS: dict[Format, float] = {
    Format.LARGE_PRINT: 0.4,
    Format.CALL: 0.25,
    Format.INTERPRETER: 0.2,
    Format.EASY_READ: 0.15,
}
RELATIONS: dict[Relation, float] = {Relation.FAMILY: 0.6, Relation.HELPER: 0.25, Relation.MEMBER: 0.15}


def needed(arrival: Arrival, charter: Charter, contact: Contact | None) -> dict[str, Any]:
    """Return the parts of a submission in which somebody says what they need."""
    chance = arrival.chance
    found: dict[str, Any] = {}
    if chance.happens(NEEDS):
        found["formats"] = (chance.weighted(FORMATS),)
    if contact and chance.happens(SAFE):
        found |= {"safe_since": "09:30", "safe_until": "14:00", "neutral": True}
    if chance.happens(OTHER_LANGUAGE):
        found["language"] = chance.one(offered(charter.authority.languages))
    if contact and arrival.kind is Kind.COMPLAINT and chance.happens(ACTED_FOR):
        acting = somebody(chance, charter.authority.country) or Contact(name="Sam Helper")
        found["representative"] = Representative(relation=chance.weighted(RELATIONS), contact=acting)
    return found


def matter_of(arrival: Arrival, charter: Charter) -> Matter | None:
    """Return what somebody chose to tell us, None where the kind says it all."""
    if arrival.kind is Kind.ENQUIRY:
        return Matter.FIX if arrival.service and arrival.chance.happens(0.5) else None
    if arrival.kind is not Kind.COMPLAINT or arrival.is_fault:
        return None
    if charter.top.independent and arrival.chance.happens(REPRISAL):
        return Matter.REPRISAL
    return Matter.UNANSWERED if arrival.chance.happens(UNANSWERED) else None
