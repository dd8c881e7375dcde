"""Adopting a charter: from its date of effect it is what people are promised, and it never changes again."""

from datetime import datetime

from complaints.domain.access import ADOPT, require
from complaints.kernel.charters import CharterRow, newest_version, version_of
from complaints.kernel.work import Work
from standards.charter import charter_hash, load_charter
from standards.errors import Conflict


async def adopt(
    work: Work, document: str, *, effective_at: datetime | None = None, proposed_by: str = ""
) -> CharterRow:
    """
    Adopt *document* as the next version; raise Invalid naming line and field when it is not a charter.

    Every process sees it within ten seconds of the commit.
    """
    require(work.actor, ADOPT)
    load_charter(document)
    fingerprint = charter_hash(document)
    newest = await newest_version(work.session)
    same = await version_of(work.session, fingerprint)
    if same is not None:
        raise Conflict(f"This document was adopted before, as version {same}.")
    row = CharterRow(
        id=work.new_id(),
        version=newest + 1,
        hash=fingerprint,
        document=document,
        effective_at=effective_at or work.now,
        adopted_at=work.now,
        proposed_by=proposed_by or work.actor.label,
        adopted_by=work.actor.label,
    )
    work.session.add(row)
    await work.session.flush()
    return row
