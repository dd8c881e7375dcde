"""Saying who has a case."""

from uuid import UUID

from complaints import store
from complaints.actions.reach import reach
from complaints.domain.access import HANDLE, Actor, Role, allowed
from complaints.kernel import journal
from complaints.kernel.work import Work
from standards.errors import Fault, Invalid


async def assign(work: Work, key: UUID, handler: UUID, *, version: int | None = None) -> None:
    """Give the case to somebody who could handle it themselves."""
    case = await reach(work, key, HANDLE, version=version)
    somebody = await store.staff_by_id(work.session, handler)
    relations = await store.relations(work, case)
    if (
        somebody is None
        or not somebody.active
        or not allowed(
            Actor(
                Role(somebody.role), somebody.id, somebody.name, frozenset(somebody.bodies), frozenset(somebody.units)
            ),
            HANDLE,
            relations,
        )
    ):
        raise Invalid(
            "This case cannot go to them.", faults=[Fault("handler", "Choose somebody who handles this step.")]
        )

    case.handler = handler
    await journal.record(work, case, "case.assigned", handler=str(handler))
    await work.session.flush()
