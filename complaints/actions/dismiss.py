"""Ending what somebody of staff may do, at once, and letting them back in."""

from uuid import UUID

from complaints import store
from complaints.domain.access import ADMINISTER, Role, require
from complaints.kernel import ledger
from complaints.kernel.work import Work
from complaints.store import Staff
from standards.errors import Conflict, NotFound


class LastAdministrator(Conflict):
    """Without an administrator nobody could let anybody in again."""

    code = "last-administrator"

    def __init__(self) -> None:
        super().__init__("This is the only administrator. Add another one first.")


async def dismiss(work: Work, staff_id: UUID) -> None:
    """Disable somebody and end all their sessions; their open cases count as nobody's from now on."""
    require(work.actor, ADMINISTER)
    somebody = await _somebody(work, staff_id)
    if somebody.role == Role.ADMINISTRATOR.value and somebody.active:
        administrators = await store.staff_with_role(work.session, Role.ADMINISTRATOR.value)
        if len(administrators) == 1:
            raise LastAdministrator

    somebody.active = False
    await store.end_sessions_of(work.session, staff_id)
    await work.session.flush()
    await ledger.record(work, ledger.PEOPLE, "person.dismissed", staff=str(staff_id))


async def readmit(work: Work, staff_id: UUID) -> None:
    """Let somebody sign in again, with the rights they had."""
    require(work.actor, ADMINISTER)
    somebody = await _somebody(work, staff_id)

    somebody.active = True
    await work.session.flush()
    await ledger.record(work, ledger.PEOPLE, "person.readmitted", staff=str(staff_id))


async def _somebody(work: Work, staff_id: UUID) -> Staff:
    found = await store.staff_by_id(work.session, staff_id)
    if found is None:
        raise NotFound("There is nobody like this.")
    return found
