"""Telling the ombudsperson, out of a case, that somebody was treated worse because they complained: one press."""

from typing import Any
from uuid import UUID

from complaints import store
from complaints.actions.lodge import Origin, lodge
from complaints.actions.reach import reach
from complaints.domain.access import RATE, Role
from complaints.domain.case import Kind, Visibility
from complaints.domain.consent import Given, Relation, Scope
from complaints.domain.matter import Format, Matter
from complaints.kernel import vault
from complaints.kernel.work import Work
from complaints.schemas import Contact, Receipt, Representative, Submission
from complaints.store import Case
from standards.language import say


async def report_worse(work: Work, key: UUID, words: str = "", *, sent: str | None = None) -> Receipt:
    """
    Lodge a new case with the ombudsperson that comes out of this one, and return its receipt.

    Who the person is, how they are reached and what they need is carried over, so nothing is typed again; *words* may
    be left out. The first case is not touched: whoever works on it does not learn of the new one. The same key *sent*
    makes one case.
    """
    case = await reach(work, key, RATE)
    submission = Submission(
        kind=Kind.COMPLAINT,
        matter=Matter.REPRISAL,
        narrative=words
        or say("I was treated worse because I complained. My first case is {reference}.", reference=case.reference),
        contact=await _contact(work, case.person_id),
        representative=await _representative(work, case),
        language=case.language,
        **_place(work, case),
        **_needs(case),
    )
    return await lodge(work, submission, channel="web_form", key=sent, origin=Origin(related_to=case.id))


def _place(work: Work, case: Case) -> dict[str, Any]:
    """Where it happened, as far as the charter in force knows that place; an older system had names of its own."""
    charter = work.charter.charter
    if case.service and charter.service(case.service):
        return {"service": case.service}
    return {"body": case.body if case.body in charter.bodies else None}


def _needs(case: Case) -> dict[str, Any]:
    """What the person needs, when it is safe to reach them and who may know them: as they said the first time."""
    return {
        "identity": Visibility(case.visibility),
        "adjustments": case.adjustments,
        "formats": tuple(Format(one) for one in case.formats or ()),
        "safe_since": case.safe_since,
        "safe_until": case.safe_until,
        "safe_words": case.safe_words,
        "voicemail": case.voicemail,
        "neutral": case.neutral,
    }


async def _contact(work: Work, person_id: UUID | None) -> Contact | None:
    if person_id is None:
        return None
    known = await vault.identify(work, person_id)
    return Contact(known.name, known.email, known.phone, known.post)


async def _representative(work: Work, case: Case) -> Representative | None:
    """Return who sends it, where that is not the person: the new case is theirs to follow by the same consent."""
    if work.actor.role is not Role.REPRESENTATIVE:
        return None
    given = next(one for one in await store.consents(work.session, case.id) if one.id == work.actor.id)
    return Representative(
        relation=Relation(given.relation),
        contact=await _contact(work, given.person_id) or Contact(),
        scope=Scope(given.scope),
        given=Given(given.given),
        expires_on=given.expires_on,
    )
