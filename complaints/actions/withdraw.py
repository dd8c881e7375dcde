"""Stopping a case because the person asks to."""

from uuid import UUID

from complaints.actions.reach import reach, settle
from complaints.domain.access import WITHDRAW
from complaints.domain.case import ClockKind, State
from complaints.domain.lifecycle import advance
from complaints.kernel import journal, timers
from complaints.kernel.work import Work


async def withdraw(work: Work, key: UUID, why: str | None = None) -> None:
    """Stop the case at the person's wish; what was promised to be done stays promised."""
    case = await reach(work, key, WITHDRAW)
    case.state = advance(State(case.state), State.WITHDRAWN).value
    case.closed_at = work.now
    await timers.stop(work, case.id, [kind.value for kind in ClockKind if kind is not ClockKind.UNDERTAKING])
    await journal.record(work, case, "case.withdrawn", why=why)
    await settle(work, case)
