"""Passing a compliment on to the people praised, and telling the giver that it was."""

from uuid import UUID

from complaints import store
from complaints.actions.reach import reach, settle
from complaints.domain.access import HANDLE
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.lifecycle import advance
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell
from standards.errors import Conflict


class NotACompliment(Conflict):
    """Only praise is passed on; a complaint is answered."""

    code = "not-a-compliment"

    def __init__(self) -> None:
        super().__init__("Only a compliment can be passed on. A complaint needs an answer.")


async def pass_on(work: Work, key: UUID, told_whom: str, *, proof: str = "", version: int | None = None) -> None:
    """Record who was told of the praise, and how that can be seen; the giver is told both."""
    case = await reach(work, key, HANDLE, version=version)
    if case.kind != Kind.COMPLIMENT.value:
        raise NotACompliment
    stage = await store.stage(work.session, case)

    case.state = advance(State(case.state), State.PASSED_ON).value
    case.closed_at = stage.answered_at = work.now
    stage.decided_by = work.actor.id
    await timers.stop(work, case.id, [ClockKind.PASS_ON.value])
    await journal.record(work, case, "case.passed_on", told=told_whom, proof=proof or None)
    await settle(work, case)

    await outbox.post(work, Tell(case.id, "passed_on", "passed_on:1", {"told_whom": told_whom, "proof": proof}))
