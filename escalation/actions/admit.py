"""Taking a case up in the office, once the tests are answered."""

from collections.abc import Mapping
from uuid import UUID

from complaints.actions.acknowledge import take_on
from complaints.actions.reach import reach, settle
from complaints.domain.case import State
from complaints.kernel import journal, outbox
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.actions.papers import seal_paper
from escalation.domain.access import REVIEW
from escalation.domain.admissibility import QUESTIONS, ReviewState, advance, check_admissible, check_open
from escalation.schemas import PaperDraft
from standards.errors import Fault, Invalid


async def admit(work: Work, case_id: UUID, answers: Mapping[str, str], understanding: str) -> None:
    """
    Take the case up; *answers* are those to the tests, by key, and go sealed into the office's papers.

    The person is told what the office understood and will look at. Raises Invalid naming
    each test that is not answered, or answered with no.
    """
    case = await reach(work, case_id, REVIEW)
    review = await store.review(work.session, case_id)
    state = advance(ReviewState(review.state), ReviewState.ADMITTED)
    check_open(State(case.state))
    check_admissible(answers)
    if not understanding.strip():
        raise Invalid("Say what you will look at.", faults=[Fault("understanding", "Write what you will look at.")])

    review.state = state.value
    review.admitted_at = work.now
    if State(case.state) is State.RECEIVED:
        await take_on(work, case, understanding)
    weighed = "\n".join(f"{question.words} {answers[question.key]}" for question in QUESTIONS)
    await seal_paper(work, review, PaperDraft("Admissibility: taken up", weighed))
    await journal.record(work, case, "review.admitted")
    await settle(work, case)

    facts = {"understanding": understanding}
    await outbox.post(work, Tell(case.id, "admitted", f"admitted:{case.stage_no}", facts))
