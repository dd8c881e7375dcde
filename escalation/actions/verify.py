"""Saying whether a recommendation was carried out: only the office does."""

from uuid import UUID

from complaints.actions.reach import reach
from complaints.domain.case import ClockKind
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import RECOMMEND
from escalation.domain.recommendation import Hand, RecommendationState, move
from standards.errors import Fault, Invalid


async def verify(work: Work, recommendation_id: UUID, *, implemented: bool, words: str) -> None:
    """Record that a recommendation was carried out, or was not, and how the office knows."""
    recommendation = await store.recommendation(work.session, recommendation_id)
    case = await reach(work, recommendation.case_id, RECOMMEND)
    if not words.strip():
        raise Invalid("Say how you know.", faults=[Fault("words", "Say what you saw or were shown.")])
    wanted = RecommendationState.IMPLEMENTED if implemented else RecommendationState.NOT_IMPLEMENTED
    state = move(Hand.OFFICE, RecommendationState(recommendation.state), wanted)

    recommendation.state = state.value
    recommendation.verification = words
    recommendation.verified_at = work.now
    await timers.stop(work, recommendation.id, [ClockKind.REPLY.value, ClockKind.CONFIRM.value])
    await journal.record(work, case, "recommendation.verified", number=recommendation.number, state=state.value)
    await work.session.flush()

    key = f"recommendation_verified:{recommendation.number}:{state.value}"
    facts = {"words": recommendation.words, "done": "yes" if implemented else "", "evidence": words}
    await outbox.post(work, Tell(case.id, "recommendation_verified", key, facts))
