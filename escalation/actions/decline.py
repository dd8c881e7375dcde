"""Not taking a case up, with a ground and reasons; or referring it back, because it is too early."""

from uuid import UUID

from complaints.actions.acknowledge import take_on
from complaints.actions.reach import reach, relations, settle
from complaints.domain.case import ClockKind, State
from complaints.domain.lifecycle import advance as advance_case
from complaints.kernel import journal, outbox, timers
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import REVIEW
from escalation.domain.admissibility import ReviewState, advance, check_open, where_declining_leads
from escalation.store import Case, Review
from standards.charter import Charter
from standards.errors import Fault, Invalid

STOPPED = (ClockKind.ACKNOWLEDGE.value, ClockKind.RESPOND.value, ClockKind.INFORM.value)


async def decline(work: Work, case_id: UUID, ground: str, reasons: str, *, agreed: str = "") -> None:
    """
    Decline the case, or refer it back where the ground is that it is too early.

    What is referred back does not go down the ladder: it stays open with the office, whose
    clocks go on, and the body is asked to answer. Both tell the person the reasons.

    A case that came straight to the office is given to the body only where the person *agreed*, in the words that say
    how; they read it. Until then it does not exist for the body.
    """
    case = await reach(work, case_id, REVIEW)
    review = await store.review(work.session, case_id)
    charter = work.charters.get(case.charter_id).charter
    _check(charter, ground, reasons)
    state = advance(ReviewState(review.state), where_declining_leads(ground))
    if state is ReviewState.REFERRED_BACK and not (await relations(work, case)).known_to_body:
        await _share(work, case, agreed)

    review.state = state.value
    check_open(State(case.state))
    review.ground, review.reasons, review.decided_at = ground, reasons, work.now
    facts = {"ground": charter.ground(ground).words, "reasons": reasons}
    if state is ReviewState.REFERRED_BACK:
        await _refer_back(work, case, ground, reasons)
        await outbox.post(work, Tell(case.id, "referred_back", f"referred_back:{case.stage_no}", facts))
    else:
        await _end(work, case, review, ground)
        await outbox.post(work, Tell(case.id, "declined", f"declined:{case.stage_no}", facts))


async def _share(work: Work, case: Case, agreed: str) -> None:
    """Give a case to the body it is about, which has not known of it; raise Invalid where the person did not agree."""
    if not agreed.strip():
        fault = Fault("agreed", "Ask the person first, and write how they agreed. They can read it.")
        raise Invalid("The body gets this case only if the person agrees.", faults=[fault])
    case.shared_at = work.now
    await journal.record(work, case, "case.shared", reason=agreed)


async def _refer_back(work: Work, case: Case, ground: str, reasons: str) -> None:
    if State(case.state) is State.RECEIVED:
        await take_on(work, case, reasons)
    await journal.record(work, case, "review.referred_back", ground=ground)
    await settle(work, case)


async def _end(work: Work, case: Case, review: Review, ground: str) -> None:
    stage = await store.stage(work.session, case)
    case.state = advance_case(State(case.state), State.CLOSED).value
    case.closed_at = stage.answered_at = work.now
    stage.acknowledged_at = stage.acknowledged_at or work.now
    stage.answer = review.reasons
    stage.decided_by = work.actor.id
    await timers.stop(work, case.id, STOPPED)
    await journal.record(work, case, "review.declined", ground=ground)
    await journal.record(work, case, "case.closed", reason="declined")
    await settle(work, case)


def _check(charter: Charter, ground: str, reasons: str) -> None:
    known = {one.code for one in charter.grounds}
    faults = []
    if ground not in known:
        faults.append(Fault("ground", "Choose one of the grounds of the charter."))
    if not reasons.strip():
        faults.append(Fault("reasons", "Say why, for this case and in words the person understands."))
    if faults:
        raise Invalid("A case is declined with a ground and with reasons.", faults=faults)
