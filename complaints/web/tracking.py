"""What a person's page says about their case: now, next, five steps, what happened, which door is open."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.promises import calendar_of
from complaints.schemas import CaseView, ClockView, EntryView
from standards.charter import Charter
from standards.deadlines import deadline

LATE_WHEN = {ClockKind.RESPOND.value, ClockKind.ACKNOWLEDGE.value, ClockKind.PASS_ON.value}

TITLES: Mapping[str, str] = {
    "case.lodged": "You told us",
    "case.imported": "It was taken over from an older system",
    "case.acknowledged": "Somebody began to look into it",
    "case.answered": "We answered",
    "case.passed_on": "Your thanks were passed on",
    "case.escalated": "It went on to the next step",
    "case.withdrawn": "You asked us to stop",
    "case.closed": "It was closed",
    "clock.late": "We broke a promise",
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
}


def tracked(case: CaseView, charter: Charter, now: datetime) -> dict[str, Any]:
    """Return everything the tracking page shows, as finished values."""
    tier = charter.tier(case.tier)
    service = charter.service(case.service)
    running = [clock for clock in case.clocks if clock.stopped_at is None]
    late = [clock for clock in running if clock.due < now and clock.kind in LATE_WHEN]
    upcoming = sorted((clock for clock in running if clock.due >= now), key=lambda clock: clock.due)
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
        "next_up": {"kind": upcoming[0].kind, "due_at": upcoming[0].due} if upcoming else None,
        "late": {"promised_at": late[0].due, "why": f"We promised {LATE_WORDS[late[0].kind]}"} if late else None,
        "steps": steps(case, now),
        "timeline": [_entry(entry, charter) for entry in reversed(case.timeline)],
        "clocks": [
            _clock(clock, now)
            for clock in case.clocks
            if clock.kind != ClockKind.INFORM.value or clock.stopped_at is None
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
    due = {clock.kind: clock.due for clock in case.clocks if clock.stopped_at is None}
    promised = [remedy for remedy in case.remedies if remedy.due_on is not None]
    put_right = bool(promised) and all(remedy.done_at for remedy in promised)
    done_at: dict[str, datetime | None] = {
        "received": stage.started_at,
        "understood": stage.acknowledged_at or stage.answered_at,
        "looked_into": stage.answered_at,
        "decided": stage.answered_at,
        "put_right": max((remedy.done_at for remedy in promised if remedy.done_at), default=None)
        if put_right
        else None,
    }
    by = {
        "understood": due.get("acknowledge"),
        "looked_into": due.get("respond") or due.get("pass_on"),
        "decided": due.get("respond") or due.get("pass_on"),
        "put_right": due.get("undertaking"),
    }
    rows: list[dict[str, Any]] = []
    for key, at in done_at.items():
        first_open = at is None and all(row["state"] == "done" for row in rows) and state is not State.WITHDRAWN
        expected = by.get(key)
        word = "done" if at else "todo"
        if first_open and (state.is_open or expected):
            word = "late" if expected and expected < now else "current"
        rows.append({"key": key, "state": word, "at": at, "by": expected})
    return rows


def door(case: CaseView, charter: Charter, now: datetime) -> dict[str, Any] | None:
    """Return the next door when the person may go through it: after an answer, or once we are late."""
    following = charter.next_tier(case.tier)
    late = any(clock.kind == "respond" and clock.stopped_at is None and clock.due < now for clock in case.clocks)
    answered = State(case.state) is State.ANSWERED
    if following is None or not Kind(case.kind).climbs or case.historic or not (late or answered):
        return None
    ask_by = None
    if answered and case.closed_at is not None and following.ask_within is not None:
        ask_by = deadline(following.ask_within, case.closed_at, calendar_of(charter, case.body, case.unit)).due_at
    return {
        "name": following.who or following.name,
        "about": following.about,
        "to": "/your-case/next",
        "ask_by": ask_by,
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
    last = case.timeline[-1].at if case.timeline else case.received_at
    since = stage.acknowledged_at or stage.started_at
    return {"title": title, "who": who, "since": since, "text": stage.understanding, "last_at": last}


def _clock(clock: ClockView, now: datetime) -> dict[str, Any]:
    if clock.stopped_at is not None:
        state = "late" if clock.stopped_at > clock.due else "met"
    else:
        state = "late" if clock.due < now else "running"
    return {"kind": clock.kind, "due_at": clock.due, "state": state, "why": clock.why}


def _entry(entry: EntryView, charter: Charter) -> dict[str, Any]:
    facts = entry.facts
    text = ""
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
