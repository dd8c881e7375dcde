"""Adopting a charter: from its date of effect it is what people are promised, and it never changes again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from complaints import store
from complaints.actions.propose import check_new, standing, told
from complaints.domain.access import ADOPT, SYSTEM, Role, require
from complaints.domain.proposals import CharterChanged, OwnProposal, State, check_words, effective_at
from complaints.kernel import ledger, outbox
from complaints.kernel.charters import CharterRow, newest, newest_version
from complaints.kernel.work import Work
from complaints.messages import Recount
from complaints.store import Proposal
from standards.charter import charter_hash, load_charter
from standards.charter_changes import changes
from standards.errors import Conflict, NotAllowed

TWO_PEOPLE = (
    "A charter is in force, so another one needs two people: one proposes it, and somebody else adopts the proposal. "
    "Do both on the page Charters, or with `redress charter propose` and `redress charter adopt`."
)


async def adopt(
    work: Work, document: str, *, effective_at: datetime | None = None, proposed_by: str = ""
) -> CharterRow:
    """
    Adopt *document* at once: the first charter; raise Invalid naming line and field when it is not one.

    Once a charter is there, no person does this alone. Every process sees it within ten seconds of the commit.
    """
    require(work.actor, ADOPT)
    load_charter(document)
    if work.actor.role is not Role.SYSTEM and await newest_version(work.session):
        raise NotAllowed(TWO_PEOPLE, open=True)
    await check_new(work, document)
    row = await _enter(work, document, effective_at or work.now, proposed_by or work.actor.label)
    await ledger.record(work, ledger.CHARTER, "charter.adopted", **_entry(row))
    await _follow_up(work, row)
    return row


async def adopt_proposal(work: Work, key: UUID, *, version: int) -> CharterRow:
    """
    Adopt a proposal as the next version of the charter, as somebody else than who proposed it.

    Both must be active administrators at this moment. Raises CharterChanged when another version was adopted since
    the proposal was begun, ProposalChanged when it is not the *version* that was seen.
    """
    row = await _to_decide(work, key, version)
    if row.author is not None and not await _is_administrator(work, row.author):
        raise Conflict("Whoever proposed this is no administrator any more. Propose it again yourself.")
    adopted = await newest(work.session)
    if row.base_id != adopted.id:
        raise CharterChanged(adopted.version)
    charter = load_charter(row.document)
    await check_new(work, row.document)

    at = effective_at(row.effective_on, charter, adopted.effective_at, work.now)
    fresh = await _enter(work, row.document, at, _proposer(row))
    _decide(work, row, State.ADOPTED, None)
    row.charter_id = fresh.id
    await work.session.flush()
    count = len(changes(load_charter(adopted.document), charter))
    await ledger.record(
        work,
        ledger.CHARTER,
        "charter.adopted",
        **_entry(fresh),
        proposal=str(row.id),
        base=adopted.version,
        changes=count,
    )
    await _follow_up(work, fresh)
    return fresh


async def decline(work: Work, key: UUID, why: str, version: int) -> None:
    """Decline a proposal of somebody else, and say why."""
    row = await _to_decide(work, key, version)
    said = check_words("reason", why, "Say why, so that who proposed it can make a better one.")

    _decide(work, row, State.DECLINED, said)
    await work.session.flush()
    await ledger.record(work, ledger.CHARTER, "charter.declined", **told(row), why=said)


async def _to_decide(work: Work, key: UUID, version: int) -> Proposal:
    """Return somebody else's proposal as it was seen, for a person who may decide on it at this moment."""
    require(work.actor, ADOPT)
    row = await store.proposal(work.session, key)
    if not await _is_administrator(work, work.actor.id):
        raise NotAllowed("Only an active administrator decides on a proposal.", open=True)
    if row.author == work.actor.id:
        raise OwnProposal
    standing(row).check(State.PROPOSED, seen=version)
    return row


async def _is_administrator(work: Work, key: UUID | None) -> bool:
    """Whether somebody is an administrator now, whatever they were when they signed in."""
    somebody = await store.staff_by_id(work.session, key) if key else None
    return somebody is not None and somebody.active and somebody.role == Role.ADMINISTRATOR.value


def _decide(work: Work, row: Proposal, state: State, said: str | None) -> None:
    row.state, row.decision = state.value, said
    row.decided_by, row.decided_at = work.actor.id, work.now


def _proposer(row: Proposal) -> str:
    """Return who proposed it, by role and key."""
    return SYSTEM.label if row.author is None else f"{Role.ADMINISTRATOR.value}:{row.author}"


async def _enter(work: Work, document: str, at: datetime, proposed_by: str) -> CharterRow:
    row = CharterRow(
        id=work.new_id(),
        version=await newest_version(work.session) + 1,
        hash=charter_hash(document),
        document=document,
        effective_at=at,
        adopted_at=work.now,
        proposed_by=proposed_by,
        adopted_by=work.actor.label,
    )
    work.session.add(row)
    await work.session.flush()
    return row


def _entry(row: CharterRow) -> dict[str, Any]:
    """Return what the ledger says of an adopted version."""
    return {
        "charter": str(row.id),
        "version": row.version,
        "hash": row.hash,
        "effective_at": row.effective_at.isoformat(),
        "proposed_by": row.proposed_by,
    }


async def _follow_up(work: Work, row: CharterRow) -> None:
    """Leave in the outbox what follows from an adopted version when it takes effect."""
    if row.version > 1:
        await outbox.post(work, Recount(row.id), run_at=row.effective_at, dedupe=f"recount:{row.id}")
