"""Answering: the decision goes to the person, with the next door named in it."""

from uuid import UUID

from complaints import store
from complaints.actions.converse import told
from complaints.actions.hold import let_go
from complaints.actions.reach import reach, settle
from complaints.actions.window import expect_window
from complaints.domain.access import HANDLE
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.issues import case_outcome
from complaints.domain.lifecycle import advance
from complaints.kernel import journal, timers
from complaints.kernel.work import Work
from complaints.store import Case
from standards.errors import Conflict, Fault

STOPPED = (ClockKind.ACKNOWLEDGE.value, ClockKind.RESPOND.value, ClockKind.INFORM.value)


class PointsOpen(Conflict):
    """A complaint is answered only when each of its points is."""

    code = "points-open"


async def answer(work: Work, key: UUID, words: str, *, version: int | None = None) -> None:
    """Send the answer of the case's present stage; every issue needs a finding first."""
    case = await reach(work, key, HANDLE, version=version)
    await conclude(work, case, words)
    await told(work, case, key=f"answer:{case.stage_no}", subject="", words=words)
    await expect_window(work, case)


async def conclude(work: Work, case: Case, words: str) -> str:
    """Close the present stage with *words*; the outcome that follows from its findings."""
    stage = await store.stage(work.session, case)
    charter = work.charters.get(case.charter_id).charter
    issues = await store.issues(work.session, case.id)
    found = {finding.issue_id: finding for finding in await store.findings(work.session, case.id, case.stage_no)}
    if case.kind == Kind.COMPLAINT.value:
        _check(issues=len(issues), missing=[issue.number for issue in issues if issue.id not in found])
    meaning = {outcome.code: outcome.counts_as for outcome in charter.outcomes}
    counted = [meaning[found[issue.id].outcome] for issue in issues if issue.id in found]
    outcome = case_outcome(charter.case_outcome, counted)
    remedies = [one for one in await store.remedies(work.session, case.id) if one.stage_no == case.stage_no]

    await let_go(work, case, "answered")
    case.state = advance(State(case.state), State.ANSWERED).value
    case.outcome = stage.outcome = outcome
    case.closed_at = stage.answered_at = work.now
    stage.acknowledged_at = stage.acknowledged_at or work.now
    stage.answer = words
    stage.decided_by = work.actor.id
    await timers.stop(work, case.id, STOPPED)
    await journal.record(
        work,
        case,
        "case.answered",
        outcome=outcome,
        issues=len(issues),
        upheld=sum(one in {"upheld", "partly_upheld"} for one in counted),
        remedies=len(remedies),
        promises=sum(one.due_on is not None for one in remedies),
    )
    await settle(work, case)
    return outcome


def _check(*, issues: int, missing: list[int]) -> None:
    if not issues:
        fault = Fault("issues", "Say first what the points of the complaint are.")
        raise PointsOpen("The complaint has no points yet.", faults=[fault])
    if missing:
        faults = [Fault(f"findings[{number}]", f"Point {number} has no finding yet.") for number in missing]
        raise PointsOpen("Every point needs a finding before the answer can go.", faults=faults)
