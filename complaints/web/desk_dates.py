"""Changing the date of an answer: what the charter allows, how much of it is left, and what the person is told."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import msgspec

from complaints.actions.extend import extend, grant, refuse
from complaints.actions.hold import hold, resume
from complaints.actions.letters import people, tidied
from complaints.domain.course import CannotExtend, CannotHold, extended, hold_until, left, may_extend
from complaints.kernel.languages import speaking
from complaints.kernel.rendering import render
from complaints.kernel.text import date_words
from complaints.kernel.work import Work
from complaints.schemas.desk import AskedView, DatesView, DeskCase
from complaints.schemas.drafts import ExtensionDraft, HoldDraft
from complaints.web.forms import Form, typed
from complaints.web.step import Done, Step, chosen, needed, version
from standards.charter import Charter
from standards.deadlines import Extension, Limit
from standards.errors import Fault, Invalid
from standards.limits import UNITS, Unit

Values = dict[str, Any]

LONGER = (
    "We are sorry that this takes longer than we had said. We are working on your case, and you do not need to do"
    " anything."
)
"""What stands in the letter about more time before anything is typed."""

HOLD_FIELDS: Mapping[str, str] = {"reason": "hold_reason", "words": "hold_words"}
HOLD_WORDS: Mapping[str, str] = {
    "reason": "Choose the reason.",
    "words": "Say exactly what you need from the person, or what you wait for.",
}
EXTEND_FIELDS: Mapping[str, str] = {
    "reason": "extend_reason",
    "words": "extend_words",
    "by": "extend_by",
    "until": "extend_until",
}
EXTEND_WORDS: Mapping[str, str] = {
    "reason": "Give the reason.",
    "words": "Say to the person what you do meanwhile.",
}


# --- what the page shows ---


def date_values(charter: Charter, desk: DeskCase, now: datetime) -> Values:
    """Return what the page says about changing the date; nothing where the charter lets nobody change it."""
    dates = desk.dates
    if dates is None:
        return {"dates": None}
    shown: Values = {
        "standstill": _standstill(dates, now),
        "hold": _hold_values(charter, desk, dates, now) if desk.may_handle and dates.rule.holds else None,
        "extend": _extend_values(charter, desk, dates, now) if desk.may_handle and dates.rule.extend else None,
        "asked": _asked_values(dates, dates.asked, now) if dates.asked else None,
        "may_decide": dates.may_decide,
        "in_days": dates.course.source.limit.counts_days,
        "due": dates.course.promised_at,
        "first": dates.first_promised_at if dates.first_promised_at != dates.course.promised_at else None,
    }
    return {"dates": shown if shown["hold"] or shown["extend"] or shown["asked"] else None}


def date_defaults() -> dict[str, str]:
    """Return what stands in the forms before anything is typed."""
    return {"extend_words": LONGER}


def _standstill(dates: DatesView, now: datetime) -> Values | None:
    still = dates.course.standstill
    if still is None:
        return None
    return {
        "since": still.since,
        "reason": still.reason,
        "until": still.until,
        "due": max(dates.course.deadline(now).due_at, dates.course.promised_at),
    }


def _hold_values(charter: Charter, desk: DeskCase, dates: DatesView, now: datetime) -> Values:
    rule, until, why_not = dates.rule, None, ""
    try:
        until = hold_until(dates.course, rule, rule.holds[0], now).due_at
    except CannotHold as refused:
        why_not = refused.detail
    return {
        "reasons": [(reason, reason) for reason in rule.holds],
        "most": rule.hold_most.words,
        "until": until,
        "why_not": why_not,
        "letter": _letter("held", charter, desk, dates, until=until),
    }


def _extend_values(charter: Charter, desk: DeskCase, dates: DatesView, now: datetime) -> Values:
    course, rule, why_not = dates.course, dates.rule.extend, ""
    assert rule is not None  # noqa: S101 - the caller has looked
    try:
        may_extend(course, dates.rule, now)
    except CannotExtend as refused:
        why_not = refused.detail
    most = None if why_not else left(course, rule, now)
    unit = most.unit if most else rule.most.unit
    return {
        "reasons": [(reason, reason) for reason in rule.reasons],
        "unit": UNITS[unit][1],
        "most": rule.most.words,
        "left": most.words if most else None,
        "latest": extended(course, Extension(most, "", now, rule.counts_from), now).due_at if most else None,
        "times": rule.times,
        "times_left": rule.times - len(course.extensions),
        "needs_second": rule.approver == "second",
        "why_not": why_not,
        "letter": _letter("extended", charter, desk, dates),
    }


def _asked_values(dates: DatesView, asked: AskedView, now: datetime) -> Values:
    by = Limit.parse(asked.by)
    counts_from = dates.rule.extend.counts_from if dates.rule.extend else "due"
    due = extended(dates.course, Extension(by, asked.reason, now, counts_from), now)
    return {"one": asked, "by": by.words, "due": due.due_at}


def _letter(name: str, charter: Charter, desk: DeskCase, dates: DatesView, *, until: datetime | None = None) -> str:
    """Return the letter as it goes to the person, with gaps for what is not chosen yet."""
    zone = dates.course.calendar.zone
    with speaking(desk.case.language):
        known = people(charter, desk.case.tier, desk.case.body)
    text = render(
        f"messages/{name}.txt",
        **known,
        lang=desk.case.language,
        zone=zone,
        reference=desk.case.reference,
        words="[What you write.]",
        reason="[the reason]",
        by="[how much]",
        due="[the new day]",
        before=date_words(dates.course.promised_at, zone, desk.case.language),
        until=date_words(until, zone, desk.case.language) or "[the day]",
    )
    return tidied(text)[1]


# --- what the forms do ---


async def _hold(work: Work, desk: DeskCase, form: Form) -> Done:
    with _fields(HOLD_FIELDS):
        draft = typed(_typed(form, HOLD_FIELDS), HoldDraft, HOLD_WORDS)
        await hold(work, desk.case.id, draft, version=version(form))
    return Done("The clock stands still, and the person was told what you wait for.")


async def _resume(work: Work, desk: DeskCase, form: Form) -> Done:
    await resume(work, desk.case.id, version=version(form))
    return Done("The clock runs again, and the person was told the date.")


async def _extend(work: Work, desk: DeskCase, form: Form) -> Done:
    with _fields(EXTEND_FIELDS):
        said = _typed(form, {name: EXTEND_FIELDS[name] for name in EXTEND_WORDS})
        draft = typed(said, ExtensionDraft, EXTEND_WORDS)
        draft = msgspec.structs.replace(draft, by=_amount(desk, form["extend_by"]), until=_day(form["extend_until"]))
        is_granted = await extend(work, desk.case.id, draft, version=version(form))
    if is_granted:
        return Done("The answer has more time. The person was told why, and the new date.")
    return Done("You asked for more time. Until somebody else agrees, the date stays as it is.")


async def _grant(work: Work, desk: DeskCase, form: Form) -> Done:
    await grant(work, desk.case.id, chosen(form, "asked"), version=version(form))
    return Done("The answer has more time. The person was told why, and the new date.")


async def _refuse(work: Work, desk: DeskCase, form: Form) -> Done:
    why = needed(form, "refuse_why", "Say why not. Whoever asked reads it.")
    await refuse(work, desk.case.id, chosen(form, "asked"), why, version=version(form))
    return Done("The date stays as it is. Whoever asked can read why.")


STEPS: Mapping[str, Step] = {
    "hold": _hold,
    "resume": _resume,
    "extend": _extend,
    "grant": _grant,
    "refuse": _refuse,
}


@contextmanager
def _fields(names: Mapping[str, str]) -> Iterator[None]:
    """Let each fault name the field of the page it is about."""
    try:
        yield
    except Invalid as refused:
        faults = [Fault(names.get(fault.path, fault.path), fault.message) for fault in refused.faults]
        raise Invalid(refused.detail, faults=faults) from None


def _typed(form: Form, fields: Mapping[str, str]) -> dict[str, str]:
    return {name: form[field] for name, field in fields.items() if form[field]}


def _amount(desk: DeskCase, said: str) -> Limit | None:
    """Return how much longer, in the unit in which the charter says how much it may be."""
    if not said:
        return None
    rule = desk.dates.rule.extend if desk.dates else None
    unit: Unit = rule.most.unit if rule else "working_days"
    try:
        return Limit(int(said), unit)
    except (ValueError, Invalid):
        fault = Fault("by", f"Give a whole number of {UNITS[unit][1]}, such as 5.")
        raise Invalid("Say how much longer you need.", faults=[fault]) from None


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        fault = Fault("until", "Give a day, such as 2027-03-14.")
        raise Invalid("The day cannot be read.", faults=[fault]) from None
