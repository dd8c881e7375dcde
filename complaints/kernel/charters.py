"""The adopted charters, held in memory by every process: which one is in force at an instant."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from complaints.kernel.db import Base
from standards.charter import Charter, load_charter
from standards.errors import NotFound


class NoCharter(NotFound):
    """Nothing can be promised before a charter is in force."""

    code = "no-charter"

    def __init__(self) -> None:
        super().__init__("No charter is in force yet. Adopt one with `redress charter adopt FILE`.")


class CharterRow(Base):
    """One adopted version of the charter; never changed, never deleted."""

    __tablename__ = "charters"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    hash: Mapped[str] = mapped_column(comment="SHA-256 of the document's bytes")
    document: Mapped[str] = mapped_column(comment="the TOML as it was adopted")
    effective_at: Mapped[datetime] = mapped_column(index=True)
    adopted_at: Mapped[datetime]
    proposed_by: Mapped[str]
    adopted_by: Mapped[str]


@dataclass(frozen=True, slots=True)
class Adopted:
    """A charter with the version it was adopted under, and by which roles: `administrator:KEY`, never a name."""

    id: UUID
    version: int
    hash: str
    effective_at: datetime
    adopted_at: datetime
    charter: Charter = field(repr=False)
    proposed_by: str = ""
    adopted_by: str = ""


@lru_cache(maxsize=32)
def _numbered(document: str, version: int) -> Charter:
    """Return a charter that knows its version; its calendars are laid out once a process."""
    return msgspec.structs.replace(load_charter(document), version=version)


class CharterBook:
    """Every adopted version, parsed once; adding to it never changes what is there."""

    def __init__(self) -> None:
        self._by_id: dict[UUID, Adopted] = {}
        self._ordered: list[Adopted] = []
        self._words: dict[str, dict[str, str]] = {}

    def add(self, row: CharterRow) -> Adopted:
        """Take in an adopted version."""
        adopted = Adopted(
            id=row.id,
            version=row.version,
            hash=row.hash,
            effective_at=row.effective_at,
            adopted_at=row.adopted_at,
            charter=_numbered(row.document, row.version),
            proposed_by=row.proposed_by,
            adopted_by=row.adopted_by,
        )
        self._by_id[adopted.id] = adopted
        self._ordered = sorted(self._by_id.values(), key=lambda one: (one.effective_at, one.version))
        self._words = _merged(one.charter.words for one in self._ordered)
        return adopted

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """
        Return how the texts of the charters are said in other languages: for `naming`.

        A case keeps the charter it began under, so every version's texts are here; a newer version says them better.
        """
        return self._words

    def in_force(self, at: datetime) -> Adopted:
        """Return the version in force at *at*; before the first took effect, the first."""
        if not self._ordered:
            raise NoCharter
        place = bisect_right([one.effective_at for one in self._ordered], at)
        return self._ordered[max(place - 1, 0)]

    def get(self, key: UUID) -> Adopted:
        """Return one version by its key."""
        try:
            return self._by_id[key]
        except KeyError:
            raise NoCharter from None

    def history(self) -> list[Adopted]:
        """Return every version, oldest first."""
        return list(self._ordered)

    def __len__(self) -> int:
        return len(self._ordered)

    async def refresh(self, session: AsyncSession) -> None:
        """Read the versions adopted since the last look; one small statement when there are none."""
        known = list(self._by_id)
        new = select(CharterRow).where(CharterRow.id.not_in(known)).order_by(CharterRow.version)
        for row in await session.scalars(new):
            self.add(row)


def _merged(all_words: Iterable[Mapping[str, Mapping[str, str]]]) -> dict[str, dict[str, str]]:
    merged: dict[str, dict[str, str]] = {}
    for words in all_words:
        for lang, said in words.items():
            merged.setdefault(lang, {}).update(said)
    return merged


async def newest_version(session: AsyncSession) -> int:
    """Return the number of the newest version, 0 before the first."""
    return await session.scalar(select(func.max(CharterRow.version))) or 0


async def newest(session: AsyncSession) -> CharterRow:
    """Return the newest version, in force or not yet; raise NoCharter before the first."""
    found: CharterRow | None = await session.scalar(select(CharterRow).order_by(CharterRow.version.desc()).limit(1))
    if found is None:
        raise NoCharter
    return found


async def version_of(session: AsyncSession, fingerprint: str) -> int | None:
    """Return the version under which a document was adopted, None when it was not."""
    found: int | None = await session.scalar(select(CharterRow.version).where(CharterRow.hash == fingerprint))
    return found


async def document_with_key(session: AsyncSession, key: UUID | None) -> str:
    """Return the document of the version with this key, nothing for no key."""
    return await session.scalar(select(CharterRow.document).where(CharterRow.id == key)) or ""
