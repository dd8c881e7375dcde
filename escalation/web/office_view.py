"""What the page of a file of the office shows: finished values, nothing is left for the template to decide."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from complaints.domain.case import State
from complaints.domain.lateness import due_words
from complaints.domain.taxonomy import CATEGORIES
from complaints.schemas import CaseView, IssueView
from complaints.web.desk_words import OUTCOMES, ROLES, text, title
from escalation.domain.admissibility import FOLLOWS, PREMATURE, QUESTIONS, ReviewState, Weight
from escalation.domain.recommendation import MOVES, Hand, RecommendationState
from escalation.reads import TOLD
from escalation.schemas import DocketRow, FileView, RecommendationView
from escalation.web.words import ENTRIES, RECOMMENDATIONS, REVIEWS, SHAPES, STRAIGHT, difference_words
from standards.charter import Charter

WEIGHTS = ((Weight.YES.value, "Yes"), (Weight.EXCUSED.value, "No, but excused"), (Weight.NO.value, "No"))

IN_THE_THREAD = frozenset({"message.sent", "message.received"})
"""What stands among the messages and need not be told twice."""

Values = dict[str, Any]


def file_values(charter: Charter, case: CaseView, file: FileView, now: datetime) -> Values:
    """Return everything the page of a file is rendered from, but what was typed on it."""
    review = file.review
    return {
        "case": case,
        "file": file,
        "head": _head(charter, case, file, now),
        "points": [_point(charter, issue, case, review.stage_no) for issue in case.issues],
        "stages": [
            {"name": _tier(charter, one.tier), "outcome": OUTCOMES.get(one.outcome or "", ""), "one": one}
            for one in case.stages
        ],
        "climbs": [
            {"one": one, "to": _tier(charter, one.to_tier), "entry": ENTRIES.get(one.entry, one.entry)}
            for one in file.climbs
        ],
        "messages": [{"who": ROLES.get(one.by, one.by), "one": one} for one in reversed(case.messages)],
        "since": [
            {"at": entry.at, "title": title(charter, entry), "who": ROLES.get(entry.by, entry.by), "text": text(entry)}
            for entry in reversed(case.timeline)
            if entry.stage_no >= review.stage_no and entry.kind not in IN_THE_THREAD
        ],
        "differences": [difference_words(one) for one in file.hand_over.differences],
        "recommendations": [recommendation(charter, one, now) for one in file.recommendations],
        "may": _may(case, ReviewState(review.state)),
        "tests": [(f"test-{one.key}", one.words, one.part.value) for one in QUESTIONS],
        "weights": WEIGHTS,
        "grounds": [(one.code, _ground(one.code, one.words)) for one in charter.grounds],
        "ground": next((one.words for one in charter.grounds if one.code == review.ground), None),
        "categories": list(CATEGORIES.items()),
        "outcomes": [(one.code, one.words) for one in charter.outcomes],
    }


def excused(case: CaseView, values: Values) -> Values:
    """Return what stands in the forms at first: whoever came straight here need not have tried the service before."""
    return {"test-tried_first": Weight.EXCUSED.value, **values} if came_straight(case) else values


def came_straight(case: CaseView) -> bool:
    """Whether the office had the case from the first moment: it has no climb behind it."""
    return len(case.stages) == 1


def docket_row(charter: Charter, row: DocketRow, now: datetime) -> Values:
    """Return one line of the docket."""
    service = charter.service(row.service)
    zone = ZoneInfo(charter.authority.time_zone)
    return {
        "one": row,
        "state": REVIEWS[row.state],
        "entry": STRAIGHT if row.stage_no == 1 else ENTRIES.get(row.entry, row.entry),
        "body": charter.bodies[row.body].name if row.body in charter.bodies else row.body,
        "service": service.name if service else row.service,
        "due": due_words(row.due_at, now, zone) if row.due_at else None,
        "is_late": row.due_at is not None and row.due_at < now,
    }


def recommendation(charter: Charter, one: RecommendationView, now: datetime) -> Values:
    """Return a recommendation with its words, and whether each side may move it now."""
    state = RecommendationState(one.state)
    is_unconfirmed = one.confirm_by is not None and one.confirm_by < now
    return {
        "one": one,
        "body": charter.bodies[one.body].name if one.body in charter.bodies else one.body,
        "state": RECOMMENDATIONS[one.state],
        "shape": "late" if is_unconfirmed else SHAPES.get(one.state, "current"),
        "is_late": is_unconfirmed or (state is RecommendationState.ISSUED and one.reply_due_at < now),
        "is_unconfirmed": is_unconfirmed,
        "may_verify": bool(MOVES[Hand.OFFICE].get(state)),
        "answers": [each.value for each in MOVES[Hand.BODY].get(state, frozenset())],
    }


def _may(case: CaseView, state: ReviewState) -> dict[str, bool]:
    is_open = State(case.state).is_open
    return {
        "admit": is_open and ReviewState.ADMITTED in FOLLOWS[state],
        "decline": is_open and ReviewState.DECLINED in FOLLOWS[state],
        "decide": is_open and ReviewState.DECIDED in FOLLOWS[state],
        "write": is_open,
        "recommend": state is ReviewState.DECIDED,
    }


def _head(charter: Charter, case: CaseView, file: FileView, now: datetime) -> Values:
    service = charter.service(case.service)
    zone = ZoneInfo(charter.authority.time_zone)
    owed = [one for one in case.clocks if one.kind in TOLD and one.stage_no == file.review.stage_no]
    due = min((one.due for one in owed if one.stopped_at is None), default=None)
    return {
        "state": REVIEWS[file.review.state],
        "entry": ENTRIES.get(file.climbs[-1].entry, "") if file.climbs else STRAIGHT,
        "is_straight": not file.climbs,
        "asked_late": bool(file.climbs) and file.climbs[-1].asked_late,
        "body": charter.bodies[case.body].name if case.body in charter.bodies else case.body,
        "service": service.name if service else case.service,
        "due_at": due,
        "due": due_words(due, now, zone) if due else None,
        "is_late": due is not None and due < now,
        "is_withdrawn": case.state == State.WITHDRAWN.value,
        "outcome": OUTCOMES.get(case.outcome or "", ""),
    }


def _point(charter: Charter, issue: IssueView, case: CaseView, stage_no: int) -> Values:
    words = {one.code: one.words for one in charter.outcomes}
    return {
        "issue": issue,
        "category": CATEGORIES.get(issue.category, issue.category),
        "is_disputed": issue.number in case.disputed,
        "findings": [
            {"one": one, "words": words.get(one.outcome, one.outcome), "is_ours": one.stage_no == stage_no}
            for one in issue.findings
        ],
    }


def _tier(charter: Charter, key: str) -> str:
    return next((tier.name for tier in charter.tiers if tier.key == key), key)


def _ground(code: str, words: str) -> str:
    return f"{words} (It is referred back and stays with you.)" if code in PREMATURE else words
