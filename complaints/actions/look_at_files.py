"""The files of a case as one who looks at it may see them; for everybody else neither they nor the case are there."""

from uuid import UUID

import msgspec

from complaints import store as cases
from complaints.actions.look import OWN, independent_tiers
from complaints.actions.own import own
from complaints.domain.access import ATTACH, READ, allowed
from complaints.domain.case import NoSuchCase, State
from complaints.domain.files import PICTURED, AttachmentView
from complaints.kernel.work import Work
from complaints.reads import attachments as reads


class CaseFiles(msgspec.Struct, frozen=True):
    """The files of a case, with what one may do about them."""

    case_id: UUID
    reference: str
    files: list[AttachmentView]
    may_add: bool
    version: int


async def own_files(work: Work) -> CaseFiles:
    """Return the files of the case whose code this actor has shown; raise NoSuchCase when it opens nothing."""
    case, relations = await own(work)
    may_add = allowed(work.actor, ATTACH, relations)
    return CaseFiles(case.id, case.reference, await reads.of_case(work.session, case.id), may_add, case.version)


async def desk_files(work: Work, reference: str) -> CaseFiles:
    """
    Return the files of a case at the desk of a body; raise NoSuchCase for a refused one as for a missing one.

    What the person gives the independent office is not for the body. The original of a picture tells where and with
    what it was taken: it is for whoever works on the case, the rest see the picture.
    """
    case = await cases.look_up(work.session, reference)
    relations = await cases.relations(work, case)
    if not allowed(work.actor, READ, relations):
        raise NoSuchCase
    since = await reads.office_since(work.session, case.id, independent_tiers(work))
    works_on_it = allowed(work.actor, ATTACH, relations)
    files = [
        one if works_on_it or one.kind not in PICTURED else msgspec.structs.replace(one, original=False)
        for one in await reads.of_case(work.session, case.id)
        if since is None or one.added_at < since or one.by in OWN
    ]
    return CaseFiles(case.id, case.reference, files, works_on_it and State(case.state).is_open, case.version)
