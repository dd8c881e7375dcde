"""Opening who the person is: with a reason, and where the person can read that it happened."""

from uuid import UUID

from complaints import store
from complaints.actions.reach import reach
from complaints.domain.access import IDENTIFY
from complaints.domain.privacy import may_see_name
from complaints.kernel import journal, vault
from complaints.kernel.vault import Identity
from complaints.kernel.work import Work
from standards.errors import NotAllowed, NotFound


async def open_identity(work: Work, key: UUID, reason: str) -> Identity:
    """
    Return who the person is; the opening stands in the journal with its reason.

    Where only somebody who acts for them is known, nothing is said of the person themself.
    """
    case = await reach(work, key, IDENTIFY)
    acting = [one.person_id for one in await store.consents(work.session, case.id)]
    if not any([case.person_id, *acting]):
        raise NotFound("This person gave no name and no address.")
    if not may_see_name(work.actor, case.visibility):
        raise NotAllowed("The person asked that your team does not see who they are.", open=True)
    await journal.record(work, case, "identity.opened", reason=reason)
    await work.session.flush()
    return Identity() if case.person_id is None else await vault.identify(work, case.person_id)
