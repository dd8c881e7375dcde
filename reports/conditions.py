"""What may be true of a fact: the words of which the definitions of key figures are made, and their SQL."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from reports.domain.cohorts import Cohort, Window
from standards.errors import Invalid

AGES: Final = (5, 10, 20, 30, 60)

# Over the columns of a fact and the amounts below. '$now' is the instant the count is made as of, '$closes' the end of
# the period if that is earlier. What cannot be decided does not hold.
CONDITIONS: Final[dict[str, str]] = {
    "is_first": "stage_no = 1",
    "is_complaint": "kind = 'complaint'",
    "is_praise": "kind = 'compliment'",
    "has_finding": "kind = 'complaint' AND outcome IN ('upheld', 'partly_upheld', 'not_upheld')",
    "is_upheld": "kind = 'complaint' AND outcome IN ('upheld', 'partly_upheld')",
    "has_remedy": "remedies > 0",
    "is_escalated": "escalated",
    "has_promise": "due_at IS NOT NULL",
    "is_closed": "closed IS NOT NULL",
    "on_time": "closed <= due_at",
    "late": "closed > due_at",
    "on_time_extended": "closed <= coalesce(extended_due_at, due_at)",
    "is_extended": "extended_due_at > due_at",
    "on_time_held": "closed <= coalesce(held_due_at, extended_due_at, due_at)",
    "is_held": "held_hours > 0",
    "promise_passed": "due_at < $now",
    "promise_to_come": "due_at >= $now",
    "promise_passed_by_then": "due_at < $closes",
    "has_acknowledgement_promise": "ack_due_at IS NOT NULL",
    "is_acknowledged": "acked IS NOT NULL",
    "acknowledged_on_time": "acked <= ack_due_at",
    "acknowledgement_passed": "ack_due_at < $now",
    "has_service_promise": "service_due_at IS NOT NULL",
    "is_served": "served IS NOT NULL",
    "served_on_time": "served <= service_due_at",
    "service_passed": "service_due_at < $now",
    "may_be_rated": "closed IS NOT NULL AND NOT historic AND outcome IS DISTINCT FROM 'withdrawn'",
    "is_rated": "surveyed IS NOT NULL",
    "handled_well": "surveyed IS NOT NULL AND handled = 'good'",
    "said_whether_informed": "surveyed IS NOT NULL AND informed IS NOT NULL",
    "was_informed": "surveyed IS NOT NULL AND informed",
    "was_treated_worse": "surveyed IS NOT NULL AND treated_worse",
    "closed_too_early": "closed < started_at",
    **{f"answered_by_{days}": f"hours <= {24 * days}" for days in AGES},
    **{f"older_than_{days}": f"received_at <= $now - INTERVAL {days} DAY" for days in AGES},
}

# Numbers a fact has of its own: wall-clock hours from receipt to closing, calendar days a stage took (also without the
# days its clock stood still) or has been open.
AMOUNTS: Final[dict[str, str]] = {
    "hours": "epoch(closed - received_at) / 3600.0",
    "days": "epoch(closed - started_at) / 86400.0",
    "days_without_holds": "epoch(closed - started_at) / 86400.0 - coalesce(held_hours, 0) / 24.0",
    "waiting_days": "date_diff('day', started_at, $closes)",
}

_WORD = re.compile(r"[a-z_][a-z_0-9]*")


def conditions_in(expression: str) -> list[str]:
    """Return the conditions an expression is made of, and refuse one that is made of anything else."""
    words = [word for word in _WORD.findall(expression) if word != "true"]
    if strange := [word for word in words if word not in CONDITIONS]:
        raise Invalid(f"There is no condition {', '.join(strange)}; there are {', '.join(CONDITIONS)}.")
    return words


def in_cohort(cohort: Cohort) -> str:
    """Return the name of the condition that a fact is of *cohort*."""
    return f"in_{cohort}"


def all_conditions(window: Window, cohorts: Iterable[Cohort]) -> Mapping[str, str]:
    """Return every condition with its SQL, those of the *cohorts* in *window* among them."""
    return {**CONDITIONS, **{in_cohort(cohort): _belongs(cohort, window) for cohort in cohorts}}


def instant(at: datetime) -> str:
    """Return a local instant as SQL."""
    return f"TIMESTAMP '{at.isoformat(sep=' ')}'"


def _belongs(cohort: Cohort, window: Window) -> str:
    match cohort:
        case Cohort.RECEIVED:
            return _within("received_at", window)
        case Cohort.STARTED:
            return _within("started_at", window)
        case Cohort.CLOSED:
            return f"(closed IS NOT NULL AND {_within('closed', window)})"
        case Cohort.OPEN:
            return _open_at(window.end) if window.end else "(closed IS NULL)"
        case Cohort.OPEN_BEFORE:
            return _open_at(window.start) if window.start else "false"


def _within(column: str, window: Window) -> str:
    bounds = [f"{column} >= {instant(window.start)}"] if window.start else []
    bounds += [f"{column} < {instant(window.end)}"] if window.end else []
    return f"({' AND '.join(bounds)})" if bounds else "true"


def _open_at(at: datetime) -> str:
    return f"(started_at < {instant(at)} AND (closed IS NULL OR closed >= {instant(at)}))"
