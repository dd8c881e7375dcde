"""Deciding a case in the office: a finding on each point, and the words of the decision."""

from uuid import UUID

from complaints.actions.answer import conclude
from complaints.actions.find import agree, record_findings
from complaints.actions.reach import reach
from complaints.kernel import journal, outbox
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import REVIEW
from escalation.domain.admissibility import ReviewState, advance
from escalation.schemas import DecisionDraft

UPHELD = frozenset({"upheld", "partly_upheld"})


async def decide(work: Work, case_id: UUID, draft: DecisionDraft) -> str:
    """
    Decide a case that was taken up; return the outcome that follows from the findings.

    Every point needs a finding. What a body decided at its stage stays as it was.
    """
    case = await reach(work, case_id, REVIEW)
    review = await store.review(work.session, case_id)
    state = advance(ReviewState(review.state), ReviewState.DECIDED)

    await record_findings(work, case, draft.findings)
    await agree(work, case, draft.remedies)
    await work.session.flush()
    outcome = await conclude(work, case, draft.words)
    review.state = state.value
    review.decision, review.outcome, review.decided_at = draft.words, outcome, work.now
    charter = work.charters.get(case.charter_id).charter
    upheld = sum(charter.outcome(finding.outcome).counts_as in UPHELD for finding in draft.findings)
    await journal.record(work, case, "review.decided", outcome=outcome, issues=len(draft.findings), upheld=upheld)
    await work.session.flush()

    await outbox.post(work, Tell(case.id, "decided", f"decided:{case.stage_no}", {"decision": draft.words}))
    return outcome
