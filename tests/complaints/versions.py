"""An authority that has adopted three versions of its charter: one that is past, one in force, one still to come."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from complaints.actions.adopt import adopt
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from standards.packs import read_pack
from tests.play import MONDAY, an_application

IN_FEBRUARY = datetime(2026, 2, 2, tzinfo=UTC)
IN_JUNE = datetime(2026, 5, 31, 23, tzinfo=UTC)
"""Midnight of 1 June in London."""

PROPOSER = UUID("0197a000-0000-7000-8000-00000000000a")
ADOPTER = UUID("0197a000-0000-7000-8000-00000000000b")


def changed(document: str, *changes: tuple[str, str]) -> str:
    """Return a charter with each passage, which must stand in it once, replaced."""
    for old, new in changes:
        assert document.count(old) == 1, old
        document = document.replace(old, new)
    return document


def not_said(document: str, text: str) -> str:
    """Return a charter that does not say how a text is said in other languages."""
    return "\n".join(line for line in document.split("\n") if not line.startswith(f'"{text}" = '))


FIRST = read_pack("calder_bay")
SECOND = changed(
    not_said(FIRST, "We come back for a missed bin within 2 working days after you tell us."),
    (
        'promise = "We come back for a missed bin within 2 working days after you tell us."',
        'promise = "We come back for a missed bin."',
    ),
    ('limit = "2 working days"\ntarget = 95', 'limit = "1 working day"\ntarget = 90'),
    (
        'source = "Calder Bay registry law, section 12"\nsince = 2022-07-01\n\n[standards.permit_renewal]',
        """source = "Calder Bay registry law"
section = "section 12"
verified_on = 2026-01-15
unverified = ["target"]
since = 2022-07-01

[standards.permit_renewal]""",
    ),
    (
        'source = "Calder Bay housing rules 2023, rule 4"',
        'source = "Calder Bay housing rules 2023"\nsection = "rule 4"\nverified_on = 2026-01-16',
    ),
)
THIRD = changed(
    SECOND,
    ('respond = "10 working days"\ninform', 'respond = "8 working days"\ninform'),
    (
        "[standards.new_bin]",
        """[standards.bulky_things]
service = "bin_collection"
promise = "We fetch bulky things."
limit = "8 working days"

[standards.new_bin]""",
    ),
)


@asynccontextmanager
async def three_versions(url: str, folder: Path, *, at: datetime = MONDAY) -> AsyncIterator[Application]:
    """Return an application in whose register the first version is past, the second holds, and the third is to come."""
    async with an_application(url, folder, at=at) as made:
        await adopt_three(made)
        yield made


async def adopt_three(application: Application) -> None:
    """Let the second version follow the first, and put the third forward for June."""
    async with application.work(SYSTEM, now=IN_FEBRUARY) as work:
        row = await adopt(work, SECOND, effective_at=IN_FEBRUARY, proposed_by=f"administrator:{PROPOSER}")
        row.adopted_by = f"administrator:{ADOPTER}"
    async with application.work(SYSTEM) as work:
        await adopt(work, THIRD, effective_at=IN_JUNE)
    application.forget_charters()
