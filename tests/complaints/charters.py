"""Two charters that differ, and the steps of changing one for the other, for several tests."""

from datetime import date
from uuid import UUID

from complaints.actions.adopt import adopt_proposal
from complaints.actions.propose import begin, keep, put_forward
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM, Actor, Role
from complaints.kernel import ledger
from complaints.kernel.charters import CharterRow
from complaints.reads import proposals as reads
from complaints.schemas.desk import ProposalView
from standards.packs import read_pack
from tests.play import MONDAY, staff

OLD = read_pack("calder_bay")
TODAY = MONDAY.date()
APRIL = date(2026, 4, 1)


def shorter(text: str = OLD) -> str:
    """Return the charter with an answer within 8 working days instead of 10."""
    return text.replace('respond = "10 working days"', 'respond = "8 working days"', 1)


def praised(text: str = OLD) -> str:
    """Return the charter with praise passed on within 3 working days instead of 5."""
    return text.replace('pass_on = "5 working days"', 'pass_on = "3 working days"', 1)


async def administrator(application: Application, name: str) -> Actor:
    """Return somebody who administers."""
    return await staff(application, Role.ADMINISTRATOR, username=name, bodies=())


async def seen(application: Application, key: UUID) -> ProposalView:
    """Return a proposal as it stands."""
    async with application.work(SYSTEM, reading=True) as work:
        return await reads.proposal(work.session, key)


async def put(application: Application, who: Actor, text: str, on: date | None = None) -> ProposalView:
    """Let somebody write a draft and put it forward."""
    async with application.work(who) as work:
        key = await begin(work)
    async with application.work(who) as work:
        version = await keep(work, key, text, version=(await reads.proposal(work.session, key)).version)
        await put_forward(work, key, why="The council decided so.", effective_on=on, version=version)
    return await seen(application, key)


async def adopted(application: Application, who: Actor, proposal: ProposalView) -> CharterRow:
    """Let somebody adopt what somebody else proposed."""
    async with application.work(who) as work:
        row = await adopt_proposal(work, proposal.id, version=proposal.version)
    application.forget_charters()
    return row


async def on_the_ledger(application: Application) -> list[str]:
    """Return the kinds of what stands on the ledger of the charter."""
    async with application.work(SYSTEM, reading=True) as work:
        return [entry.kind for entry in await ledger.entries(work.session, ledger.CHARTER)]
