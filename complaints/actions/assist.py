"""What staff sees of the people of a case, and does for the person who calls or writes on paper."""

from collections.abc import Mapping
from uuid import UUID

import msgspec

from complaints import store
from complaints.actions.identify import open_identity
from complaints.actions.reach import reach
from complaints.domain.access import (
    ASSIST,
    IDENTIFY,
    READ,
    SEE_STAFF_NAMED,
    allowed,
    is_staff_of_a_body,
    is_with_office,
)
from complaints.domain.case import NoSuchCase
from complaints.domain.privacy import may_see_name
from complaints.kernel import vault
from complaints.kernel.vault import Identity
from complaints.kernel.work import Work
from complaints.reads.contacts import (
    ChangeView,
    ConsentView,
    OwedCode,
    consents_of,
    owed_codes,
    reference_of,
    waiting_change,
)


class PeopleView(msgspec.Struct, frozen=True, kw_only=True):
    """
    The people of a case, without a name: who acts for the person, what waits to be done for them.

    `staff_named` are the names of staff in the person's words, None for whoever may not read them. While the body does
    not know of the case, the office alone sees it; what waits while the office has it is the office's, too.
    `may_assist` says whether this actor does something for the person, `may_identify` whether they may learn who it is.
    """

    id: UUID
    reference: str
    visibility: str
    has_identity: bool
    consents: list[ConsentView]
    change: ChangeView | None
    codes: list[OwedCode]
    related: str | None
    staff_named: str | None
    is_known_to_body: bool
    may_assist: bool
    may_identify: bool

    @property
    def has_named_helper(self) -> bool:
        """Whether anybody who acts for the person gave a name or a way to reach them."""
        return any(one.person_id for one in self.consents)


class Names(msgspec.Struct, frozen=True):
    """Who the people of a case are, right after somebody opened it with a reason."""

    person: Identity
    helpers: Mapping[UUID, Identity]


async def people_of(work: Work, reference: str) -> PeopleView:
    """Return the people of a case; raise NoSuchCase for a refused one as for a missing one."""
    case = await store.look_up(work.session, reference)
    relations = await store.relations(work, case)
    if not allowed(work.actor, READ, relations):
        raise NoSuchCase
    is_elsewhere = is_with_office(work.actor, relations) and is_staff_of_a_body(work.actor, relations)
    # That a code is waiting says that somebody typed the right contact: nothing for who may not know the person.
    knows = not is_elsewhere and may_see_name(work.actor, case.visibility)
    return PeopleView(
        id=case.id,
        reference=case.reference,
        visibility=case.visibility,
        has_identity=case.person_id is not None,
        consents=await consents_of(work, case.id),
        change=None if is_elsewhere else await waiting_change(work.session, case.id),
        codes=await owed_codes(work.session, case.id) if knows else [],
        related=await reference_of(work.session, case.related_to) if case.related_to else None,
        staff_named=case.staff_named if allowed(work.actor, SEE_STAFF_NAMED, relations) else None,
        is_known_to_body=relations.known_to_body,
        may_assist=allowed(work.actor, ASSIST, relations),
        may_identify=allowed(work.actor, IDENTIFY, relations) and may_see_name(work.actor, case.visibility),
    )


async def open_names(work: Work, case_id: UUID, reason: str) -> Names:
    """Return who the person is and who acts for them; the opening stands in the journal with its reason."""
    person = await open_identity(work, case_id, reason)
    case = await reach(work, case_id, IDENTIFY)
    known = [one for one in await store.consents(work.session, case.id) if one.person_id is not None]
    return Names(person, {one.id: await vault.identify(work, one.person_id) for one in known if one.person_id})
