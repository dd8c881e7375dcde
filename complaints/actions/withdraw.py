"""Stopping a case because the person asks to."""

from uuid import UUID

from complaints.actions.reach import reach, settle
from complaints.domain.access import WITHDRAW, Role
from complaints.domain.case import ClockKind, State
from complaints.domain.lifecycle import advance
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell


async def withdraw(work: Work, key: UUID, why: str | None = None) -> None:
    """
    Stop the case at the person's wish, once; what was promised to be done stays promised.

    Where somebody who acts for them stopped it, they are told.
    """
    case = await reach(work, key, WITHDRAW)
    if State(case.state) is State.WITHDRAWN:
        return
    case.state = advance(State(case.state), State.WITHDRAWN).value
    case.closed_at = work.now
    await timers.stop(work, case.id, [kind.value for kind in ClockKind if kind is not ClockKind.UNDERTAKING])
    await journal.record(work, case, "case.withdrawn", why=why or None)
    await settle(work, case)

    if work.actor.role is Role.REPRESENTATIVE:
        await outbox.post(work, Tell(case.id, "withdrawn", "withdrawn:1"))
