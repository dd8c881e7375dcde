"""Recommending something to a body, which then has its time to answer."""

from uuid import UUID

from complaints.actions.reach import reach
from complaints.domain.case import ClockKind
from complaints.domain.promises import calendar_of
from complaints.kernel import journal, outbox, timers
from complaints.kernel.text import date_words
from complaints.kernel.work import Work
from complaints.messages import Tell
from escalation import store
from escalation.domain.access import RECOMMEND
from escalation.domain.admissibility import NotInThisState, ReviewState
from escalation.domain.recommendation import REPLY_WITHIN, RecommendationState
from escalation.schemas import RecommendationDraft
from standards.deadlines import deadline


async def recommend(work: Work, case_id: UUID, draft: RecommendationDraft) -> UUID:
    """Recommend something on a decided case; the body must answer within the time the charter gives."""
    case = await reach(work, case_id, RECOMMEND)
    review = await store.review(work.session, case_id)
    if review.state != ReviewState.DECIDED.value:
        raise NotInThisState("Decide the case first. A recommendation follows from what was found.")

    adopted = work.charter
    given = adopted.charter.recommendations
    limit = given.reply if given else REPLY_WITHIN
    calendar = calendar_of(adopted.charter, case.body, None)
    due = deadline(limit, work.now, calendar, event="begun")
    key, number = work.new_id(), await store.next_number(work.session, case_id)
    store.add_recommendation(
        work.session,
        id=key,
        case_id=case_id,
        number=number,
        body=case.body,
        words=draft.words,
        wider=draft.wider,
        do_by=draft.do_by,
        state=RecommendationState.ISSUED.value,
        issued_at=work.now,
        reply_due_at=due.due_at,
    )
    running = timers.Running(ClockKind.REPLY.value, limit, due)
    row = timers.row(work, running, subject_id=key, stage_no=case.stage_no, charter_id=adopted.id, started_at=work.now)
    await timers.start(work, [row])
    await journal.record(work, case, "recommendation.issued", number=number, wider=draft.wider)
    await work.session.flush()

    facts = {"words": draft.words, "reply_by": date_words(due.due_at, calendar.zone, case.language)}
    await outbox.post(work, Tell(case_id, "recommended", f"recommended:{number}", facts))
    return key
