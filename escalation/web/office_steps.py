"""The forms on a file of the office: each is read, turned into a draft, and handed to its action."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from complaints.actions.identify import open_identity
from complaints.kernel.vault import Identity
from complaints.kernel.work import Work
from complaints.schemas.drafts import FindingDraft, IssueDraft
from complaints.web.forms import Form, typed
from escalation import reads
from escalation.actions.admit import admit
from escalation.actions.decide import decide
from escalation.actions.decline import decline
from escalation.actions.define import define
from escalation.actions.papers import write_paper
from escalation.actions.recommend import recommend
from escalation.actions.verify import verify
from escalation.actions.write import write
from escalation.domain.admissibility import QUESTIONS, ReviewState, where_declining_leads
from escalation.schemas import DecisionDraft, PaperDraft, RecommendationDraft
from escalation.web.attempt import named
from standards.errors import Fault, Invalid, NotFound


class Done(msgspec.Struct, frozen=True):
    """What a step leads to: a sentence for the next page, or the identity that was opened, shown once."""

    said: str
    identity: Identity | None = None


Step = Callable[[Work, UUID, Form], Awaitable[Done]]


async def _admit(work: Work, key: UUID, form: Form) -> Done:
    answers = {question.key: form[f"test-{question.key}"] for question in QUESTIONS}
    with named({question: f"test-{question}" for question in answers}):
        await admit(work, key, answers, form["understanding"])
    return Done("You took the case up. The person was told what you will look at.")


async def _decline(work: Work, key: UUID, form: Form) -> Done:
    await decline(work, key, form["ground"], form["reasons"], agreed=form["agreed"])
    if where_declining_leads(form["ground"]) is ReviewState.REFERRED_BACK:
        return Done("The body was asked to answer. The case stays with you, and your clocks go on.")
    return Done("You declined the case. The person was told why.")


async def _points(work: Work, key: UUID, form: Form) -> Done:
    said = {"summary": "Say what this point is, in one sentence.", "category": "Choose what went wrong."}
    await define(work, key, [typed(form.given("summary", "category"), IssueDraft, said)])
    return Done("The point was added.")


async def _decide(work: Work, key: UUID, form: Form) -> Done:
    findings, faults = [], []
    for number in _numbers(form):
        values: dict[str, Any] = {"issue": int(number)}
        values |= {name: form[f"{name}-{number}"] for name in ("outcome", "reason") if form[f"{name}-{number}"]}
        try:
            findings.append(typed(values, FindingDraft, FINDING_WORDS))
        except Invalid as wrong:
            faults += [Fault(f"{fault.path}-{number}", fault.message) for fault in wrong.faults]
    if not form["decision"]:
        faults.append(Fault("decision", "Write the decision. The person and the body read it."))
    if faults:
        raise Invalid("The decision is not complete.", faults=faults)
    with named({"words": "decision"}):
        words = typed({"words": form["decision"]}, DecisionDraft).words
        await decide(work, key, DecisionDraft(words, findings))
    return Done("The case is decided. The person was told.")


FINDING_WORDS: Mapping[str, str] = {
    "outcome": "Choose what you found.",
    "reason": "Give the reason in plain words.",
}


async def _recommend(work: Work, key: UUID, form: Form) -> Done:
    values: dict[str, Any] = form.given("do_by") | {"wider": bool(form["wider"])}
    if form["recommendation"]:
        values["words"] = form["recommendation"]
    said = {"words": "Say what the body should do.", "do_by": "Give a day, such as 2027-03-14."}
    with named({"words": "recommendation"}):
        await recommend(work, key, typed(values, RecommendationDraft, said))
    return Done("The body and the person were told.")


async def _verify(work: Work, key: UUID, form: Form) -> Done:
    number = form["number"]
    wanted = [one for one in await reads.recommendations(work.session, key) if str(one.number) == number]
    if not wanted:
        raise NotFound("There is no such recommendation.")
    if form[f"done-{number}"] not in {"yes", "no"}:
        raise Invalid(faults=[Fault(f"done-{number}", "Say whether it was done.")])
    with named({"words": f"evidence-{number}"}):
        implemented = form[f"done-{number}"] == "yes"
        await verify(work, wanted[0].id, implemented=implemented, words=form[f"evidence-{number}"])
    return Done("What you found is kept. The person was told.")


async def _paper(work: Work, key: UUID, form: Form) -> Done:
    values = form.given("title") | ({"words": form["paper"]} if form["paper"] else {})
    said = {"title": "Give the paper a title of at most 200 signs.", "words": "Write the paper."}
    with named({"words": "paper"}):
        await write_paper(work, key, typed(values, PaperDraft, said))
    return Done("The paper is sealed. Only your office can read it.")


async def _write(work: Work, key: UUID, form: Form) -> Done:
    if not form["letter"]:
        raise Invalid(faults=[Fault("letter", "Write what you want to say to the person.")])
    await write(work, key, form["letter"])
    return Done("Your message is with the person.")


async def _identity(work: Work, key: UUID, form: Form) -> Done:
    if not form["identity_reason"]:
        raise Invalid(faults=[Fault("identity_reason", "Give the reason. The person can read it.")])
    return Done("", await open_identity(work, key, form["identity_reason"]))


def _numbers(form: Form) -> list[str]:
    named_points = {name.removeprefix("outcome-") for name in form if name.startswith("outcome-")}
    return sorted((number for number in named_points if number.isdecimal()), key=int)


STEPS: Mapping[str, Step] = {
    "admit": _admit,
    "decline": _decline,
    "points": _points,
    "decide": _decide,
    "recommend": _recommend,
    "verify": _verify,
    "papers": _paper,
    "write": _write,
    "identity": _identity,
}
"""By the last part of the address a form is sent to."""
