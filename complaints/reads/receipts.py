"""What the page after sending says of a case, to whoever holds the key it was sent under."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.case import NoSuchCase
from complaints.tables import CaseRow


class SentCase(msgspec.Struct, frozen=True):
    """Where a case went, and who may see the name; the person's code is not on it where somebody acts for them."""

    matter: str
    visibility: str
    body: str
    service: str | None
    tier: str
    code_hash: bytes | None
    person_id: UUID | None

    @property
    def is_unnamed(self) -> bool:
        """Whether nobody is known by it: neither the person nor somebody who acts for them."""
        return self.person_id is None and not self.is_for_somebody

    @property
    def is_for_somebody(self) -> bool:
        """Whether the code of the receipt is that of a representative."""
        return self.code_hash is None


async def sent_case(session: AsyncSession, reference: str) -> SentCase:
    """Return where the case of a receipt went; raise NoSuchCase."""
    wanted = select(
        CaseRow.matter,
        CaseRow.visibility,
        CaseRow.body,
        CaseRow.service,
        CaseRow.tier,
        CaseRow.code_hash,
        CaseRow.person_id,
    ).where(CaseRow.reference == reference)
    found = (await session.execute(wanted)).one_or_none()
    if found is None:
        raise NoSuchCase
    return msgspec.convert(found, SentCase, from_attributes=True)
