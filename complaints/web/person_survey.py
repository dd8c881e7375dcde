"""How we did, in the person's words: two questions after an answer, and what follows from 'poor' and from 'worse'."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.rate import rate
from complaints.actions.report_worse import report_worse
from complaints.domain.case import NoSuchCase, State
from complaints.domain.survey import Handled, may_rate
from complaints.kernel.work import Work
from complaints.reads.surveys import surveys_of, told_office_at
from complaints.schemas import CaseView
from complaints.schemas.drafts import SurveyDraft
from complaints.web.draft_cookie import Sent, to_receipt
from complaints.web.forms import Form, errors, form, typed
from complaints.web.page import AnyRequest, go_on, page
from complaints.web.person import LONGEST, acting_case, closed, number, shown
from complaints.web.submitted import new_key
from standards.errors import Conflict, Invalid
from standards.language import mark, say

WORDS: Mapping[str, str] = {
    "handled": mark("Choose good, fair or poor."),
    "words": mark("Use up to 4,000 letters here."),
}
YES_NO: Mapping[str, bool] = {"yes": True, "no": False}
AS_TYPED: Mapping[bool | None, str] = {True: "yes", False: "no", None: ""}


class SurveyPages(Controller):
    """The two questions, and telling the ombudsperson that somebody is treated worse."""

    include_in_schema = False

    @get("/your-case/how")
    async def ask(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Ask the two questions; a link in a message may have chosen the first answer already, and changes nothing."""
        try:
            given = await _given(work)
        except NoSuchCase:
            return closed(request)
        values = await _said_before(work, given["view"])
        chosen = request.query_params.get("handled", "")
        if chosen in {one.value for one in Handled}:
            values["handled"] = chosen
        return _survey_page(request, given, values=values)

    @post("/your-case/how")
    async def answer(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Keep the answers; 'worse' leads to the ombudsperson, 'poor' to the next step where one is open."""
        sent = await form(request)
        try:
            given = await _given(work)
        except NoSuchCase:
            return closed(request, sent["words"])
        try:
            draft = _draft(sent)
            await rate(work, given["view"].id, draft, stage_no=number(sent["stage"]))
        except Invalid as problem:
            return _survey_page(request, given, values=sent, faults=errors(problem), status=400)
        except Conflict as problem:
            return _survey_page(request, given, values=sent, faults={"": problem.detail}, status=409)
        if draft.treated_worse:
            return go_on(request, "/your-case/worse", flash=say("Thank you. We have your answers."))
        if draft.handled is Handled.POOR and given["doors"]:
            words = say("Thank you. We have your answers. You need not leave it at that.")
            return go_on(request, "/your-case/next", flash=words)
        return go_on(request, "/your-case", flash=say("Thank you. We have your answers."))

    @get("/your-case/worse")
    async def worse(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Say what telling the ombudsperson means, and offer it in one press."""
        try:
            return await _worse_page(request, work, await _given(work))
        except NoSuchCase:
            return closed(request)

    @post("/your-case/worse")
    async def tell_office(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Send it to the ombudsperson as a case of its own, and show its reference and code."""
        sent = await form(request)
        try:
            given = await _given(work)
        except NoSuchCase:
            return closed(request, sent["words"])
        if len(sent["words"]) > LONGEST:
            faults = {"words": say("Use up to 20,000 letters.")}
            return await _worse_page(request, work, given, values=sent, faults=faults, status=400)
        key = sent["submission_key"] or new_key()
        await report_worse(work, given["view"].id, sent["words"], sent=key)
        return to_receipt(request, Sent(key=key))


async def _given(work: Work) -> dict[str, Any]:
    """Return what the pages say of the case, and the case itself."""
    case = await acting_case(work)
    return await shown(work, case) | {"view": case}


async def _said_before(work: Work, case: CaseView) -> dict[str, str]:
    said = next((one for one in await surveys_of(work.session, case.id) if one.stage_no == case.stage_no), None)
    if said is None:
        return {}
    return {
        "handled": said.handled,
        "informed": AS_TYPED[said.informed],
        "treated_worse": AS_TYPED[said.treated_worse],
        "words": said.words or "",
    }


def _draft(sent: Form) -> SurveyDraft:
    values: dict[str, Any] = {"handled": sent["handled"]} | sent.given("words")
    values |= {field: YES_NO[sent[field]] for field in ("informed", "treated_worse") if sent[field] in YES_NO}
    return typed(values, SurveyDraft, {field: say(words) for field, words in WORDS.items()})


def _survey_page(
    request: AnyRequest,
    given: Mapping[str, Any],
    *,
    values: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    case: CaseView = given["view"]
    survey = given["survey"]
    return page(
        request,
        "public/survey.html",
        status=status,
        case=given["case"],
        stage_no=case.stage_no,
        state="open" if may_rate(State(case.state), historic=case.historic) else "early",
        said={"at": survey["at"]} if survey and survey["at"] else None,
        values=values,
        errors=faults or {},
    )


async def _worse_page(
    request: AnyRequest,
    work: Work,
    given: Mapping[str, Any],
    *,
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    case: CaseView = given["view"]
    return page(
        request,
        "public/worse.html",
        status=status,
        case=given["case"],
        reader=given["reader"],
        has_contact=case.has_identity,
        # It is a case of its own: whoever acts for the person on this one need not know of it.
        sent_at=await told_office_at(work.session, case.id) if given["reader"].is_person else None,
        has_doors=bool(given["doors"]),
        values=values or {},
        errors=faults or {},
        submission_key=(values or {}).get("submission_key") or new_key(),
    )
