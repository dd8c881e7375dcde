"""The fixed steps of a case on the person's page: done on a day, expected by a day, late, or still to come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaints.domain.case import ClockKind, Kind, State
from complaints.domain.matter import Matter
from complaints.schemas import CaseView
from complaints.web.clocks import Promised, promised

STEPS: Mapping[Kind, tuple[str, ...]] = {
    Kind.COMPLAINT: ("received", "understood", "looked_into", "decided", "put_right"),
    Kind.COMPLIMENT: ("received", "passed_on"),
    Kind.SUGGESTION: ("received", "understood", "replied"),
    Kind.ENQUIRY: ("received", "understood", "replied"),
}
"""A complaint has five; what asks for no decision has those that happen to it."""

CLOCKS: Mapping[str, tuple[str, ...]] = {
    "understood": ("acknowledge",),
    "looked_into": ("respond",),
    "decided": ("respond",),
    "replied": ("respond",),
    "passed_on": ("pass_on",),
    "given": ("service",),
    "put_right": ("undertaking",),
}
"""Which promises say by when a step is done."""

Values = dict[str, Any]


def steps(case: CaseView, now: datetime) -> list[Values]:
    """Return the steps of the present stage; none for a case whose steps an older system took."""
    if case.historic:
        return []
    due = {one.clock.kind: one for one in promised(case.clocks) if one.clock.stopped_at is None}
    done = _done(case)
    rows: list[Values] = []
    for key in _keys(case, due):
        at = done.get(key)
        expected = next((due[kind] for kind in CLOCKS.get(key, ()) if kind in due), None)
        is_next = at is None and all(row["state"] in {"done", "none"} for row in rows)
        later = "stopped" if State(case.state) is State.WITHDRAWN else "todo"
        state = "done" if at else _state(case, key, expected, now) if is_next else later
        by = expected.told if expected and expected.clock.held_at is None else None
        rows.append({"key": key, "state": state, "at": at, "by": by})
    return rows


def _keys(case: CaseView, due: Mapping[str, Promised]) -> tuple[str, ...]:
    keys = STEPS[Kind(case.kind)]
    is_owed = ClockKind.SERVICE.value in due or any(one.kind == "service.given" for one in case.timeline)
    return (*keys, "given") if case.matter == Matter.FIX.value and is_owed else keys


def _done(case: CaseView) -> dict[str, datetime | None]:
    stage = case.stages[-1]
    return {
        "received": stage.started_at,
        "understood": stage.acknowledged_at or stage.answered_at,
        "looked_into": stage.answered_at,
        "decided": stage.answered_at,
        "replied": stage.answered_at,
        "passed_on": stage.answered_at,
        "given": next((one.at for one in case.timeline if one.kind == "service.given"), None),
        "put_right": _put_right(case, stage.answered_at),
    }


def _put_right(case: CaseView, answered_at: datetime | None) -> datetime | None:
    """Return when the last thing promised was done; what names no day, like an apology, was done with the answer."""
    if answered_at is None or not case.remedies:
        return None
    days = [one.done_at if one.due_on else one.done_at or answered_at for one in case.remedies]
    return max((at for at in days if at), default=None) if all(days) else None


def _state(case: CaseView, key: str, expected: Promised | None, now: datetime) -> str:
    """Return where the first step that is not done stands."""
    state = State(case.state)
    if key == "put_right" and not state.is_open and expected is None and not case.remedies:
        return "none"
    if state is State.WITHDRAWN:
        return "stopped"
    if not (state.is_open or expected):
        return "todo"
    if expected is not None and expected.clock.held_at is not None:
        return "paused"
    return "late" if expected is not None and expected.is_late(now) else "current"
