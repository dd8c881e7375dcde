"""Looking at a case from the desk: allowed, or as if it were not there."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from complaints import reads, store
from complaints.actions.follow import look_for
from complaints.actions.sign_in import actor_of
from complaints.domain.access import (
    APPROVE_EXTENSION,
    HANDLE,
    IDENTIFY,
    NAME_STAFF,
    NOTE,
    READ,
    SEE_STAFF_NAMED,
    CaseRelations,
    Role,
    allowed,
    is_in_scope,
)
from complaints.domain.case import NoSuchCase
from complaints.domain.deliveries import NEW_CODE
from complaints.domain.privacy import may_see_name
from complaints.domain.reference import normal_reference
from complaints.kernel.work import Work
from complaints.reads.surveys import surveys_of
from complaints.schemas import CaseView, EntryView, SurveyView
from complaints.schemas.desk import AskedRow, AskedView, Colleague, DatesView, DeskCase
from complaints.store import Case, Staff
from standards.limits import Limit

MOST_ASKED = 50

OWN = frozenset({Role.OFFICER.value, Role.REVIEWER.value})
OPENLY = frozenset(
    one
    for one in reads.PUBLIC_ENTRIES - {"message.received", "identity.opened"}
    if not one.startswith(("code.", "consent.", "contact.", "name.", "needs."))
)
"""What the desk of a body sees of the independent office: its own doing, and what the office has made known."""


async def look(work: Work, reference: str) -> DeskCase:
    """Return the case with what this actor may do with it; raise NoSuchCase for a refused one as for a missing one."""
    case, relations = await _found(work, reference)
    may_name = allowed(work.actor, NAME_STAFF, relations)
    may_handle = allowed(work.actor, HANDLE, relations)
    staff = await store.staff_with_role(work.session, Role.OFFICER.value, Role.REVIEWER.value)
    names = {somebody.id: somebody.name for somebody in staff}
    view = _without_office(await reads.case_for_staff(work.session, case.id), independent_tiers(work))
    return DeskCase(
        case=view if may_see_name(work.actor, case.visibility) else _without_codes(view),
        staff_named=case.staff_named if allowed(work.actor, SEE_STAFF_NAMED, relations) else None,
        may_handle=may_handle,
        may_note=allowed(work.actor, NOTE, relations),
        may_identify=allowed(work.actor, IDENTIFY, relations) and may_see_name(work.actor, case.visibility),
        may_name_staff=may_name,
        handler=names.get(case.handler) if case.handler else None,
        could_handle=_who(one for one in staff if allowed(actor_of(one), HANDLE, relations)) if may_handle else [],
        colleagues=_who(one for one in staff if _is_near(one, relations)) if may_name else [],
        dates=await _dates(work, case, relations, names),
        surveys=await _surveys(work, case),
    )


async def to_decide(work: Work) -> list[AskedRow]:
    """Return the cases for which somebody else asked for more time and this actor may decide, what is due first."""
    found = await store.asked_in(work.session, work.actor.bodies, most=MOST_ASKED)
    return [
        AskedRow(case.reference, Limit.parse(row.by).words, row.reason)
        for row, case in found
        if row.asked_by != work.actor.id and allowed(work.actor, APPROVE_EXTENSION, await store.relations(work, case))
    ]


async def find_by_reference(work: Work, typed: str) -> str:
    """Return the reference of a case this actor may read, from what was typed in a search."""
    case, _ = await _found(work, normal_reference(typed) or "")
    return case.reference


async def _found(work: Work, reference: str) -> tuple[Case, CaseRelations]:
    case = await store.look_up(work.session, reference)
    relations = await store.relations(work, case)
    if not allowed(work.actor, READ, relations):
        raise NoSuchCase
    return case, relations


async def _surveys(work: Work, case: Case) -> list[SurveyView]:
    """Return what the person said of the steps a body took; that they were treated worse is for the office alone."""
    said = await surveys_of(work.session, case.id, without=independent_tiers(work))
    return [msgspec.structs.replace(one, treated_worse=None) for one in said]


async def _dates(work: Work, case: Case, relations: CaseRelations, names: Mapping[UUID, str]) -> DatesView | None:
    """Return the date of the answer and what may be done about it; None for those who can do nothing."""
    may_decide = allowed(work.actor, APPROVE_EXTENSION, relations)
    if not may_decide and not allowed(work.actor, HANDLE, relations):
        return None
    found = await look_for(work, case)
    if found is None:
        return None
    row = await store.asked_extension(work.session, case.id, case.stage_no)
    if row is None:
        return DatesView(found.course, found.rule, found.first_promised_at)
    who = names.get(row.asked_by, "Somebody") if row.asked_by else "Somebody"
    asked = AskedView(row.id, row.reason, row.by, row.words, who, row.asked_at)
    may_decide = may_decide and row.asked_by != work.actor.id
    return DatesView(found.course, found.rule, found.first_promised_at, asked, may_decide)


def independent_tiers(work: Work) -> frozenset[str]:
    """Return the tiers that take no orders from the body, under any version of the charter."""
    return frozenset(tier.key for one in work.charters.history() for tier in one.charter.tiers if tier.independent)


def _without_office(case: CaseView, tiers: frozenset[str]) -> CaseView:
    """Take out what passes between the person and the independent office, and what it has not yet decided."""
    theirs = [stage for stage in case.stages if stage.tier in tiers]
    if not theirs:
        return case
    since, numbers = min(stage.started_at for stage in theirs), {stage.stage_no for stage in theirs}
    undecided = {stage.stage_no for stage in theirs if stage.answered_at is None}
    return msgspec.structs.replace(
        case,
        stages=[
            stage if stage.tier not in tiers else msgspec.structs.replace(stage, understanding=None)
            for stage in case.stages
        ],
        issues=[
            msgspec.structs.replace(issue, findings=[one for one in issue.findings if one.stage_no not in undecided])
            for issue in case.issues
        ],
        remedies=[one for one in case.remedies if one.stage_no not in undecided],
        messages=[one for one in case.messages if one.sent_at < since or one.by in OWN],
        timeline=[
            one if one.stage_no not in numbers or one.by in OWN else _without_why(one)
            for one in case.timeline
            if one.stage_no not in numbers or one.by in OWN or one.kind in OPENLY
        ],
    )


def _without_codes(case: CaseView) -> CaseView:
    """
    Take out that somebody asked for a new code and got it: it says that the contact they typed is the person's.

    Whoever may not know who the person is could try one contact after the other, until a line appears here.
    """
    return msgspec.structs.replace(
        case,
        messages=[one for one in case.messages if not one.key.startswith(NEW_CODE)],
        timeline=[one for one in case.timeline if not one.kind.startswith("code.")],
    )


def _without_why(entry: EntryView) -> EntryView:
    """Leave out why a person stopped: they said it to the office."""
    if entry.kind != "case.withdrawn":
        return entry
    return msgspec.structs.replace(entry, facts={name: said for name, said in entry.facts.items() if name != "why"})


def _is_near(somebody: Staff, relations: CaseRelations) -> bool:
    named = relations.subjects | relations.conflicted
    return is_in_scope(actor_of(somebody), relations) and somebody.id not in named


def _who(staff: Iterable[Staff]) -> list[Colleague]:
    return [Colleague(one.id, one.name, one.role) for one in staff]
