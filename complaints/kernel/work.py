"""Work: one request or one job, and what it may lean on."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, runtime_checkable
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from complaints.domain.access import Actor
from complaints.kernel.charters import Adopted, CharterBook
from complaints.kernel.ids import new_id
from complaints.kernel.keys import Keyring
from complaints.kernel.scanner import Scanner


@dataclass(slots=True)
class Work:
    """
    One request or one job: one transaction, one actor, one instant, one charter.

    `wakes` turns true when something was posted to the outbox, so that the
    boundary nudges the runner once it has committed.
    """

    session: AsyncSession
    actor: Actor
    now: datetime
    charters: CharterBook
    keys: Keyring
    wakes: bool = False

    @property
    def charter(self) -> Adopted:
        """The charter in force at this work's instant."""
        return self.charters.in_force(self.now)

    @property
    def today(self) -> date:
        """Which day it is where the authority is."""
        return self.charter.charter.authority.day(self.now)

    def new_id(self) -> UUID:
        """Return a key ordered by this work's instant."""
        return new_id(self.now)


@runtime_checkable
class Boundary(Protocol):
    """The edge that opens and commits work; the application owns the only one."""

    @property
    def data(self) -> Path:
        """The data folder, for what is a file and no row."""
        ...

    @property
    def keys(self) -> Keyring:
        """The keys of this installation, for what is sealed outside the database."""
        ...

    @property
    def scanner(self) -> Scanner | None:
        """Who looks at files for viruses; None where nobody does."""
        ...

    def work(
        self, actor: Actor, *, now: datetime | None = None, reading: bool = False
    ) -> AbstractAsyncContextManager[Work]:
        """Open work; leaving it commits, raising rolls back."""
        ...
