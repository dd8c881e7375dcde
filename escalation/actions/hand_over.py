"""Handing a case over to the office: a snapshot addressed by its content, sealed to the office's key."""

from complaints.kernel import journal
from complaints.kernel.sealing import seal_to
from complaints.kernel.work import Work
from escalation import reads, store
from escalation.domain.handover import address, canonical
from escalation.store import Case


def purpose(case: Case) -> bytes:
    """Return what binds a sealed snapshot to its case and stage."""
    return b"hand-over:" + case.id.bytes + case.stage_no.to_bytes(2, "big")


async def hand_over(work: Work, case: Case) -> str:
    """Seal the case as it stands and open the office's file on it; the address stands in the case's own journal."""
    content = canonical(await reads.snapshot(work.session, case.id, case.stage_no))
    content_hash = address(content)
    sealed = {
        "case_id": case.id,
        "to_stage_no": case.stage_no,
        "content_hash": content_hash,
        "sealed": seal_to(work.keys.office_public, content, purpose(case)),
        "journal_length": case.journal_length,
        "made_at": work.now,
    }
    await store.add_hand_over(work.session, sealed)
    opened = store.add_review(work, case)
    await store.record_apart(work, opened, "review.opened", content=content_hash)
    await journal.record(work, case, "case.handed_over", content=content_hash)
    await work.session.flush()
    return content_hash
