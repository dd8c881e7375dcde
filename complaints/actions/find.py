"""Deciding each issue, and what puts it right."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from uuid import UUID

from complaints import store
from complaints.actions.reach import reach, settle, still_open
from complaints.domain.access import HANDLE
from complaints.domain.case import ClockKind
from complaints.domain.promises import calendar_of, first_reminder
from complaints.kernel import journal, timers
from complaints.kernel.work import Work
from complaints.schemas.drafts import FindingDraft, RemedyDraft
from complaints.store import Case
from standards.charter import Charter
from standards.deadlines import Deadline
from standards.errors import Fault, Invalid


async def find(
    work: Work,
    key: UUID,
    findings: Sequence[FindingDraft],
    remedies: Sequence[RemedyDraft] = (),
    *,
    version: int | None = None,
) -> None:
    """Record findings at the case's present stage; a finding made again at the same stage replaces the first."""
    case = await reach(work, key, HANDLE, version=version)
    still_open(case)
    await record_findings(work, case, findings)
    await agree(work, case, remedies)
    await settle(work, case)


async def record_findings(work: Work, case: Case, findings: Sequence[FindingDraft]) -> None:
    """Write what this stage decides on each issue."""
    charter = work.charters.get(case.charter_id).charter
    issues = {issue.number: issue for issue in await store.issues(work.session, case.id)}
    known = {outcome.code for outcome in charter.outcomes}
    faults = [
        Fault(f"findings[{place}].issue", "There is no such issue on this case.")
        for place, finding in enumerate(findings)
        if finding.issue not in issues
    ] + [
        Fault(f"findings[{place}].outcome", f"Choose one of: {', '.join(sorted(known))}.")
        for place, finding in enumerate(findings)
        if finding.outcome not in known
    ]
    if faults:
        raise Invalid("A finding cannot be recorded.", faults=faults)
    for finding in findings:
        issue = issues[finding.issue]
        await store.put_finding(
            work.session,
            issue_id=issue.id,
            stage_no=case.stage_no,
            case_id=case.id,
            outcome=finding.outcome,
            reason=finding.reason,
            cause=finding.cause,
            found_at=work.now,
            found_by=work.actor.id,
        )
        await journal.record(
            work,
            case,
            "finding.made",
            issue=finding.issue,
            outcome=finding.outcome,
            category=issue.category,
            cause=finding.cause,
        )


async def agree(work: Work, case: Case, remedies: Sequence[RemedyDraft]) -> None:
    """Write down what will put it right; a day makes it a promise with a clock."""
    charter = work.charters.get(case.charter_id).charter
    for place, remedy in enumerate(remedies):
        _check(charter, place, remedy)
        remedy_id = work.new_id()
        store.add_remedy(
            work.session,
            id=remedy_id,
            case_id=case.id,
            stage_no=case.stage_no,
            kind=remedy.kind,
            words=remedy.words,
            due_on=remedy.due_on,
            agreed_at=work.now,
        )
        await journal.record(work, case, "remedy.agreed", remedy=remedy.kind, promised=remedy.due_on is not None)
        if remedy.due_on is not None:
            calendar = calendar_of(charter, case.body, case.unit)
            due_at = datetime.combine(remedy.due_on, time.max, calendar.zone).astimezone(UTC)
            due = Deadline(due_at, remedy.due_on, ())
            remind_at = first_reminder(charter, ClockKind.UNDERTAKING, due, calendar, work.now)
            generation = await timers.latest_generation(
                work.session, case.id, case.stage_no, ClockKind.UNDERTAKING.value
            )
            running = timers.Running(ClockKind.UNDERTAKING.value, None, due, generation + 1, remind_at)
            fresh = timers.row(
                work,
                running,
                subject_id=case.id,
                stage_no=case.stage_no,
                charter_id=case.charter_id,
                started_at=work.now,
            )
            # The remedy and its clock share a key, so that keeping the one stops the other.
            await timers.start(work, [fresh | {"id": remedy_id}])


def _check(charter: Charter, place: int, remedy: RemedyDraft) -> None:
    known = {one.code: one for one in charter.remedies}
    if remedy.kind not in known:
        fault = Fault(f"remedies[{place}].kind", f"Choose one of: {', '.join(sorted(known))}.")
        raise Invalid("A remedy cannot be recorded.", faults=[fault])
    if known[remedy.kind].needs_due and remedy.due_on is None:
        fault = Fault(f"remedies[{place}].due_on", "Say by which day this will be done.")
        raise Invalid("A promise needs a day.", faults=[fault])
