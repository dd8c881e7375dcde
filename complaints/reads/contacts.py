"""What is asked about how people are reached, and who acts for them: without names, which stay in the vault."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.consent import Given, Relation, Scope, Standing, holds, standing
from complaints.domain.deliveries import NEW_CODE, OWED
from complaints.kernel.work import Work
from complaints.tables import CaseRow, ConsentRow, ContactChangeRow, DeliveryRow


class ConsentView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who acts or acted for the person of a case; who they are stands in the vault under `person_id`."""

    id: UUID
    relation: Relation
    scope: Scope
    given: Given
    given_at: datetime
    expires_on: date | None
    ended_at: datetime | None
    standing: Standing
    person_id: UUID | None
    reply_by: str | None


class ChangeView(msgspec.Struct, frozen=True):
    """Another way to reach somebody that is not yet in force; without `takes_effect_at` only a person can let it be."""

    id: UUID
    asked_at: datetime
    takes_effect_at: datetime | None


class OwedCode(msgspec.Struct, frozen=True):
    """A new code that somebody has to read out or to post."""

    id: UUID
    way: str
    due_at: datetime


async def consents_of(work: Work, case_id: UUID) -> list[ConsentView]:
    """Return who acts or acted for the person of a case, in the order in which it was given."""
    wanted = select(ConsentRow).where(ConsentRow.case_id == case_id).order_by(ConsentRow.given_at, ConsentRow.id)
    return [
        ConsentView(
            id=row.id,
            relation=Relation(row.relation),
            scope=Scope(row.scope),
            given=Given(row.given),
            given_at=row.given_at,
            expires_on=row.expires_on,
            ended_at=row.ended_at,
            standing=standing(row, work.now, work.today),
            person_id=row.person_id,
            reply_by=row.reply_by,
        )
        for row in await work.session.scalars(wanted)
    ]


async def acts_no_more(work: Work) -> bool:
    """Whether this actor acted for somebody by a consent that holds no more."""
    if work.actor.id is None:
        return False
    row = await work.session.get(ConsentRow, work.actor.id)
    if row is None or row.case_id != work.actor.case_id:
        return False
    return not holds(row, work.now, work.today)


async def waiting_change(session: AsyncSession, case_id: UUID) -> ChangeView | None:
    """Return the change of contact that waits on a case."""
    wanted = select(ContactChangeRow.id, ContactChangeRow.asked_at, ContactChangeRow.takes_effect_at).where(
        ContactChangeRow.case_id == case_id, ContactChangeRow.state == "asked"
    )
    row = (await session.execute(wanted)).first()
    return None if row is None else ChangeView(*row)


async def owed_codes(session: AsyncSession, case_id: UUID) -> list[OwedCode]:
    """Return the new codes that wait on a case for somebody to read them out or to post them."""
    wanted = (
        select(DeliveryRow.id, DeliveryRow.way, DeliveryRow.due_at)
        .where(
            DeliveryRow.case_id == case_id,
            DeliveryRow.state == OWED,
            DeliveryRow.message.startswith(NEW_CODE, autoescape=True),
        )
        .order_by(DeliveryRow.due_at, DeliveryRow.id)
    )
    return [OwedCode(*row) for row in await session.execute(wanted)]


async def reference_of(session: AsyncSession, case_id: UUID) -> str | None:
    """Return the reference of a case by its key."""
    found: str | None = await session.scalar(select(CaseRow.reference).where(CaseRow.id == case_id))
    return found
