"""Ending at once that somebody acts for the person of a case: their code opens nothing from that instant."""

from uuid import UUID

from complaints.actions.owe import drop_for_consent
from complaints.actions.reach import reach
from complaints.domain.access import ASSIST, OWN, Role
from complaints.domain.case import NoSuchCase
from complaints.kernel import journal
from complaints.kernel.work import Work
from complaints.store import contacts


async def end_consent(work: Work, consent_id: UUID) -> None:
    """
    End one consent, by the person or by somebody of staff whom they called; what was owed to it is not sent.

    Ended once, it stays ended; ending it again changes nothing.
    """
    consent = await contacts.consent(work.session, consent_id)
    if consent is None:
        raise NoSuchCase
    case = await reach(work, consent.case_id, OWN if work.actor.role is Role.PERSON else ASSIST)
    if consent.ended_at is not None:
        return
    consent.ended_at, consent.ended_by = work.now, work.actor.label
    await journal.record(work, case, "consent.ended", relation=consent.relation, scope=consent.scope)
    await drop_for_consent(work, consent.id)
    await work.session.flush()
