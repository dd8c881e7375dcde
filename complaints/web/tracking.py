"""What a person's page says about their case: now, next, five steps, what happened, which door is open."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.promises import calendar_of
from complaints.domain.transfer import place_of
from complaints.schemas import CaseView, ClockView, EntryView
from complaints.web.clocks import Promised, for_person, promised, running
from complaints.web.moved_dates import TITLES as OF_DATES
from complaints.web.moved_dates import is_told, moved_words, waiting
from standards.charter import Charter
from standards.windows import ask_by

LATE_WHEN = {ClockKind.RESPOND.value, ClockKind.ACKNOWLEDGE.value, ClockKind.PASS_ON.value}
PASSING = {ClockKind.INFORM.value, ClockKind.HOLD.value}
"""Clocks that mean nothing any more once they have stopped."""

TITLES: Mapping[str, str] = {
    "case.lodged": "You told us",
    "case.imported": "It was taken over from an older system",
    "case.acknowledged": "Somebody began to look into it",
    "case.answered": "We answered",
    "case.passed_on": "Your thanks were passed on",
    "case.escalated": "It went on to the next step",
    "case.transferred": "Another office has it now",
    "service.given": "We did what you needed",
    "case.withdrawn": "You asked us to stop",
    "case.closed": "It was closed",
    "clock.late": "We broke a promise",
    **OF_DATES,
    "identity.opened": "Somebody looked up who you are",
    "message.received": "You added something",
    "review.admitted": "The ombudsperson took it on",
    "review.declined": "The ombudsperson did not take it on",
    "review.referred_back": "The ombudsperson sent it back to us",
    "review.decided": "The ombudsperson decided",
    "recommendation.issued": "The ombudsperson asked us to do something",
    "recommendation.answered": "We answered the ombudsperson",
    "recommendation.verified": "The ombudsperson checked what we did",
    "undertaking.kept": "We did what we promised",
}
"""What an entry of the journal is called on the person's page."""

WHO: Mapping[str, str] = {
    "officer": "The service",
    "reviewer": "The reviewer",
    "ombudsperson": "The ombudsperson",
    "person": "You",
    "public": "You",
    "system": "Automatic",
    "administrator": "An administrator",
}
"""Who did it: a role, never a name."""

LATE_WORDS: Mapping[str, str] = {
    "acknowledge": "to say who has it",
    "respond": "to answer",
    "pass_on": "to pass your thanks on",
    "undertaking": "to do what we promised",
    "inform": "to write to you",
    "service": "to do what you needed",
    "reply": "to answer the ombudsperson",
    "confirm": "to do what the ombudsperson asked for",
}


STEP_CLOCKS: Mapping[str, tuple[str, ...]] = {
    "understood": ("acknowledge",),
    "looked_into": ("respond", "pass_on"),
    "decided": ("respond", "pass_on"),
    "put_right": ("undertaking",),
}
"""Which promises say by when a step is done."""


def tracked(case: CaseView, charter: Charter, now: datetime) -> dict[str, Any]:
    """Return everything the tracking page shows, as finished values."""
    tier = charter.tier(case.tier)
    service = charter.service(case.service)
    found = promised(case.clocks)
    late = [one for one in running(found) if one.is_late(now) and one.clock.kind in LATE_WHEN]
    upcoming = sorted((one for one in running(found) if not one.is_late(now)), key=lambda one: one.told)
    withdrawn = State(case.state) is State.WITHDRAWN
    return {
        "case": {
            "reference": case.reference,
            "kind": case.kind,
            "service": service.name if service else case.service,
            "body": charter.bodies[case.body].name if case.body in charter.bodies else case.body,
            "received_at": case.received_at,
            "stage": charter.stage(case.stage).name,
        },
        "now_at": _now(case, tier.who or tier.name, independent=tier.independent),
        "next_up": _next_up(upcoming[0], charter, case) if upcoming else None,
        "late": {"promised_at": late[0].told, "why": f"We promised {LATE_WORDS[late[0].clock.kind]}"} if late else None,
        "owed": _owed(running(found), charter, case, now),
        "waiting": waiting(case),
        "steps": steps(case, now),
        "timeline": [_entry(entry, charter) for entry in reversed(case.timeline) if is_told(entry)],
        "clocks": [
            for_person(one, now, fell_away=withdrawn and one.clock.stopped_at == case.closed_at)
            | {"name": _service_words(one.clock, charter, case)}
            for one in found
            if one.clock.kind not in PASSING or one.clock.stopped_at is None
        ],
        "messages": [
            {
                "at": one.sent_at,
                "mine": one.direction == "in",
                "who": None if one.by == "system" else WHO.get(one.by),
                "text": one.body,
            }
            for one in case.messages
        ],
        "decision": _decision(case, charter),
        "door": door(case, charter, now),
    }


def steps(case: CaseView, now: datetime) -> list[dict[str, Any]]:
    """Return the five fixed steps of the present stage, each done, current, late or still to come."""
    stage = case.stages[-1]
    state = State(case.state)
    due = {one.clock.kind: one for one in promised(case.clocks) if one.clock.stopped_at is None}
    remedies = [remedy for remedy in case.remedies if remedy.due_on is not None]
    put_right = bool(remedies) and all(remedy.done_at for remedy in remedies)
    done_at: dict[str, datetime | None] = {
        "received": stage.started_at,
        "understood": stage.acknowledged_at or stage.answered_at,
        "looked_into": stage.answered_at,
        "decided": stage.answered_at,
        "put_right": max((remedy.done_at for remedy in remedies if remedy.done_at), default=None)
        if put_right
        else None,
    }
    rows: list[dict[str, Any]] = []
    for key, at in done_at.items():
        first_open = at is None and all(row["state"] == "done" for row in rows) and state is not State.WITHDRAWN
        expected = next((due[kind] for kind in STEP_CLOCKS.get(key, ()) if kind in due), None)
        word = "done" if at else "todo"
        if first_open and (state.is_open or expected):
            word = _pace(expected, now)
        by = expected.told if expected and expected.clock.held_at is None else None
        rows.append({"key": key, "state": word, "at": at, "by": by})
    return rows


def _pace(expected: Promised | None, now: datetime) -> str:
    if expected is not None and expected.clock.held_at is not None:
        return "paused"
    return "late" if expected is not None and expected.is_late(now) else "current"


def door(case: CaseView, charter: Charter, now: datetime) -> dict[str, Any] | None:
    """Return the next door when the person may go through it: after an answer, or once we are late."""
    following = charter.next_tier(case.tier)
    late = any(one.clock.kind == "respond" and one.is_late(now) for one in running(promised(case.clocks)))
    answered = State(case.state) is State.ANSWERED
    if following is None or not Kind(case.kind).climbs or case.historic or not (late or answered):
        return None
    window = None
    if answered and case.closed_at is not None:
        window = ask_by(following, calendar_of(charter, case.body, case.unit), case.closed_at, case.occurred_on)
    return {
        "name": following.who or following.name,
        "about": following.about,
        "to": "/your-case/next",
        "ask_by": window.due_at if window else None,
        "independent": following.independent,
        "stage_no": case.stage_no,
    }


def _now(case: CaseView, who: str, *, independent: bool) -> dict[str, Any]:
    stage = case.stages[-1]
    titles = {
        State.RECEIVED: "We have it. Nobody has begun to look into it yet.",
        State.ACCEPTED: "Somebody is looking into it.",
        State.ANSWERED: "We have answered.",
        State.PASSED_ON: "We have passed it on.",
        State.CLOSED: "It is closed.",
        State.WITHDRAWN: "You asked us to stop, and we did.",
    }
    title = titles[State(case.state)]
    if independent and State(case.state) is State.RECEIVED:
        title = "The ombudsperson has it and decides whether to take it on."
    if waiting(case):
        title = "We are waiting for something before we can answer."
    last = case.timeline[-1].at if case.timeline else case.received_at
    since = stage.acknowledged_at or stage.started_at
    return {"title": title, "who": who, "since": since, "text": stage.understanding, "last_at": last}


def _next_up(one: Promised, charter: Charter, case: CaseView) -> dict[str, Any]:
    words = _service_words(one.clock, charter, case)
    return {"kind": one.clock.kind, "due_at": one.told, "text": f"{words} That means by" if words else None}


def _service_words(clock: ClockView, charter: Charter, case: CaseView) -> str | None:
    """Return the published words of what a service promises, None for every other clock."""
    standard = charter.standard(case.standard)
    return standard.promise if standard and clock.kind == ClockKind.SERVICE.value else None


def _owed(going: Iterable[Promised], charter: Charter, case: CaseView, now: datetime) -> dict[str, Any] | None:
    """Return what a service should have done by now, as it was promised; it is late without opening a door."""
    late = [one for one in going if one.clock.kind == ClockKind.SERVICE.value and one.is_late(now)]
    if not late:
        return None
    return {
        "promise": _service_words(late[0].clock, charter, case),
        "promised_at": late[0].told,
        "is_complaint": case.kind == Kind.COMPLAINT.value,
    }


def _entry(entry: EntryView, charter: Charter) -> dict[str, Any]:
    facts = entry.facts
    text = moved_words(entry, charter)
    if entry.kind == "clock.late":
        text = f"We did not keep the day we had promised {LATE_WORDS.get(str(facts.get('clock')), '')}."
    elif entry.kind == "case.escalated":
        tier = charter.tier(str(facts["tier"]))
        asked = "because you asked for it" if facts.get("entry") == "requested" else "because we did not answer in time"
        text = f"It is now with: {tier.who or tier.name}, {asked}."
    elif entry.kind == "identity.opened":
        text = f"The reason they gave: {facts.get('reason', '')}"
    elif entry.kind == "case.passed_on":
        text = f"We told: {facts.get('told', '')}."
    elif entry.kind == "case.transferred":
        text = f"It is now with: {place_of(charter, facts)}. {facts.get('why', '')}"
    elif entry.kind == "service.given":
        text = str(facts.get("evidence", ""))
    return {
        "at": entry.at,
        "title": TITLES.get(entry.kind, "Something happened"),
        "who": WHO.get(entry.by, ""),
        "text": text,
    }


def _decision(case: CaseView, charter: Charter) -> dict[str, Any] | None:
    decided = [stage for stage in case.stages if stage.answered_at is not None]
    if not decided or case.kind != Kind.COMPLAINT.value or case.historic:
        return None
    stage = decided[-1]
    words = {outcome.code: outcome.words for outcome in charter.outcomes}
    points = [
        {"words": issue.summary, "finding": words.get(finding.outcome, finding.outcome), "reason": finding.reason}
        for issue in case.issues
        for finding in issue.findings
        if finding.stage_no == stage.stage_no
    ]
    return {"at": stage.answered_at, "points": points, "remedies": list(_remedies(case, stage.stage_no))}


def _remedies(case: CaseView, stage_no: int) -> Iterable[dict[str, Any]]:
    for remedy in case.remedies:
        if remedy.stage_no == stage_no:
            yield {"what": remedy.words, "by": remedy.due_on, "done_at": remedy.done_at}
