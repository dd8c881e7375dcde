"""What the page of a case shows to staff: finished values, nothing is left for the template to decide."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from complaints.channel import label
from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.next_door import next_door
from complaints.domain.promises import Place
from complaints.domain.taxonomy import CATEGORIES, CAUSES
from complaints.kernel.rendering import render
from complaints.schemas import CaseView, IssueView, SurveyView
from complaints.schemas.desk import DeskCase
from complaints.web.clocks import Promised, for_staff, promised, running
from complaints.web.desk_dates import date_defaults, date_values
from complaints.web.desk_places import move_values
from complaints.web.desk_words import CLOCKS, HANDLED, INFORMED, OUTCOMES, ROLES, STATES, text, title
from standards.charter import Charter

LONGEST_QUOTE = 1200
BLANK_POINTS = 2
BLANK_REMEDIES = 2

Values = dict[str, Any]


def case_values(charter: Charter, desk: DeskCase, now: datetime) -> Values:
    """Return everything the page of a case is rendered from, but what was typed on it."""
    case = desk.case
    zone = ZoneInfo(charter.authority.time_zone)
    found = promised(case.clocks)
    open_now = [one for one in found if one.clock.stopped_at is None]
    return {
        "desk": desk,
        "case": case,
        "head": _head(charter, case),
        "clocks": [_clock(one, now, zone) for one in open_now],
        "earlier_clocks": [_clock(one, now, zone) for one in found if one not in open_now],
        "is_late": any(one.clock.due < now for one in running(found) if one.clock.kind != ClockKind.INFORM.value),
        "points": [_point(charter, issue, case) for issue in case.issues],
        "remedies": _remedies(charter, case),
        "messages": [
            {"way": one.direction, "who": ROLES.get(one.by, one.by), "one": one} for one in reversed(case.messages)
        ],
        "timeline": [
            {
                "at": entry.at,
                "title": title(charter, entry),
                "who": ROLES.get(entry.by, entry.by),
                "text": text(entry),
            }
            for entry in reversed(case.timeline)
        ],
        "stages": [
            {"name": charter.stage(one.stage).name, "outcome": OUTCOMES.get(one.outcome or "", ""), "one": one}
            for one in case.stages
        ],
        "surveys": [_survey(charter, case, one) for one in desk.surveys],
        "steps": steps(desk),
        "choices": choices(charter, desk),
        "standard": charter.standard(case.standard),
        "told_late": _told_late(charter, case),
        **move_values(charter, desk, now),
        **date_values(charter, desk, now),
    }


def steps(desk: DeskCase) -> list[Values]:
    """Return what is to be done next, in order, each done, open now, or not yet."""
    case = desk.case
    if not desk.may_handle or not State(case.state).is_open:
        return []
    if case.kind == Kind.COMPLIMENT.value:
        return [_step("pass-on", "Pass the thanks on", done=False, now=True)]
    taken_on = case.state == State.ACCEPTED.value
    listed = [_step("acknowledge", "Tell the person you have it", done=taken_on, now=not taken_on)]
    if case.kind != Kind.COMPLAINT.value:
        return [*listed, _step("answer", "Answer", done=False, now=taken_on)]
    decided = [any(one.stage_no == case.stage_no for one in issue.findings) for issue in case.issues]
    has_points, all_decided = bool(decided), bool(decided) and all(decided)
    return [
        *listed,
        _step("points", "Say what the points are", done=has_points, now=taken_on and not has_points),
        _step("findings", "Decide each point", done=all_decided, now=has_points and not all_decided),
        _step("answer", "Send the decision", done=False, now=all_decided),
    ]


def defaults(charter: Charter, desk: DeskCase, now: datetime) -> dict[str, str]:
    """Return what stands in the forms of the page before anything is typed."""
    case = desk.case
    filled = {"handler": str(case.handler or ""), "version": str(case.version)} | date_defaults()
    for issue in case.issues:
        for finding in issue.findings:
            if finding.stage_no == case.stage_no:
                filled[f"outcome-{issue.number}"] = finding.outcome
                filled[f"reason-{issue.number}"] = finding.reason
                filled[f"cause-{issue.number}"] = finding.cause or ""
    wanted = {one["key"] for one in steps(desk)}
    if "acknowledge" in wanted:
        filled["understanding"] = _letter("desk/understanding_draft.txt", charter, desk, now)
    if "answer" in wanted:
        filled["answer"] = _letter("desk/answer_draft.txt", charter, desk, now)
    if "pass-on" in wanted:
        filled["told_whom"] = case.praised or ""
    return filled


def choices(charter: Charter, desk: DeskCase) -> Values:
    """Return what the forms of the page let one choose from."""
    own = charter.standards_of(desk.case.service) if desk.case.service else ()
    return {
        "categories": list(CATEGORIES.items()),
        "causes": list(CAUSES.items()),
        "outcomes": [(one.code, one.words) for one in charter.outcomes],
        "remedies": [(one.code, one.words) for one in charter.remedies],
        "standards": [(one.key, one.promise) for one in own],
        "handlers": [(str(one.id), one.name) for one in desk.could_handle],
        "colleagues": [(str(one.id), f"{one.name}, {one.role}") for one in desk.colleagues],
        "blank_points": range(1, BLANK_POINTS + 1),
        "blank_remedies": range(1, BLANK_REMEDIES + 1),
    }


def _head(charter: Charter, case: CaseView) -> Values:
    service = charter.service(case.service)
    return {
        "state": STATES.get(case.state, case.state),
        "step": charter.stage(case.stage).name,
        "body": charter.bodies[case.body].name if case.body in charter.bodies else case.body,
        "unit": charter.units[case.unit].name if case.unit in charter.units else case.unit,
        "service": service.name if service else case.service,
        "channel": label(case.channel),
        "outcome": OUTCOMES.get(case.outcome or "", ""),
        "is_open": State(case.state).is_open,
    }


def _told_late(charter: Charter, case: CaseView) -> Values | None:
    """Return what is said of a case whose matter lies further back than one may complain about, None for others."""
    lodged = next((entry for entry in case.timeline if entry.kind == "case.lodged"), None)
    if lodged is None or not lodged.facts.get("late_asked"):
        return None
    window = charter.first_tier.ask_within_of_event
    return {"on": case.occurred_on, "within": window.words if window else None}


def _clock(one: Promised, now: datetime, zone: ZoneInfo) -> Values:
    return for_staff(one, CLOCKS.get(one.clock.kind, one.clock.kind), now, zone)


def _survey(charter: Charter, case: CaseView, said: SurveyView) -> Values:
    stage = next(one for one in case.stages if one.stage_no == said.stage_no)
    return {
        "step": charter.stage(stage.stage).name,
        "handled": HANDLED[said.handled],
        "informed": INFORMED[said.informed],
        "one": said,
    }


def _point(charter: Charter, issue: IssueView, case: CaseView) -> Values:
    words = {one.code: one.words for one in charter.outcomes}
    standard = charter.standard(issue.standard)
    return {
        "issue": issue,
        "category": CATEGORIES.get(issue.category, issue.category),
        "standard": standard.promise if standard else None,
        "findings": [
            {"one": one, "words": words.get(one.outcome, one.outcome), "is_now": one.stage_no == case.stage_no}
            for one in issue.findings
        ],
        "is_decided": any(one.stage_no == case.stage_no for one in issue.findings),
        "is_disputed": issue.number in case.disputed,
    }


def _remedies(charter: Charter, case: CaseView) -> list[Values]:
    words = {one.code: one.words for one in charter.remedies}
    return [
        {
            "one": one,
            "what": words.get(one.kind, one.kind),
            "is_promise": one.due_on is not None and one.done_at is None,
        }
        for one in case.remedies
    ]


def _step(key: str, what: str, *, done: bool, now: bool) -> Values:
    return {"key": key, "text": what, "state": "done" if done else "current" if now else "todo"}


def _letter(template: str, charter: Charter, desk: DeskCase, now: datetime) -> str:
    case = desk.case
    place = Place(case.body, case.unit, case.service, case.standard)
    return render(
        template,
        lang=case.language,
        zone=charter.authority.time_zone,
        authority=charter.authority,
        case=case,
        head=_head(charter, case),
        points=[_point(charter, issue, case) for issue in case.issues],
        remedies=[one for one in _remedies(charter, case) if one["one"].stage_no == case.stage_no],
        quote=case.narrative if len(case.narrative) <= LONGEST_QUOTE else case.narrative[:LONGEST_QUOTE] + " ...",
        door=next_door(charter, case.tier, place, now, case.occurred_on) if Kind(case.kind).climbs else None,
    ).strip()
