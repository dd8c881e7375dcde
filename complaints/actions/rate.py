"""Saying how a stage of a case was handled: one answer a stage, changed until the case goes on."""

from typing import Any
from uuid import UUID

import msgspec

from complaints.actions.reach import reach
from complaints.domain.access import RATE
from complaints.domain.case import State
from complaints.domain.survey import may_rate
from complaints.kernel import journal
from complaints.kernel.work import Work
from complaints.schemas.drafts import SurveyDraft
from complaints.store import surveys
from standards.errors import Conflict
from standards.language import say


class NothingToRate(Conflict):
    """Nobody has answered yet, so nobody can say how it went; or the case went on since."""

    code = "nothing-to-rate"


async def rate(work: Work, key: UUID, draft: SurveyDraft, *, stage_no: int | None = None) -> None:
    """
    Keep what the person says about the stage that answered; said again, it takes the place of what they said before.

    With the *stage_no* they were looking at, an answer is never taken for another stage. The journal keeps what was
    chosen and no words; the same answer twice stands there once. It is no message of theirs and moves no clock.
    """
    case = await reach(work, key, RATE)
    if stage_no is not None and stage_no != case.stage_no:
        raise NothingToRate(
            say("Your case has gone on since. You can tell us how we did when the next answer is there.")
        )
    if not may_rate(State(case.state), historic=case.historic):
        raise NothingToRate(say("There is no answer yet. You can tell us how we did when you have it."))
    kept = msgspec.structs.asdict(draft) | {"handled": draft.handled.value}
    chosen: dict[str, Any] = {name: kept[name] for name in ("handled", "informed", "treated_worse")}
    before = await surveys.said_of(work.session, case.id, case.stage_no)
    is_new = before is None or any(getattr(before, name) != value for name, value in chosen.items())
    await surveys.keep(work.session, case_id=case.id, stage_no=case.stage_no, **kept, answered_at=work.now)
    if is_new:
        await journal.record(work, case, "survey.answered", **chosen)
        await work.session.flush()
