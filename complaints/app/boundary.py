"""The edge that opens work and commits it: what is acknowledged has been committed here."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from complaints.app.settings import Settings
from complaints.domain.access import Actor
from complaints.kernel.charters import CharterBook
from complaints.kernel.db import Database
from complaints.kernel.keys import Keyring, load_keys
from complaints.kernel.mail import Letter, PostOffice, bare_address, compose, transport
from complaints.kernel.scanner import Scanner, scanner_at
from complaints.kernel.work import Work
from standards.clock import Clock, SystemClock

LOOK_AGAIN = 10


class Application:
    """
    One process: its database, its data folder, its keys, its clock, the charters it has read.

    `nudge` is called after a commit that posted something; a runner sets it.
    """

    def __init__(
        self,
        database: Database,
        data: Path,
        keys: Keyring,
        clock: Clock,
        post_office: PostOffice,
        *,
        scanner: Scanner | None = None,
    ) -> None:
        self.database = database
        self.data = data
        self.keys = keys
        self.clock = clock
        self.post_office = post_office
        self.scanner = scanner
        self.charters = CharterBook()
        self.nudge: Callable[[], Awaitable[None]] | None = None
        self._looked_at: datetime | None = None
        self._looking = asyncio.Lock()

    @asynccontextmanager
    async def work(self, actor: Actor, *, now: datetime | None = None, reading: bool = False) -> AsyncIterator[Work]:
        """Open work at *now*, by default this moment; leaving commits, raising rolls back."""
        at = now or self.clock.now()
        async with self.database.session(reading=reading) as session:
            await self._look_for_charters(at)
            work = Work(session, actor, at, self.charters, self.keys)
            try:
                yield work
            except BaseException:
                await session.rollback()
                raise
            if reading:
                # What was read stays readable after the session has gone.
                session.expunge_all()
                await session.rollback()
            else:
                await session.commit()
        if work.wakes and self.nudge:
            await self.nudge()

    def forget_charters(self) -> None:
        """Look for adopted charters at the next work, whatever the time."""
        self._looked_at = None

    async def close(self) -> None:
        """Give back every connection."""
        await self.database.dispose()

    async def _look_for_charters(self, at: datetime) -> None:
        """Another process may have adopted one: look at most every ten seconds, on a connection of its own."""
        if self._looked_at and abs((at - self._looked_at).total_seconds()) < LOOK_AGAIN and len(self.charters):
            return
        async with self._looking:
            async with self.database.session(reading=True) as session:
                await self.charters.refresh(session)
                await session.rollback()
            self._looked_at = at


class Mail:
    """The post office that sends mail in the authority's name."""

    def __init__(self, settings: Settings) -> None:
        self._sender = settings.mail_from
        self._neutral = settings.mail_from_neutral or bare_address(settings.mail_from)
        self._send = transport(settings.mail_url, settings.data / "mail")

    async def send(self, letter: Letter) -> None:
        """Hand one letter over."""
        await self._send(compose(letter, self._neutral if letter.is_neutral else self._sender))


def open_application(settings: Settings, clock: Clock | None = None) -> Application:
    """Return the application these settings describe; nothing is connected yet."""
    database = Database(settings.database, connections=settings.database_connections)
    keys = load_keys(settings.keys_folder)
    scanner = scanner_at(settings.scanner)
    return Application(database, settings.data, keys, clock or SystemClock(), Mail(settings), scanner=scanner)
