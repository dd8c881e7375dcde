"""Proposing another charter: a draft that one person works on until they put it forward for somebody else to adopt."""

from datetime import date
from uuid import UUID

from complaints import store
from complaints.actions.sign_in import actor_of
from complaints.domain.access import PROPOSE, Actor, Role, require
from complaints.domain.merging import merged
from complaints.domain.proposals import (
    CharterChanged,
    NoSuchProposal,
    NotInThisState,
    Standing,
    State,
    check_document,
    check_effect,
    check_words,
)
from complaints.kernel import ledger
from complaints.kernel.charters import CharterRow, document_with_key, newest, version_of
from complaints.kernel.work import Work
from complaints.store import Proposal
from standards.charter import charter_hash, load_charter
from standards.charter_changes import changes
from standards.errors import Conflict, Fault, Invalid

WHY = "Say why, in a sentence or two: whoever decides reads it, and it stays with the version."


async def administrator(work: Work, username: str) -> Actor:
    """Return the active administrator with this name, for the command line; raise Conflict when there is none."""
    found = await store.staff_by_username(work.session, username.strip().casefold())
    if found is None or not found.active or found.role != Role.ADMINISTRATOR.value:
        raise Conflict(f"There is no active administrator who signs in as {username!r}.")
    return actor_of(found)


async def begin(work: Work, base: UUID | None = None) -> UUID:
    """
    Begin a draft of the newest charter, or of the text of an earlier proposal called *base*, and return its key.

    Everybody has at most one draft: while it is open, it is returned, whatever *base* says.
    """
    require(work.actor, PROPOSE)
    draft = await store.draft_of(work.session, work.actor.id)
    if draft is not None:
        return draft.id
    adopted = await newest(work.session)
    row = _add(work, adopted, adopted.document if base is None else await _text_of(work, base))
    await work.session.flush()
    return row.id


async def keep(work: Work, key: UUID, document: str, *, version: int) -> int:
    """
    Keep a new text of a draft and return the draft's new version; the text may still have faults.

    Raises ProposalChanged when it is not the *version* that was seen.
    """
    row = await _mine(work, key, State.DRAFT, version)
    row.document = check_document(document)
    await work.session.flush()
    return row.version


async def put_forward(work: Work, key: UUID, *, why: str, effective_on: date | None, version: int) -> None:
    """
    Put a draft forward, for somebody else to adopt; from then on its text does not change.

    *effective_on* is the day it takes effect, None: with its adoption. Raises Invalid naming line and field when it is
    no charter, or says nothing new.
    """
    row = await _mine(work, key, State.DRAFT, version)
    await _forward(work, row, why, effective_on)


async def propose(work: Work, document: str, *, why: str, effective_on: date | None) -> UUID:
    """Propose *document* in one go, beside whatever draft the same person works on; return the proposal's key."""
    require(work.actor, PROPOSE)
    row = _add(work, await newest(work.session), check_document(document))
    await _forward(work, row, why, effective_on)
    return row.id


async def move(work: Work, key: UUID, *, version: int) -> int:
    """
    Move one's own proposal onto the newest version; it is a draft again.

    What was adopted in between is joined with it. Returns in how many places both had changed the same lines: there
    the proposal's own are kept.
    """
    row = await _mine(work, key, None, version)
    adopted = await newest(work.session)
    if row.base_id == adopted.id:
        raise NotInThisState(f"This is made from version {adopted.version} already, which is the newest.")
    other = await store.draft_of(work.session, work.actor.id)
    if other is not None and other.id != row.id:
        raise Conflict("You have another draft. Put it forward or withdraw it first.")

    base = await document_with_key(work.session, row.base_id)
    joined = merged(base, row.document, adopted.document)
    if row.state == State.PROPOSED.value:
        why = f"moved onto version {adopted.version}"
        await ledger.record(work, ledger.CHARTER, "charter.withdrawn", **told(row), why=why)
    row.document, row.base_id = joined.text, adopted.id
    row.state, row.proposed_at = State.DRAFT.value, None
    await work.session.flush()
    return joined.clashes


async def withdraw(work: Work, key: UUID, why: str, version: int) -> None:
    """Take back one's own draft or proposal; of a proposal, say why."""
    row = await _mine(work, key, None, version)
    said = why.strip()
    if row.state == State.PROPOSED.value:
        said = check_words("why", why, "Say why you take it back.")
        await ledger.record(work, ledger.CHARTER, "charter.withdrawn", **told(row), why=said)

    row.state = State.WITHDRAWN.value
    row.decision, row.decided_by, row.decided_at = said, work.actor.id, work.now
    await work.session.flush()


def standing(row: Proposal) -> Standing:
    """Return what the rules look at."""
    return Standing(State(row.state), row.author, row.version)


def told(row: Proposal) -> dict[str, str]:
    """Return what the ledger says of a proposal with each step: which it is, and the hash of its text."""
    return {"proposal": str(row.id), "hash": charter_hash(row.document)}


async def _text_of(work: Work, key: UUID) -> str:
    """Return the text of an earlier proposal; drafts of others are nobody's business."""
    row = await store.proposal(work.session, key)
    if row.state == State.DRAFT.value:
        raise NoSuchProposal
    return row.document


def _add(work: Work, adopted: CharterRow, document: str) -> Proposal:
    return store.add_proposal(
        work.session,
        id=work.new_id(),
        state=State.DRAFT.value,
        base_id=adopted.id,
        document=document,
        why="",
        author=work.actor.id,
        begun_at=work.now,
    )


async def _mine(work: Work, key: UUID, wanted: State | None, version: int) -> Proposal:
    """Return one's own open proposal in the state *wanted*, by default in either, as it was seen."""
    require(work.actor, PROPOSE)
    row = await store.proposal(work.session, key)
    if row.author != work.actor.id:
        raise NoSuchProposal
    now_is = standing(row)
    now_is.check(wanted or (now_is.state if now_is.state.is_open else State.DRAFT), seen=version)
    return row


async def _forward(work: Work, row: Proposal, why: str, effective_on: date | None) -> None:
    adopted = await newest(work.session)
    if row.base_id != adopted.id:
        raise CharterChanged(adopted.version)
    charter = load_charter(row.document)
    check_effect(effective_on, charter, adopted.effective_at, work.now)
    said = check_words("why", why, WHY)
    count = len(changes(load_charter(adopted.document), charter, effective_on))
    if count == 0:
        fault = Fault("document", f"This says the same as version {adopted.version}. Change something first.")
        raise Invalid("There is nothing to propose.", faults=[fault])
    await check_new(work, row.document)

    row.state, row.proposed_at = State.PROPOSED.value, work.now
    row.why, row.effective_on = said, effective_on
    await work.session.flush()
    day = effective_on.isoformat() if effective_on else None
    await ledger.record(
        work,
        ledger.CHARTER,
        "charter.proposed",
        **told(row),
        base=adopted.version,
        effective_on=day,
        changes=count,
        why=said,
    )


async def check_new(work: Work, document: str) -> None:
    """Raise Conflict when this document was adopted before, letter by letter: a hash stands for one version."""
    same = await version_of(work.session, charter_hash(document))
    if same is not None:
        raise Conflict(f"This document was adopted before, as version {same}. A comment in it makes it another one.")
