"""Every statement that changes a climb, a review, a paper or a recommendation, and the rows an action works on."""

from collections.abc import Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.kernel import journal
from complaints.kernel.db import Instant
from complaints.kernel.timers import ClockRow
from complaints.kernel.work import Work
from complaints.tables import CaseRow, StageRow
from escalation.tables import HandOverRow, PaperRow, RecommendationRow, ReviewRow
from standards.errors import NotFound

Case: TypeAlias = CaseRow
"""A case as an action works on it."""

Review: TypeAlias = ReviewRow
"""A review as an action works on it."""

Recommendation: TypeAlias = RecommendationRow
"""A recommendation as an action works on it."""

_INSERT_STAGE = insert(StageRow.__table__)  # type: ignore[arg-type]
_INSERT_HAND_OVER = insert(HandOverRow.__table__)  # type: ignore[arg-type]
_INSERT_PAPER = insert(PaperRow.__table__)  # type: ignore[arg-type]

_CLAIM_STEP = text(
    "INSERT INTO climbs (case_id, to_stage_no, from_tier, to_tier, entry, why, asked_late, climbed_at)"
    " VALUES (:case_id, :to_stage_no, :from_tier, :to_tier, :entry, :why, :asked_late, :climbed_at)"
    " ON CONFLICT (case_id, to_stage_no) DO NOTHING"
).bindparams(bindparam("case_id", type_=Uuid()), bindparam("climbed_at", type_=Instant()))


class NoSuchReview(NotFound):
    """The office has no file on this case, or none that may be known of."""

    code = "no-such-review"

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours to see.")


class NoSuchRecommendation(NotFound):
    """The answer for a recommendation that is not there and for one that must not be known of."""

    code = "no-such-recommendation"

    def __init__(self) -> None:
        super().__init__("There is nothing here, or it is not yours to see.")


async def claim_step(session: AsyncSession, values: dict[str, Any]) -> bool:
    """Take one step of a case up the ladder; False when it was taken before."""
    done = await (await session.connection()).execute(_CLAIM_STEP, values)
    return bool(done.rowcount == 1)


async def stage(session: AsyncSession, case: Case) -> StageRow:
    """Return the stage the case is at."""
    wanted = select(StageRow).where(StageRow.case_id == case.id, StageRow.stage_no == case.stage_no)
    return (await session.scalars(wanted)).one()


async def add_stage(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert one more stage of a case."""
    await (await session.connection()).execute(_INSERT_STAGE, values)


async def running_clocks(session: AsyncSession, case: Case) -> Sequence[ClockRow]:
    """Return the clocks of the case's present stage that nobody has stopped, the earliest first."""
    wanted = select(ClockRow).where(
        ClockRow.subject_id == case.id, ClockRow.stage_no == case.stage_no, ClockRow.stopped_at.is_(None)
    )
    return (await session.scalars(wanted.order_by(ClockRow.due_at))).all()


async def add_hand_over(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep a sealed snapshot."""
    await (await session.connection()).execute(_INSERT_HAND_OVER, values)


def add_review(work: Work, case: Case) -> Review:
    """Open the office's file on a case, with a chain of its own."""
    opened = ReviewRow(
        case_id=case.id,
        stage_no=case.stage_no,
        state="received",
        received_at=work.now,
        journal_id=work.new_id(),
        journal_length=0,
        journal_head=journal.GENESIS,
    )
    work.session.add(opened)
    return opened


async def review(session: AsyncSession, case_id: UUID) -> Review:
    """Return the office's file on a case; raise NoSuchReview."""
    found = await session.scalar(select(ReviewRow).where(ReviewRow.case_id == case_id).with_for_update())
    if found is None:
        raise NoSuchReview
    return found


async def record_apart(work: Work, opened: Review, kind: str, **payload: Any) -> None:
    """Write an entry on the office's own chain, which nobody else reads."""
    head = journal.Head(opened.journal_id, opened.stage_no, opened.journal_length, opened.journal_head)
    await journal.record(work, head, kind, **payload)
    opened.journal_length, opened.journal_head = head.journal_length, head.journal_head


async def add_paper(session: AsyncSession, values: dict[str, Any]) -> None:
    """Keep a sealed paper."""
    await (await session.connection()).execute(_INSERT_PAPER, values)


async def next_number(session: AsyncSession, case_id: UUID) -> int:
    """Return the number of the next recommendation on a case."""
    wanted = select(func.max(RecommendationRow.number)).where(RecommendationRow.case_id == case_id)
    return (await session.scalar(wanted) or 0) + 1


def add_recommendation(session: AsyncSession, **values: Any) -> None:
    """Keep a recommendation."""
    session.add(RecommendationRow(**values))


async def recommendation(session: AsyncSession, key: UUID) -> Recommendation:
    """Return one recommendation; raise NoSuchRecommendation."""
    found = await session.scalar(select(RecommendationRow).where(RecommendationRow.id == key).with_for_update())
    if found is None:
        raise NoSuchRecommendation
    return found
