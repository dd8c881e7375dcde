"""Keeping what was promised to put a complaint right."""

from uuid import UUID

from complaints import store
from complaints.actions.reach import reach, settle
from complaints.domain.access import NOTE
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell
from standards.errors import Conflict, NotFound


async def keep_promise(work: Work, key: UUID, remedy: UUID, evidence: str) -> None:
    """Record that a promised remedy was done, and tell the person."""
    case = await reach(work, key, NOTE)
    kept = next((one for one in await store.remedies(work.session, case.id) if one.id == remedy), None)
    if kept is None:
        raise NotFound("There is no such promise on this case.")
    if kept.done_at is not None:
        raise Conflict("This was already recorded as done.")

    kept.done_at = work.now
    kept.evidence = evidence
    await timers.stop_one(work, kept.id)
    await journal.record(
        work,
        case,
        "undertaking.kept",
        remedy=kept.kind,
        stage=kept.stage_no,
        in_time=kept.due_on is None or work.now.date() <= kept.due_on,
    )
    await settle(work, case)

    await outbox.post(
        work,
        Tell(case.id, "undertaking_kept", f"undertaking_kept:{remedy}", {"promise": kept.words, "evidence": evidence}),
    )
