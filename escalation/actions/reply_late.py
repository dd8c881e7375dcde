"""What the silence of a body sets off: the recommendation stands as unanswered."""

from complaints.actions.reach import reach
from complaints.kernel import journal, outbox
from complaints.kernel.timers import Fired
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import CLIMB
from escalation.domain.recommendation import Hand, RecommendationState, move


async def reply_is_late(work: Work, clock: Fired) -> None:
    """Note that a body did not answer a recommendation in time; an answer that comes later still counts."""
    recommendation = await store.recommendation(work.session, clock.subject_id)
    if recommendation.state != RecommendationState.ISSUED.value:
        return
    case = await reach(work, recommendation.case_id, CLIMB)

    recommendation.state = move(Hand.CLOCK, RecommendationState.ISSUED, RecommendationState.NO_REPLY).value
    await journal.record(
        work, case, "clock.late", clock=clock.kind, due_at=clock.promised_at.isoformat(), number=recommendation.number
    )
    await work.session.flush()

    key = f"recommendation_unanswered:{recommendation.number}"
    await outbox.post(work, Tell(case.id, "recommendation_unanswered", key, {"words": recommendation.words}))
