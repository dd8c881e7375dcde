"""Questions asked of what has to go by post or telephone: the tray, as whoever looks may see it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.access import Actor, Role
from complaints.domain.case import Visibility
from complaints.domain.consent import Consent
from complaints.domain.deliveries import BY_HAND, EMAIL, OWED
from complaints.domain.privacy import may_see_name
from complaints.tables import CaseRow, ConsentRow, DeliveryRow, MessageRow, SubjectRow


class InTray(msgspec.Struct, frozen=True):
    """One way of one message that a person of staff has to go, with what they must know before they do."""

    id: UUID
    case_id: UUID
    way: str
    state: str
    due_at: datetime
    note: str | None
    message: str
    consent_id: UUID | None
    reference: str
    body: str
    unit: str | None
    charter_id: UUID
    language: str
    formats: list[str] | None
    adjustments: str | None
    safe_since: str | None
    safe_until: str | None
    safe_words: str | None
    voicemail: bool
    neutral: bool
    subject: str
    sent_at: datetime
    consent: Consent | None = None

    @property
    def is_large(self) -> bool:
        """Whether it has to be in large print."""
        return "large_print" in (self.formats or ())


class TrayFilter(msgspec.Struct, frozen=True, kw_only=True):
    """
    What of the tray is wanted.

    `independent` are the tiers that take no orders from a body, `stuck_before` since when mail that has not left counts
    as somebody's to look into.
    """

    independent: Collection[str]
    stuck_before: datetime
    most: int = 200


_OF_CASE = [name for name in InTray.__struct_fields__ if hasattr(CaseRow, name) and name not in {"id", "state"}]
_OF_WAY = [name for name in InTray.__struct_fields__ if hasattr(DeliveryRow, name)]
_COLUMNS = [
    *(getattr(DeliveryRow, name) for name in _OF_WAY),
    *(getattr(CaseRow, name) for name in _OF_CASE if name not in _OF_WAY),
    MessageRow.subject,
    MessageRow.sent_at,
    ConsentRow.scope,
    ConsentRow.given_at,
    ConsentRow.expires_on,
    ConsentRow.ended_at,
]


async def tray(session: AsyncSession, actor: Actor, wanted: TrayFilter) -> list[InTray]:
    """Return what waits to be carried out by hand by those whom this actor may know by name, the oldest first."""
    waits = DeliveryRow.way.in_(BY_HAND) | ((DeliveryRow.way == EMAIL) & (DeliveryRow.due_at < wanted.stuck_before))
    asked = (
        _asked()
        .where(DeliveryRow.state == OWED, waits, *_within(actor, wanted.independent))
        .order_by(MessageRow.sent_at, DeliveryRow.id)
        .limit(wanted.most)
    )
    return [_shown(row) for row in (await session.execute(asked)).mappings()]


async def in_tray(session: AsyncSession, key: UUID) -> InTray | None:
    """Return one way of one message; the caller has checked that this actor may carry it out."""
    row = (await session.execute(_asked().where(DeliveryRow.id == key))).mappings().first()
    return None if row is None else _shown(row)


def _asked() -> Select[Any]:
    of_message = and_(MessageRow.case_id == DeliveryRow.case_id, MessageRow.key == DeliveryRow.message)
    return (
        select(*_COLUMNS)
        .join(CaseRow, CaseRow.id == DeliveryRow.case_id)
        .join(MessageRow, of_message)
        .outerjoin(ConsentRow, ConsentRow.id == DeliveryRow.consent_id)
    )


def _within(actor: Actor, independent: Collection[str]) -> list[ColumnElement[bool]]:
    """Return what is this actor's to carry: of the office or of a body, never of a case that is about them."""
    shut = select(SubjectRow.case_id).where(SubjectRow.staff_id == actor.id)
    open_to = [one.value for one in Visibility if may_see_name(actor, one.value)]
    rules: list[ColumnElement[bool]] = [CaseRow.visibility.in_(open_to), CaseRow.id.not_in(shut)]
    if actor.role is Role.OMBUDSPERSON:
        return [*rules, CaseRow.tier.in_(sorted(independent))]
    rules += [CaseRow.body.in_(sorted(actor.bodies)), CaseRow.tier.not_in(sorted(independent))]
    if actor.units:
        rules.append(CaseRow.unit.in_(sorted(actor.units)) | CaseRow.unit.is_(None))
    return rules


def _shown(row: RowMapping) -> InTray:
    values: dict[str, Any] = dict(row)
    given = {name: values.pop(name) for name in ("scope", "given_at", "expires_on", "ended_at")}
    consent = msgspec.convert(given, Consent) if values["consent_id"] else None
    return InTray(**values, consent=consent)
