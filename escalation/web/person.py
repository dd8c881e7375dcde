"""The person asks for the next step: one press, nothing to write again."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from complaints.actions.own import own_case
from complaints.domain.case import NoSuchCase, State
from complaints.domain.promises import calendar_of
from complaints.kernel.work import Boundary, Work
from complaints.schemas import CaseView
from complaints.web.draft_cookie import visitor
from complaints.web.forms import Form, form, status_of
from complaints.web.page import AnyRequest, go_on, page
from complaints.web.person import LONGEST, acting_case, closed, number, shown
from complaints.web.submitted import new_key
from complaints.web.tracking_doors import standing_of
from escalation.actions.escalate import Asking, ask_next
from escalation.domain.ladder import NoFurtherStep, NotYet, door
from escalation.web.attempt import attempt
from standards.language import named, say

TOO_LONG = 400


class NextStep(Controller):
    """Not satisfied, or not answered: the next door."""

    include_in_schema = False

    @get("/your-case/next")
    async def show(self, request: AnyRequest, work: NamedDependency[Work]) -> Response[Any]:
        """Show what was decided, point by point, and which doors are open."""
        try:
            return await _next_page(request, work, await acting_case(work))
        except NoSuchCase:
            return closed(request)

    @post("/your-case/next")
    async def ask(self, request: AnyRequest, boundary: NamedDependency[Boundary]) -> Response[Any]:
        """Take the case on, or say on the same page why not, or from when; what was typed stays there."""
        sent = await form(request)
        points = [str(one) for one in (await request.form()).getall("points", []) if number(str(one)) is not None]
        person = visitor(request)
        try:
            async with boundary.work(person, reading=True) as work:
                case = await acting_case(work)
        except NoSuchCase:
            return closed(request, sent["why"] or sent["reason"] or sent["why_now"])
        errors, status = _too_long(sent), TOO_LONG
        if not errors:
            refused = await attempt(boundary, person, _asking(case, sent, points))
            if refused is None:
                flash = say("Your case goes on. You do not need to tell anything again.")
                return go_on(request, "/your-case", flash=flash)
            errors, status = {"": refused.detail}, status_of(refused)
        async with boundary.work(person, reading=True) as work:
            typed = sent | {"points": points}
            return await _next_page(request, work, await own_case(work), values=typed, errors=errors, status=status)


def _asking(case: CaseView, sent: Form, points: Sequence[str]) -> Callable[[Work], Awaitable[None]]:
    """Return what a press does, as it was meant on the page it was made on."""
    asking = Asking(sent["tier"] or None, tuple(int(one) for one in points), _words(sent, case, points))
    stage_no = number(sent["stage"])

    async def ask(work: Work) -> None:
        await ask_next(work, case.id, stage_no=stage_no, asking=asking)

    return ask


async def _next_page(
    request: AnyRequest,
    work: Work,
    case: CaseView,
    *,
    values: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    given = await shown(work, case)
    found = dict(errors or {})
    if not given["doors"]:
        # The page itself says why, or from when.
        found.pop("", None)
    return page(
        request,
        "public/next.html",
        status=status,
        case=given["case"],
        decision=next(iter(given["decisions"]), None),
        doors=given["doors"],
        stage_no=case.stage_no,
        shut="" if given["doors"] else _why_shut(work, case),
        asked=_asked(work, case),
        values=values or {},
        errors=found,
        submission_key=(values or {}).get("submission_key") or new_key(),
    )


def _why_shut(work: Work, case: CaseView) -> str:
    """Return why there is no way on from here, or from when there is one: what whoever presses is told."""
    charter = work.charter.charter
    standing = standing_of(case, work.charters.get(case.charter_id).charter.tier(case.tier))
    try:
        door(charter, standing, work.now, calendar_of(charter, case.body, case.unit))
    except (NotYet, NoFurtherStep) as refused:
        return refused.detail
    return ""


def _asked(work: Work, case: CaseView) -> dict[str, Any] | None:
    """Return what the person asked for, while the step they asked for has not answered."""
    stage = case.stages[-1]
    if stage.entry not in {"requested", "direct"} or case.stage_no == 1 or not State(case.state).is_open:
        return None
    tier = work.charters.get(case.charter_id).charter.tier(case.tier)
    return {
        "at": stage.started_at,
        "who": named(tier.who or tier.name),
        "points": [issue.summary for issue in case.issues if issue.number in case.disputed],
    }


def _too_long(sent: Form) -> dict[str, str]:
    limits = {"why": LONGEST, "reason": LONGEST, "why_now": LONGEST // 5}
    return {
        ("why" if field == "reason" else field): say("Use fewer letters here. You can send the rest as a message.")
        for field, most in limits.items()
        if len(sent[field]) > most
    }


def _words(sent: Form, case: CaseView, points: Sequence[str]) -> str:
    """Return what the person added, in their thread: the points they ticked by their words, and why."""
    ticked = [issue.summary for issue in case.issues if str(issue.number) in points]
    lines = "\n".join(f"- {words}" for words in ticked)
    return "\n\n".join(
        part
        for part in (
            say("I do not agree with what was decided on:\n{points}", points=lines) if ticked else "",
            sent["why"] or sent["reason"],
            say("Why I ask only now: {words}", words=sent["why_now"]) if sent["why_now"] else "",
        )
        if part
    )
