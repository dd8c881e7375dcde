"""A body answers the office: a recommendation, or a case that was referred back to it."""

from uuid import UUID

from complaints.actions.converse import told
from complaints.actions.reach import reach, settle
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import REPLY
from escalation.domain.admissibility import NotInThisState, ReviewState
from escalation.domain.recommendation import Hand, RecommendationState, check_reply, move
from escalation.domain.words import REPLY_WORDS
from standards.errors import Fault, Invalid


async def respond(work: Work, recommendation_id: UUID, answer: RecommendationState, words: str) -> None:
    """Say whether the body accepts a recommendation; in part and not at all need reasons."""
    recommendation = await store.recommendation(work.session, recommendation_id)
    case = await reach(work, recommendation.case_id, REPLY)
    check_reply(answer, words)
    state = move(Hand.BODY, RecommendationState(recommendation.state), answer)

    recommendation.state = state.value
    recommendation.reply = words
    recommendation.replied_at = work.now
    # The recommendation's clock runs on the recommendation, not on the case.
    await timers.stop(work, recommendation.id, ["reply"])
    await journal.record(work, case, "recommendation.answered", number=recommendation.number, state=state.value)
    await work.session.flush()

    key = f"recommendation_answered:{recommendation.number}:{state.value}"
    facts = {"words": recommendation.words, "answer": REPLY_WORDS[state], "reasons": words}
    await outbox.post(work, Tell(case.id, "recommendation_answered", key, facts))


async def answer_back(work: Work, case_id: UUID, words: str) -> None:
    """Answer the person on a case that the office referred back; the office sees it and may still take the case up."""
    case = await reach(work, case_id, REPLY)
    review = await store.review(work.session, case_id)
    if review.state != ReviewState.REFERRED_BACK.value or review.body_answered_at is not None:
        raise NotInThisState("This case is not waiting for an answer of yours.")
    if not words.strip():
        raise Invalid("The answer is empty.", faults=[Fault("words", "Write your answer to the person.")])

    review.body_answered_at = work.now
    await told(work, case, key=f"answered_back:{case.stage_no}", subject="", words=words)
    await settle(work, case)
