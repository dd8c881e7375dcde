"""The office's working papers: anybody can seal one, only the office's key opens them again."""

from uuid import UUID

import msgspec

from complaints.actions.reach import reach
from complaints.kernel.sealing import open_sealed, seal_to
from complaints.kernel.work import Work
from escalation import reads, store
from escalation.domain.access import READ_PAPERS, WRITE_PAPERS
from escalation.schemas import PaperDraft, PaperView
from escalation.store import Review
from standards.errors import Conflict


class NoOfficeKey(Conflict):
    """The office's papers can only be opened where its key is."""

    code = "no-office-key"

    def __init__(self) -> None:
        super().__init__("The key of the office is not on this machine, so its papers stay sealed.")


async def write_paper(work: Work, case_id: UUID, draft: PaperDraft) -> UUID:
    """Seal a working paper; that it was written stands on the office's own chain, what it says nowhere else."""
    await reach(work, case_id, WRITE_PAPERS)
    return await seal_paper(work, await store.review(work.session, case_id), draft)


async def read_papers(work: Work, case_id: UUID) -> list[PaperView]:
    """Open the papers of a case; raise NoOfficeKey where that cannot be done."""
    await reach(work, case_id, READ_PAPERS)
    private = work.keys.office_private
    if private is None:
        raise NoOfficeKey
    opened = []
    for row in await reads.papers(work.session, case_id):
        draft = msgspec.json.decode(open_sealed(private, row.sealed, _bound(row.id)), type=PaperDraft)
        opened.append(PaperView(row.id, draft.title, draft.words, row.written_at))
    return opened


async def seal_paper(work: Work, review: Review, draft: PaperDraft) -> UUID:
    """Keep a paper of a review; the caller has checked that this actor may."""
    key = work.new_id()
    sealed = {
        "id": key,
        "case_id": review.case_id,
        "sealed": seal_to(work.keys.office_public, msgspec.json.encode(draft), _bound(key)),
        "written_at": work.now,
        "written_by": work.actor.id,
    }
    await store.add_paper(work.session, sealed)
    await store.record_apart(work, review, "paper.written", paper=str(key))
    await work.session.flush()
    return key


def _bound(key: UUID) -> bytes:
    return b"papers:" + key.bytes
