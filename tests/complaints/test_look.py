"""What the desk of a body sees of a case that is with the independent office."""

from datetime import timedelta

import msgspec

from complaints import reads
from complaints.actions.look import _without_office
from complaints.app.boundary import Application
from complaints.domain.access import SYSTEM
from complaints.schemas import CaseView, EntryView, FindingView, IssueView, MessageView, RemedyView, StageView
from tests.play import MONDAY, case_id, lodge_one

LATER = MONDAY + timedelta(days=40)


def with_the_office(case: CaseView, *, decided: bool) -> CaseView:
    answered_at = LATER + timedelta(days=20) if decided else None
    office = StageView(
        2, "ombudsperson", "ombudsperson", "requested", LATER, LATER, "Told in confidence", answered_at, None, None
    )
    return msgspec.structs.replace(
        case,
        stages=[*case.stages, office],
        issues=[IssueView(case.id, 1, "No bins", "no_service", None, [FindingView(1, 2, "upheld", "A draft finding")])],
        remedies=[RemedyView(case.id, "apology", "A draft remedy", 2, None, None)],
        messages=[
            MessageView("out", "officer", "", "Before", MONDAY),
            MessageView("in", "person", "", "In confidence to the office", LATER + timedelta(hours=1)),
            MessageView("out", "ombudsperson", "", "In confidence from the office", LATER + timedelta(hours=2)),
            MessageView("note", "reviewer", "", "Our own note", LATER + timedelta(hours=3)),
        ],
        timeline=[
            EntryView(LATER, "case.escalated", "system", 2, {}),
            EntryView(LATER, "message.received", "person", 2, {}),
            EntryView(LATER, "finding.made", "ombudsperson", 2, {}),
            EntryView(LATER, "identity.opened", "ombudsperson", 2, {}),
            EntryView(LATER, "note.added", "reviewer", 2, {}),
        ],
    )


async def a_case(application: Application) -> CaseView:
    receipt = await lodge_one(application)
    async with application.work(SYSTEM, reading=True) as work:
        return await reads.case_for_staff(work.session, await case_id(application, receipt))


async def test_what_passes_between_the_person_and_the_office_stays_between_them(application: Application) -> None:
    seen = _without_office(with_the_office(await a_case(application), decided=False), frozenset({"ombudsperson"}))

    assert [message.body for message in seen.messages] == ["Before", "Our own note"]
    assert [entry.kind for entry in seen.timeline] == ["case.escalated", "note.added"]
    assert "Told in confidence" not in str(seen)
    assert "draft" not in str(seen)


async def test_what_the_office_has_decided_is_read_by_the_body(application: Application) -> None:
    seen = _without_office(with_the_office(await a_case(application), decided=True), frozenset({"ombudsperson"}))

    assert seen.issues[0].findings[0].reason == "A draft finding"
    assert seen.remedies[0].words == "A draft remedy"


async def test_a_case_that_never_got_there_is_left_as_it_is(application: Application) -> None:
    case = await a_case(application)

    assert _without_office(case, frozenset({"ombudsperson"})) == case
