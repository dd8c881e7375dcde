"""The forms on the page of a case: each is read, turned into drafts, and handed to its action."""

from collections.abc import Mapping
from typing import Any

from complaints.actions.acknowledge import acknowledge
from complaints.actions.answer import answer
from complaints.actions.assign import assign
from complaints.actions.converse import note, write
from complaints.actions.define import define
from complaints.actions.find import find
from complaints.actions.identify import open_identity
from complaints.actions.name_subject import name_subject
from complaints.actions.thank import pass_on
from complaints.actions.undertake import keep_promise
from complaints.domain.case import Kind
from complaints.domain.next_door import is_named_in, next_door
from complaints.domain.promises import Place
from complaints.kernel.work import Work
from complaints.schemas.desk import DeskCase
from complaints.schemas.drafts import FindingDraft, IssueDraft, RemedyDraft
from complaints.web import desk_dates, desk_moves
from complaints.web.desk_view import BLANK_POINTS, BLANK_REMEDIES
from complaints.web.forms import Form, typed
from complaints.web.step import Done, Step, chosen, needed, version
from standards.errors import Fault, Invalid

NEEDED: Mapping[str, str] = {
    "understanding": "Write what you understood, so that the person can correct you.",
    "answer": "Write the answer.",
    "letter": "Write what you want to say to the person.",
    "note": "Write the note.",
    "told_whom": "Say who was told.",
    "identity_reason": "Give the reason. The person can read it.",
}


async def _acknowledge(work: Work, desk: DeskCase, form: Form) -> Done:
    await acknowledge(work, desk.case.id, _needed(form, "understanding"), version=version(form))
    return Done("The person was told that you have it, and what you understood.")


async def _points(work: Work, desk: DeskCase, form: Form) -> Done:
    drafts, faults = [], []
    for row in range(1, BLANK_POINTS + 1):
        values = form.given(f"summary-{row}", f"category-{row}", f"standard-{row}")
        if values:
            draft, wrong = _draft(IssueDraft, values, row, POINT_WORDS)
            faults += wrong
            drafts += [draft] if draft else []
    if faults or not drafts:
        raise Invalid("Say what the points are.", faults=faults or [Fault("summary-1", POINT_WORDS["summary"])])
    await define(work, desk.case.id, drafts, version=version(form))
    return Done("One point was added." if len(drafts) == 1 else f"{len(drafts)} points were added.")


POINT_WORDS: Mapping[str, str] = {
    "summary": "Say what this point is, in one sentence, at most 4,000 signs.",
    "category": "Choose what went wrong.",
}


async def _findings(work: Work, desk: DeskCase, form: Form) -> Done:
    findings, faults = [], []
    for issue in desk.case.issues:
        number = issue.number
        values = form.given(f"outcome-{number}", f"reason-{number}", f"cause-{number}")
        if not values or _stands(desk, number, values):
            continue
        draft, wrong = _draft(FindingDraft, values | {f"issue-{number}": number}, number, FINDING_WORDS)
        faults += wrong
        findings += [draft] if draft else []
    remedies, wrong = _remedies(form)
    if faults or wrong:
        raise Invalid("Some answers need another look.", faults=[*faults, *wrong])
    if not findings and not remedies:
        raise Invalid("Nothing was decided yet.", faults=[Fault("outcome-1", "Choose what you found on a point.")])
    await find(work, desk.case.id, findings, remedies, version=version(form))
    return Done("What you decided is kept. The person reads it when the answer goes.")


FINDING_WORDS: Mapping[str, str] = {
    "outcome": "Choose what you found.",
    "reason": "Give the reason in plain words.",
}


def _remedies(form: Form) -> tuple[list[RemedyDraft], list[Fault]]:
    drafts: list[RemedyDraft] = []
    faults: list[Fault] = []
    for row in range(1, BLANK_REMEDIES + 1):
        values: dict[str, Any] = form.given(f"kind-{row}", f"words-{row}", f"due_on-{row}")
        if values:
            draft, wrong = _draft(RemedyDraft, values, row, REMEDY_WORDS)
            faults += wrong
            drafts += [draft] if draft else []
    return drafts, faults


REMEDY_WORDS: Mapping[str, str] = {
    "kind": "Choose what is done to put it right.",
    "words": "Say what exactly will be done.",
    "due_on": "Give a day, such as 2027-03-14.",
}


def _stands(desk: DeskCase, number: int, values: Mapping[str, str]) -> bool:
    """Whether this point was decided in the same words at this stage already."""
    said = (values.get(f"outcome-{number}"), values.get(f"reason-{number}"), values.get(f"cause-{number}"))
    return any(
        (one.outcome, one.reason, one.cause) == said
        for issue in desk.case.issues
        for one in issue.findings
        if issue.number == number and one.stage_no == desk.case.stage_no
    )


async def _answer(work: Work, desk: DeskCase, form: Form) -> Done:
    words, case = _needed(form, "answer"), desk.case
    if Kind(case.kind).climbs:
        charter = work.charters.get(case.charter_id).charter
        door = next_door(charter, case.tier, Place(case.body, case.unit, case.service, case.standard), work.now)
        if door is not None and not is_named_in(door, words):
            fault = Fault("answer", f"The answer must say who can look at it next: {door.tier.name}.")
            raise Invalid("The answer does not name the next door.", faults=[fault])
    await answer(work, case.id, words, version=version(form))
    return Done("The answer has gone to the person.")


async def _pass_on(work: Work, desk: DeskCase, form: Form) -> Done:
    told_whom = _needed(form, "told_whom")
    await pass_on(work, desk.case.id, told_whom, proof=form["proof"], version=version(form))
    return Done("The thanks are passed on, and the person was told.")


async def _assign(work: Work, desk: DeskCase, form: Form) -> Done:
    await assign(work, desk.case.id, chosen(form, "handler"), version=version(form))
    return Done("The case is in their hands now.")


async def _write(work: Work, desk: DeskCase, form: Form) -> Done:
    await write(work, desk.case.id, _needed(form, "letter"), version=version(form))
    return Done(f"Your message is on the person's page.{_SENT.get(desk.case.reply_by, '')}")


_SENT: Mapping[str | None, str] = {
    "email": " It also goes by e-mail.",
    "phone": " It also waits in “Letters and calls” to be told by telephone.",
    "post": " It also waits in “Letters and calls” to be posted.",
}


async def _note(work: Work, desk: DeskCase, form: Form) -> Done:
    await note(work, desk.case.id, _needed(form, "note"))
    return Done("The note is kept. Only staff can read it.")


async def _promise(work: Work, desk: DeskCase, form: Form) -> Done:
    row = form["row"]
    evidence = form[f"evidence-{row}"]
    if not evidence:
        raise Invalid(
            "Say what was done.", faults=[Fault(f"evidence-{row}", "Say what was done, and how one can see it.")]
        )
    await keep_promise(work, desk.case.id, chosen(form, "promise"), evidence)
    return Done("It is kept as done, and the person was told.")


async def _identity(work: Work, desk: DeskCase, form: Form) -> Done:
    identity = await open_identity(work, desk.case.id, _needed(form, "identity_reason"))
    return Done("", identity=identity)


async def _subject(work: Work, desk: DeskCase, form: Form) -> Done:
    somebody = chosen(form, "subject")
    await name_subject(work, desk.case.id, somebody, version=version(form))
    return Done("They cannot see this case any more.", is_out_of_sight=somebody == work.actor.id)


STEPS: Mapping[str, Step] = {
    "acknowledge": _acknowledge,
    "points": _points,
    "findings": _findings,
    "answer": _answer,
    "pass-on": _pass_on,
    "assign": _assign,
    "write": _write,
    "note": _note,
    "promise": _promise,
    "identity": _identity,
    "subject": _subject,
    **desk_moves.STEPS,
    **desk_dates.STEPS,
}
"""The last part of the address a form goes to, and what it does."""


def _needed(form: Form, field: str) -> str:
    return needed(form, field, NEEDED[field])


def _draft(kind: type[Any], values: Mapping[str, Any], row: int, words: Mapping[str, str]) -> tuple[Any, list[Fault]]:
    """Return one row of a form as a draft, or its faults under the names of the fields."""
    plain = {name.rpartition("-")[0]: value for name, value in values.items()}
    try:
        return typed(plain, kind, words), []
    except Invalid as problem:
        return None, [Fault(f"{fault.path}-{row}", fault.message) for fault in problem.faults]
