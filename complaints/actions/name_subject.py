"""Saying that a case is about somebody of staff: from that moment it does not exist for them."""

from uuid import UUID

from complaints import store
from complaints.actions.reach import reach
from complaints.domain.access import NAME_STAFF
from complaints.kernel import journal
from complaints.kernel.work import Work
from standards.errors import Fault, Invalid

SUBJECT, CONFLICT = "subject", "conflict"


async def name_subject(
    work: Work, key: UUID, staff_id: UUID, *, relation: str = SUBJECT, version: int | None = None
) -> None:
    """Shut somebody out of the case, in the same transaction; who had it loses it to nobody."""
    case = await reach(work, key, NAME_STAFF, version=version)
    if relation not in {SUBJECT, CONFLICT}:
        raise Invalid("This is no such relation.", faults=[Fault("relation", "Choose subject or conflict.")])
    somebody = await store.staff_by_id(work.session, staff_id)
    if somebody is None:
        raise Invalid("There is nobody like this.", faults=[Fault("subject", "Choose somebody from the list.")])

    await store.add_subject(work.session, case.id, staff_id, relation)
    if case.handler == staff_id:
        case.handler = None
    await journal.record(work, case, "subject.named", staff=str(staff_id), relation=relation)
    await work.session.flush()
