"""What follows when a body does not show in time that it did what it accepted: it is written down, and told."""

from complaints.actions.reach import reach
from complaints.kernel import journal, outbox
from complaints.kernel.timers import Fired
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import CLIMB


async def confirmation_is_late(work: Work, clock: Fired) -> None:
    """Note that nobody has shown that a recommendation was carried out; only the office says whether it was."""
    recommendation = await store.recommendation(work.session, clock.subject_id)
    case = await reach(work, recommendation.case_id, CLIMB)
    await journal.record(
        work, case, "clock.late", clock=clock.kind, due_at=clock.promised_at.isoformat(), number=recommendation.number
    )
    await work.session.flush()

    key = f"recommendation_unconfirmed:{recommendation.number}"
    await outbox.post(work, Tell(case.id, "recommendation_unconfirmed", key, {"words": recommendation.words}))
