"""What tests play with: an application on a fresh database, a clock they move, people to sign in, cases to work on."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher

from complaints import store
from complaints.actions.adopt import adopt
from complaints.actions.enlist import enlist
from complaints.actions.lodge import lodge
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import PUBLIC, SYSTEM, Actor, Role, person
from complaints.domain.case import Kind
from complaints.kernel.db import Database
from complaints.kernel.keys import load_keys
from complaints.kernel.mail import Letter
from complaints.schemas import Contact, Receipt, Submission
from standards.clock import SimulatedClock
from standards.packs import read_pack

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""A Monday morning, two weeks before any holiday."""

PASSWORD = "a long and harmless password"
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 with the smallest cost, so that no test waits for it."""


class KeptPost:
    """A post office that keeps what it was given."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.came = asyncio.Event()

    async def send(self, letter: Letter) -> None:
        """Keep the letter."""
        self.letters.append(letter)
        self.came.set()


@asynccontextmanager
async def an_application(url: str, folder: Path, *, at: datetime = MONDAY) -> AsyncIterator[Application]:
    """Return an application on *url* with the demonstration charter in force since a year before *at*."""
    application = Application(Database(url), folder, load_keys(folder / "keys"), SimulatedClock(at), KeptPost())
    try:
        async with application.work(SYSTEM) as work:
            await adopt(work, read_pack("calder_bay"), effective_at=at.replace(year=at.year - 1))
        application.forget_charters()
        yield application
    finally:
        await application.close()


async def lodge_one(
    application: Application, *, at: datetime | None = None, key: str | None = None, **said: object
) -> Receipt:
    """Tell the authority something, by default a complaint about bins, and return the receipt."""
    values = {
        "kind": Kind.COMPLAINT,
        "narrative": "The bins were not emptied for three weeks.",
        "service": "bin_collection",
    }
    submission = Submission(**(values | said))
    async with application.work(PUBLIC, now=at) as work:
        receipt = await lodge(work, submission, channel="web_form", key=key)
    await drain(application, now=at)
    return receipt


async def case_id(application: Application, receipt: Receipt) -> UUID:
    """Return the key of the case a receipt is for."""
    async with application.work(SYSTEM, reading=True) as work:
        return await store.id_of(work.session, receipt.reference)


async def the_person(application: Application, receipt: Receipt) -> Actor:
    """Return the actor who showed the code of this receipt."""
    return person(await case_id(application, receipt))


async def staff(  # noqa: PLR0913 - what one may say of somebody
    application: Application,
    role: Role = Role.OFFICER,
    *,
    bodies: Sequence[str] = ("city_works",),
    units: Sequence[str] = (),
    username: str | None = None,
    password: str = PASSWORD,
    email: str | None = None,
) -> Actor:
    """Add somebody of staff and return them as an actor."""
    name = username or f"{role.value}-{'-'.join([*bodies, *units])}"
    async with application.work(SYSTEM) as work:
        key = await enlist(
            work,
            username=name,
            name=name.title(),
            role=role,
            password_hash=CHEAP_HASHER.hash(password),
            bodies=bodies,
            units=units,
            email=email,
        )
    return Actor(role, key, name.title(), frozenset(bodies), frozenset(units))


def contact(**parts: str) -> Contact:
    """Return how to reach somebody, by default by mail."""
    return Contact(**({"name": "Maria Zanele Okoro", "email": "maria@example.org"} | parts))
