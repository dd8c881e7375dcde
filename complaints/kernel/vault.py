"""The vault: who a person is, apart from the case, sealed, and found again only by keyed fingerprints."""

import re
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel.db import Base
from complaints.kernel.sealing import open_with, seal_with
from complaints.kernel.work import Work
from standards.errors import NotFound


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who somebody is and how to reach them; every part may be missing."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    post: str | None = None

    def is_empty(self) -> bool:
        """Whether nothing at all was given."""
        return not (self.name or self.can_be_reached())

    def can_be_reached(self) -> bool:
        """Whether there is any way to reach them."""
        return bool(self.email or self.phone or self.post)


class PersonRow(Base):
    """A person; without the key outside the database nothing of this can be read."""

    __tablename__ = "persons"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(comment="Identity, AES-256-GCM, bound to id")
    email_index: Mapped[bytes | None] = mapped_column(index=True)
    phone_index: Mapped[bytes | None] = mapped_column(index=True)
    kept_at: Mapped[datetime]


TABLE = PersonRow.__table__


def row(work: Work, identity: Identity) -> dict[str, Any]:
    """Return the row that puts *identity* in the vault; the case carries its `id` instead."""
    key = work.new_id()
    return {"id": key} | _sealed(work, key, identity)


async def keep(work: Work, identity: Identity) -> UUID:
    """Put *identity* in the vault and return its key."""
    kept = row(work, identity)
    await work.session.execute(insert(PersonRow).values(**kept))
    key: UUID = kept["id"]
    return key


async def renew(work: Work, key: UUID, identity: Identity) -> None:
    """Put another identity in the place of one that is kept: from now on only the new one is found."""
    await work.session.execute(update(PersonRow).where(PersonRow.id == key).values(**_sealed(work, key, identity)))


async def forget(work: Work, key: UUID) -> None:
    """Take an identity out of the vault."""
    await work.session.execute(delete(PersonRow).where(PersonRow.id == key))


async def found_by_email(work: Work, address: str) -> list[UUID]:
    """Return the keys of those who gave this address."""
    index = _index(work, b"email", normal_email(address))
    return list(await work.session.scalars(select(PersonRow.id).where(PersonRow.email_index == index)))


async def identify(work: Work, key: UUID) -> Identity:
    """
    Open one identity.

    Only actions call this, after `require`; what a person of staff opens is
    written in the case's journal, where the person can see it.
    """
    sealed = await work.session.scalar(select(PersonRow.sealed).where(PersonRow.id == key))
    if sealed is None:
        msg = "Nothing is kept about this person any more."
        raise NotFound(msg)
    return msgspec.json.decode(open_with(work.keys.vault, sealed, _bound(key)), type=Identity)


def normal_email(text: str | None) -> str | None:
    """Return an address in the one form it is compared in."""
    return unicodedata.normalize("NFKC", text).strip().casefold() if text and text.strip() else None


def normal_phone(text: str | None) -> str | None:
    """Return the digits of a number, with its plus sign."""
    digits = re.sub(r"[^\d+]", "", text or "")
    return digits or None


def _sealed(work: Work, key: UUID, identity: Identity) -> dict[str, Any]:
    return {
        "sealed": seal_with(work.keys.vault, msgspec.json.encode(identity), _bound(key)),
        "email_index": _index(work, b"email", normal_email(identity.email)),
        "phone_index": _index(work, b"phone", normal_phone(identity.phone)),
        "kept_at": work.now,
    }


async def found_by_reach(work: Work, identity: Identity) -> list[UUID]:
    """Return the keys of those who gave the same e-mail address, or the same telephone number."""
    email = _index(work, b"email", normal_email(identity.email))
    phone = _index(work, b"phone", normal_phone(identity.phone))
    indexes = ((PersonRow.email_index, email), (PersonRow.phone_index, phone))
    same = [column == index for column, index in indexes if index is not None]
    return list(await work.session.scalars(select(PersonRow.id).where(or_(*same)))) if same else []


def _bound(key: UUID) -> bytes:
    return b"persons:" + key.bytes


def _index(work: Work, purpose: bytes, value: str | None) -> bytes | None:
    return None if value is None else work.keys.fingerprint(purpose, value)
