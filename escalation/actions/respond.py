"""A body answers the office: a recommendation, or a case that was referred back to it."""

from uuid import UUID

from complaints.actions.converse import told
from complaints.actions.reach import reach, settle
from complaints.domain.case import ClockKind
from complaints.domain.promises import calendar_of
from complaints.kernel import journal, outbox, timers
from complaints.kernel.text import date_words
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import ANSWER_BACK, REPLY
from escalation.domain.admissibility import NotInThisState, ReviewState
from escalation.domain.recommendation import ACCEPTS, Hand, RecommendationState, check_reply, confirm_by, move
from escalation.store import Case, Recommendation
from standards.errors import Fault, Invalid

REPLY_CLOCK, CONFIRM_CLOCK = ClockKind.REPLY.value, ClockKind.CONFIRM.value


async def respond(work: Work, recommendation_id: UUID, answer: RecommendationState, words: str) -> None:
    """
    Say whether the body accepts a recommendation; in part and not at all need reasons.

    Once it accepts, the time runs within which it shows the office that it was done.
    """
    recommendation = await store.recommendation(work.session, recommendation_id)
    case = await reach(work, recommendation.case_id, REPLY)
    check_reply(answer, words)
    state = move(Hand.BODY, RecommendationState(recommendation.state), answer)

    recommendation.state = state.value
    recommendation.reply = words
    recommendation.replied_at = work.now
    # The recommendation's clock runs on the recommendation, not on the case.
    await timers.stop(work, recommendation.id, [REPLY_CLOCK])
    confirm = await _expect_proof(work, recommendation, case) if state in ACCEPTS else ""
    await journal.record(work, case, "recommendation.answered", number=recommendation.number, state=state.value)
    await work.session.flush()

    key = f"recommendation_answered:{recommendation.number}:{state.value}"
    facts = {"words": recommendation.words, "answer": state.value, "reasons": words, "confirm_by": confirm}
    await outbox.post(work, Tell(case.id, "recommendation_answered", key, facts))


async def _expect_proof(work: Work, recommendation: Recommendation, case: Case) -> str:
    """
    Let the time run within which the body shows that it was done; the day in words, none where nobody named one.

    It runs by the charter under which the recommendation was made. A body that accepts more than before has no more
    time for it.
    """
    clocks = await timers.clocks_of(work.session, recommendation.id)
    adopted = next((work.charters.get(one.charter_id) for one in clocks if one.kind == REPLY_CLOCK), work.charter)
    charter = adopted.charter
    calendar = calendar_of(charter, recommendation.body, None)
    limit = charter.recommendations.confirm if charter.recommendations else None
    due = confirm_by(limit, recommendation.do_by, recommendation.reply_due_at, calendar)
    if due is None:
        return ""
    if not any(one.kind == CONFIRM_CLOCK for one in clocks):
        running = timers.Running(CONFIRM_CLOCK, None if recommendation.do_by else limit, due)
        row = timers.row(
            work,
            running,
            subject_id=recommendation.id,
            stage_no=case.stage_no,
            charter_id=adopted.id,
            started_at=work.now,
        )
        await timers.start(work, [row])
    return date_words(due.due_at, calendar.zone, case.language)


async def answer_back(work: Work, case_id: UUID, words: str) -> None:
    """Answer the person on a case that the office referred back; the office sees it and may still take the case up."""
    case = await reach(work, case_id, ANSWER_BACK)
    review = await store.review(work.session, case_id)
    if review.state != ReviewState.REFERRED_BACK.value or review.body_answered_at is not None:
        raise NotInThisState("This case is not waiting for an answer of yours.")
    if not words.strip():
        raise Invalid("The answer is empty.", faults=[Fault("words", "Write your answer to the person.")])

    review.body_answered_at = work.now
    await told(work, case, key=f"answered_back:{case.stage_no}", subject="", words=words)
    await settle(work, case)
