"""Every statement that changes a case, and the rows an action works on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.access import CaseRelations, Role
from complaints.domain.case import NoSuchCase
from complaints.domain.consent import Scope, holds
from complaints.domain.proposals import NoSuchProposal
from complaints.domain.proposals import State as ProposalState
from complaints.kernel.timers import ClockRow
from complaints.kernel.work import Work
from complaints.tables import (
    AttachmentRow,
    CaseRow,
    ConsentRow,
    DraftRow,
    ExtensionRow,
    FindingRow,
    ImportRow,
    IssueRow,
    MessageRow,
    ProposalRow,
    RemedyRow,
    SignInRow,
    StaffRow,
    StageRow,
    SubjectRow,
    SubmissionRow,
)

Case: TypeAlias = CaseRow
"""A case as an action works on it."""

Staff: TypeAlias = StaffRow
"""Somebody of staff as an action works on them."""

Proposal: TypeAlias = ProposalRow
"""A charter that somebody works on or has put forward, as an action works on it."""

MoreTime: TypeAlias = ExtensionRow
"""More time for an answer as an action works on it."""

Message: TypeAlias = MessageRow
"""A message of a case as an action works on it."""

KeptConsent: TypeAlias = ConsentRow
"""A consent by which somebody acts for the person, as an action works on it."""

CASES, STAGES, SUBMISSIONS = CaseRow.__table__, StageRow.__table__, SubmissionRow.__table__
CONSENTS = ConsentRow.__table__
"""For those who insert them with other rows at once."""

_INSERT_MESSAGE = insert(MessageRow.__table__)  # type: ignore[arg-type]


async def forget_submissions(session: AsyncSession, before: datetime) -> None:
    """Clear away submission keys from before an instant; after that the same key makes a new case."""
    await session.execute(delete(SubmissionRow).where(SubmissionRow.at < before))


async def submission(session: AsyncSession, key_hash: bytes) -> SubmissionRow | None:
    """Return what was lodged under a key, None when nothing was."""
    return await session.get(SubmissionRow, key_hash)


async def send_draft(session: AsyncSession, draft: UUID, case_id: UUID) -> None:
    """Give what hangs on a draft to the case it became; the draft itself is gone."""
    moved = update(AttachmentRow).where(AttachmentRow.draft_id == draft).values(draft_id=None, case_id=case_id)
    await session.execute(moved)
    await session.execute(delete(DraftRow).where(DraftRow.id == draft))


async def known_numbers(session: AsyncSession, source: str, numbers: Sequence[str]) -> set[str]:
    """Return which of an older system's numbers are cases here already."""
    found = select(CaseRow.external_id).where(CaseRow.source == source, CaseRow.external_id.in_(numbers))
    return {number for number in await session.scalars(found) if number is not None}


async def references_in_use(session: AsyncSession, references: Sequence[str]) -> set[str]:
    """Return which of these references belong to a case already."""
    return set(await session.scalars(select(CaseRow.reference).where(CaseRow.reference.in_(references))))


async def import_of(session: AsyncSession, file_hash: bytes) -> ImportRow | None:
    """Return how far the import of a file has come, locked until the work ends where the database can."""
    found: ImportRow | None = await session.scalar(
        select(ImportRow).where(ImportRow.file_hash == file_hash).with_for_update()
    )
    return found


async def add_import(session: AsyncSession, values: dict[str, Any]) -> ImportRow:
    """Insert the progress of a file of which nothing was read yet."""
    row = ImportRow(**values, lines_read=0, taken=0, known=0, rejected=0)
    session.add(row)
    await session.flush()
    return row


async def load(session: AsyncSession, key: UUID) -> CaseRow:
    """Return the case, locked until the work ends where the database can; raise NoSuchCase."""
    case = await session.scalar(select(CaseRow).where(CaseRow.id == key).with_for_update())
    if case is None:
        raise NoSuchCase
    return case


async def id_of(session: AsyncSession, reference: str) -> UUID:
    """Return the key of a case by its reference; raise NoSuchCase."""
    key = await session.scalar(select(CaseRow.id).where(CaseRow.reference == reference))
    if key is None:
        raise NoSuchCase
    return key


async def look_up(session: AsyncSession, reference: str) -> CaseRow:
    """Return the case to look at, not to change: nobody waits for it; raise NoSuchCase."""
    case = await session.scalar(select(CaseRow).where(CaseRow.reference == reference))
    if case is None:
        raise NoSuchCase
    return case


async def look_up_key(session: AsyncSession, key: UUID) -> CaseRow:
    """Return the case of this key to look at, not to change: nobody waits for it; raise NoSuchCase."""
    case = await session.get(CaseRow, key)
    if case is None:
        raise NoSuchCase
    return case


async def relations(work: Work, case: CaseRow) -> CaseRelations:
    """Return what the rules of access look at."""
    subjects = await work.session.execute(
        select(SubjectRow.staff_id, SubjectRow.relation).where(SubjectRow.case_id == case.id)
    )
    related = {(row.staff_id, row.relation) for row in subjects}
    deciders = await work.session.execute(
        select(StageRow.decided_by, StageRow.handler, StageRow.tier, StageRow.charter_id)
        .where(StageRow.case_id == case.id, StageRow.stage_no <= case.stage_no)
        .order_by(StageRow.stage_no)
    )
    stages = deciders.all()
    charter = work.charters.get(case.charter_id).charter
    tier = charter.tier(case.tier)
    independent = [work.charters.get(row.charter_id).charter.tier(row.tier).independent for row in stages]
    consents = await _consents_that_hold(work, case)
    return CaseRelations(
        case_id=case.id,
        body=case.body,
        unit=case.unit,
        tier_role=Role(tier.role),
        independent=tier.independent,
        seen_by_office=any(independent),
        known_to_body=case.shared_at is not None or not all(independent),
        handler=case.handler,
        subjects=frozenset(staff for staff, relation in related if relation == "subject"),
        conflicted=frozenset(staff for staff, relation in related if relation != "subject"),
        handled_by=frozenset(key for row in stages[:-1] for key in (row.decided_by, row.handler) if key),
        code=case.code_hash,
        following=frozenset(consents),
        acting=frozenset(key for key, scope in consents.items() if scope is Scope.ACT),
    )


async def _consents_that_hold(work: Work, case: CaseRow) -> dict[UUID, Scope]:
    """Return what each representative may do today; only they are asked about, so nobody else waits for it."""
    if work.actor.role is not Role.REPRESENTATIVE:
        return {}
    given = await consents(work.session, case.id)
    return {one.id: Scope(one.scope) for one in given if holds(one, work.now, work.today)}


async def consents(session: AsyncSession, case_id: UUID) -> Sequence[ConsentRow]:
    """Return who acts or acted for the person of a case, in the order in which it was given."""
    wanted = select(ConsentRow).where(ConsentRow.case_id == case_id).order_by(ConsentRow.given_at, ConsentRow.id)
    return (await session.scalars(wanted)).all()


async def stage(session: AsyncSession, case: CaseRow) -> StageRow:
    """Return the stage the case is at."""
    return (
        await session.scalars(select(StageRow).where(StageRow.case_id == case.id, StageRow.stage_no == case.stage_no))
    ).one()


async def issues(session: AsyncSession, case_id: UUID) -> Sequence[IssueRow]:
    """Return the issues of a case in order."""
    return (await session.scalars(select(IssueRow).where(IssueRow.case_id == case_id).order_by(IssueRow.number))).all()


async def findings(session: AsyncSession, case_id: UUID, stage_no: int) -> Sequence[FindingRow]:
    """Return what one stage decided."""
    wanted = select(FindingRow).where(FindingRow.case_id == case_id, FindingRow.stage_no == stage_no)
    return (await session.scalars(wanted)).all()


async def remedies(session: AsyncSession, case_id: UUID) -> Sequence[RemedyRow]:
    """Return what was agreed to put it right, oldest first."""
    wanted = select(RemedyRow).where(RemedyRow.case_id == case_id).order_by(RemedyRow.agreed_at, RemedyRow.id)
    return (await session.scalars(wanted)).all()


async def add_message(session: AsyncSession, values: dict[str, Any]) -> None:
    """Insert one message."""
    await (await session.connection()).execute(_INSERT_MESSAGE, values)


async def message(session: AsyncSession, case_id: UUID, key: str) -> MessageRow | None:
    """Return one message of a case by its key."""
    found: MessageRow | None = await session.scalar(
        select(MessageRow).where(MessageRow.case_id == case_id, MessageRow.key == key)
    )
    return found


def add_extension(session: AsyncSession, **values: Any) -> ExtensionRow:
    """Keep that somebody wants more time for an answer."""
    row = ExtensionRow(**values)
    session.add(row)
    return row


async def extension(session: AsyncSession, key: UUID) -> ExtensionRow | None:
    """Return more time that was asked for, by its key."""
    return await session.get(ExtensionRow, key)


async def asked_extension(session: AsyncSession, case_id: UUID, stage_no: int) -> ExtensionRow | None:
    """Return more time that was asked for at a stage and is not decided."""
    found: ExtensionRow | None = await session.scalar(
        select(ExtensionRow).where(
            ExtensionRow.case_id == case_id, ExtensionRow.stage_no == stage_no, ExtensionRow.state == "asked"
        )
    )
    return found


async def asked_in(
    session: AsyncSession, bodies: Iterable[str], *, most: int
) -> Sequence[tuple[ExtensionRow, CaseRow]]:
    """Return more time that is asked for in these bodies, at the step the case is still at, what is due first."""
    wanted = (
        select(ExtensionRow, CaseRow)
        .join(CaseRow, (CaseRow.id == ExtensionRow.case_id) & (CaseRow.stage_no == ExtensionRow.stage_no))
        .where(ExtensionRow.state == "asked", CaseRow.body.in_(sorted(bodies)), CaseRow.closed_at.is_(None))
        .order_by(CaseRow.due_at, CaseRow.id)
        .limit(most)
    )
    return [(row.ExtensionRow, row.CaseRow) for row in await session.execute(wanted)]


async def next_due(session: AsyncSession, case_id: UUID) -> datetime | None:
    """Return the earliest promise still running on a case, late ones included; what stands still is not due."""
    running = select(func.min(ClockRow.due_at)).where(
        ClockRow.subject_id == case_id, ClockRow.stopped_at.is_(None), ClockRow.held_at.is_(None)
    )
    due: datetime | None = await session.scalar(running)
    return due


async def staff_by_username(session: AsyncSession, username: str) -> StaffRow | None:
    """Return somebody of staff by the name they sign in with."""
    found: StaffRow | None = await session.scalar(select(StaffRow).where(StaffRow.username == username))
    return found


async def staff_by_id(session: AsyncSession, key: UUID) -> StaffRow | None:
    """Return somebody of staff by key."""
    return await session.get(StaffRow, key)


async def staff_with_role(session: AsyncSession, *roles: str) -> Sequence[StaffRow]:
    """Return everybody active with one of these roles, by name."""
    wanted = select(StaffRow).where(StaffRow.role.in_(roles), StaffRow.active.is_(True))
    return (await session.scalars(wanted.order_by(StaffRow.name, StaffRow.id))).all()


async def add_subject(session: AsyncSession, case_id: UUID, staff_id: UUID, relation: str) -> None:
    """Relate somebody of staff to a case; the relation that stands is kept."""
    await session.merge(SubjectRow(case_id=case_id, staff_id=staff_id, relation=relation))


async def end_sessions_of(session: AsyncSession, staff_id: UUID) -> None:
    """End every session of somebody at once."""
    await session.execute(delete(SignInRow).where(SignInRow.staff_id == staff_id))


async def sign_in_by_token(session: AsyncSession, token_hash: bytes) -> SignInRow | None:
    """Return a session of somebody signed in."""
    return await session.get(SignInRow, token_hash)


def add_issue(session: AsyncSession, **values: Any) -> None:
    """Add a point of complaint."""
    session.add(IssueRow(**values))


async def put_finding(session: AsyncSession, **values: Any) -> None:
    """Write what a stage decides on an issue; decided again at the same stage, it replaces the first."""
    await session.merge(FindingRow(**values))


def add_remedy(session: AsyncSession, **values: Any) -> None:
    """Add something that puts it right."""
    session.add(RemedyRow(**values))


def add_staff(session: AsyncSession, **values: Any) -> None:
    """Add somebody who signs in."""
    session.add(StaffRow(**values))


async def begin_session(
    session: AsyncSession, *, token_hash: bytes, staff_id: UUID, at: datetime, until: datetime
) -> None:
    """Begin a session of somebody signed in, and clear away those that are over."""
    await session.execute(delete(SignInRow).where(SignInRow.ends_at < at))
    session.add(SignInRow(token_hash=token_hash, staff_id=staff_id, begun_at=at, seen_at=at, ends_at=until))
    await session.flush()


async def end_session(session: AsyncSession, token_hash: bytes) -> None:
    """End a session at once."""
    await session.execute(delete(SignInRow).where(SignInRow.token_hash == token_hash))


async def session_seen(session: AsyncSession, token_hash: bytes, at: datetime) -> None:
    """Write down that a session is in use."""
    await session.execute(update(SignInRow).where(SignInRow.token_hash == token_hash).values(seen_at=at))


async def proposal(session: AsyncSession, key: UUID) -> ProposalRow:
    """Return a proposed charter, locked until the work ends where the database can; raise NoSuchProposal."""
    row = await session.scalar(select(ProposalRow).where(ProposalRow.id == key).with_for_update())
    if row is None:
        raise NoSuchProposal
    return row


async def draft_of(session: AsyncSession, author: UUID | None) -> ProposalRow | None:
    """Return the one draft somebody works on; until the work ends they can begin no other."""
    await session.execute(select(StaffRow.id).where(StaffRow.id == author).with_for_update())
    wanted = select(ProposalRow).where(ProposalRow.author == author, ProposalRow.state == ProposalState.DRAFT.value)
    found: ProposalRow | None = await session.scalar(wanted.order_by(ProposalRow.begun_at).limit(1))
    return found


def add_proposal(session: AsyncSession, **values: Any) -> ProposalRow:
    """Add a proposed charter."""
    row = ProposalRow(**values)
    session.add(row)
    return row
