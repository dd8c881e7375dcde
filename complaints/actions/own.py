"""The person's own case, or that of somebody they act for: shown while their code and their consent are good."""

from uuid import UUID

from complaints import reads, store
from complaints.domain.access import ADD, READ, allowed
from complaints.domain.case import NoSuchCase
from complaints.kernel.work import Work
from complaints.schemas import CaseView


async def own_case(work: Work) -> CaseView:
    """Return the case whose code this actor has shown; raise NoSuchCase when it opens nothing (any more)."""
    return await reads.case_for_person(work.session, await own_key(work))


async def own_key(work: Work) -> UUID:
    """Return the key of the case whose code this actor has shown; raise NoSuchCase."""
    if work.actor.case_id is None:
        raise NoSuchCase
    case = await store.look_up_key(work.session, work.actor.case_id)
    if not allowed(work.actor, READ, await store.relations(work, case)):
        raise NoSuchCase
    return case.id


async def may_act(work: Work) -> bool:
    """Whether this actor may speak on the case whose code they have shown, not only read it."""
    case = await store.look_up_key(work.session, await own_key(work))
    return allowed(work.actor, ADD, await store.relations(work, case))
